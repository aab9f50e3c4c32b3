"""When the desk talks to the central system: at once, after a save, every half minute while somebody works."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

from wemi_desk.domain.changes import Changes
from wemi_desk.domain.exchange_news import ExchangeNews
from wemi_desk.domain.sync_state import SyncState
from wemi_desk.services.exchange_ports import ExchangeDoor
from wemi_desk.ui.background import Runner
from wemi_desk.ui.change_bus import ChangeBus

AFTER_SAVE_MS = 1_500
MINUTE_MS = 60_000
ACTIVE_MS = 2 * 60_000
_OURS = frozenset({"outbox"})


class ExchangeRounds(QObject):
    """One exchange at a time, on the network lane. ``state_changed(SyncState)`` after each, and every minute.

    ``news(ExchangeNews)`` says what came; ``failed(Exception)`` is a bug or a store that does not answer.
    """

    state_changed = Signal(object)
    news = Signal(object)
    failed = Signal(object)

    def __init__(
        self, exchange: ExchangeDoor, runner: Runner, changes: ChangeBus, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._exchange = exchange
        self._runner = runner
        self._changes = changes
        self._under_way = False
        self._again = False
        self._telling = False
        self._touched = QElapsedTimer()
        self._touched.start()
        self._next = QTimer(self, singleShot=True)
        self._next.timeout.connect(self.exchange_now)
        self._minute = QTimer(self, interval=MINUTE_MS)
        self._minute.timeout.connect(self.read_state)
        changes.changed.connect(self._on_changed)

    @property
    def is_under_way(self) -> bool:
        return self._under_way

    def start(self) -> None:
        """The desk is open."""
        self._minute.start()
        self.exchange_now()

    def stop(self) -> None:
        """The desk locks: nothing new begins, and what is under way ends soon."""
        self._next.stop()
        self._minute.stop()
        self._again = False
        self._exchange.stop()

    def touch(self) -> None:
        """Somebody works here."""
        self._touched.restart()

    def exchange_now(self) -> None:
        """Begin, or begin again as soon as the one under way has ended."""
        self._next.stop()
        if self._under_way:
            self._again = True
            return
        self._under_way = True
        self._runner.run(self._exchange.exchange, owner=self, done=self._done, failed=self._failed, lane="network")

    def read_state(self) -> None:
        """Ask what is known now."""
        self._runner.run(self._exchange.state, owner=self, done=self._show, failed=self.failed.emit)

    def _show(self, state: SyncState) -> None:
        self.state_changed.emit(state)

    def _on_changed(self, changes: Changes) -> None:
        if not self._telling and changes.kinds & _OURS:
            self.read_state()
            self._begin_in(AFTER_SAVE_MS)

    def _begin_in(self, milliseconds: int) -> None:
        left = self._next.remainingTime()
        if not self._next.isActive() or left > milliseconds:
            self._next.start(milliseconds)

    def _done(self, news: ExchangeNews) -> None:
        self._under_way = False
        self.read_state()
        if news.changed:
            self._tell(Changes(news.changed))
        self.news.emit(news)
        self._go_on()

    def _failed(self, error: Exception) -> None:
        """The next one comes all the same: a desk never stops trying (peers.md S23)."""
        self._under_way = False
        self.read_state()
        self._go_on()
        self.failed.emit(error)

    def _tell(self, changes: Changes) -> None:
        self._telling = True
        try:
            self._changes.changed.emit(changes)
        finally:
            self._telling = False

    def _go_on(self) -> None:
        if self._again:
            self._again = False
            self.exchange_now()
            return
        active = self._touched.elapsed() < ACTIVE_MS
        self._begin_in(max(1, round(self._exchange.pause_s(active=active) * 1000)))
