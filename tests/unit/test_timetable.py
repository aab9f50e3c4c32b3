"""When a desk speaks with the centre next."""

from hypothesis import given, settings
from hypothesis import strategies as st

from wemi_desk.sync.timetable import (
    ACTIVE_S,
    BASE_S,
    IDLE_S,
    LONGEST_ASKED_S,
    LONGEST_BUSY_S,
    LONGEST_DOWN_S,
    Timetable,
)

CHANCES = st.lists(st.floats(0, 0.999), min_size=30, max_size=30)


def _drawn(chances):
    return Timetable(iter(chances).__next__)


@given(CHANCES)
@settings(max_examples=30)
def test_a_line_that_is_down_is_tried_again_within_half_a_minute_for_ever(chances):  # S21
    timetable = _drawn(chances)
    for _ in range(25):
        timetable.failed("down")
        assert BASE_S <= timetable.pause_s(active=False) <= LONGEST_DOWN_S


@given(CHANCES)
@settings(max_examples=30)
def test_a_busy_centre_is_given_more_and_more_time_but_never_given_up(chances):  # S15
    timetable = _drawn(chances)
    for _ in range(25):
        timetable.failed("busy")
        assert BASE_S <= timetable.pause_s(active=True) <= LONGEST_BUSY_S


def test_what_the_centre_asks_for_is_kept_and_what_is_beyond_reason_is_not():
    timetable = Timetable(lambda: 0.0)
    timetable.failed("busy", 120.0)
    assert timetable.pause_s(active=True) == 120.0
    timetable.failed("busy", 10_000_000.0)
    assert timetable.pause_s(active=True) == LONGEST_ASKED_S


def test_pauses_grow_and_a_success_forgets_them():
    timetable = Timetable(lambda: 0.99)
    pauses = []
    for _ in range(4):
        timetable.failed("failed")
        pauses.append(timetable.pause_s(active=True))
    assert pauses == sorted(pauses)
    assert pauses[-1] > 10 * pauses[0]
    timetable.succeeded()
    assert timetable.pause_s(active=True) <= ACTIVE_S * 1.1


def test_desks_that_start_together_drift_apart():
    found = {Timetable(lambda chance=chance: chance / 60).pause_s(active=False) for chance in range(60)}
    assert len(found) == 60
    assert all(IDLE_S * 0.9 <= one <= IDLE_S * 1.1 for one in found)
