"""Days are Roman: what counts as today, and where a day begins (duties: Europe/Rome on screen, UTC in storage)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_ROME = "Europe/Rome"


def rome_day(instant: datetime) -> date:
    """The day in Rome of an aware instant."""
    return instant.astimezone(ZoneInfo(_ROME)).date()


def rome_time(instant: datetime) -> datetime:
    """The same instant in the zone that screens show."""
    return instant.astimezone(ZoneInfo(_ROME))


def rome_minute(instant: datetime) -> str:
    """What the clocks of Rome show: 2026-11-22T12:00."""
    return rome_time(instant).strftime("%Y-%m-%dT%H:%M")


def bounds(day: date) -> tuple[datetime, datetime]:
    """First instant of *day* in Rome and of the day after, in UTC (23, 24 or 25 hours apart)."""
    return _midnight(day), _midnight(day + timedelta(days=1))


def rome_instant(day: date, at: time) -> datetime:
    """The UTC instant of a wall-clock time in Rome."""
    return datetime.combine(day, at, ZoneInfo(_ROME)).astimezone(UTC)


def _midnight(day: date) -> datetime:
    return rome_instant(day, time())
