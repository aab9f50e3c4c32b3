"""A desk without a line tells whether another space may know a code, from what the centre published by night."""

from __future__ import annotations

import pytest

from tests.fake_workspace import Acts, caller_of, known_citizen
from tests.joined_desks import World
from wemi_desk.central.exchange.applying import apply_act
from wemi_desk.central.exchange.elsewhere import publish
from wemi_desk.sync.looking_up import CentreLookUp

CODE = "RSSMRA58C52F205N"


@pytest.fixture
def world(tmp_path):
    world = World(tmp_path)
    yield world
    world.close()


def test_a_desk_tells_offline_whom_another_space_may_know(world):
    desk = world.desks[0]
    registered = Acts().new("citizen", known_citizen(10, "CAP", fiscal_code=CODE), space="CAP")
    assert world.within(lambda work: apply_act(work, caller_of("CAP"), registered)) == ("ok", "")
    desk.sync()
    look_up = CentreLookUp(desk.line, desk.store, desk.desk.clock)
    assert look_up.perhaps_known(CODE) is None
    assert world.within(lambda work: publish(work, "VEN", work.people_outside("space:VEN"))) == 1
    desk.sync()
    assert look_up.perhaps_known(CODE.lower()) is True
    assert look_up.perhaps_known("Rossi Maria 12/03/1958") is None
    assert world.within(lambda work: publish(work, "VEN", work.people_outside("space:VEN"))) == 0
