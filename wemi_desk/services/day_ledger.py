"""The day's ledger: made n, received n, held k because…; with the centre's signed word."""

from __future__ import annotations

from datetime import date

from wemi_desk.domain.day_ledgers import DayLedger
from wemi_desk.domain.days import bounds
from wemi_desk.services.ports import Store
from wemi_desk.services.session import DeskSession


class DayLedgerService:
    """Counts the acts of this desk; never whom they are about."""

    def __init__(self, store: Store, session: DeskSession) -> None:
        self._store = store
        self._session = session

    def of_day(self, day: date | None = None) -> DayLedger:
        """What became of the acts of *day* (today); of everybody who worked at this desk."""
        self._session.require("see_day")
        day = day or self._session.clock.today()
        begin, end = bounds(day)
        with self._store.reading() as work:
            return work.outbox.day_ledger(day, begin, end)
