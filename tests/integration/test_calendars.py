"""Days of rest and calendar files, as the libraries make them."""

from datetime import UTC, date, datetime

from icalendar import Calendar

from wemi_desk.gateways.calendars import ICalendarFiles
from wemi_desk.gateways.holidays import MilanHolidays
from wemi_desk.services.calendar_ports import CalendarEvent


def test_milan_rests_on_its_saint_and_italy_on_saint_francis():
    names = MilanHolidays().between(date(2026, 10, 1), date(2027, 1, 6))
    assert names[date(2026, 12, 7)] == "Sant'Ambrogio"
    assert date(2026, 10, 4) in names
    assert date(2027, 1, 6) in names
    assert date(2026, 4, 6) not in names
    assert date(2026, 4, 6) in MilanHolidays().between(date(2026, 4, 1), date(2026, 4, 30))


def test_a_file_says_rome_time_on_both_sides_of_a_clock_change():
    events = [
        CalendarEvent(uid=f"{day}@wemi", starts_at=datetime(2027, 3, day, hour, tzinfo=UTC), title="Turno, ore 9",
                      ends_at=datetime(2027, 3, day, hour + 1, tzinfo=UTC), changed_at=datetime(2027, 1, 1, tzinfo=UTC))
        for day, hour in ((27, 8), (29, 7))
    ]  # fmt: skip
    read = Calendar.from_ical(ICalendarFiles().written("Turni", events))
    shown = [one["dtstart"].dt for one in read.walk("VEVENT")]
    assert [(one.day, one.hour) for one in shown] == [(27, 9), (29, 9)]
    assert read["x-wr-calname"] == "Turni"
    assert read.walk("VTIMEZONE")


def test_a_calendar_with_nothing_in_it_is_one_all_the_same():
    assert not Calendar.from_ical(ICalendarFiles().written("Vuoto", [])).walk("VEVENT")


def test_two_holidays_on_one_day_say_the_short_name_first():
    assert MilanHolidays().name(date(2026, 11, 1)).startswith("Ognissanti, ")
