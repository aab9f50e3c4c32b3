"""Pick lists: a digit chooses, the wheel does not."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox

from wemi_desk.i18n import _
from wemi_desk.ui.widgets.wheel_guard import guard_wheel

_DIGITS = {Qt.Key(Qt.Key.Key_1 + index): index for index in range(9)}
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


def digit_of(event: QKeyEvent) -> int | None:
    """The digit 1 to 9 of a key without modifiers, top row or keypad, as a position from 0."""
    return _DIGITS.get(Qt.Key(event.key())) if event.modifiers() in _PLAIN else None


class Combo(QComboBox):
    """A pick list in which the digits 1 to 9 choose, closed or open."""

    def __init__(self) -> None:
        super().__init__()
        guard_wheel(self)
        self.setMaxVisibleItems(12)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.view().installEventFilter(self)

    def showPopup(self) -> None:  # noqa: N802 (Qt's own name)
        """Open as wide as the longest entry needs."""
        scroll_bar = self.view().verticalScrollBar().sizeHint().width()
        self.view().setMinimumWidth(max(self.width(), self.view().sizeHintForColumn(0) + scroll_bar))
        super().showPopup()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._choose(event):
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._choose(event):
            self.hidePopup()
            return True
        return super().eventFilter(watched, event)

    def _choose(self, event: QKeyEvent) -> bool:
        position = None if self.isEditable() else digit_of(event)
        if position is None or position >= self.count():
            return False
        self.setCurrentIndex(position)
        self.activated.emit(position)
        return True


class CodeCombo(Combo):
    """A pick list of coded entries, for example needs or channels. Nothing is chosen until somebody chooses."""

    code_changed = Signal(object)

    def __init__(
        self, choices: Sequence[tuple[str, str]] = (), *, numbered: bool = True, placeholder: str = ""
    ) -> None:
        super().__init__()
        self._numbered = numbered
        self.setPlaceholderText(placeholder or _("Scegli"))
        self.set_choices(choices)
        self.currentIndexChanged.connect(lambda _index: self.code_changed.emit(self.code))

    @property
    def code(self) -> str | None:
        """The code chosen, or None."""
        value = self.currentData()
        return value if isinstance(value, str) else None

    def set_choices(self, choices: Sequence[tuple[str, str]]) -> None:
        """Replace the entries, each a code and its words; the chosen code stays if it is still there."""
        kept = self.code
        self.blockSignals(True)
        self.clear()
        for position, (code, words) in enumerate(choices, start=1):
            self.addItem(f"{position}  {words}" if self._numbered and position <= 9 else words, code)
        self.setCurrentIndex(-1 if kept is None else self.findData(kept))
        self.blockSignals(False)
        if self.code != kept:
            self.code_changed.emit(self.code)

    def set_code(self, code: str | None) -> None:
        """Choose *code*; None, or a code that is not in the list, leaves nothing chosen."""
        self.setCurrentIndex(-1 if code is None else self.findData(code))
