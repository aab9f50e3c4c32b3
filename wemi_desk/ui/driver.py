"""A typist and a reader made of real key events: tests, the tour and the benchmarks drive the window with it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QKeyCombination, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QWidget

HUMAN_PAUSE_MS = 90
READER_GAP_MS = 5

_NONE = Qt.KeyboardModifier.NoModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_COMMANDING = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
_HELD = {
    Qt.KeyboardModifier.ControlModifier: Qt.Key.Key_Control,
    Qt.KeyboardModifier.AltModifier: Qt.Key.Key_Alt,
    Qt.KeyboardModifier.ShiftModifier: Qt.Key.Key_Shift,
}
_ENTERS = {"\n": Qt.Key.Key_Return, "\t": Qt.Key.Key_Tab}
_SHIFTED = frozenset('!"£$%&/()=?^*+§;:_>|é°ç')


class Typist:
    """Presses keys in the active window; time is written on the events, so nobody has to wait.

    Every physical key is a press of its own, also Shift, Ctrl and Alt. *sent* is called after each event: several go
    out in one turn of the event loop, and who measures how long one takes wants to tell them apart.
    """

    def __init__(self, pause_ms: int = HUMAN_PAUSE_MS, *, sent: Callable[[], object] | None = None) -> None:
        self.pause_ms = pause_ms
        self._sent = sent
        self.now_ms = 1_000_000

    def wait(self, ms: int) -> None:
        """Let *ms* pass on the events' clock."""
        self.now_ms += ms

    def press(self, keys: str, *, times: int = 1) -> None:
        """Press *keys* in the portable spelling, for instance "Ctrl+Shift+N", "F9", "Return", "1"."""
        combination: QKeyCombination = QKeySequence(keys)[0]  # type: ignore[index] # missing in the stub
        for _ in range(times):
            self.wait(self.pause_ms)
            self._chord(combination)

    def type_text(self, text: str) -> None:
        """Write at a person's pace."""
        for character in text:
            self.wait(self.pause_ms)
            self._character(character)

    def scan(self, code: str, *, gap_ms: int = READER_GAP_MS, ending: str = "\n") -> None:
        """Send *code* as a reader does; a line break inside it is the Enter between the lines of a document."""
        self.wait(500)
        for character in code + ending:
            self.wait(gap_ms)
            self._character(character)
        self.wait(500)

    def _character(self, character: str) -> None:
        key = _ENTERS.get(character)
        if key is not None:
            self._tap(key, _NONE, "\r" if character == "\n" else character)
        elif character.isupper() or character in _SHIFTED:
            self._send(QEvent.Type.KeyPress, Qt.Key.Key_Shift, _NONE, "")
            self._tap(_key_of(character), _SHIFT, character)
            self._send(QEvent.Type.KeyRelease, Qt.Key.Key_Shift, _SHIFT, "")
        else:
            self._tap(_key_of(character), _NONE, character)

    def _chord(self, combination: QKeyCombination) -> None:
        modifiers, key = combination.keyboardModifiers(), combination.key()
        if modifiers == Qt.KeyboardModifier.AltModifier and Qt.Key.Key_A <= key <= Qt.Key.Key_Z:
            self._mnemonic(key)
            return
        held = [modifier for modifier in _HELD if modifier & modifiers]
        down = _NONE
        for modifier in held:
            self._send(QEvent.Type.KeyPress, _HELD[modifier], down, "")
            down |= modifier
        self._tap(key, modifiers, "" if modifiers & _COMMANDING else _text_of(key))
        for modifier in reversed(held):
            self._send(QEvent.Type.KeyRelease, _HELD[modifier], down, "")
            down &= ~modifier

    def _mnemonic(self, key: Qt.Key) -> None:
        """Alt and an underlined letter: only Qt's own input path knows them."""
        from PySide6.QtTest import QTest  # here: the library weighs in the figure of who measures memory

        self._send(QEvent.Type.KeyPress, Qt.Key.Key_Alt, _NONE, "")
        window = _window()
        if window is not None:
            QTest.keyClick(window.windowHandle(), key, Qt.KeyboardModifier.AltModifier)
        self._send(QEvent.Type.KeyRelease, Qt.Key.Key_Alt, Qt.KeyboardModifier.AltModifier, "")

    def _tap(self, key: Qt.Key, modifiers: Qt.KeyboardModifier, text: str) -> None:
        self._send(QEvent.Type.KeyPress, key, modifiers, text)
        self._send(QEvent.Type.KeyRelease, key, modifiers, text)

    def _send(self, kind: QEvent.Type, key: Qt.Key, modifiers: Qt.KeyboardModifier, text: str) -> None:
        window = _window()
        if window is None or window.windowHandle() is None:
            return
        if key == Qt.Key.Key_Tab and modifiers & _SHIFT:
            key = Qt.Key.Key_Backtab  # what every platform reports for Shift+Tab
        event = QKeyEvent(kind, key, modifiers, text)
        event.setTimestamp(self.now_ms)
        QCoreApplication.sendEvent(window.windowHandle(), event)
        if self._sent is not None:
            self._sent()


def _window() -> QWidget | None:
    """Where the platform would deliver keys."""
    return QApplication.activePopupWidget() or QApplication.activeModalWidget() or QApplication.activeWindow()


def _key_of(character: str) -> Qt.Key:
    code = ord(character.upper()[0])
    return Qt.Key(code) if code < 0x100 and character.isprintable() else Qt.Key.Key_unknown


def _text_of(key: Qt.Key) -> str:
    if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        return "\r"
    if key == Qt.Key.Key_Tab:
        return "\t"
    return chr(key).lower() if Qt.Key.Key_Space <= key < 0x100 else ""
