"""iCalendar files, by a well-kept library that is loaded with the first one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from wemi_desk.gateways.whole_files import write_whole
from wemi_desk.services.calendar_ports import CalendarEvent

_ROME = "Europe/Rome"
_A_YEAR = timedelta(days=366)


class ICalendarFiles:
    """See services.calendar_ports.CalendarFiles."""

    def written(self, name: str, events: Sequence[CalendarEvent]) -> bytes:
        """A file that programs for calendars open."""
        from icalendar import Calendar, Event

        made = Calendar()
        made.add("prodid", "-//Comune di Milano//WeMi Desk//IT")
        made.add("version", "2.0")
        made.add("method", "PUBLISH")
        made.add("x-wr-calname", name)
        for one in events:
            event = Event()
            event.add("uid", one.uid)
            event.add("dtstamp", one.changed_at)
            event.add("last-modified", one.changed_at)
            event.add("dtstart", _in_rome(one.starts_at))
            event.add("dtend", _in_rome(one.ends_at))
            event.add("summary", one.title)
            if one.place:
                event.add("location", one.place)
            if one.note:
                event.add("description", one.note)
            event.add("status", "CANCELLED" if one.is_cancelled else "CONFIRMED")
            made.add_component(event)
        days = [_in_rome(one.starts_at).date() for one in events]
        if days:  # without bounds every clock change since 1970 is written
            made.add_missing_timezones(min(days) - _A_YEAR, max(days) + _A_YEAR)
        content: bytes = made.to_ical()
        return content

    def save(self, path: str, content: bytes) -> None:
        """Whole or not at all."""
        write_whole(Path(path), content)


def _in_rome(instant: datetime) -> datetime:
    return instant.astimezone(ZoneInfo(_ROME))
