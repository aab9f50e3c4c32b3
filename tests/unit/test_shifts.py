"""Who works when, who is away, where nobody covers the opening hours."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.handover_notes import HandoverNote
from wemi_desk.domain.openings import OpenDay
from wemi_desk.domain.shifts import (
    Hole,
    Leave,
    Shift,
    a_week_later,
    holes,
    hours_covered,
    overlapping,
    shift_id,
    working,
)

AT, MONDAY = datetime(2026, 11, 23, 8, tzinfo=UTC), date(2026, 11, 23)
ADA, UGO = UUID(int=1), UUID(int=2)


def shift(who=ADA, day=MONDAY, begin=540, end=780, space="VEN", **more):
    return Shift(id=shift_id(space, who, day, (begin, end)), space_code=space, operator_id=who, day=day,
                 from_minute=begin, to_minute=end, created_at=AT, created_by=ADA, **more)  # fmt: skip


def leave(who=ADA, first=MONDAY, last=None, **more):
    return Leave(id=UUID(int=50), space_code="VEN", operator_id=who, first_on=first, last_on=last or first,
                 created_at=AT, created_by=ADA, **more)  # fmt: skip


def test_the_same_shift_at_two_desks_is_one_record():
    assert shift().id == shift().id
    assert shift().id != shift(end=840).id


def test_who_is_away_works_only_the_rest():
    assert working([shift()], [leave(from_minute=600, to_minute=660)], ADA, MONDAY) == ((540, 600), (660, 780))
    assert working([shift()], [leave()], ADA, MONDAY) == ()


def test_hours_that_nobody_covers_are_holes():
    day = OpenDay(day=MONDAY, spans=((540, 780), (840, 1020)))
    shifts = [shift(), shift(UGO, begin=840, end=960)]
    assert holes([day], shifts, []) == (Hole(MONDAY, (960, 1020)),)
    assert hours_covered([day], shifts, []) == (360, 420)
    assert holes([day], shifts, [leave(UGO)]) == (Hole(MONDAY, (840, 1020)),)


def test_a_shift_taken_back_covers_nothing():
    day = OpenDay(day=MONDAY, spans=((540, 780),))
    assert hours_covered([day], [shift(withdrawn_at=AT)], []) == (0, 240)


def test_two_shifts_at_once_are_seen_also_at_two_spaces():
    met = overlapping([shift(), shift(begin=720, end=900, space="CAP"), shift(UGO)])
    assert [(one.space_code, other.space_code) for one, other in met] == [("VEN", "CAP")]


def test_a_copied_week_leaves_out_who_is_away_all_day_and_nobody_else():
    copied = a_week_later([shift(), shift(UGO)], [leave(first=MONDAY + timedelta(days=7))])
    assert [(one.operator_id, day) for one, day in copied] == [(UGO, date(2026, 11, 30))]


def test_a_week_is_copied_to_the_same_hours_through_a_clock_change():
    (_one, day), = a_week_later([shift(day=date(2027, 3, 26))], [])
    assert shift(day=day).span == (540, 780)


def test_days_in_the_wrong_order_are_refused():
    with pytest.raises(InvalidFieldError) as refused:
        leave(last=MONDAY - timedelta(days=1))
    assert refused.value.field == "last_on"


def note(**more):
    return HandoverNote(id=UUID(int=7), space_code="VEN", text="La stampante è in prestito", created_at=AT,
                        created_by=ADA, **more)  # fmt: skip


def test_a_note_is_news_until_it_is_read_and_never_to_its_author():
    made = note()
    assert made.is_news_for(UGO, AT)
    assert not made.is_news_for(ADA, AT)
    assert not made.read(UGO, AT).is_news_for(UGO, AT)
    assert not made.is_news_for(UGO, AT + timedelta(days=31))


def test_the_first_reading_of_each_reader_counts():
    made = note(read_by=(f"{UGO} {(AT + timedelta(hours=1)).isoformat()}", f"{UGO} {AT.isoformat()}", "x", "a b"))
    assert [(one.operator_id, one.read_at) for one in made.readings] == [(UGO, AT)]
    assert made.read(UGO, AT) is made


def test_a_note_without_words_is_none():
    with pytest.raises(InvalidFieldError):
        HandoverNote(id=UUID(int=7), space_code="VEN", text="  ", created_at=AT, created_by=ADA)
