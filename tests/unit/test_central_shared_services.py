"""What the centre takes of shared services, and what it refuses."""

import pytest

from tests.fake_workspace import Acts, FakeWorkspace, caller_of, citizen, uid
from wemi_desk.central.exchange.applying import apply_act

WHEN, HERE = "2026-11-22T10:00:00Z", caller_of("A")
REQUEST = {
    "citizen_id": str(uid(10)), "space_code": "A", "need": "baby_sitting", "minutes_wanted": 180,
    "slots": [{"weekday": 0, "begin": 960, "end": 1140}], "from_on": "2026-12-01", "created_at": WHEN,
    "created_by": str(uid(8)),
}  # fmt: skip
GROUP = {
    "space_code": "A", "title": "Baby-sitter", "need": "baby_sitting", "starts_on": "2026-12-01", "created_at": WHEN,
    "created_by": str(uid(8)),
}  # fmt: skip
PLACE = {
    "shared_service_id": str(uid(30)), "citizen_id": str(uid(10)), "space_code": "A", "created_at": WHEN,
    "created_by": str(uid(8)),
}  # fmt: skip


@pytest.fixture
def acts():
    return Acts()


@pytest.fixture
def work(acts):
    known = FakeWorkspace()
    assert apply_act(known, HERE, acts.new("citizen", {**citizen(10), "id": str(uid(10))})) == ("ok", "")
    return known


def new(work, acts, kind, number, content):
    return apply_act(work, HERE, acts.new(kind, {**content, "id": str(uid(number))}))


@pytest.mark.parametrize(("kind", "content", "field"), [
    ("shared_request", REQUEST | {"minutes_wanted": 0}, "minutes_wanted"),
    ("shared_request", REQUEST | {"slots": [{"weekday": 0, "begin": 0, "end": 1560}]}, "slots"),
    ("shared_request", REQUEST | {"slots": REQUEST["slots"] * 2}, "slots"),
    ("shared_request", REQUEST | {"need": "dog"}, "need"),
    ("shared_service", GROUP | {"splits": [{
        "from_on": "2026-12-01", "total_cents": 100, "shares": [{"participant_id": str(uid(1)), "cents": 99}],
    }]}, "splits"),
    ("shared_service", GROUP | {"status": "married"}, "status"),
    ("shared_participant", PLACE | {"answer": "maybe"}, "answer"),
])  # fmt: skip
def test_hours_no_day_has_and_shares_that_do_not_sum_are_refused_with_their_field(work, acts, kind, content, field):
    if kind == "shared_participant":
        assert new(work, acts, "shared_service", 30, GROUP) == ("ok", "")
    verdict, detail = new(work, acts, kind, 20, content)
    assert (verdict, detail.split(":")[0]) == ("refused", field)


def test_a_place_waits_for_its_group_and_shows_its_person_where_the_group_is(work, acts):
    assert new(work, acts, "shared_participant", 31, PLACE)[0] == "parked"
    assert new(work, acts, "shared_service", 30, GROUP) == ("ok", "")
    assert work.scopes_of("citizen", uid(10)) == {"space:A"}


def test_what_a_family_said_at_two_desks_is_asked_about(work, acts):
    assert new(work, acts, "shared_service", 30, GROUP) == ("ok", "")
    assert new(work, acts, "shared_participant", 31, PLACE) == ("ok", "")
    for answer in ("agreed", "declined"):
        verdict = apply_act(work, HERE, acts.set("shared_participant", uid(31), answer=["to_ask", answer]))[0]
    assert verdict == "conflict"
    [question] = work.pointing("record_id", uid(31), ("question",))
    assert question.content["field"] == "answer"
