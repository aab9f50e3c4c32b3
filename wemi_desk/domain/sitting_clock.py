"""The minutes of one visit with several matters: one runs at a time, so no minute counts twice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID

_MINUTE = timedelta(minutes=1)
_NOTHING = timedelta()


@dataclass(frozen=True, slots=True)
class SittingClock:
    """How long each matter has had; *running* is the one at hand since *since*. It measures and says nothing more."""

    began_at: datetime | None = None
    spent: Mapping[UUID, timedelta] = field(default_factory=dict)
    running: UUID | None = None
    since: datetime | None = None

    def turned_to(self, matter: UUID, now: datetime) -> SittingClock:
        """*matter* is at hand from now on; the one before it stands still."""
        if matter == self.running:
            return self
        stopped = self.stopped(now)
        spent = {**stopped.spent, matter: stopped.spent.get(matter, _NOTHING)}
        return replace(stopped, began_at=stopped.began_at or now, spent=spent, running=matter, since=now)

    def stopped(self, now: datetime) -> SittingClock:
        """Nothing is at hand: somebody left the desk for a moment, or the visit is over."""
        if self.running is None:
            return self
        return replace(self, spent=self._until(now), running=None, since=None)

    def without(self, matter: UUID, now: datetime) -> SittingClock:
        """What *matter* had is written down; the others go on."""
        held = self if self.running != matter else self.stopped(now)
        return replace(held, spent={one: time for one, time in held.spent.items() if one != matter})

    def seconds(self, matter: UUID, now: datetime) -> int:
        """To be shown while it runs."""
        return int(self._until(now).get(matter, _NOTHING).total_seconds())

    def minutes(self, now: datetime) -> Mapping[UUID, int]:
        """Whole minutes of each matter: together the whole of the visit, rounded once; none has less than one."""
        spent = self._until(now)
        whole = {one: time // _MINUTE for one, time in spent.items()}
        left = round(sum(spent.values(), _NOTHING) / _MINUTE) - sum(whole.values())
        by_rest = sorted(spent, key=lambda one: (-(spent[one] % _MINUTE), one))
        for one in by_rest[: max(left, 0)]:
            whole[one] += 1
        return {one: max(count, 1) for one, count in whole.items()}

    def _until(self, now: datetime) -> Mapping[UUID, timedelta]:
        if self.running is None or self.since is None:
            return self.spent
        extra = max(now - self.since, _NOTHING)  # a clock that was set back takes nothing away
        return {**self.spent, self.running: self.spent.get(self.running, _NOTHING) + extra}
