"""What stands against an appointment: some things cannot be, the others are said, and may be recorded all the same."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from wemi_desk.domain.appointments import (
    FARTHEST,
    LEAST_MINUTES,
    MOST_MINUTES,
    Appointment,
    in_the_way,
)
from wemi_desk.domain.days import rome_day
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.openings import OpenDay, is_within
from wemi_desk.domain.shifts import away
from wemi_desk.services.agenda.reading import SpaceDays

LATE = timedelta(minutes=15)
"""So long after its hour an appointment may still be written: the person stands there."""


def refuse_impossible(starts_at: datetime, minutes: int, now: datetime) -> None:
    """Raise InvalidFieldError for an hour that nobody can be promised."""
    if not LEAST_MINUTES <= minutes <= MOST_MINUTES:
        raise InvalidFieldError("minutes", "out_of_range", low=LEAST_MINUTES, high=MOST_MINUTES)
    if rome_day(starts_at) < rome_day(now):
        raise InvalidFieldError("day", "in_past", day=rome_day(starts_at))
    if starts_at < now - LATE:
        raise InvalidFieldError("time", "in_past")
    if starts_at > now + FARTHEST:
        raise InvalidFieldError("day", "too_far", day=rome_day(now + FARTHEST))


def doubts(wanted: Appointment, known: SpaceDays) -> tuple[InvalidFieldError, ...]:
    """What an operator had better know before promising this hour, field by field."""
    return (*_of_the_space(wanted, known), *_of_the_operator(wanted, known), *_of_the_others(wanted, known))


def _of_the_space(wanted: Appointment, known: SpaceDays) -> Iterator[InvalidFieldError]:
    day = known.day(wanted.day)
    if not day.is_in_service:
        yield InvalidFieldError("day", "space_closed", day=day.day, until=known.space.valid_to)
    elif not known.hours.is_known or is_within(wanted.span, day.spans):
        return
    elif day.spans:
        yield InvalidFieldError("time", "outside_hours", spans=day.spans)
    else:
        yield _closed(day)


def _closed(day: OpenDay) -> InvalidFieldError:
    if day.holiday:
        return InvalidFieldError("day", "holiday", day=day.day, holiday=day.holiday)
    if day.reason:
        return InvalidFieldError("day", "closed_for", day=day.day, why=day.reason)
    return InvalidFieldError("day", "closed", day=day.day)


def _of_the_operator(wanted: Appointment, known: SpaceDays) -> Iterator[InvalidFieldError]:
    who, day = wanted.operator_id, wanted.day
    if who is None:
        return
    begin, end = wanted.span
    if any(low < end and begin < high for low, high in away(known.leaves, who, day)):
        yield InvalidFieldError("operator", "away")
    elif known.people_on(day) and not is_within(wanted.span, _at_work(known, wanted)):
        yield InvalidFieldError("operator", "no_shift")


def _at_work(known: SpaceDays, wanted: Appointment) -> tuple[tuple[int, int], ...]:
    return tuple(
        one.span for one in known.shifts_here if one.day == wanted.day and one.operator_id == wanted.operator_id
    )


def _of_the_others(wanted: Appointment, known: SpaceDays) -> Iterator[InvalidFieldError]:
    there = known.of_day(wanted.day)
    met = in_the_way(there, wanted.operator_id, wanted.starts_at, wanted.minutes, wanted.id)
    if met is not None:
        yield InvalidFieldError("time", "taken", at=met.starts_at, until=met.ends_at)
    elif wanted.operator_id is None and not someone_free(known, wanted):
        yield InvalidFieldError("time", "nobody_free")
    twice = next((one for one in there if one.is_expected and one.id != wanted.id
                  and wanted.citizen_id is not None and one.citizen_id == wanted.citizen_id), None)  # fmt: skip
    if twice is not None:
        yield InvalidFieldError("who", "has_one", at=twice.starts_at)


def someone_free(known: SpaceDays, wanted: Appointment) -> bool:
    """Whether, of who works at that hour, more are without an appointment than are waited for by "whoever is free"."""
    begin, end = wanted.starts_at, wanted.ends_at
    there = [one for one in known.of_day(wanted.day) if one.id != wanted.id and one.meets(begin, end)]
    waited = sum(one.operator_id is None for one in there)
    people = known.people_on(wanted.day)
    if not people:
        return not there
    busy = {one.operator_id for one in there}
    free = [one for one in people if one not in busy and is_within(wanted.span, known.receiving(one, wanted.day))]
    return len(free) > waited
