"""Dates and times as a citizen of Milan reads them."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from wemi_desk.i18n import _

_MILAN = ZoneInfo("Europe/Rome")


def long_day(day: date) -> str:
    """Return the day with its weekday: "venerdì 20 novembre 2026"."""
    from babel.dates import format_date

    return format_date(day, "EEEE d MMMM y", locale="it_IT")


def clock_time(at: time) -> str:
    return at.strftime("%H:%M")


def stamp(at: datetime) -> str:
    """Return an instant as local day and time: "il 18/11/2026 alle 10:42"."""
    local = at.astimezone(_MILAN)
    return _("il {day} alle {time}").format(day=local.strftime("%d/%m/%Y"), time=local.strftime("%H:%M"))
