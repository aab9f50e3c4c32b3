"""Paperwork as the centre takes it: who may publish a type, and what no desk may say of a case."""

import pytest

from tests.fake_workspace import Acts, FakeWorkspace, citizen, uid
from wemi_desk.central.exchange.applying import apply_act
from wemi_desk.central.exchange.published import published_id
from wemi_desk.central.exchange.workspace import Caller
from wemi_desk.domain.paperwork import PAPERWORK_TYPE
from wemi_desk.domain.paperwork_documents import write_type
from wemi_desk.gateways.reference_lists import load_paperwork_catalogue
from wemi_desk.sync.merge import Stamp

HERE = Caller(tenant="milano", device_id=uid(1), scopes=frozenset({"space:A", "ref"}), spaces=frozenset({"A"}))
DOCUMENT = write_type(load_paperwork_catalogue().newest("CUP")) | {"version": 2}
WHEN = "2026-11-22T10:00:00Z"
CASE = {
    "operator_id": str(uid(8)), "type_code": "CUP", "type_version": 1, "opened_at": WHEN, "space_code": "A",
    "citizen_id": str(uid(10)), "outcome": "", "reason": "", "note": "",
}  # fmt: skip
SITTING = {
    "operator_id": str(uid(8)), "starts_at": WHEN, "minutes": 9, "competences": ["9"], "title": "SPID",
    "local_number": "26-1", "space_code": "A",
}  # fmt: skip


@pytest.fixture
def acts():
    return Acts()


@pytest.fixture
def work(acts):
    known = FakeWorkspace()
    roles = {"roles": ["city_staff"], "space_codes": ["A"], "valid_to": None}
    known.put("operator", acts.operator_id, {"id": str(acts.operator_id)} | roles, subject_id=None, birth=Stamp(0, ""))
    assert new(known, acts, "citizen", 10, citizen(10)) == ("ok", "")
    return known


def new(work, acts, kind, number, content):
    return apply_act(work, HERE, acts.new(kind, {**content, "id": str(uid(number))}))


def publish(work, acts, content):
    return apply_act(work, HERE, acts.act(PAPERWORK_TYPE, "publish", uid(77), content))


def test_the_citys_staff_publishes_a_type_to_every_desk(work, acts):
    assert publish(work, acts, DOCUMENT | {"later": {"a": 1}}) == ("ok", "")
    held = work.find(PAPERWORK_TYPE, published_id(work.tenant, PAPERWORK_TYPE, "CUP", 2))
    assert (held.content["later"], work.scopes_of(PAPERWORK_TYPE, held.id)) == ({"a": 1}, {"ref"})
    assert publish(work, acts, DOCUMENT | {"later": {"a": 1}}) == ("already", "")
    assert publish(work, acts, DOCUMENT | {"title_it": "Altro"}) == ("refused", "version:version_taken")
    assert publish(work, acts, DOCUMENT | {"version": 3, "steps": "x"}) == ("refused", "steps:not_list")


def test_who_is_not_of_the_citys_staff_publishes_nothing(work, acts):
    roles = {"id": str(acts.operator_id), "roles": ["operator"], "space_codes": ["A"]}
    work.put("operator", acts.operator_id, roles, subject_id=None)
    assert publish(work, acts, DOCUMENT) == ("refused", "role:not_allowed")


def test_a_type_is_neither_born_nor_edited_by_a_desk(work, acts):
    publish(work, acts, DOCUMENT)
    record_id = published_id(work.tenant, PAPERWORK_TYPE, "CUP", 2)
    assert new(work, acts, PAPERWORK_TYPE, 5, DOCUMENT) == ("refused", "kind:the_centres")
    edit = acts.set(PAPERWORK_TYPE, record_id, title_it=[DOCUMENT["title_it"], "x"])
    assert apply_act(work, HERE, edit) == ("refused", "kind:down")


@pytest.mark.parametrize(
    ("kind", "content", "field"),
    [
        ("paperwork_case", CASE | {"outcome": "won"}, "outcome"),
        ("paperwork_case", CASE | {"autonomy_before": 9}, "autonomy_before"),
        ("paperwork_case", CASE | {"steps_done": [{"no": 1}]}, "steps_done"),
        ("paperwork_case", CASE | {"space_code": "B"}, "space_code"),
        ("paperwork_case", CASE | {"note": "x" * 4001}, "note"),
        ("facilitation_session", SITTING | {"minutes": 0}, "minutes"),
        ("facilitation_session", SITTING | {"minutes": 24 * 60}, "minutes"),
        ("facilitation_session", SITTING | {"competences": []}, "competences"),
        ("facilitation_session", SITTING | {"other_case_ids": ["x"]}, "other_case_ids"),
        ("mandate", {"citizen_id": str(uid(10)), "kind": "friend", "seen_by": str(uid(8)), "seen_at": WHEN,
                     "space_code": "A"}, "kind"),
    ],
)  # fmt: skip
def test_what_is_no_paperwork_is_refused_with_its_field(work, acts, kind, content, field):
    verdict, detail = new(work, acts, kind, 20, content)
    assert (verdict, detail.split(":")[0]) == ("refused", field)
    assert work.find(kind, uid(20)) is None


def test_a_case_keeps_its_type_its_version_and_its_beginning_whatever_a_desk_says(work, acts):
    assert new(work, acts, "paperwork_case", 20, CASE) == ("ok", "")
    edit = acts.set(
        "paperwork_case", uid(20), type_version=[1, 2], type_code=["CUP", "FSE"], note=["", "x"],
        opened_at=[WHEN, "2020-01-01T00:00:00Z"],
    )  # fmt: skip
    assert apply_act(work, HERE, edit) == ("ok", "")
    content = work.find("paperwork_case", uid(20)).content
    assert (content["type_code"], content["type_version"], content["opened_at"], content["note"]) == (
        "CUP", 1, WHEN, "x")  # fmt: skip


def test_an_attendance_waits_for_its_sitting_and_comes_in_with_it(work, acts):
    there = {"session_id": str(uid(30)), "citizen_id": str(uid(10)), "answers": {"ES1": ["A"]}}
    assert new(work, acts, "facilitation_attendance", 31, there)[0] == "parked"
    assert new(work, acts, "facilitation_session", 30, SITTING) == ("ok", "")


def test_a_mandate_for_somebody_nobody_knows_waits(work, acts):
    paper = {"citizen_id": str(uid(10)), "delegate_id": str(uid(99)), "kind": "guardian", "seen_by": str(uid(8)),
             "seen_at": WHEN, "space_code": "A"}  # fmt: skip
    assert new(work, acts, "mandate", 20, paper)[0] == "parked"


def test_two_desks_say_the_same_outcome_for_other_reasons_and_both_reasons_are_kept(work, acts):
    new(work, acts, "paperwork_case", 20, CASE)
    for reason in ("site_down", "no_own_phone"):
        said = acts.set("paperwork_case", uid(20), outcome=["", "not_possible"], reason=["", reason])
        verdict = apply_act(work, HERE, said)[0]
    assert verdict == "conflict"
    (question,) = work.pointing("record_id", uid(20), ("question",))
    assert question.content["field"] == "reason"
    assert all(any(reason in one for one in question.content["values"]) for reason in ("site_down", "no_own_phone"))
