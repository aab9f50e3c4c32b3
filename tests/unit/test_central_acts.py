"""What an act does at the centre (sync.md 2, 4, 7)."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest

from tests.fake_workspace import START, Acts, FakeWorkspace, application, call_back, caller_of, citizen, contact, uid
from wemi_desk.central.exchange.applying import apply_act
from wemi_desk.central.exchange.erasure import erase_person
from wemi_desk.central.exchange.membership import leave
from wemi_desk.sync.wire import ALREADY, CONFLICT, ERASED, EXISTS, OK, PARKED, REFUSED

A, B = caller_of("A"), caller_of("B", device=2)


@pytest.fixture(params=[False, True], ids=["copied", "in place"])
def work(request) -> FakeWorkspace:
    return FakeWorkspace(in_place=request.param)


@pytest.fixture
def acts() -> Acts:
    return Acts()


def test_a_new_record_is_born_in_the_space_of_its_act(work, acts):
    assert apply_act(work, A, acts.new("contact", contact(1))) == (OK, "")
    assert work.scopes_of("contact", uid(1)) == {"space:A"}
    assert work.find("contact", uid(1)).content == contact(1)


def test_a_space_that_is_not_the_desks_is_refused(work, acts):
    assert apply_act(work, A, acts.new("contact", contact(1, "B"), space="B")) == (REFUSED, "foreign_space")
    assert apply_act(work, A, acts.new("contact", contact(1, "B"))) == (REFUSED, "space_code:foreign_space")
    assert not work.records


def test_a_record_that_exists_is_not_written_again(work, acts):
    apply_act(work, A, acts.new("contact", contact(1)))
    assert apply_act(work, A, acts.new("contact", contact(1, note="altro"))) == (EXISTS, "")
    assert work.find("contact", uid(1)).content["note"] == ""


def test_unknown_fields_and_codes_of_a_newer_desk_are_kept(work, acts):
    sent = contact(1, outcome="sent_to_the_moon", mood="blue")
    assert apply_act(work, A, acts.new("contact", sent)) == (OK, "")
    assert work.find("contact", uid(1)).content["mood"] == "blue"


def test_a_kind_of_a_newer_desk_is_kept_as_it_is_and_merged_by_field(work, acts):
    parrot = {"id": str(uid(1)), "space_code": "A", "colour": "green", "words": ["ciao"]}
    assert apply_act(work, A, acts.new("parrot", parrot)) == (OK, "")
    assert apply_act(work, A, acts.set("parrot", uid(1), colour=["green", "red"])) == (OK, "")
    assert work.find("parrot", uid(1)).content == parrot | {"colour": "red"}


def test_a_newer_kind_about_a_person_of_elsewhere_waits_like_one_about_nobody(work, acts):
    apply_act(work, B, acts.new("citizen", citizen(10, "B"), space="B"))
    for person in (uid(10), uid(11)):
        parrot = acts.new("parrot", {"id": str(uid(person.int % 100))}, subject_id=person)
        assert apply_act(work, A, parrot)[0] == PARKED


def test_what_is_attached_hangs_on_the_application_and_goes_with_the_person(work, acts):
    apply_act(work, B, acts.new("citizen", citizen(10, "B"), space="B"))
    apply_act(work, B, acts.new("application", application(3, 10, "B"), space="B"))
    paper = {
        "id": str(uid(1)), "application_id": str(uid(3)), "citizen_id": str(uid(10)), "space_code": "A", "code": "act",
        "media_type": "application/pdf", "size": 1, "pages": 1, "sha256": "00", "created_at": "2026-09-20T08:00:00Z",
        "created_by": str(acts.operator_id),
    }  # fmt: skip
    assert apply_act(work, A, acts.new("attachment", paper))[0] == PARKED
    paper |= {"id": str(uid(2)), "space_code": "B"}
    assert apply_act(work, B, acts.new("attachment", paper, space="B")) == (OK, "")
    assert uid(2) in work.orders[erase_person(work, uid(10)) - 1][0]


def test_an_act_waits_for_the_person_it_names_and_passes_when_the_person_arrives(work, acts):
    note = acts.new("contact", contact(2, citizen_id=str(uid(10))))
    gone = acts.new("contact_cancellation", {
        "id": str(uid(3)), "contact_id": str(uid(2)), "reason": "", "cancelled_at": "2026-09-20T08:00:00Z",
        "cancelled_by": str(acts.operator_id),
    })  # fmt: skip
    assert apply_act(work, A, note) == (PARKED, f"citizen:{uid(10)}")
    assert apply_act(work, A, gone) == (PARKED, f"contact:{uid(2)}")
    assert apply_act(work, A, acts.new("citizen", citizen(10))) == (OK, "")
    assert work.settled == {note.id: (OK, ""), gone.id: (OK, "")}
    assert work.find("contact_cancellation", uid(3)).subject_id == uid(10)


def test_a_person_goes_where_a_record_goes_that_names_them(work, acts):
    both = caller_of("A", "B", device=3)
    apply_act(work, A, acts.new("citizen", citizen(10)))
    apply_act(work, both, acts.new("contact", contact(2, "B", citizen_id=str(uid(10))), space="B"))
    assert work.scopes_of("citizen", uid(10)) == {"space:A", "space:B"}
    assert work.scopes_of("contact", uid(2)) == {"space:B"}


@pytest.mark.parametrize("verb", ["set", "submit", "withdraw", "answer"])
def test_a_foreign_record_is_answered_like_one_that_does_not_exist(work, acts, verb):
    kind = {"set": "call_back", "answer": "question"}.get(verb, "application")
    payload = {"set": {"reason": ["", "x"]}, "answer": {"answer": '"1"'}}.get(verb, {})
    apply_act(work, B, acts.new("citizen", citizen(10, "B"), space="B"))
    if kind != "question":
        born = {"call_back": call_back, "application": application}[kind](1, 10, "B")
        apply_act(work, B, acts.new(kind, born, space="B"))
    foreign = apply_act(work, A, acts.act(kind, verb, uid(1), payload))
    unknown = apply_act(work, A, acts.act(kind, verb, uid(99), payload))
    assert foreign == (PARKED, f"{kind}:{uid(1)}")
    assert unknown == (PARKED, f"{kind}:{uid(99)}")


def test_unsent_work_on_what_left_the_scope_is_still_taken(work, acts):
    apply_act(work, A, acts.new("citizen", citizen(10)))
    work.hide("citizen", uid(10), {"space:A"})
    assert apply_act(work, A, acts.set("citizen", uid(10), phone=[None, "1"])) == (OK, "")


def test_who_leaves_a_scope_takes_along_what_hangs_there_and_nothing_else(work, acts):
    both = caller_of("A", "B", device=3)
    apply_act(work, A, acts.new("citizen", citizen(10)))
    apply_act(work, A, acts.new("call_back", call_back(1, 10)))
    apply_act(work, both, acts.new("contact", contact(2, "B", citizen_id=str(uid(10))), space="B"))
    leave(work, uid(10), "space:A")
    assert work.scopes_of("citizen", uid(10)) == work.scopes_of("contact", uid(2)) == {"space:B"}
    assert work.scopes_of("call_back", uid(1)) == frozenset()
    assert apply_act(work, A, acts.set("call_back", uid(1), tries=[0, 1])) == (OK, "")
    assert apply_act(work, A, acts.new("call_back", call_back(3, 10))) == (OK, "")
    assert work.scopes_of("citizen", uid(10)) == {"space:A", "space:B"}


def test_append_only_and_centre_kinds_are_not_changed_by_desks(work, acts):
    apply_act(work, A, acts.new("contact", contact(1)))
    assert apply_act(work, A, acts.set("contact", uid(1), note=["", "x"])) == (REFUSED, "kind:append_only")
    assert apply_act(work, A, acts.new("measure", {"id": str(uid(5))})) == (REFUSED, "kind:the_centres")
    assert apply_act(work, A, acts.set("measure", uid(5), name=["", "x"])) == (REFUSED, "kind:down")
    assert apply_act(work, A, acts.new("question", {"id": str(uid(5))})) == (REFUSED, "kind:the_centres")
    assert apply_act(work, A, acts.act("contact", "explode", uid(1), {})) == (REFUSED, "verb:unknown")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (contact(1, needs=[]), "needs:required"),
        (contact(1, note="x" * 501), "note:too_long"),
        (contact(1, note=7), "note:invalid"),
        (contact(1, started_at="ieri"), "started_at:invalid"),
        (contact(1, citizen_id="x"), "citizen_id:invalid"),
        (contact(1, started_at="2027-01-01T00:00:00Z"), "started_at:in_future"),
        (contact(1) | {"id": str(uid(2))}, "id:mismatch"),
        (contact(1, note="gira\u202eata"), "note:unfit_character"),
        (contact(1, note="nul\x00la"), "note:unfit_character"),
        (contact(1, extra={"a": ["\x1b[31m"]}), "extra:unfit_character"),
        (contact(1, extra={"\u200f": 1}), "extra:unfit_character"),
        (contact(1, extra="x" * 5000), "extra:too_long"),
        (contact(1, extra=list(range(1001))), "extra:too_many"),
        (contact(1, extra=[[[[[[[[[1]]]]]]]]]), "extra:too_deep"),
        (contact(1) | {f"f{n}": n for n in range(200)}, "payload:too_many_fields"),
        (contact(1, extra="x" * 300_000), "payload:too_large"),
    ],
)  # fmt: skip
def test_unfit_content_is_refused_with_its_field_and_reason(work, acts, content, why):
    assert apply_act(work, A, acts.act("contact", "new", uid(1), content)) == (REFUSED, why)
    assert not work.records


@pytest.mark.parametrize("raw", [b"", b"[]", b"7", b"{", b'{"id":}', b"\xff\xfe", b"[" * 3000])
def test_an_unreadable_payload_is_refused(work, acts, raw):
    act = acts.act("contact", "new", uid(1), msgspec.Raw(raw))
    assert apply_act(work, A, act) == (REFUSED, "payload:unreadable")
    assert apply_act(work, A, acts.act("x" * 80, "new", uid(1), {})) == (REFUSED, "kind:unreadable")


def test_a_change_that_is_not_one_is_refused(work, acts):
    apply_act(work, A, acts.new("citizen", citizen(10)))
    assert apply_act(work, A, acts.set("citizen", uid(10), phone=["1"])) == (REFUSED, "phone:not_a_change")
    assert apply_act(work, A, acts.set("citizen", uid(10), surname=["Rossi", ""])) == (REFUSED, "surname:required")
    assert apply_act(work, A, acts.set("citizen", uid(10), surname=["Rossi", "\u202eissoR"])) == (
        REFUSED, "surname:unfit_character",
    )  # fmt: skip
    assert work.find("citizen", uid(10)).content["surname"] == "Rossi"


@pytest.mark.parametrize("number", [1 << 63, -(1 << 63) - 1, 10**30])
def test_a_number_that_no_desk_could_store_is_refused_before_others_are_shown_it(work, acts, number):
    assert apply_act(work, A, acts.new("call_back", call_back(1, 10) | {"tries": number})) == (REFUSED, "tries:invalid")
    apply_act(work, A, acts.new("citizen", citizen(10)))
    changed = acts.set("citizen", uid(10), birth_year=[None, number])
    assert apply_act(work, A, changed) == (REFUSED, "birth_year:invalid")


def test_names_are_data_not_markup(work, acts):
    assert apply_act(work, A, acts.new("citizen", citizen(10, surname="<b>Rossi</b> & 'figli'"))) == (OK, "")
    assert work.find("citizen", uid(10)).content["surname"] == "<b>Rossi</b> & 'figli'"


def test_a_newer_version_of_a_kind_is_kept_even_where_this_one_would_refuse(work, acts):
    assert apply_act(work, A, acts.new("contact", contact(1, needs=[]), version=2)) == (OK, "")


def test_a_scrubbed_act_is_erased(work, acts):
    assert apply_act(work, A, acts.act("citizen", "new", uid(1), None)) == (ERASED, "")


def test_a_clock_years_ahead_does_not_win_for_years(work, acts):
    apply_act(work, A, acts.new("call_back", call_back(1, 10)))
    apply_act(work, A, acts.new("citizen", citizen(10, address="via Venini")))
    ahead = START + 3 * 365 * 86_400_000_000
    apply_act(work, A, acts.set("citizen", uid(10), address=["via Venini", "1"], at={"made_at": ahead}))
    work.now += 3_600_000_000
    verdict = apply_act(
        work, A, acts.set("citizen", uid(10), address=["via Venini", "2"], at={"made_at": work.now})
    )  # fmt: skip
    assert verdict == (CONFLICT, "")
    assert work.find("citizen", uid(10)).content["address"] == "2"


def test_what_may_not_be_changed_stays_and_what_never_was_is_not_invented(work, acts):
    apply_act(work, A, acts.new("citizen", citizen(10)))
    apply_act(work, A, acts.set("citizen", uid(10), created_by=[str(acts.operator_id), str(uid(3))]))
    assert work.find("citizen", uid(10)).content == citizen(10)


def test_the_same_act_on_a_second_copy_of_the_centre_gives_the_same(acts):
    one, two = FakeWorkspace(), FakeWorkspace(in_place=True)
    history = [
        acts.new("citizen", citizen(10, phone="1")), acts.set("citizen", uid(10), phone=["1", "2"]),
        acts.set("citizen", uid(10), phone=["1", "3"]), acts.new("call_back", call_back(1, 10)),
    ]  # fmt: skip
    assert [apply_act(one, A, act) for act in history] == [apply_act(two, A, act) for act in history]
    assert one.records == two.records


def test_a_parked_act_of_another_desk_passes_only_where_that_desk_may_see_the_record(work, acts):
    waiting = acts.set("citizen", uid(10), phone=[None, "1"], at={"space": "B"})
    apply_act(work, B, waiting)
    apply_act(work, A, acts.new("citizen", citizen(10)))
    assert waiting.id not in work.settled
    both = replace(caller_of("A", "B", device=3))
    apply_act(work, both, acts.new("contact", contact(2, "B", citizen_id=str(uid(10))), space="B"))
    assert work.settled[waiting.id] == (OK, "")


def test_saying_the_same_twice_is_no_conflict(work, acts):
    apply_act(work, A, acts.new("citizen", citizen(10)))
    apply_act(work, A, acts.set("citizen", uid(10), phone=[None, "1"]))
    assert apply_act(work, A, acts.set("citizen", uid(10), phone=[None, "1"])) == (OK, "")
    assert not [one for one in work.records if one[0] == "question"]


def test_a_desk_cannot_say_into_what_a_new_person_was_merged_without_it_being_so(work, acts):
    apply_act(work, A, acts.new("citizen", citizen(10)))
    act = acts.new("citizen", citizen(11, merged_into=str(uid(10))))
    assert apply_act(work, A, act) == (OK, "")
    assert work.find("citizen", uid(11)).content["merged_into"] == str(uid(10))
    circle = acts.set("citizen", uid(10), merged_into=[None, str(uid(11))])
    assert apply_act(work, A, circle) == (ALREADY, str(uid(10)))
