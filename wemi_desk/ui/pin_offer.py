"""Offer a PIN to an operator who has just entered with a pass-phrase and has none; always skippable."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from wemi_desk.domain.access import OpenedDesk
from wemi_desk.domain.operators import OperatorId
from wemi_desk.i18n import _
from wemi_desk.ui.background import Runner
from wemi_desk.ui.error_text import error_text

OPEN_AT_MOST_MS = 180_000  # as long as an unused desk stays open


class SetsPins(Protocol):
    """The part of AccessService that this needs."""

    def set_pin(self, operator_id: OperatorId, passphrase: str, pin: str, context: tuple[str, ...] = ()) -> None: ...


class PinOffer(QObject):
    """Holds the opened desk while the operator decides; ``finished`` hands it over, ``refused`` says what is wrong.

    Nobody decides for three minutes: the keys go, and ``expired`` says so.
    """

    refused = Signal(str)
    busy_changed = Signal(bool)
    finished = Signal(object)
    expired = Signal()

    def __init__(self, access: SetsPins, runner: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._access = access
        self._runner = runner
        self._opened: OpenedDesk | None = None
        self._passphrase = ""
        self.busy = False
        self._patience = QTimer(self, singleShot=True, interval=OPEN_AT_MOST_MS)
        self._patience.timeout.connect(self._expire)

    def begin(self, opened: OpenedDesk, passphrase: str) -> None:
        """Keep both until a PIN is set or declined."""
        self._opened, self._passphrase = opened, passphrase
        self._patience.start()

    def save(self, pin: str, repeated: str) -> None:
        """Set the PIN, unless it differs from what was typed again, or is too easy."""
        if self.busy or self._opened is None:
            return
        if pin != repeated:
            self.refused.emit(_("I due PIN non sono uguali: scrivilo di nuovo."))
            return
        self._patience.start()
        operator_id, passphrase = self._opened.operator_id, self._passphrase
        self._set_busy(True)
        self._runner.run(
            lambda: self._access.set_pin(operator_id, passphrase, pin),
            owner=self,
            done=lambda _none: self.skip(),
            failed=self._refused,
            lane="keys",
        )

    def skip(self) -> None:
        """"Non adesso", or done: the desk opens."""
        self._patience.stop()
        opened, self._opened, self._passphrase = self._opened, None, ""
        self._set_busy(False)
        if opened is not None:
            self.finished.emit(opened)

    def drop(self) -> None:
        """Locked while deciding: the keys go."""
        self._patience.stop()
        opened, self._opened, self._passphrase = self._opened, None, ""
        if opened is not None:
            opened.close()

    def _expire(self) -> None:
        self.drop()
        self.expired.emit()

    def _refused(self, error: Exception) -> None:
        self._set_busy(False)
        words = error_text(error)
        if words is None:
            raise error
        self.refused.emit(words)

    def _set_busy(self, busy: bool) -> None:
        self.busy = busy
        self.busy_changed.emit(busy)
