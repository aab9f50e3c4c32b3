"""How a desk stands with its work, in numbers and instants: what a fleet tool may read while the desk is locked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from wemi_desk.domain.sync_state import SyncState

TOLD_EVERY = timedelta(minutes=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """*as_of*: by this computer's clock. *clock_off_s*: how far that clock is from the centre's, either way."""

    as_of: datetime
    schema: str = ""
    unsent: int = 0
    refused: int = 0
    oldest_unsent_at: datetime | None = None
    last_sync_at: datetime | None = None
    clock_off_s: int = 0
    update_needed: bool = False

    def is_news_after(self, told: Standing | None) -> bool:
        """Whether somebody who knows *told* is told anew; the same facts only so often."""
        if told is None or self.as_of - told.as_of >= TOLD_EVERY or self.as_of < told.as_of:
            return True
        return self != replace(told, as_of=self.as_of, last_sync_at=self.last_sync_at)


def standing_of(state: SyncState, schema: str) -> Standing:
    """Out of what the exchange knows."""
    oldest, last = state.oldest_waiting_at, state.last_confirmed_at
    return Standing(
        as_of=state.now.astimezone(UTC), schema=schema, unsent=state.waiting, refused=state.to_check,
        oldest_unsent_at=oldest and oldest.astimezone(UTC), last_sync_at=last and last.astimezone(UTC),
        clock_off_s=round(state.clock_error.total_seconds()), update_needed=state.update_needed,
    )  # fmt: skip
