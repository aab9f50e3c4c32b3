"""Somebody started the program once more: the window that is there comes forward, as it is, locked or not."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QFileSystemWatcher, QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget

from wemi_desk.ui.background import Runner

log = logging.getLogger(__name__)
_ACTIVATION = "XDG_ACTIVATION_TOKEN"


class CallersDoor(Protocol):
    """See gateways.second_start.Callers; every call blocks."""

    def listen(self) -> Path: ...

    def heard(self) -> str | None: ...


class ComingForward(QObject):
    """Where the folder cannot be watched, a second start says in words that the program is open."""

    def __init__(self, callers: CallersDoor, window: QWidget, runner: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._callers = callers
        self._window = window
        self._runner = runner
        self._watcher = QFileSystemWatcher(self)
        self._watcher.fileChanged.connect(self._look)

    def begin(self) -> None:
        """After the first picture: it costs the start nothing."""
        self._runner.run(
            self._callers.listen, owner=self, done=self._watch, failed=self._not_listening, lane="network"
        )  # fmt: skip

    def _watch(self, path: Path) -> None:
        if not self._watcher.addPath(str(path)):
            log.info("second starts are not heard: not watched")
        self._look()  # who called between the two

    def _look(self) -> None:
        self._runner.run(
            self._callers.heard, owner=self, done=self._come, failed=self._not_listening, lane="network"
        )  # fmt: skip

    def _come(self, activation: str | None) -> None:
        if activation is not None:
            come_forward(self._window, activation)

    def _not_listening(self, error: Exception) -> None:
        log.info("second starts are not heard: %s", type(error).__name__)


def come_forward(window: QWidget, activation: str = "") -> None:
    """Out of the task bar and before the other windows; a question that is open over it stays over it."""
    if activation and QApplication.platformName().startswith("wayland"):
        os.environ[_ACTIVATION] = activation  # Qt uses it once, for the next window that asks
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    for one in (window, QApplication.activeModalWidget()):
        if one is not None:
            one.raise_()
            one.activateWindow()
    QApplication.alert(window)  # where windows may not put themselves forward, the task bar says it
