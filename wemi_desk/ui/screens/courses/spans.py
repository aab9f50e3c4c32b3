"""How much of the calendar is shown at once."""

from __future__ import annotations

from datetime import date, timedelta

from wemi_desk.domain.courses import monday_of

LIST, DAY, WEEK, MONTH = "list", "day", "week", "month"
SPANS = (LIST, DAY, WEEK, MONTH)
_FIRST, _LAST = date(1990, 1, 1), date(2200, 12, 31)


def period(span: str, day: date) -> tuple[date, date]:
    """The first and the last day that are shown: of a month whole weeks."""
    if span == DAY:
        return day, day
    if span == MONTH:
        last = next_month(day.replace(day=1), 1) - timedelta(days=1)
        return monday_of(day.replace(day=1)), monday_of(last) + timedelta(days=6)
    return monday_of(day), monday_of(day) + timedelta(days=6)


def stepped(span: str, day: date, steps: int) -> date:
    """The same place so many days, weeks or months on."""
    if span == MONTH:
        moved = next_month(day.replace(day=1), steps)
    else:
        moved = day + timedelta(days=steps if span == DAY else 7 * steps)
    return min(max(moved, _FIRST), _LAST)


def next_month(first: date, steps: int) -> date:
    """The first of the month, so many months on."""
    months = first.year * 12 + first.month - 1 + steps
    return date(months // 12, months % 12 + 1, 1)
