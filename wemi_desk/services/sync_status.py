"""What this desk knows of its exchange with the centre; until there is a line, only what waits here."""

from __future__ import annotations

from datetime import datetime

from wemi_desk.domain.sync_state import SyncState
from wemi_desk.services.ports import Store


def sync_state(store: Store, now: datetime) -> SyncState:
    """Counts from the outbox. Nothing here ever claims that something was sent."""
    with store.reading() as work:
        return SyncState(now=now, unsent=work.outbox.unsent(), oldest_waiting_at=work.outbox.oldest_unsent_at())
