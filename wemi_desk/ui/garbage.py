"""Reference cycles are collected on the UI thread alone: a worker that came upon a Qt object would destroy it there."""

from __future__ import annotations

import gc
from functools import partial

from PySide6.QtCore import QObject, QTimer

LOOK_MS = 1_000
CLEAN_MS = 250
_OLD_ROUNDS = 60  # young objects often, everything now and then


_at_work: set[int] = set()


class GarbageCollector(QObject):
    """Takes the work over from Python until it is stopped; every runner with threads has one."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rounds = 0
        self._may_settle = True
        self._thresholds = gc.get_threshold()
        _at_work.add(id(self))
        gc.disable()
        self.destroyed.connect(partial(_leave, id(self)))
        self._look = QTimer(self, interval=LOOK_MS)
        self._look.timeout.connect(self.look)
        self._look.start()

    def settle(self) -> None:
        """The program stands: until somebody enters what is here stays, and need not be looked at again."""
        if self._may_settle:
            gc.freeze()

    def hold(self) -> None:
        """Somebody enters: nothing of a session is put out of sight."""
        self._may_settle = False

    def clean_soon(self) -> None:
        """The desk was locked: nothing of the session waits in memory to be found, once its widgets are gone."""
        QTimer.singleShot(CLEAN_MS, self, gc.collect)

    def look(self) -> None:
        """Collect as much as is due."""
        if gc.get_count()[0] < self._thresholds[0]:
            return
        self._rounds += 1
        gc.collect(2 if self._rounds % _OLD_ROUNDS == 0 else 1)

    def stop(self) -> None:
        """No worker is left: Python collects by itself again."""
        self._look.stop()
        _leave(id(self))


def _leave(collector: int, _gone: object = None) -> None:
    _at_work.discard(collector)
    if not _at_work:
        gc.enable()
