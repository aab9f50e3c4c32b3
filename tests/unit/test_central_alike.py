"""Records that two desks draw under one id from what they name: each sees it where it works, and nobody else does."""

import pytest

from tests.fake_workspace import Acts, FakeWorkspace, caller_of, citizen, uid
from wemi_desk.central.exchange.applying import apply_act

WHEN = "2026-11-22T10:00:00Z"

BOTH, ONLY_B = caller_of("A", "B"), caller_of("B", device=2)
ACTIVITY = {
    "space_code": "A", "title": "SPID", "competences": ["9"], "capacity": 2, "created_at": WHEN,
    "created_by": str(uid(8)),
}  # fmt: skip
ENROLMENT = {
    "activity_id": str(uid(20)), "citizen_id": str(uid(10)), "enrolled_at": WHEN, "enrolled_by": str(uid(8)),
}  # fmt: skip


@pytest.fixture
def work():
    known, acts = FakeWorkspace(), Acts()
    for kind, number, content in (("citizen", 10, citizen(10)), ("activity", 20, ACTIVITY)):
        act = acts.new(kind, {**content, "id": str(uid(number))})
        assert apply_act(known, BOTH, act) == ("ok", "")
    known.acts = acts
    return known


def enrolled(work, caller, space, **changes):
    content = {**ENROLMENT, "id": str(uid(30)), "space_code": space} | changes
    act = work.acts.new("activity_enrolment", content, space=space)
    return apply_act(work, caller, act)[0]


def test_the_same_enrolment_of_two_spaces_is_one_record_shown_in_both(work):
    assert enrolled(work, BOTH, "A") == "ok"
    assert enrolled(work, BOTH, "B") == "exists"
    assert work.scopes_of("activity_enrolment", uid(30)) == {"space:A", "space:B"}


def test_who_may_not_name_the_person_sees_nothing_by_guessing_the_id(work):
    enrolled(work, BOTH, "A")
    assert enrolled(work, ONLY_B, "B") == "exists"
    assert work.scopes_of("activity_enrolment", uid(30)) == {"space:A"}


def test_another_record_under_the_same_id_shows_nothing(work):
    enrolled(work, BOTH, "A")
    other = work.acts.new("citizen", {**citizen(11), "id": str(uid(11))})
    assert apply_act(work, BOTH, other) == ("ok", "")
    assert enrolled(work, BOTH, "B", citizen_id=str(uid(11))) == "exists"
    assert work.scopes_of("activity_enrolment", uid(30)) == {"space:A"}
    assert not list(work.parked_on(uid(10)))


GROUP = {
    "space_code": "A", "title": "Baby-sitter", "need": "baby_sitting", "starts_on": "2026-12-01", "created_at": WHEN,
    "created_by": str(uid(8)), "splits": [{
        "from_on": "2026-12-01", "total_cents": 100, "shares": [{"participant_id": str(uid(31)), "cents": 100}],
    }],
}  # fmt: skip
REQUEST = {
    "citizen_id": str(uid(10)), "need": "baby_sitting", "minutes_wanted": 180, "from_on": "2026-12-01",
    "slots": [{"weekday": 0, "begin": 960, "end": 1140}], "created_at": WHEN, "created_by": str(uid(8)),
}  # fmt: skip
PLACE = {
    "shared_service_id": str(uid(30)), "request_id": str(uid(21)), "citizen_id": str(uid(10)), "created_at": WHEN,
    "created_by": str(uid(8)),
}  # fmt: skip


def grouped(work, caller, space):
    verdicts = []
    for kind, number, content in (("shared_service", 30, GROUP), ("shared_participant", 31, PLACE)):
        act = work.acts.new(kind, {**content, "id": str(uid(number)), "space_code": space}, space=space)
        verdicts.append(apply_act(work, caller, act)[0])
    return verdicts


def asked(work):
    act = work.acts.new("shared_request", {**REQUEST, "id": str(uid(21)), "space_code": "A"})
    assert apply_act(work, BOTH, act) == ("ok", "")


def test_the_same_group_of_families_made_at_two_spaces_is_shown_in_both(work):
    asked(work)
    assert grouped(work, BOTH, "A") == ["ok", "ok"]
    assert grouped(work, BOTH, "B") == ["exists", "exists"]
    for kind, number in (("shared_service", 30), ("shared_participant", 31), ("citizen", 10)):
        assert work.scopes_of(kind, uid(number)) == {"space:A", "space:B"}


def test_who_may_not_name_its_families_sees_no_group_by_guessing_the_id(work):
    asked(work)
    grouped(work, BOTH, "A")
    assert grouped(work, ONLY_B, "B") == ["exists", "exists"]
    for kind, number in (("shared_service", 30), ("shared_participant", 31), ("citizen", 10)):
        assert work.scopes_of(kind, uid(number)) == {"space:A"}
