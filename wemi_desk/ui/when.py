"""Days and times in the words of the desk: Rome's clock, no year where it is not needed."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from wemi_desk.domain.days import rome_day
from wemi_desk.i18n import _, ngettext

_ROME = "Europe/Rome"


def clock_time(instant: datetime) -> str:
    """09:41."""
    return f"{instant.astimezone(ZoneInfo(_ROME)):%H:%M}"


def full_day(day: date) -> str:
    """12/03/1958."""
    return f"{day:%d/%m}/{day.year:04}"


def near_day(day: date, today: date) -> str:
    """Oggi, ieri or domani, else 18/11, with the year when it is another one."""
    words = {0: _("oggi"), 1: _("domani"), -1: _("ieri")}.get((day - today).days)
    return words or (f"{day:%d/%m}" if day.year == today.year else full_day(day))


def near_instant(instant: datetime, today: date) -> str:
    """Oggi 09:41, then the day alone."""
    day = rome_day(instant)
    shown = near_day(day, today)
    return f"{shown} {clock_time(instant)}" if abs((day - today).days) <= 1 else shown


def waited(since: datetime, now: datetime) -> str:
    """6 min, or the time of day when it is longer than an hour."""
    minutes = max(0, int((now - since).total_seconds() // 60))
    return _("{n} min").format(n=minutes) if minutes < 60 else _("dalle {time}").format(time=clock_time(since))


def age_words(since: datetime, now: datetime) -> str:
    """Adesso, 5 minuti, 3 ore, 2 giorni."""
    passed = max(timedelta(), now - since)
    if passed < timedelta(minutes=1):
        return _("adesso")
    if passed < timedelta(hours=1):
        n = int(passed.total_seconds() // 60)
        return ngettext("{n} minuto", "{n} minuti", n).format(n=n)
    if passed < timedelta(days=1):
        n = int(passed.total_seconds() // 3600)
        return ngettext("{n} ora", "{n} ore", n).format(n=n)
    return ngettext("{n} giorno", "{n} giorni", passed.days).format(n=passed.days)
