"""Entra con la rete: who, by which proof, and what the centre answered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from wemi_desk.domain.access import Newcomer, OpenedDesk
from wemi_desk.domain.operators import OperatorId
from wemi_desk.i18n import _
from wemi_desk.ui.background import Runner
from wemi_desk.ui.error_text import error_text


class OnlineDoor(Protocol):
    """services.online_access, as far as this screen goes; every call waits for the centre."""

    def names(self) -> Sequence[Newcomer]: ...

    def enter(self, newcomer: Newcomer, passphrase: str, code: str = "") -> OpenedDesk: ...


class OnlineEntry(QObject):
    """``entered(opened, passphrase)`` hands over an open desk; ``refused(field, words)`` says what is wrong where.

    Without a *door*, or at a desk that the centre cannot open, it is not possible.
    """

    changed = Signal()
    refused = Signal(str, str)
    busy_changed = Signal(bool)
    entered = Signal(object, str)
    ended = Signal()

    def __init__(self, door: Callable[[], OnlineDoor] | None, runner: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._door = door
        self._runner = runner
        self.is_open = False
        self.possible = False
        self.people: Sequence[Newcomer] = ()
        self.wanted: OperatorId | None = None
        self.with_code = False
        self.busy = False

    def allow(self, possible: bool) -> None:
        """As the desk's state says."""
        self.possible = possible and self._door is not None

    def begin(self, wanted: OperatorId | None) -> None:
        """Ask the centre who may work here; *wanted* was chosen already."""
        if not self.possible:
            return
        self.is_open, self.wanted, self.with_code, self.people = True, wanted, False, ()
        self.changed.emit()
        self._set_busy(True)
        self._runner.run(
            lambda: self._opened_door().names(), owner=self, done=self._named, failed=self._failed, lane="network"
        )

    def end(self) -> None:
        """Nobody wants it any more: an answer that comes later opens nothing."""
        if self.is_open:
            self.is_open, self.people = False, ()
            self._set_busy(False)
            self.ended.emit()

    def choose(self, operator_id: OperatorId | None) -> None:
        """It is this one."""
        self.wanted = operator_id

    def set_with_code(self, with_code: bool) -> None:
        """The coordination gave a code, and the pass-phrase is a new one."""
        self.with_code = with_code
        self.changed.emit()

    def enter(self, passphrase: str, code: str = "", repeated: str = "") -> None:
        """Prove it to the centre."""
        who = next((one for one in self.people if one.operator_id == self.wanted), None)
        if self.busy:
            return
        if who is None:
            self.refused.emit("who", _("Scegli il tuo nome."))
        elif self.with_code and not code.strip():
            self.refused.emit("code", _("Scrivi il codice che ti ha dato il coordinamento."))
        elif not passphrase:
            self.refused.emit("passphrase", _("Scrivi la frase di accesso."))
        elif self.with_code and passphrase != repeated:
            self.refused.emit("repeated", _("Le due frasi non sono uguali: riscrivile."))
        else:
            self._enter(who, passphrase, code if self.with_code else "")

    def _enter(self, who: Newcomer, passphrase: str, code: str) -> None:
        self._set_busy(True)
        self._runner.run(
            lambda: self._opened_door().enter(who, passphrase, code), owner=self,
            done=lambda opened: self._entered(opened, passphrase), failed=self._failed, lane="keys",
        )  # fmt: skip

    def _entered(self, opened: OpenedDesk, passphrase: str) -> None:
        if not self.is_open:
            opened.close()
            return
        self.end()
        self.entered.emit(opened, passphrase)

    def _named(self, people: Sequence[Newcomer]) -> None:
        if not self.is_open:
            return
        self.people = sorted(people, key=lambda one: one.operator.shown_name.casefold())
        self._set_busy(False)
        self.changed.emit()
        if not people:
            self.refused.emit("who", _("Per il sistema centrale qui non lavora nessuno: chiama il coordinamento."))

    def _failed(self, error: Exception) -> None:
        if not self.is_open:
            return
        self._set_busy(False)
        words = error_text(error)
        if words is None:
            raise error
        self.refused.emit("passphrase" if self.people else "who", words)

    def _opened_door(self) -> OnlineDoor:
        assert self._door is not None
        return self._door()

    def _set_busy(self, busy: bool) -> None:
        self.busy = busy
        self.busy_changed.emit(busy)
