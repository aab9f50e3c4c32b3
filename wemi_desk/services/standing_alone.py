"""A desk that has not met its central system yet: it works, keeps everything, and claims nothing."""
# ruff: noqa: ARG002 (the ports give more than is needed alone)

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

from wemi_desk.domain.citizens import CitizenId
from wemi_desk.domain.days import rome_time
from wemi_desk.domain.errors import NoCentreError
from wemi_desk.domain.exchange_news import ExchangeNews
from wemi_desk.domain.look_ups import FoundElsewhere
from wemi_desk.domain.sync_state import SyncState
from wemi_desk.services.ports import Clock, Store
from wemi_desk.services.sync_status import sync_state

_PAUSE_S = 300.0


class AloneExchange:
    """The exchange of a desk without a centre."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def state(self) -> SyncState:
        """What waits here."""
        return sync_state(self._store, rome_time(self._clock.now()))

    def exchange(self) -> ExchangeNews:
        """There is nobody to talk to."""
        return ExchangeNews()

    def pause_s(self, *, active: bool) -> float:
        return _PAUSE_S

    def stop(self) -> None:
        """Nothing is under way."""


class AloneLookUp:
    """Nobody outside can be asked."""

    def perhaps_known(self, text: str) -> bool | None:
        """There is no other space here."""
        return None

    def search(self, reason: str, text: str) -> Sequence[FoundElsewhere]:
        raise NoCentreError

    def fetch(self, reason: str, match_id: UUID) -> CitizenId:
        raise NoCentreError


class AloneHandOver:
    """Without the centre's key nothing could open the file."""

    def export(self, path: Path) -> int:
        raise NoCentreError
