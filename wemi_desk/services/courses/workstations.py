"""Who sits at which computer since when, and the assisted places that are booked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from wemi_desk.domain.changes import Changes
from wemi_desk.domain.citizens import Citizen, CitizenId
from wemi_desk.domain.days import bounds
from wemi_desk.domain.deeds import Deed
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.names import fitting
from wemi_desk.domain.queue import FIRST_NAME_LIMIT
from wemi_desk.domain.workstations import (
    BOOKED,
    CANCELLED,
    DONE,
    MISSED,
    MOST_MINUTES,
    SEATED,
    TurnId,
    Workstation,
    WorkstationId,
    WorkstationTurn,
    double_booked,
    free_from,
    in_the_way,
)
from wemi_desk.services import deeds
from wemi_desk.services.citizens import living
from wemi_desk.services.ports import Store, UnitOfWork
from wemi_desk.services.session import DeskSession

CHANGED = Changes.of("workstations", "outbox")
NAME_LIMIT, PURPOSE_LIMIT = 30, 60
USUAL_MINUTES, MORE_MINUTES = 30, 15


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnForm:
    """Who, where, when: without *starts_at* the person sits down now."""

    workstation_id: WorkstationId
    citizen_id: CitizenId | None = None
    first_name: str = ""
    purpose: str = ""
    starts_at: datetime | None = None
    minutes: int = USUAL_MINUTES


@dataclass(frozen=True, slots=True)
class TurnLine:
    """A turn with a name that may be read over the shoulder: a first name and an initial."""

    turn: WorkstationTurn
    who: str
    is_doubled: bool = False


@dataclass(frozen=True, slots=True)
class WorkstationLine:
    """One computer now: who sits there, and who comes next."""

    workstation: Workstation
    seated: TurnLine | None
    coming: tuple[TurnLine, ...]


@dataclass(frozen=True, slots=True)
class TurnMoved:
    """A turn after a step, and the deed that undoes the step."""

    turn: WorkstationTurn
    deed: Deed


class WorkstationService:
    """The computers of this space."""

    def __init__(self, store: Store, session: DeskSession) -> None:
        self._store = store
        self._session = session

    def add(self, name: str, *, is_assisted: bool = True) -> Workstation:
        """A computer for the public. Raises InvalidFieldError when the name is taken."""
        self._session.require("serve")
        with self._store.work() as work:
            name = fitting("name", name, NAME_LIMIT).strip()
            here = work.workstations.of_space(self._session.space.code)
            if any(one.name.casefold() == name.casefold() for one in here):
                raise InvalidFieldError("name", "taken")
            made = Workstation(
                id=WorkstationId(self._session.ids()), space_code=self._session.space.code, name=name,
                is_assisted=is_assisted, created_at=self._session.clock.now(), created_by=self._session.operator.id,
            )  # fmt: skip
            work.workstations.add(made)
            work.commit()
        return made

    def retire(self, workstation_id: WorkstationId) -> Workstation:
        """It is not there any more. Raises InvalidFieldError while somebody sits there or has booked it."""
        self._session.require("serve")
        with self._store.work() as work:
            now = self._session.clock.now()
            taken = self._turns(work, workstation_id, now, timedelta(days=366))
            if any(one.state == SEATED or (one.state == BOOKED and one.ends_at > now) for one in taken):
                raise InvalidFieldError("workstation", "in_use")
            retired = replace(work.workstations.get(workstation_id), retired_at=now)
            work.workstations.replace(retired)
            work.commit()
        return retired

    def now(self) -> Sequence[WorkstationLine]:
        """Each computer of this space as it stands."""
        with self._store.reading() as work:
            stations = work.workstations.of_space(self._session.space.code)
            lines = self._lines(work, work.workstation_turns.between(*bounds(self._session.clock.today())))
        return [_line(one, lines) for one in stations]

    def day(self, day: date) -> Sequence[TurnLine]:
        """What is booked and was done on *day*, the soonest first."""
        with self._store.reading() as work:
            return self._lines(work, work.workstation_turns.between(*bounds(day)))

    def take(self, form: TurnForm) -> TurnMoved:
        """Sit somebody down now, or book. Raises InvalidFieldError with whoever is in the way and when it is free."""
        self._session.require("serve")
        now = self._session.clock.now()
        starts_at = form.starts_at or now
        if starts_at < now - timedelta(minutes=5):
            raise InvalidFieldError("starts_at", "in_past")
        with self._store.work() as work:
            station = work.workstations.get(form.workstation_id)
            self._refuse_taken(work, station, starts_at, form)
            turn = self._turn(work, form, starts_at)
            work.workstation_turns.add(turn)
            deed = deeds.remember(work, self._session, deeds.TURN, turn.id, detail=CANCELLED)
            work.commit()
        return TurnMoved(turn, deed)

    def arrive(self, turn_id: TurnId) -> TurnMoved:
        """Who booked has come and sits down."""
        return self._step(turn_id, SEATED)

    def finish(self, turn_id: TurnId) -> TurnMoved:
        """The place is free."""
        return self._step(turn_id, DONE)

    def missed(self, turn_id: TurnId) -> TurnMoved:
        """Booked, and did not come."""
        return self._step(turn_id, MISSED)

    def cancel(self, turn_id: TurnId) -> TurnMoved:
        """Called off."""
        return self._step(turn_id, CANCELLED)

    def longer(self, turn_id: TurnId, minutes: int = MORE_MINUTES) -> WorkstationTurn:
        """More time. Raises InvalidFieldError when somebody has booked what comes after."""
        self._session.require("serve")
        with self._store.work() as work:
            turn, now = work.workstation_turns.get(turn_id), self._session.clock.now()
            made = turn.longer(minutes, at=now, by=self._session.operator.id)
            begin = turn.seated_at or turn.starts_at
            next_one = in_the_way(self._turns(work, turn.workstation_id, now), begin, made.minutes, turn.id)
            if next_one is not None:
                raise InvalidFieldError("minutes", "booked_after", at=next_one.starts_at)
            work.workstation_turns.replace(made)
            work.commit()
        return made

    def _refuse_taken(self, work: UnitOfWork, station: Workstation, starts_at: datetime, form: TurnForm) -> None:
        if form.starts_at is not None and not station.is_assisted:
            raise InvalidFieldError("workstation", "not_booked")
        turns = self._turns(work, station.id, starts_at)
        sitting = next((one for one in turns if one.state == SEATED), None)
        if form.starts_at is None and sitting is not None:
            raise InvalidFieldError("workstation", "occupied", until=sitting.ends_at)
        met = in_the_way(turns, starts_at, form.minutes)
        if met is not None:
            free = free_from(turns, starts_at, form.minutes)
            raise InvalidFieldError("starts_at", "taken", at=met.starts_at, until=met.ends_at, free=free)

    def _turn(self, work: UnitOfWork, form: TurnForm, starts_at: datetime) -> WorkstationTurn:
        now, by = self._session.clock.now(), self._session.operator.id
        is_now = form.starts_at is None
        person = living(work, form.citizen_id).id if form.citizen_id is not None else None
        return WorkstationTurn(
            id=TurnId(self._session.ids()), workstation_id=form.workstation_id, space_code=self._session.space.code,
            citizen_id=person, first_name=fitting("first_name", form.first_name, FIRST_NAME_LIMIT),
            purpose=fitting("purpose", form.purpose, PURPOSE_LIMIT), starts_at=starts_at, minutes=form.minutes,
            state=SEATED if is_now else BOOKED, seated_at=now if is_now else None, created_at=now, created_by=by,
            changed_at=now, changed_by=by,
        )  # fmt: skip

    def _step(self, turn_id: TurnId, state: str) -> TurnMoved:
        self._session.require("serve")
        with self._store.work() as work:
            before, now = work.workstation_turns.get(turn_id), self._session.clock.now()
            if state == SEATED:
                beside = self._turns(work, before.workstation_id, now)
                if any(one.state == SEATED and one.id != turn_id for one in beside):
                    raise InvalidFieldError("workstation", "occupied")
            moved = before.moved(state, at=now, by=self._session.operator.id)
            work.workstation_turns.replace(moved)
            deed = deeds.remember(work, self._session, deeds.TURN, turn_id, detail=before.state)
            work.commit()
        return TurnMoved(moved, deed)

    def _turns(
        self, work: UnitOfWork, workstation_id: WorkstationId, instant: datetime, ahead: timedelta = timedelta(days=1)
    ) -> list[WorkstationTurn]:
        begin, end = instant - timedelta(minutes=MOST_MINUTES), instant + ahead
        return [one for one in work.workstation_turns.between(begin, end) if one.workstation_id == workstation_id]

    def _lines(self, work: UnitOfWork, turns: Sequence[WorkstationTurn]) -> list[TurnLine]:
        ids = [one.citizen_id for one in turns if one.citizen_id is not None]
        people: dict[UUID, Citizen] = {one.id: one for one in work.citizens.by_ids(ids)}
        doubled = {one.id for pair in double_booked(turns) for one in pair}
        return [TurnLine(one, _who(one, people), one.id in doubled) for one in turns]


def short_name(citizen: Citizen) -> str:
    """A first name and an initial: the screen is seen by others."""
    if not citizen.given_name:
        return citizen.surname
    return f"{citizen.given_name} {citizen.surname[:1]}." if citizen.surname else citizen.given_name


def _who(turn: WorkstationTurn, people: Mapping[UUID, Citizen]) -> str:
    person = people.get(turn.citizen_id) if turn.citizen_id is not None else None
    return short_name(person) if person is not None else turn.first_name


def _line(station: Workstation, lines: Sequence[TurnLine]) -> WorkstationLine:
    mine = [one for one in lines if one.turn.workstation_id == station.id]
    seated = next((one for one in mine if one.turn.state == SEATED), None)
    return WorkstationLine(station, seated, tuple(one for one in mine if one.turn.state == BOOKED))
