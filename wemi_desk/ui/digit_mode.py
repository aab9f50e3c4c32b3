"""Strips in which a digit is a command: quick contact, reason, conflict choice; never inside a scan."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from wemi_desk.ui.keyboard import key_target
from wemi_desk.ui.scanner import MIN_LENGTH, Scanner

ENTER = "\n"
DIGITS = "0123456789"

Command = Callable[[str], bool | None]
Rest = Callable[[str], None]

_ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_COMMANDING = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


@dataclass(frozen=True, slots=True, eq=False)
class _Strip:
    owner: QWidget
    keys: str
    command: Command
    rest: Rest | None
    anywhere: bool

    def listens(self, widget: QWidget) -> bool:
        if not isValid(self.owner) or not self.owner.isVisible():
            return False
        return self.anywhere or self.owner is widget or self.owner.isAncestorOf(widget)


class DigitMode(QObject):
    """Gives single digits to the strip that is open; `take` is a station of the Keyboard, after the scanner.

    A character waits for the reader's gap before it counts, because the first one of a card looks like any other.
    """

    dropped = Signal()

    def __init__(self, scanner: Scanner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._scanner = scanner
        self._strips: list[_Strip] = []
        self._held = ""
        self._last = 0
        self.forward: Callable[[QKeyEvent, QWidget], None] = lambda _event, _widget: None
        self._target: QWidget | None = None
        self._settled = QTimer(self, singleShot=True)
        self._settled.timeout.connect(self.settle)
        scanner.taken.connect(self._forget)

    def open(
        self,
        owner: QWidget,
        command: Command,
        *,
        keys: str = DIGITS,
        rest: Rest | None = None,
        anywhere: bool = False,
    ) -> None:
        """While *owner* is seen, each of *keys* (with ENTER for the Enter key) goes to *command*.

        It counts while the focus is inside *owner*, or *anywhere*. Any other character goes to *rest*, which
        usually closes the strip and writes it into the box; without *rest* it goes to the widget as always.
        *command* returns False for a key that it leaves to the widget.
        """
        self.close(owner)
        self._strips.insert(0, _Strip(owner, keys, command, rest, anywhere))

    def close(self, owner: QWidget) -> None:
        """Digits are characters again."""
        self._strips = [strip for strip in self._strips if strip.owner is not owner and isValid(strip.owner)]

    def forget_gone(self) -> None:
        """Strips that are no more are let go, and with their commands whatever those still hold."""
        self._strips = [strip for strip in self._strips if isValid(strip.owner)]

    def take(self, event: QKeyEvent, widget: QWidget) -> bool:
        """Whether *event* was meant for a strip."""
        if event.modifiers() & _COMMANDING:
            self.settle()
            return False
        if event.key() in _ENTERS:
            return self._entered(event, widget)
        text = event.text()
        if not text or not text.isprintable():
            if event.key() != Qt.Key.Key_Shift:
                self.settle()
            return False
        if self._held and not 0 <= self._scanner.stamp(event) - self._last <= self._scanner.gap_ms:
            self.settle()
            now = key_target()
            if now is not None and now is not widget:  # what was held closed the strip: this one belongs where it led
                self.forward(event, now)
                return True
        return self._hold(text, event, widget)

    def settle(self) -> None:
        """No more characters come: what was held was typed by a person, unless it is too long for that."""
        self._settled.stop()
        held, self._held, target, self._target = self._held, "", self._target, None
        if len(held) >= MIN_LENGTH:
            self.dropped.emit()
        elif target is not None and isValid(target):
            self._perform(held, target)

    def _hold(self, text: str, event: QKeyEvent, widget: QWidget) -> bool:
        strip = self._strip(widget)
        wanted = strip is not None and (text in strip.keys or (strip.rest is not None and text != " "))
        if not wanted and not self._held:
            return False
        if event.isAutoRepeat():
            return True
        self._held += text
        self._target = widget
        self._last = self._scanner.stamp(event)
        self._settled.start(self._scanner.gap_ms)
        return True

    def _entered(self, event: QKeyEvent, widget: QWidget) -> bool:
        burst = len(self._held) >= MIN_LENGTH and 0 <= self._scanner.stamp(event) - self._last <= self._scanner.gap_ms
        self.settle()
        strip = self._strip(widget)
        if burst:
            return True
        if strip is None or ENTER not in strip.keys:
            return False
        return event.isAutoRepeat() or strip.command(ENTER) is not False

    def _perform(self, held: str, widget: QWidget) -> None:
        for place, character in enumerate(held):
            strip = self._strip(widget)
            if strip is None:
                return
            if character in strip.keys:
                strip.command(character)
            elif strip.rest is not None:
                strip.rest(held[place:])
                return

    def _strip(self, widget: QWidget) -> _Strip | None:
        return next((strip for strip in self._strips if strip.listens(widget)), None)

    def _forget(self) -> None:
        self._settled.stop()
        self._held, self._target = "", None
