"""A day and a week as squares: what can be read from two metres, in words and not by colour alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from wemi_desk.domain.appointments import TAKING
from wemi_desk.domain.openings import OpenDay, Span, is_within
from wemi_desk.domain.pick_lists import PickLists
from wemi_desk.i18n import _
from wemi_desk.services.agenda.daybook import AppointmentLine, DayColumn, DayPlan
from wemi_desk.services.agenda.planning import PersonWeek, WeekPlan
from wemi_desk.ui.agenda_errors import minute_words
from wemi_desk.ui.screens.agenda.words import (
    Cell,
    FreeHour,
    PersonDay,
    brief_words,
    counted,
    day_title,
    reason_words,
    short_day,
    state_of,
    who_words,
)
from wemi_desk.ui.widgets.marks import STATE_MARKS, Mark
from wemi_desk.ui.words import clock_words

STEP = 30
_EARLY, _LATE = 9 * 60, 18 * 60
_AWAY, _SHUT = Mark("it-minus-circle", "text2"), Mark("it-ban", "text2")


@dataclass(frozen=True, slots=True)
class Grid:
    """Columns, rows and their squares; a square covered by the one above it is None."""

    columns: tuple[str, ...]
    rows: tuple[str, ...]
    cells: tuple[tuple[Cell | None, ...], ...]


def day_grid(plan: DayPlan, lists: PickLists) -> Grid:
    """Half hours down, operators across."""
    begin, end = _bounds(plan)
    minutes = range(begin, end, STEP)
    columns = [_column(plan, one, minutes, lists) for one in plan.columns]
    titles = tuple(one.name or _("Chi è libero") for one in plan.columns)
    rows = tuple(tuple(column[row] for column in columns) for row in range(len(minutes)))
    return Grid(titles, tuple(minute_words(one) for one in minutes), rows)


def _bounds(plan: DayPlan) -> Span:
    """From the first to the last half hour in which anything can be."""
    spans = [*plan.day.spans, *(one for column in plan.columns for one in column.at_work)]
    spans += [line.appointment.span for line in plan.lines if line.appointment.status in TAKING]
    begin = min((low for low, _high in spans), default=_EARLY)
    end = max((high for _low, high in spans), default=_LATE)
    return begin // STEP * STEP, max(begin + STEP, -(-end // STEP) * STEP)


def _column(plan: DayPlan, column: DayColumn, minutes: range, lists: PickLists) -> list[Cell | None]:
    taking = [line for line in column.lines if line.appointment.status in TAKING]
    begun: dict[int, list[AppointmentLine]] = {}
    for line in taking:
        begun.setdefault(line.appointment.span[0] // STEP * STEP, []).append(line)
    cells: list[Cell | None] = []
    covered = 0
    for minute in minutes:
        if minute in begun:
            rows = _rows(begun, minute, minutes)
            cells.append(_taken(begun[minute], rows, lists))
            covered = minute + rows * STEP
        elif minute < covered:
            cells.append(None)
        else:
            cells.append(_empty(plan, column, minute))
    return cells


def _rows(begun: dict[int, list[AppointmentLine]], minute: int, minutes: range) -> int:
    """As many as it lasts, but not over one that begins meanwhile."""
    end = max(line.appointment.span[1] for line in begun[minute])
    rows = 1
    while minute + rows * STEP < min(end, minutes.stop) and minute + rows * STEP not in begun:
        rows += 1
    return rows


def _taken(lines: Sequence[AppointmentLine], rows: int, lists: PickLists) -> Cell:
    first = lines[0]
    words, mark = state_of(next((one for one in lines if one.is_doubled or one.is_stranded), first))
    text = " · ".join(who_words(one) for one in lines)
    at = " ".join(clock_words(one.appointment.starts_at) for one in lines)
    what = ", ".join(dict.fromkeys(part for one in lines if (part := reason_words(one.appointment, lists))))
    more = " · ".join(part for part in (at, words if words != _("prenotata") else "", what) if part)
    ground = "errbg" if any(one.is_doubled or one.is_stranded for one in lines) else "infobg"
    if first.appointment.status != "booked" and ground == "infobg":
        ground = "okbg"
    return Cell(text, more, ground, "text", mark, f"{text}. {more}, {words}", first, rows)


def _empty(plan: DayPlan, column: DayColumn, minute: int) -> Cell:
    span, free = (minute, minute + STEP), FreeHour(column.operator_id, plan.day.day, minute)
    at = minute_words(minute)
    if any(low < span[1] and minute < high for low, high in column.away):
        return Cell(_("assente"), "", "sunken", "text2", _AWAY, _("{time}, assente").format(time=at), free)
    if plan.has_hours and not is_within(span, plan.day.spans):
        return Cell(_("chiuso"), "", "sunken", "text2", _SHUT, _("{time}, chiuso").format(time=at), free)
    if plan.has_shifts and not is_within(span, column.at_work):
        return Cell("–", "", "surface", "text2", None, _("{time}, non di turno").format(time=at), free)
    return Cell(_("libero"), "", "bg", "text2", None, _("{time}, libero").format(time=at), free)


def week_grid(plan: WeekPlan) -> Grid:
    """Operators down, days across; the first row says what nobody covers."""
    days = _days_with_something(plan)
    columns = tuple(_day_title(one) for one in days)
    rows = [tuple(_person_day(plan, person, day) for day in days) for person in plan.people]
    titles = [one.name for one in plan.people]
    if plan.has_hours:
        rows.insert(0, tuple(_hole(plan, day) for day in days))
        titles.insert(0, _("Scoperto"))
    return Grid(columns, tuple(titles), tuple(rows))


def _days_with_something(plan: WeekPlan) -> tuple[OpenDay, ...]:
    """A Saturday or Sunday on which nothing is takes room from the others."""
    busy = {one.day for person in plan.people for one in person.shifts}
    busy |= {one.day for person in plan.people for one in person.appointments} | {one.day for one in plan.unassigned}
    return tuple(one for one in plan.days if one.day.weekday() < 5 or one.spans or one.day in busy)


def _day_title(day: OpenDay) -> str:
    return f"{short_day(day.day)} {_('festa')}" if day.holiday else short_day(day.day)


def _person_day(plan: WeekPlan, person: PersonWeek, day: OpenDay) -> Cell:
    what = PersonDay(person.operator_id, day.day)
    shifts = [one.span for one in person.shifts if one.day == day.day]
    there = [one for one in person.appointments if one.day == day.day]
    many = counted(len(there)) if there else ""
    spoken = f"{person.name}, {day_title(day.day)}"
    if day.day in person.away:
        stranded = any(one in plan.stranded for one in there)
        more = _("{many} da passare").format(many=many) if stranded else many
        ground, mark = ("errbg", STATE_MARKS["to_check"]) if stranded else ("sunken", _AWAY)
        return Cell(_("assente"), more, ground, "text", mark, f"{spoken}: {_('assente')} {more}", what)
    if _overlaps(plan, person, day.day):
        text = _("turni sovrapposti")
        hours = brief_words(shifts)
        return Cell(text, hours, "errbg", "text", STATE_MARKS["conflict"], f"{spoken}: {text} {hours}", what)
    if not shifts:
        away = any(one.day == day.day for one in person.elsewhere)
        text = _("altrove") if away else "–"
        return Cell(text, many, "surface", "text2", None, f"{spoken}: {text} {many}", what)
    hours = brief_words(shifts)
    return Cell(hours, many, "okbg", "text", None, f"{spoken}: {hours} {many}", what)


def _overlaps(plan: WeekPlan, person: PersonWeek, day: date) -> bool:
    return any(one.day == day and one.operator_id == person.operator_id for one, _other in plan.overlaps)


def _hole(plan: WeekPlan, day: OpenDay) -> Cell:
    what, mine = PersonDay(None, day.day), [one.span for one in plan.holes if one.day == day.day]
    spoken = day_title(day.day)
    if mine:
        hours = brief_words(mine)
        words = _("nessuno di turno")
        return Cell(hours, words, "warnbg", "warn", STATE_MARKS["to_send"], f"{spoken}: {words} {hours}", what)
    if not day.spans:
        words = day.holiday or day.reason or _("chiuso")
        return Cell(_("chiuso"), words if words != _("chiuso") else "", "sunken", "text2", _SHUT,
                    f"{spoken}: {words}", what)  # fmt: skip
    return Cell(_("coperto"), "", "bg", "ok", STATE_MARKS["done"], f"{spoken}: {_('coperto')}", what)
