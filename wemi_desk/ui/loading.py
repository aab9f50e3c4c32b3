"""What a place works with, loaded off the UI thread when somebody first goes there."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from wemi_desk.ui.background import Runner, breathe

Act = Callable[[], object]


class Loading(QObject):
    """Acts that need a library: done at once when it is here, otherwise in their order when it has come.

    Then each has a turn of the event loop to itself: what makes a place, and what puts it on the window.
    """

    def __init__(self, load: Act, runner: Runner, failed: Callable[[Exception], None], parent: QObject) -> None:
        super().__init__(parent)
        self._load: Act | None = load
        self._runner = runner
        self._failed = failed
        self._waiting: list[Act] = []

    def then(self, act: Act) -> None:
        """Do *act*."""
        if self._load is None and not self._waiting:
            act()
            return
        self._waiting.append(act)
        if self._load is not None and len(self._waiting) == 1:
            self._runner.run(self._load, owner=self, done=lambda _none: self._loaded(), failed=self._refused)

    def _loaded(self) -> None:
        self._load = None
        try:
            self._waiting[0]()
        except BaseException:
            self._waiting.clear()
            raise
        del self._waiting[0]
        if self._waiting:
            self._runner.run(breathe, owner=self, done=lambda _none: self._loaded(), failed=self._refused)

    def _refused(self, error: Exception) -> None:
        self._waiting.clear()
        self._failed(error)
