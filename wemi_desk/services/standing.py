"""An exchange that notes how the desk stands, for whoever looks after it and has no key."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, suppress

from wemi_desk.domain.errors import StorageError
from wemi_desk.domain.exchange_news import ExchangeNews
from wemi_desk.domain.standing import Standing, standing_of
from wemi_desk.domain.sync_state import SyncState
from wemi_desk.services.exchange_ports import ExchangeDoor


class NotedExchange:
    """See services.exchange_ports.ExchangeDoor. *note* writes numbers and instants outside the store."""

    def __init__(
        self, exchange: ExchangeDoor, note: Callable[[Standing], None], schema: str,
        turn: AbstractContextManager[object],
    ) -> None:  # fmt: skip
        self._exchange = exchange
        self._note = note
        self._schema = schema
        self._turn = turn
        self._noted: Standing | None = None
        self._ended = False

    def state(self) -> SyncState:
        return self._exchange.state()

    def exchange(self) -> ExchangeNews:
        """As ever; then the note, when there is something new to tell."""
        try:
            return self._exchange.exchange()
        finally:
            self.note()

    def note(self) -> None:
        """Note how the desk stands now. What cannot be written now is written the next time."""
        with self._turn, suppress(StorageError):
            if self._ended:
                return
            standing = standing_of(self._exchange.state(), self._schema)
            if standing.is_news_after(self._noted):
                self._note(standing)
                self._noted = standing

    def end(self) -> None:
        """The last note; after it the store may be closed."""
        self.note()
        with self._turn:
            self._ended = True

    def stop(self) -> None:
        self._exchange.stop()

    def pause_s(self, *, active: bool) -> float:
        return self._exchange.pause_s(active=active)
