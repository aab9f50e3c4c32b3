"""The first hours that can be promised: who works, while the space receives, and nobody is expected."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from wemi_desk.domain.appointments import USUAL_MINUTES, Appointment, AppointmentId, FreeSlot, free_in_day
from wemi_desk.domain.days import rome_day
from wemi_desk.domain.pick_lists import PickLists
from wemi_desk.services.agenda.judging import someone_free
from wemi_desk.services.agenda.reading import SpaceDays, read_days, space_of
from wemi_desk.services.calendar_ports import Holidays
from wemi_desk.services.ports import Store
from wemi_desk.services.session import DeskSession

LOOKED_AHEAD, AT_ONCE = 90, 14
"""Days in which a free hour is looked for, so many read at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What free hours are looked for: so long, from an instant on, with one operator or with anybody."""

    minutes: int = USUAL_MINUTES
    after: datetime | None = None
    operator_id: UUID | None = None
    most: int = 6
    days: int = LOOKED_AHEAD


class FreeHours:
    """Of this space; by default with whoever can soonest."""

    def __init__(self, store: Store, session: DeskSession, lists: PickLists, holidays: Holidays) -> None:
        self._store = store
        self._session = session
        self._lists = lists
        self._holidays = holidays

    def minutes_for(self, reason: str) -> int:
        """How long such a matter usually takes: a figure of the list of reasons."""
        item = self._lists["quick_contact"].find(reason) if reason else None
        told = item.data.get("minutes", "") if item else ""
        return int(told) if told.isdecimal() else USUAL_MINUTES

    def first(self, wish: Wish) -> Sequence[FreeSlot]:
        """The first hours that can be promised, the soonest first; one for each beginning."""
        after = max(wish.after or self._session.clock.now(), self._session.clock.now())
        found: list[FreeSlot] = []
        with self._store.reading() as work:
            space, first = space_of(work, self._session), rome_day(after)
            for begin in range(0, wish.days, AT_ONCE):
                last = first + timedelta(days=min(begin + AT_ONCE, wish.days) - 1)
                known = read_days(work, space, first + timedelta(days=begin), last, self._holidays)
                found += self._free_in(known, wish, after, wish.most - len(found))
                if len(found) >= wish.most:
                    break
        return found

    def _free_in(self, known: SpaceDays, wish: Wish, after: datetime, most: int) -> list[FreeSlot]:
        found: list[FreeSlot] = []
        for day in known.days:
            soonest: dict[datetime, FreeSlot] = {}
            for one in self._free_on(known, day.day, wish, after):
                soonest.setdefault(one.starts_at, one)
            found += [soonest[at] for at in sorted(soonest)]
            if len(found) >= most:
                break
        return found[:most]

    def _free_on(self, known: SpaceDays, on: date, wish: Wish, after: datetime) -> Iterator[FreeSlot]:
        people = known.people_on(on) or (self._session.operator.id,)
        if wish.operator_id is not None:
            people = (wish.operator_id,)
        there = known.of_day(on)
        unnamed = [one for one in there if one.operator_id is None]
        for who in people:
            mine = [one for one in there if one.operator_id == who]
            for at in free_in_day(on, known.receiving(who, on), mine, wish.minutes, wish.minutes, after):
                slot = FreeSlot(who, at, wish.minutes)
                if not unnamed or someone_free(known, self._as_if(slot)):
                    yield slot

    def _as_if(self, slot: FreeSlot) -> Appointment:
        now, by = self._session.clock.now(), self._session.operator.id
        return Appointment(
            id=AppointmentId(UUID(int=0)), space_code=self._session.space.code, starts_at=slot.starts_at,
            minutes=slot.minutes, created_at=now, created_by=by, changed_at=now, changed_by=by,
        )  # fmt: skip
