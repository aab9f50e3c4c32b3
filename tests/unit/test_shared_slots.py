"""Days and hours as a family says them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.shared_slots import (
    WeekSlot,
    joined,
    mask_of,
    minutes_of,
    read_week,
    slots_of,
    trimmed,
    week_text,
)

SLOTS = st.builds(
    lambda day, begin, steps: WeekSlot(day, begin * 30, min(48, begin + steps) * 30),
    st.integers(0, 6), st.integers(0, 47), st.integers(1, 8),
)  # fmt: skip


@pytest.mark.parametrize(("typed", "read"), [
    ("lun-ven 16-19", "lun-ven 16-19"),
    ("Lunedì e giovedì 16:00-18:30; sab 9-12", "lun gio 16-18.30; sab 9-12"),
    ("dal lunedì al mercoledì 8 alle 10", "lun-mer 8-10"),
    ("lun, mar 9-12, 15-17", "lun mar 9-12, 15-17"),
    ("ogni giorno 20-24", "lun-dom 20-24"),
    ("lun 16-18; lun 17-19", "lun 16-19"),
    ("lun 16 - 18", "lun 16-18"),
    ("SAB 9.30–12", "sab 9.30-12"),
])  # fmt: skip
def test_a_week_is_read_as_people_type_it(typed, read):
    assert week_text(read_week(typed)) == read


@pytest.mark.parametrize(("typed", "reason"), [
    ("", "required"), ("quando capita", "unreadable"), ("lun", "unreadable"), ("ven-lun 9-12", "unreadable"),
    ("lun 9-35", "day_hours"), ("lun 26-27", "day_hours"), ("lun 19-16", "ends_before"), ("lun 9-9", "ends_before"),
    ("lun 9.15-12", "half_hours"), ("lun 9-12 forse", "unreadable"), ("lun 9.75-12", "day_hours"),
    ("lun 20-26", "day_hours"),
])  # fmt: skip
def test_hours_that_no_day_has_are_refused_with_the_reason(typed, reason):
    with pytest.raises(InvalidFieldError) as caught:
        read_week(typed)
    assert (caught.value.field, caught.value.reason) == ("slots", reason)


@settings(max_examples=80)
@given(st.lists(SLOTS, min_size=1, max_size=9))
def test_what_is_written_reads_as_the_same_hours(slots):
    made = joined(slots)
    assert read_week(week_text(made)) == made
    assert mask_of(made) == mask_of(slots)
    assert sum(one.minutes for one in made) == minutes_of(mask_of(slots))


@settings(max_examples=80)
@given(st.lists(SLOTS, min_size=1, max_size=9), st.integers(1, 60))
def test_a_service_takes_no_more_than_is_wanted_out_of_what_is_offered(slots, steps):
    mask = mask_of(slots)
    minutes = min(steps * 30, minutes_of(mask))
    part = trimmed(mask, minutes)
    assert part & ~mask == 0
    assert minutes_of(part) == minutes
    assert mask_of(slots_of(part)) == part
