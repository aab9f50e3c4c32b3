"""Copies of the desk's work: when one is due, which ones are kept, and what the log says of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from threading import Lock
from typing import Protocol
from uuid import UUID

from wemi_desk.domain import audit
from wemi_desk.domain.days import rome_day
from wemi_desk.domain.errors import BackupMissingError, StorageError
from wemi_desk.services.ports import Clock, Store

EVERY = timedelta(hours=1)
DRILL_EVERY = timedelta(days=7)
NEWEST, DAYS, WEEKS = 2, 7, 4


@dataclass(frozen=True, slots=True)
class Backup:
    """One whole copy: *place* is its folder."""

    place: Path
    made_at: datetime
    size: int


class BackupPlace(Protocol):
    """Makes and keeps copies; nothing there is ever overwritten."""

    def make(self, at: datetime) -> Backup:
        """A whole, checked copy, or none: raises DiskFullError, StoreDamagedError, StorageError."""
        ...

    def listed(self) -> Sequence[Backup]:
        """Whole copies, newest first."""
        ...

    def remove(self, backup: Backup) -> None: ...

    def check_store(self) -> None:
        """Look at every page of the store itself; raises StoreDamagedError."""
        ...

    def counts(self, backup: Backup) -> Mapping[str, int]:
        """Rows in each table of a copy; raises WrongStoreKeyError, StoreDamagedError."""
        ...


class BackupService:
    """Backs the store up by the hour and at the end of the day, and lets old copies go.

    Calls may come from any lane; ``finish`` waits for the one that is under way.
    """

    def __init__(self, place: BackupPlace, store: Store, clock: Clock) -> None:
        self._place = place
        self._store = store
        self._clock = clock
        self._busy = Lock()
        self._finished = False

    def last_at(self) -> datetime | None:
        """When the newest copy was made."""
        copies = self._place.listed()
        return copies[0].made_at if copies else None

    def back_up_if_due(self) -> Backup | None:
        """The hourly copy; None when the last one is young enough."""
        with self._busy:
            due = not self._finished and is_due(self._clock.now(), self.last_at())
            return self._back_up() if due else None

    def back_up(self) -> Backup:
        """A copy now; the old ones go only after it is whole. Failing is logged too. Raises StorageError."""
        with self._busy:
            return self._back_up()

    def check_store(self) -> None:
        """Look at the whole store, and log what was found; raises StoreDamagedError."""
        with self._busy:
            if self._finished:
                return
            try:
                self._place.check_store()
            except StorageError:
                with suppress(StorageError):
                    self._log(audit.INTEGRITY, "failed")
                raise
            self._log(audit.INTEGRITY, "ok")

    def finish(self) -> None:
        """The desk closes: wait for what is under way, begin nothing more."""
        with self._busy:
            self._finished = True

    def drill(self) -> Mapping[str, int]:
        """Open the newest copy as a restore would, count what is in it, and log it. Raises StorageError."""
        with self._busy:
            return self._drill()

    def drill_if_due(self) -> Mapping[str, int] | None:
        """The weekly drill; None when the last one that went well is young enough, or there is no copy yet."""
        with self._busy:
            due = not self._finished and self._place.listed() and self._is_drill_due()
            return self._drill() if due else None

    def _drill(self) -> Mapping[str, int]:
        copies = self._place.listed()
        if not copies:
            raise BackupMissingError
        try:
            counts = self._place.counts(copies[0])
        except StorageError:
            with suppress(StorageError):
                self._log(audit.DRILL, "failed", audit.DRILLS)
            raise
        self._log(audit.DRILL, "ok", audit.DRILLS)
        return counts

    def _is_drill_due(self) -> bool:
        with self._store.reading() as work:
            drills = work.accesses(audit.DRILLS)
        passed = next((one.at for one in drills if one.result == "ok"), None)
        return passed is None or not timedelta(0) <= self._clock.now() - passed < DRILL_EVERY

    def _back_up(self) -> Backup:
        try:
            made = self._place.make(self._clock.now())
        except StorageError:
            with suppress(StorageError):  # the disk that has no room for a copy may have none for the log
                self._log(audit.BACKUP, "failed")
            raise
        self._log(audit.BACKUP, "ok")
        for old in surplus(self._place.listed(), self._clock.now()):
            self._place.remove(old)
        return made

    def _log(self, action: str, result: str, object_id: UUID | None = None) -> None:
        with self._store.work() as work:
            work.log(action, "backup" if object_id else "", object_id, result=result)
            work.commit()


def is_due(now: datetime, last: datetime | None) -> bool:
    """A copy is due an hour after the last; one "from the future" is not trusted."""
    return last is None or not timedelta(0) <= now - last < EVERY


def surplus(copies: Sequence[Backup], now: datetime) -> Sequence[Backup]:
    """What may go: all but the newest two, the last of each of seven days and of each of four weeks."""
    newest_first = sorted(copies, key=lambda copy: copy.made_at, reverse=True)
    kept = set(newest_first[:NEWEST])
    kept |= _last_of_each(newest_first, DAYS, now, rome_day)
    kept |= _last_of_each(newest_first, WEEKS, now, _week)
    return [copy for copy in newest_first if copy not in kept and copy.made_at <= now]


def _last_of_each(
    newest_first: Sequence[Backup], most: int, now: datetime, spell: Callable[[datetime], object]
) -> set[Backup]:
    found: dict[object, Backup] = {}
    for copy in newest_first:
        if copy.made_at <= now and len(found) < most:
            found.setdefault(spell(copy.made_at), copy)
    return set(found.values())


def _week(at: datetime) -> tuple[int, int]:
    return rome_day(at).isocalendar()[:2]
