"""Collegati adesso, and unsent work that leaves by USB for a PC that must be replaced."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from wemi_desk.i18n import _, ngettext
from wemi_desk.services.exchange_ports import HandOverDoor
from wemi_desk.ui.background import Runner
from wemi_desk.ui.error_text import error_text

FILE_NAME = "wemi-lavoro-non-inviato.wemi"


class LeavingViewModel(QObject):
    """``exported(words)`` says what to do with the file; ``refused(words)`` why there is none."""

    exported = Signal(str)
    refused = Signal(str)

    def __init__(
        self, hand_over: HandOverDoor, connect_now: Callable[[], None], runner: Runner, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._hand_over = hand_over
        self._runner = runner
        self.connect_now = connect_now

    def export(self, path: str) -> None:
        """Seal what waits into the file at *path*."""
        self._runner.run(
            lambda: self._hand_over.export(Path(path)),
            owner=self,
            done=lambda count: self.exported.emit(what_next(Path(path).name, count)),
            failed=self._failed,
            lane="network",
        )

    def _failed(self, error: Exception) -> None:
        words = error_text(error)
        if words is None:
            raise error
        self.refused.emit(words)


def what_next(name: str, count: int) -> str:
    """The file is written; now what."""
    held = ngettext("{n} atto è nel file «{name}».", "{n} atti sono nel file «{name}».", count)
    then = _(
        "Lo apre solo il sistema centrale: consegnalo al coordinamento, che lo riceve e dice se qualcosa resta da "
        "controllare. Qui non si cancella niente: quello che è nel file non viene contato due volte."
    )
    return f"{held.format(n=count, name=name)} {then}"
