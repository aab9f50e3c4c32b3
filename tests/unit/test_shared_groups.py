"""The life of a group of families: asked one by one, active, changed, ended; and what each family may know."""

from dataclasses import asdict, replace
from datetime import date, timedelta

import pytest

from tests.shared_desk import CANARIES, DAY, NoSolver, request, shared_desk
from wemi_desk.domain.call_backs import CallBack
from wemi_desk.domain.catalogue import service_id
from wemi_desk.domain.errors import InvalidFieldError, NothingToUndoError
from wemi_desk.domain.shared_services import (
    ACTIVE,
    AGREED,
    CLOSED,
    DECLINED,
    FORMING,
    GIVEN,
    INTEREST,
    TO_ASK,
    SharedRequest,
)
from wemi_desk.services.deeds import UndoService
from wemi_desk.services.shared_services.forms import (
    Terms,
    TypedRequest,
    TypedTerms,
    hourly_of,
    request_of,
    terms_of,
    typed_of,
)
from wemi_desk.services.shared_services.words import reasons, saving_words

TYPED = TypedRequest(
    need="baby_sitting", week="lun-ven 16-19", hours="6", municipio="4", children="1/5/2022", most="8", consent=GIVEN,
)  # fmt: skip


def formed(families=3, **changes):
    at = shared_desk(families, **changes)
    [proposal] = at.doors.forming.search().proposals
    at.moved = at.doors.forming.form(proposal.offer)
    at.group = at.moved.group
    return at


def active(families=3):
    at = formed(families)
    for member in at.group.members:
        at.doors.groups.answer(member.participant.id, AGREED, shows_contact=True)
    at.moved = at.doors.groups.activate(at.group.service.id)
    at.group = at.moved.group
    return at


def undo(at, moved):
    UndoService(at.store, at.session).undo(moved.deed.id)


def cents(group):
    return [one.cents for one in group.present if one.cents is not None]


def refused(act, *args, **more):
    with pytest.raises(InvalidFieldError) as caught:
        act(*args, **more)
    return caught.value.field, caught.value.reason


def test_families_that_fit_are_proposed_with_reasons_and_prices():
    at = shared_desk(3)
    search = at.doors.forming.search()
    [proposal] = search.proposals
    assert (search.found.placed, search.found.asked, search.found.is_most) == (3, 3, True)
    assert reasons(proposal.offer, proposal.requests) == [
        "Cercano tutte la stessa cosa: baby-sitter.",
        "Orari in comune: lun mar 16-19, 6 ore la settimana.",
        "Vivono nello stesso Municipio: 4.", "Sono 3 bambini, tutti di 4 anni.",
        "Possono cominciare il 23/11/2026.",
    ]  # fmt: skip
    assert "312,00 al mese" in saving_words(proposal.offer)


def test_a_group_that_is_formed_names_nobody_and_has_everybody_called():
    at = formed()
    service = at.group.service
    assert service.status == INTEREST
    said = str(asdict(service))
    assert not any(canary in said for canary in CANARIES)
    assert not any(str(person.id) in said for person in at.people)
    promises = at.store.tables[CallBack].values()
    assert {one.citizen_id for one in promises} == {one.id for one in at.people[:3]}
    assert [one.participant.answer for one in at.group.members] == [TO_ASK] * 3
    assert at.doors.forming.search().proposals == ()


def test_with_the_first_yes_it_is_being_formed_and_the_promise_is_kept():
    at = formed()
    group = at.doors.groups.answer(at.group.members[0].participant.id, AGREED).group
    assert group.service.status == FORMING
    assert [one.is_open for one in at.store.tables[CallBack].values()] == [False, True, True]


def test_it_begins_when_all_were_asked_and_two_said_yes_and_the_shares_are_the_total():
    at = formed()
    one, two, three = (member.participant.id for member in at.group.members)
    at.doors.groups.answer(one, AGREED)
    assert refused(at.doors.groups.activate, at.group.service.id) == ("group", "to_ask")
    at.doors.groups.answer(two, DECLINED)
    at.doors.groups.answer(three, DECLINED)
    assert refused(at.doors.groups.activate, at.group.service.id) == ("group", "too_few")
    at.doors.groups.answer(three, AGREED)
    group = at.doors.groups.activate(at.group.service.id).group
    assert group.service.status == ACTIVE
    assert cents(group) == [156_00, 156_00]
    assert group.issues == ()
    assert [one.closed_reason for one in at.store.tables[SharedRequest].values()] == ["placed", "", "placed"]


def test_who_leaves_makes_the_others_pay_more_and_they_have_to_be_told():
    at = active()
    assert cents(at.group) == [104_00, 104_00, 104_00]
    group = at.doors.groups.leave(at.group.members[2].participant.id, DAY).group
    assert cents(group) == [156_00, 156_00]
    assert group.issues == ("to_tell",)
    for member in group.present:
        assert member.is_to_tell
        group = at.doors.groups.told(member.participant.id).group
    assert group.issues == ()


def test_another_family_is_asked_and_joins_a_group_that_is_active():
    at = active(2)
    at.store.clock.advance(minutes=1)
    with at.store.work() as work:
        work.shared_requests.add(request(4))
    group = at.doors.forming.invite(at.group.service.id, request(4).id).group
    newcomer = group.members[-1].participant
    assert refused(at.doors.groups.join, newcomer.id, DAY) == ("participant", "moved_on")
    at.doors.groups.answer(newcomer.id, AGREED)
    group = at.doors.groups.join(newcomer.id, DAY + timedelta(days=7)).group
    assert cents(group) == [156_00, 156_00]
    at.store.clock.advance(days=7)
    assert sum(cents(at.doors.groups.get(group.service.id))) == 312_00
    assert len(cents(at.doors.groups.get(group.service.id))) == 3


def test_a_new_cost_holds_from_today_and_does_not_divide_without_its_odd_cents():
    at = active()
    at.store.clock.advance(days=1)
    terms = Terms(
        title="Baby-sitter, via Venini", total_cents=100_00, starts_on=DAY, split_by="equal", professional_text="Coop",
    )  # fmt: skip
    group = at.doors.groups.terms(at.group.service.id, terms).group
    assert cents(group) == [33_34, 33_33, 33_33]
    assert len(group.service.splits) == 2


def test_it_ends_and_nobody_is_asked_any_more():
    at = formed()
    group = at.doors.groups.close(at.group.service.id, DAY, "no_professional").group
    assert group.service.status == CLOSED
    assert not any(one.is_open for one in at.store.tables[CallBack].values())
    assert len(at.doors.forming.search().proposals) == 1
    assert refused(at.doors.groups.activate, group.service.id) == ("group", "closed")


def test_the_same_families_can_be_a_group_again_after_it_ended():
    at = formed()
    at.doors.groups.close(at.group.service.id, DAY)
    [proposal] = at.doors.forming.search().proposals
    assert at.doors.forming.form(proposal.offer).group.service.id != at.group.service.id


@pytest.mark.parametrize("step", ["form", "answer", "activate", "leave", "terms", "close"])
def test_each_step_is_taken_back_whole(step):
    at = formed() if step in ("form", "answer") else active()
    groups, mine = at.doors.groups, at.group.members[0].participant.id
    if step == "form":
        undo(at, at.moved)
        assert groups.all() == []
        assert len(at.doors.forming.search().proposals) == 1
        assert not any(one.is_open for one in at.store.tables[CallBack].values())
        return
    before = groups.get(at.group.service.id)
    terms = Terms(title="Altro", total_cents=1_00, starts_on=DAY, split_by="equal", professional_text="")
    acts = {
        "answer": lambda: groups.answer(mine, AGREED), "leave": lambda: groups.leave(mine, DAY),
        "terms": lambda: groups.terms(before.service.id, terms), "close": lambda: groups.close(before.service.id, DAY),
    }  # fmt: skip
    if step == "activate":
        undo(at, at.moved)
        assert groups.get(before.service.id).service.status == FORMING
        assert all(one.participant.joined_on is None for one in groups.get(before.service.id).members)
        return
    undo(at, acts[step]())
    assert groups.get(before.service.id) == before


def test_what_somebody_wrote_since_is_not_taken_back():
    at = active()
    moved = at.doors.groups.leave(at.group.members[0].participant.id, DAY)
    terms = Terms(title="Altro", total_cents=500_00, starts_on=DAY, split_by="equal", professional_text="")
    at.doors.groups.terms(at.group.service.id, terms)
    undo(at, moved)
    group = at.doors.groups.get(at.group.service.id)
    assert group.service.total_cents == 500_00
    assert sum(cents(group)) == 500_00


def test_a_family_in_two_groups_that_two_desks_formed_is_shown_in_both():
    at = formed(2)
    with at.store.work() as work:
        work.shared_requests.add(request(2))
        twin = replace(at.group.service, id=service_id("twin"))
        work.shared_services.add(twin)
        for member in at.group.members:
            place = replace(member.participant, id=service_id(str(member.participant.id)), shared_service_id=twin.id)
            work.shared_participants.add(place)
    assert at.doors.groups.get(at.group.service.id).issues == ("two_groups",)
    assert [line.issue for line in at.doors.requests.open_ones()] == ["two_groups", "two_groups", ""]
    at.doors.groups.close(twin.id, DAY, "double")
    assert at.doors.groups.get(at.group.service.id).issues == ()


def test_a_group_cannot_be_formed_of_families_that_are_taken_or_want_something_else_now():
    at = shared_desk(3)
    [proposal] = at.doors.forming.search().proposals
    with at.store.work() as work:
        work.shared_requests.replace(replace(request(1), need="homework"))
    assert refused(at.doors.forming.form, proposal.offer) == ("group", "changed")
    with at.store.work() as work:
        work.shared_requests.replace(request(1))
    at.doors.forming.form(proposal.offer)
    assert refused(at.doors.forming.form, proposal.offer) == ("group", "taken")


def test_a_service_of_the_catalogue_that_was_withdrawn_is_told():
    at = active()
    sheet = service_id("BS1")
    terms = Terms(
        title="Baby-sitter", total_cents=312_00, starts_on=DAY, split_by="hours", professional_text="",
        catalogue_code=" bs1",
    )  # fmt: skip
    group = at.doors.groups.terms(at.group.service.id, terms).group
    assert (group.issues, group.sheet.title) == ((), "Baby-sitter di quartiere")
    at.store.withdrawn = frozenset({sheet})
    assert at.doors.groups.get(at.group.service.id).issues == ("withdrawn_service",)
    at.doors.groups.terms(at.group.service.id, terms)  # what it has it may keep
    none = replace(terms, catalogue_code="")
    assert at.doors.groups.terms(at.group.service.id, none).group.issues == ()
    assert refused(at.doors.groups.terms, at.group.service.id, terms) == ("catalogue_code", "withdrawn")
    other = replace(terms, catalogue_code="XX9")
    assert refused(at.doors.groups.terms, at.group.service.id, other) == ("catalogue_code", "unknown")


def test_without_the_solver_the_groups_are_found_all_the_same():
    found = shared_desk(3, solver=NoSolver).doors.forming.search().found
    assert (found.placed, found.is_simple) == (3, True)


# --- what is typed -----------------------------------------------------------------------------------------------


def test_a_request_is_read_and_shown_again_as_it_was_typed():
    form = request_of(TYPED, DAY)
    assert (form.minutes_wanted, form.most_cents, form.children) == (360, 8_00, (date(2022, 5, 1),))
    assert request_of(typed_of(form), DAY) == form


@pytest.mark.parametrize(("changes", "fault"), [
    ({"need": ""}, ("need", "required")), ({"need": "other"}, ("other_text", "required")),
    ({"week": "lun 9-35"}, ("slots", "day_hours")), ({"hours": "0"}, ("minutes_wanted", "beyond_slots")),
    ({"hours": "40"}, ("minutes_wanted", "beyond_slots")), ({"hours": "sei"}, ("minutes_wanted", "unreadable")),
    ({"children": ""}, ("children", "required")), ({"children": "ieri"}, ("children", "unreadable")),
    ({"children": ", ".join(["1/5/2022"] * 9)}, ("children", "too_many")),
    ({"from_on": "32/1/2027"}, ("from_on", "unreadable")), ({"until_on": "1/1/2020"}, ("until_on", "before_start")),
    ({"most": "poco"}, ("most_cents", "not_an_amount")), ({"most": "0"}, ("most_cents", "out_of_range")),
    ({"need": "carer", "cared_age": "150"}, ("cared_age", "out_of_range")),
    ({"address": "v" * 200}, ("address", "too_long")),
])  # fmt: skip
def test_what_cannot_be_is_refused_at_its_field(changes, fault):
    assert refused(request_of, replace(TYPED, **changes), DAY) == fault


def test_terms_and_prices_are_read():
    assert hourly_of("12,50") == 12_50
    typed = TypedTerms(title="  Baby  sitter ", total="312", starts_on=DAY)
    assert terms_of(typed).title == "Baby sitter"
    assert refused(terms_of, replace(typed, title=" ")) == ("title", "required")
    assert refused(terms_of, replace(typed, total="tanto")) == ("total", "not_an_amount")
    assert refused(terms_of, replace(typed, starts_on=None)) == ("starts_on", "unreadable")


def test_a_family_asks_once_for_the_same_and_a_key_that_bounces_writes_nothing_twice():
    at = shared_desk()
    form, person = request_of(TYPED, DAY), at.people[0]
    first = at.doors.requests.ask(person.id, form, form_id=service_id("form"))
    assert at.doors.requests.ask(person.id, form, form_id=service_id("form")).request == first.request
    assert refused(at.doors.requests.ask, person.id, form) == ("need", "asked_already")
    UndoService(at.store, at.session).undo(first.deed.id)
    assert at.doors.requests.open_ones() == []
    with pytest.raises(NothingToUndoError):
        UndoService(at.store, at.session).undo(first.deed.id)
    assert at.doors.requests.ask(person.id, form).request.is_open


def test_a_request_changed_and_taken_back_is_as_it_was():
    at = shared_desk(1)
    changed = at.doors.requests.change(request(0).id, request_of(replace(TYPED, week="sab 9-12", hours=""), DAY))
    assert changed.request.minutes_wanted == 180
    UndoService(at.store, at.session).undo(changed.deed.id)
    assert at.doors.requests.of_citizen(at.people[0].id) == [request(0)]


# --- privacy -----------------------------------------------------------------------------------------------------


def secrets(at, but):
    """Everything about the other families that must not be read by one."""
    return [
        word for person in at.people if person.id != but
        for word in (person.surname, person.given_name, person.phone, person.address)
    ]  # fmt: skip


def test_a_proposal_tells_a_family_about_the_others_what_nobody_is_known_by():
    at = formed(3, address="via Segretissima 5", context="school", context_name="Scuola Riservata")
    mine = at.group.members[0].participant
    sheet = at.doors.papers.proposal(at.group.service.id, mine.id).content
    assert sheet.others == ("una famiglia della Sua stessa scuola con un bambino di 4 anni",) * 2
    said = str(sheet)
    assert not [word for word in (*secrets(at, None), "Segretissima", "Riservata") if word in said]


def test_the_sheet_of_an_active_group_shows_a_family_only_who_said_they_may():
    at = formed()
    for number, member in enumerate(at.group.members):
        at.doors.groups.answer(member.participant.id, AGREED, shows_contact=number == 1)
    group = at.doors.groups.activate(at.group.service.id).group
    reader = group.members[0].participant
    sheet = at.doors.papers.split(group.service.id, reader.id).content
    assert [row[0] for row in sheet.rows] == ["la Sua famiglia", "Ada1 P.", "famiglia 3"]
    assert [row[1] for row in sheet.rows] == ["", "+393330001", ""]
    assert "Usignolo" not in str(sheet)
    assert "Ada2" not in str(sheet)
    assert [row[3] for row in sheet.rows] == ["€ 104,00"] * 3


def test_who_must_not_be_found_is_named_on_no_sheet():
    at = active()
    with at.store.work() as work:
        work.citizens.replace(replace(at.people[1], is_protected=True))
    for reader in (None, at.group.members[0].participant.id):
        said = str(at.doors.papers.split(at.group.service.id, reader).content)
        assert "Ada1" not in said
        assert "+393330001" not in said
    assert refused(formed().doors.papers.split, formed().group.service.id) == ("group", "not_active")
