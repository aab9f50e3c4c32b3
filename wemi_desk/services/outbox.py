"""Invio dati: what has not reached the centre, what came back, what arrived today. Nothing here deletes."""

from __future__ import annotations

from collections.abc import Sequence

from wemi_desk.domain.days import bounds
from wemi_desk.domain.outbox_rows import OutboxCounts, OutboxList, OutboxRow
from wemi_desk.services.ports import Store
from wemi_desk.services.session import DeskSession


class OutboxService:
    """Reads the outbox of this desk."""

    def __init__(self, store: Store, session: DeskSession) -> None:
        self._store = store
        self._session = session

    def counts(self) -> OutboxCounts:
        """The lengths of the lists, and what was made today."""
        today = bounds(self._session.clock.today())[0]
        with self._store.reading() as work:
            return work.outbox.counts(today)

    def page(self, which: OutboxList, offset: int, limit: int) -> Sequence[OutboxRow]:
        """Acts of one list, newest first."""
        today = bounds(self._session.clock.today())[0]
        with self._store.reading() as work:
            return work.outbox.page(which, today, offset, limit)
