"""Acts that wait for a record are judged again as soon as their desk may speak of it, by whichever way it came."""

from dataclasses import replace

import pytest

from tests.central_exchange import TENANT, Centre
from tests.fake_workspace import citizen, uid
from wemi_desk.central.exchange.applying import apply_act
from wemi_desk.sync.wire import LookUpRequest

PERSON = uid(10)
REASON = "other:è allo sportello"


@pytest.fixture
def centre(database):
    return Centre(database, apply_act)


@pytest.fixture
def known(centre):
    """A desk that registered the person."""
    desk = centre.desk("A")
    desk.act(kind="citizen", record_id=PERSON, subject_id=PERSON, **_content())
    assert desk.codes() == ["ok"]
    return desk


@pytest.fixture
def other(centre, known):
    """A desk of another space whose word on that person waits."""
    desk = centre.desk("B")
    desk.act("set", "citizen", PERSON, PERSON, phone=[None, "+3902555"])
    assert desk.codes() == ["parked"]
    return desk


def test_a_desk_that_gains_the_scope_has_its_waiting_word_judged_with_the_next_pull(known, other):
    other.pull()
    assert other.codes() == ["parked"]
    gains(other, "A")
    other.pull()
    assert other.codes() == ["ok"]
    other.pull()
    known.pull()
    assert known.held(PERSON)["phone"] == other.held(PERSON)["phone"] == "+3902555"


def test_a_scope_lost_and_gained_again_without_a_pull_between_wakes_it_too(centre, known):
    other = centre.desk("A", "B")
    other.space = "B"
    other.pull()
    wide, other.caller = other.caller, replace(other.caller, scopes=other.caller.scopes - {"space:A"})
    one = uid(11)
    other.act("set", "citizen", one, one, phone=[None, "1"])
    assert other.codes() == ["parked"]
    known.act(kind="citizen", record_id=one, subject_id=one, **_content(11))
    known.push()
    assert other.codes() == ["parked"]
    other.caller = wide
    other.pull()
    assert other.codes() == ["ok"]


def test_what_waits_in_vain_is_not_judged_at_every_pull(centre, other):
    gains(other, "C")
    other.pull()
    assert other.codes() == ["parked"]
    assert centre.within(lambda work: list(work.waiting_with_less(other.caller)), reading=True) == []


def test_a_desk_that_lost_a_scope_since_keeps_what_it_was_allowed_when_it_spoke(centre, known):
    other = centre.desk("B", "C")
    other.act("set", "citizen", PERSON, PERSON, phone=[None, "1"])
    other.push()
    other.caller = replace(centre.desk("A").caller, device_id=other.id)
    other.pull()
    other.caller = replace(other.caller, spaces=frozenset("BC"))
    assert other.codes() == ["ok"]


def test_a_record_that_a_command_of_the_centre_shows_wakes_what_waits_for_it(centre, other):
    centre.exchange.within(TENANT, lambda work: work.show("citizen", PERSON, ("space:B",)))
    assert other.codes() == ["ok"]


def test_another_desks_act_on_the_same_record_goes_on_waiting(centre, known, other):
    third = centre.desk("C")
    third.act("set", "citizen", PERSON, PERSON, email=[None, "a@example.org"])
    third.push()
    gains(other, "A")
    other.pull()
    assert (other.codes(), third.codes()) == (["ok"], ["parked"])


def test_a_look_up_that_opens_the_sheet_lets_the_waiting_word_pass(centre, other):
    asked = LookUpRequest(reason=REASON, surname="Rossi", given_name="Maria", birth_date="1958-05-01")
    found = centre.exchange.look_up(other.caller, asked)
    assert [one.id for one in found.matches] == [PERSON]
    assert other.codes() == ["parked"]
    centre.exchange.look_up(other.caller, LookUpRequest(reason=REASON, record_id=PERSON))
    assert other.codes() == ["ok"]


def gains(desk, *spaces):
    scopes = desk.caller.scopes | {f"space:{one}" for one in spaces}
    desk.caller = replace(desk.caller, scopes=scopes, spaces=desk.caller.spaces | set(spaces))


def _content(number=10):
    content = citizen(number, birth_date="1958-05-01", birth_date_provenance="document")
    return {name: value for name, value in content.items() if name not in ("id", "space_code")}
