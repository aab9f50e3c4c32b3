"""The hours in which a space receives, as the coordinator edits them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from wemi_desk.domain.appointments import Appointment
from wemi_desk.domain.days import bounds
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.names import fitting
from wemi_desk.domain.openings import (
    DAY_MINUTES,
    OpeningException,
    OpeningExceptionId,
    OpeningSlot,
    OpeningSlotId,
    Span,
    check_days,
    meet,
)
from wemi_desk.domain.spaces import Space
from wemi_desk.services.agenda import undoing
from wemi_desk.services.agenda.reading import seen_space
from wemi_desk.services.agenda.undoing import Change
from wemi_desk.services.agenda.writing import remember
from wemi_desk.services.calendar_ports import Holidays
from wemi_desk.services.ports import Store
from wemi_desk.services.session import DeskSession

REASON_LIMIT = 80
AHEAD = 366


@dataclass(frozen=True, slots=True)
class OpeningPlan:
    """The hours of a space as they are edited: the week, and the days to come that are otherwise."""

    space: Space
    slots: tuple[OpeningSlot, ...]
    exceptions: tuple[OpeningException, ...]
    holidays: Mapping[date, str]


class OpeningService:
    """Opening hours of the spaces that a coordinator sees."""

    def __init__(self, store: Store, session: DeskSession, holidays: Holidays) -> None:
        self._store = store
        self._session = session
        self._holidays = holidays

    def openings(self, space_code: str = "") -> OpeningPlan:
        """As they are edited."""
        today = self._session.clock.today()
        last = today + timedelta(days=AHEAD)
        with self._store.reading() as work:
            space = seen_space(work, self._session, space_code)
            slots = tuple(one for one in work.opening_slots.of_space(space.code)
                          if one.valid_to is None or one.valid_to >= today)  # fmt: skip
            exceptions = tuple(work.opening_exceptions.of_space(space.code, today, last))
        return OpeningPlan(space, slots, exceptions, self._holidays.between(today, last))

    def add_slot(
        self, weekday: int, span: Span, first: date | None = None, last: date | None = None, space_code: str = ""
    ) -> OpeningSlot:
        """Raises InvalidFieldError when the space is open then already."""
        self._session.require("plan_shifts")
        check_days(first, last)
        with self._store.work() as work:
            space = seen_space(work, self._session, space_code)
            made = OpeningSlot(
                id=OpeningSlotId(self._session.ids()), space_code=space.code, weekday=weekday, from_minute=span[0],
                to_minute=span[1], valid_from=first, valid_to=last, created_at=self._session.clock.now(),
                created_by=self._session.operator.id,
            )  # fmt: skip
            if any(_overlap(one, made) for one in work.opening_slots.of_space(space.code)):
                raise InvalidFieldError("from", "open_already")
            work.opening_slots.add(made)
            remember(work, self._session, [Change(undoing.SLOT, None, made)])
            work.commit()
        return made

    def end_slot(self, record_id: OpeningSlotId, last: date | None = None) -> OpeningSlot:
        """It holds until *last*; without a day it never held."""
        self._session.require("plan_shifts")
        with self._store.work() as work:
            before = work.opening_slots.get(record_id)
            now = self._session.clock.now()
            after = replace(before, valid_to=last) if last is not None else replace(before, withdrawn_at=now)
            work.opening_slots.replace(after)
            remember(work, self._session, [Change(undoing.SLOT, before, after)])
            work.commit()
        return after

    def add_exception(
        self, first: date, last: date, span: Span = (0, DAY_MINUTES), *, is_open: bool = False, reason: str = "",
        space_code: str = "",
    ) -> tuple[OpeningException, Sequence[Appointment]]:  # fmt: skip
        """Closed, or open, on these days; with it the appointments that a closing leaves standing."""
        self._session.require("plan_shifts")
        with self._store.work() as work:
            space = seen_space(work, self._session, space_code)
            made = OpeningException(
                id=OpeningExceptionId(self._session.ids()), space_code=space.code, first_on=first, last_on=last,
                is_open=is_open, from_minute=span[0], to_minute=span[1],
                reason=fitting("reason", " ".join(reason.split()), REASON_LIMIT),
                created_at=self._session.clock.now(), created_by=self._session.operator.id,
            )  # fmt: skip
            if last < self._session.clock.today():
                raise InvalidFieldError("last_on", "in_past")
            work.opening_exceptions.add(made)
            remember(work, self._session, [Change(undoing.EXCEPTION, None, made)])
            there = [] if is_open else work.appointments.between(bounds(first)[0], bounds(last)[1], space.code)
            work.commit()
        standing = [one for one in there if one.is_expected and meet(one.span, made.span)]
        return made, standing

    def remove_exception(self, record_id: OpeningExceptionId) -> OpeningException:
        """Those days are like the others."""
        self._session.require("plan_shifts")
        with self._store.work() as work:
            before = work.opening_exceptions.get(record_id)
            after = replace(before, withdrawn_at=self._session.clock.now())
            work.opening_exceptions.replace(after)
            remember(work, self._session, [Change(undoing.EXCEPTION, before, after)])
            work.commit()
        return after


def _overlap(one: OpeningSlot, other: OpeningSlot) -> bool:
    begin = max(one.valid_from or date.min, other.valid_from or date.min)
    end = min(one.valid_to or date.max, other.valid_to or date.max)
    return one.weekday == other.weekday and begin <= end and meet(one.span, other.span)
