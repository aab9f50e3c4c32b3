"""When a backup is due, and which ones are kept."""

from datetime import timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fakes import MORNING
from wemi_desk.domain.days import rome_day
from wemi_desk.services.backups import DAYS, NEWEST, WEEKS, Backup, is_due, surplus

HOUR = timedelta(hours=1)


def _copies(*ages):
    return [Backup(Path(str(age)), MORNING - age, 1) for age in ages]


def test_a_backup_is_due_after_an_hour_or_when_there_is_none():
    assert is_due(MORNING, None)
    assert is_due(MORNING, MORNING - HOUR)
    assert not is_due(MORNING, MORNING - HOUR + timedelta(seconds=1))
    assert not is_due(MORNING, MORNING)


def test_a_backup_from_the_future_is_not_trusted():
    assert is_due(MORNING, MORNING + timedelta(minutes=1))


def test_a_year_of_hourly_work_leaves_seven_days_and_four_weeks():
    copies = _copies(*(timedelta(days=day, hours=hour) for day in range(365) for hour in range(9)))
    kept = set(copies) - set(surplus(copies, MORNING))
    days = sorted({rome_day(copy.made_at) for copy in kept}, reverse=True)
    assert days[:DAYS] == [rome_day(MORNING) - timedelta(days=n) for n in range(DAYS)]
    assert {day.isocalendar()[:2] for day in days} == {
        (rome_day(MORNING) - timedelta(weeks=n)).isocalendar()[:2] for n in range(WEEKS)
    }
    assert copies[0] in kept
    assert len(kept) <= DAYS + WEEKS + NEWEST


@settings(max_examples=80, deadline=None)
@given(st.lists(st.integers(-48, 24 * 400), unique=True, max_size=60))
def test_rotation_always_keeps_the_newest_and_letting_go_twice_changes_nothing(hours):
    copies = _copies(*(HOUR * hour for hour in hours))
    gone = surplus(copies, MORNING)
    kept = [copy for copy in copies if copy not in gone]
    if copies:
        assert max(copies, key=lambda copy: copy.made_at) in kept
    assert surplus(kept, MORNING) == []
    assert all(copy.made_at <= MORNING for copy in gone)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 30), min_size=1, max_size=40))
def test_backing_up_at_any_rhythm_never_leaves_a_working_day_of_the_week_without_its_last_copy(gaps):
    at, copies, made = MORNING, [], []
    for gap in gaps:
        at += HOUR * gap + timedelta(minutes=1)
        copies.append(Backup(Path(str(at)), at, 1))
        made.append(at)
        gone = surplus(copies, at)
        copies = [copy for copy in copies if copy not in gone]
    recent = [instant for instant in made if rome_day(at) - rome_day(instant) < timedelta(days=DAYS)]
    last_of_day = {rome_day(instant): instant for instant in recent}
    assert set(last_of_day.values()) <= {copy.made_at for copy in copies}
