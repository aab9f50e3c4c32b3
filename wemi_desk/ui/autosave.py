"""Saves a form by itself a moment after the last key."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

DELAY_MS = 800  # with the write itself it stays under the second that interface.md 13 promises
RETRY_MS = 5_000  # after a write that failed, for instance on a full disk


class Autosave(QObject):
    """Calls *save* once, DELAY_MS after the first touch; ``now()`` saves at once what is pending."""

    def __init__(self, save: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(save)
        self._save = save

    @property
    def is_pending(self) -> bool:
        """Something typed is not saved yet."""
        return self._timer.isActive()

    def touch(self) -> None:
        """Something changed. The first change starts the clock, so that steady typing is saved too."""
        if not self._timer.isActive() or self._timer.interval() != DELAY_MS:
            self._timer.start(DELAY_MS)

    def retry(self) -> None:
        """The save failed: try again a little later, or at once with ``now()``."""
        if not self._timer.isActive():
            self._timer.start(RETRY_MS)

    def now(self) -> None:
        """Save at once what is pending: lock, close, change of operator."""
        if self._timer.isActive():
            self._timer.stop()
            self._save()

    def forget(self) -> None:
        """Nothing is to be saved any more."""
        self._timer.stop()
