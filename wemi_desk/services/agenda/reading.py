"""Some days of one space, read once: when it receives, who is there, who is expected."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from wemi_desk.domain.appointments import Appointment
from wemi_desk.domain.days import bounds
from wemi_desk.domain.errors import NotAllowedError
from wemi_desk.domain.openings import OpenDay, OpeningHours, Span, common, without
from wemi_desk.domain.operators import Operator
from wemi_desk.domain.shifts import Leave, Shift, away, working
from wemi_desk.domain.spaces import Space
from wemi_desk.services.calendar_ports import Holidays
from wemi_desk.services.ports import UnitOfWork
from wemi_desk.services.session import DeskSession


@dataclass(frozen=True, slots=True, kw_only=True)
class SpaceDays:
    """Everything about some days of one space; *shifts* also those of its people at other spaces."""

    space: Space
    hours: OpeningHours
    days: tuple[OpenDay, ...]
    shifts: tuple[Shift, ...]
    leaves: tuple[Leave, ...]
    appointments: tuple[Appointment, ...]

    def day(self, on: date) -> OpenDay:
        return next(one for one in self.days if one.day == on)

    @property
    def shifts_here(self) -> tuple[Shift, ...]:
        return tuple(one for one in self.shifts if one.space_code == self.space.code)

    def of_day(self, on: date) -> tuple[Appointment, ...]:
        begin, end = bounds(on)
        return tuple(one for one in self.appointments if begin <= one.starts_at < end)

    def people_on(self, on: date) -> tuple[UUID, ...]:
        """Who has a shift here that day, in the order of beginning."""
        here = sorted((one.from_minute, one.operator_id.bytes, one.operator_id) for one in self.shifts_here
                      if one.day == on)  # fmt: skip
        return tuple(dict.fromkeys(one for _minute, _key, one in here))

    def receiving(self, operator_id: UUID, on: date) -> tuple[Span, ...]:
        """When somebody may be given an appointment: at work here while the space receives. Where nobody has written
        shifts for that day the opening hours are everybody's."""
        mine = working(self.shifts_here, self.leaves, operator_id, on)
        if not self.people_on(on):
            return without(self.day(on).spans, away(self.leaves, operator_id, on))
        return common(mine, self.day(on).spans) if self.hours.is_known else mine


def read_days(work: UnitOfWork, space: Space, first: date, last: date, holidays: Holidays) -> SpaceDays:
    """From *first* to *last*, both included."""
    hours = hours_of(work, space, first, last)
    rest = holidays.between(first, last)
    count = (last - first).days + 1
    return SpaceDays(
        space=space, hours=hours, days=tuple(hours.on(first + timedelta(days=n), rest) for n in range(count)),
        shifts=tuple(work.shifts.between(first, last)), leaves=tuple(work.leaves.between(first, last)),
        appointments=tuple(work.appointments.between(bounds(first)[0], bounds(last)[1], space.code)),
    )  # fmt: skip


def hours_of(work: UnitOfWork, space: Space, first: date, last: date) -> OpeningHours:
    """When the space receives, as far as these days go."""
    return OpeningHours(
        tuple(work.opening_slots.of_space(space.code)),
        tuple(work.opening_exceptions.of_space(space.code, first, last)), space.valid_from, space.valid_to,
    )  # fmt: skip


def space_of(work: UnitOfWork, session: DeskSession, code: str = "") -> Space:
    """A space of this desk by its code; without one, or with one that is not here, the session's."""
    known = {one.code: one for one in work.directory.spaces()}
    return known.get(code or session.space.code, session.space)


def seen_space(work: UnitOfWork, session: DeskSession, code: str = "") -> Space:
    """As :func:`space_of`; raises NotAllowedError for a space that is not this operator's to look at."""
    space = space_of(work, session, code)
    if space.code != session.space.code and not session.allows("plan_shifts"):
        raise NotAllowedError("plan_shifts")
    return space


def spaces_seen(work: UnitOfWork, session: DeskSession) -> Sequence[Space]:
    """A coordinator sees the spaces of the network, everybody else the one where they work."""
    if not session.allows("plan_shifts"):
        return [session.space]
    others = [one for one in work.directory.spaces() if one.code != session.space.code]
    return [session.space, *sorted(others, key=lambda one: one.name.casefold())]


def staff_of(operators: Iterable[Operator], space_code: str, on: date) -> tuple[Operator, ...]:
    """Who may work at a space on a day, by name."""
    here = (
        one for one in operators
        if space_code in one.space_codes and (one.valid_from is None or one.valid_from <= on)
        and (one.valid_to is None or on <= one.valid_to)
    )  # fmt: skip
    return tuple(sorted(here, key=lambda one: (one.shown_name.casefold(), one.id.bytes)))
