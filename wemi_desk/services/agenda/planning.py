"""Opening hours, shifts, leave: plan a week, copy it, see what nobody covers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from wemi_desk.domain.appointments import Appointment, double_booked, missed_share
from wemi_desk.domain.changes import Changes
from wemi_desk.domain.days import bounds
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.openings import (
    DAY_MINUTES,
    OpenDay,
    Span,
    meet,
)
from wemi_desk.domain.shifts import (
    Hole,
    Leave,
    LeaveId,
    Shift,
    ShiftId,
    a_week_later,
    away,
    holes,
    hours_covered,
    overlapping,
    shift_id,
)
from wemi_desk.domain.spaces import Space
from wemi_desk.services.agenda import undoing
from wemi_desk.services.agenda.reading import SpaceDays, read_days, seen_space, spaces_seen, staff_of
from wemi_desk.services.agenda.undoing import Change
from wemi_desk.services.agenda.writing import remember
from wemi_desk.services.calendar_ports import Holidays
from wemi_desk.services.ports import Store, UnitOfWork
from wemi_desk.services.session import DeskSession

CHANGED = Changes.of("agenda", "outbox")
REASON_LIMIT = 80
WEEK = 7
AHEAD = 366


@dataclass(frozen=True, slots=True)
class PersonWeek:
    """One operator's week here: *elsewhere* are shifts at other spaces, *away* the leave of each day."""

    operator_id: UUID
    name: str
    shifts: tuple[Shift, ...]
    elsewhere: tuple[Shift, ...]
    away: Mapping[date, tuple[Span, ...]]
    appointments: tuple[Appointment, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekPlan:
    """One week of one space. *stranded* are appointments of somebody who is away then; *doubled* those of one operator
    at one hour; *unassigned* wait for whoever is free."""

    space: Space
    days: tuple[OpenDay, ...]
    has_hours: bool
    people: tuple[PersonWeek, ...]
    holes: tuple[Hole, ...]
    overlaps: tuple[tuple[Shift, Shift], ...]
    stranded: tuple[Appointment, ...]
    doubled: tuple[tuple[Appointment, Appointment], ...]
    unassigned: tuple[Appointment, ...]
    covered: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Copied:
    """What a copied week brought: new shifts, how many stood already, how many were left out for somebody's leave."""

    made: tuple[Shift, ...]
    stood: int
    left_out: int


@dataclass(frozen=True, slots=True)
class Figures:
    """Indicators of a period (wemi.md 12): missed over booked, minutes covered over minutes of opening."""

    missed: int
    booked: int
    covered: int
    opening: int


class AgendaPlanning:
    """Weeks of the spaces that an operator sees; writing them is the coordinator's."""

    def __init__(self, store: Store, session: DeskSession, holidays: Holidays) -> None:
        self._store = store
        self._session = session
        self._holidays = holidays

    def spaces(self) -> Sequence[Space]:
        """Whose agenda can be looked at: one's own space, or those of the network."""
        with self._store.reading() as work:
            return spaces_seen(work, self._session)

    def week(self, monday: date, space_code: str = "") -> WeekPlan:
        """Seven days from *monday*."""
        last = monday + timedelta(days=WEEK - 1)
        with self._store.reading() as work:
            space = seen_space(work, self._session, space_code)
            known = read_days(work, space, monday, last, self._holidays)
            names = self._names(work, space, monday, known)
        return week_plan(known, names)

    def figures(self, first: date, last: date, space_code: str = "") -> Figures:
        """Appointments missed and hours covered, from *first* to *last*."""
        with self._store.reading() as work:
            known = read_days(work, seen_space(work, self._session, space_code), first, last, self._holidays)
        missed, booked = missed_share(known.appointments)
        return Figures(missed, booked, *hours_covered(known.days, known.shifts_here, known.leaves))

    # --- shifts ------------------------------------------------------------------------------------------------

    def add_shift(
        self, operator_id: UUID, day: date, span: Span, space_code: str = "", *, anyway: bool = False
    ) -> Shift:
        """Raises InvalidFieldError when the operator has another shift then, unless *anyway*."""
        self._session.require("plan_shifts")
        with self._store.work() as work:
            space = seen_space(work, self._session, space_code)
            made = self._shift(space.code, operator_id, day, span)
            self._refuse_odd(work, made, anyway=anyway)
            before = work.shifts.find(made.id)
            stands = self._stand(work, made, before)
            remember(work, self._session, [Change(undoing.SHIFT, before, stands)])
            work.commit()
        return stands

    def remove_shift(self, record_id: ShiftId) -> Shift:
        """It is not worked."""
        self._session.require("plan_shifts")
        with self._store.work() as work:
            before = work.shifts.get(record_id)
            after = replace(before, withdrawn_at=self._session.clock.now())
            work.shifts.replace(after)
            remember(work, self._session, [Change(undoing.SHIFT, before, after)])
            work.commit()
        return after

    def copy_week(self, monday: date, space_code: str = "", weeks: int = 1) -> Copied:
        """The shifts of a week, *weeks* later, at the same hours; what stands there stays."""
        self._session.require("plan_shifts")
        with self._store.work() as work:
            space = seen_space(work, self._session, space_code)
            shifts = work.shifts.between(monday, monday + timedelta(days=WEEK - 1), space.code)
            later = monday + timedelta(weeks=weeks)
            leaves = work.leaves.between(later, later + timedelta(days=WEEK - 1))
            wanted = a_week_later(shifts, leaves, weeks)
            changes = [one for shift, day in wanted if (one := self._copy(work, shift, day)) is not None]
            if changes:
                remember(work, self._session, changes)
            work.commit()
        return Copied(tuple(one.after for one in changes), len(wanted) - len(changes), len(shifts) - len(wanted))

    # --- leave -------------------------------------------------------------------------------------------------

    def add_leave(
        self, operator_id: UUID, first: date, last: date, span: Span = (0, DAY_MINUTES)
    ) -> tuple[Leave, Sequence[Appointment]]:
        """Somebody is away; with it the appointments that stand then and need somebody else."""
        self._require_own(operator_id)
        with self._store.work() as work:
            made = Leave(
                id=LeaveId(self._session.ids()), space_code=self._session.space.code, operator_id=operator_id,
                first_on=first, last_on=last, from_minute=span[0], to_minute=span[1],
                created_at=self._session.clock.now(), created_by=self._session.operator.id,
            )  # fmt: skip
            if last < self._session.clock.today():
                raise InvalidFieldError("last_on", "in_past")
            work.leaves.add(made)
            remember(work, self._session, [Change(undoing.LEAVE, None, made)])
            there = work.appointments.between(bounds(first)[0], bounds(last)[1])
            work.commit()
        return made, _stranded(there, [made])

    def remove_leave(self, record_id: LeaveId) -> Leave:
        """They are there after all."""
        with self._store.work() as work:
            before = work.leaves.get(record_id)
            self._require_own(before.operator_id)
            after = replace(before, withdrawn_at=self._session.clock.now())
            work.leaves.replace(after)
            remember(work, self._session, [Change(undoing.LEAVE, before, after)])
            work.commit()
        return after

    def leaves(self, operator_id: UUID | None = None) -> Sequence[Leave]:
        """From today on, of everybody or of one."""
        today = self._session.clock.today()
        with self._store.reading() as work:
            found = work.leaves.between(today, today + timedelta(days=AHEAD))
        return [one for one in found if operator_id in (None, one.operator_id)]

    # --- inside ------------------------------------------------------------------------------------------------

    def _names(self, work: UnitOfWork, space: Space, on: date, known: SpaceDays) -> dict[UUID, str]:
        operators = work.directory.operators()
        names: dict[UUID, str] = {one.id: one.shown_name for one in staff_of(operators, space.code, on)}
        everybody: dict[UUID, str] = {one.id: one.shown_name for one in operators}
        met = (*(one.operator_id for one in known.shifts_here), *(one.operator_id for one in known.appointments))
        return names | {one: everybody.get(one, "") for one in met if one is not None and one not in names}

    def _shift(self, space_code: str, operator_id: UUID, day: date, span: Span) -> Shift:
        return Shift(
            id=shift_id(space_code, operator_id, day, span), space_code=space_code, operator_id=operator_id, day=day,
            from_minute=span[0], to_minute=span[1], created_at=self._session.clock.now(),
            created_by=self._session.operator.id,
        )  # fmt: skip

    def _refuse_odd(self, work: UnitOfWork, made: Shift, *, anyway: bool) -> None:
        if made.day < self._session.clock.today() - timedelta(days=AHEAD):
            raise InvalidFieldError("day", "too_far", day=made.day)
        beside = [one for one in work.shifts.between(made.day, made.day) if one.meets(made)]
        if beside and not anyway:
            at = {one.code: one.name for one in work.directory.spaces()}.get(beside[0].space_code, "")
            raise InvalidFieldError("from", "shift_overlaps", span=beside[0].span, space=at)

    def _stand(self, work: UnitOfWork, made: Shift, before: Shift | None) -> Shift:
        """Taken back and planned anew is the same record again."""
        if before is None:
            work.shifts.add(made)
            return made
        if before.stands:
            raise InvalidFieldError("from", "shift_stands")
        again = replace(before, withdrawn_at=None)
        work.shifts.replace(again)
        return again

    def _copy(self, work: UnitOfWork, shift: Shift, day: date) -> Change | None:
        made = self._shift(shift.space_code, shift.operator_id, day, shift.span)
        before = work.shifts.find(made.id)
        if before is not None and before.stands:
            return None
        return Change(undoing.SHIFT, before, self._stand(work, made, before))

    def _require_own(self, operator_id: UUID) -> None:
        """Everybody says when they are away themselves; of others, who plans."""
        self._session.require("serve" if operator_id == self._session.operator.id else "plan_shifts")


def week_plan(known: SpaceDays, names: Mapping[UUID, str]) -> WeekPlan:
    """What is known of seven days, person by person."""
    here, expected = known.shifts_here, [one for one in known.appointments if one.takes_time]
    ordered = sorted(names, key=lambda one: (names[one].casefold(), one.bytes))
    stranded = _stranded(known.appointments, known.leaves)
    return WeekPlan(
        space=known.space, days=known.days, has_hours=known.hours.is_known,
        people=tuple(_person(known, one, names[one], expected) for one in ordered),
        holes=holes(known.days, here, known.leaves) if known.hours.is_known else (),
        overlaps=tuple(two for two in overlapping(known.shifts) if any(one in here for one in two)),
        stranded=tuple(stranded), doubled=double_booked(known.appointments),
        unassigned=tuple(one for one in expected if one.operator_id is None),
        covered=hours_covered(known.days, here, known.leaves),
    )  # fmt: skip


def _person(known: SpaceDays, who: UUID, name: str, expected: Sequence[Appointment]) -> PersonWeek:
    mine = [one for one in known.shifts if one.operator_id == who]
    return PersonWeek(
        who, name, tuple(one for one in mine if one.space_code == known.space.code),
        tuple(one for one in mine if one.space_code != known.space.code),
        {one.day: found for one in known.days if (found := away(known.leaves, who, one.day))},
        tuple(one for one in expected if one.operator_id == who),
    )  # fmt: skip


def _stranded(appointments: Sequence[Appointment], leaves: Sequence[Leave]) -> list[Appointment]:
    """Expected people whose operator will not be there."""
    return [
        one for one in appointments
        if one.is_expected and one.operator_id is not None
        and any(meet(one.span, span) for span in away(leaves, one.operator_id, one.day))
    ]  # fmt: skip
