"""Days near today and how long ago something was, in the words of the desk."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from wemi_desk.i18n import _, ngettext
from wemi_desk.ui.words import clock_words, day_words


def near_day(day: date, today: date) -> str:
    """Oggi, ieri or domani, else 18/11, with the year when it is another one."""
    words = {0: _("oggi"), 1: _("domani"), -1: _("ieri")}.get((day - today).days)
    return words or (f"{day:%d/%m}" if day.year == today.year else day_words(day))


def waited(since: datetime, now: datetime) -> str:
    """6 min, or the time of day when it is longer than an hour."""
    minutes = max(0, int((now - since).total_seconds() // 60))
    return _("{n} min").format(n=minutes) if minutes < 60 else _("dalle {time}").format(time=clock_words(since))


def age_words(since: datetime, now: datetime) -> str:
    """Adesso, 5 minuti, 3 ore, 2 giorni."""
    passed = max(timedelta(), now - since)
    minutes = int(passed.total_seconds() // 60)
    if minutes < 1:
        return _("adesso")
    if minutes < 60:
        return ngettext("{n} minuto", "{n} minuti", minutes).format(n=minutes)
    if minutes < 60 * 24:
        return ngettext("{n} ora", "{n} ore", minutes // 60).format(n=minutes // 60)
    return ngettext("{n} giorno", "{n} giorni", passed.days).format(n=passed.days)
