"""Pick lists: a digit chooses, the wheel does not."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox, QWidget

from wemi_desk.i18n import _

_DIGITS = {Qt.Key(Qt.Key.Key_1 + index): index for index in range(9)}
_LETTERS = 8
_REDRESSED = (QEvent.Type.FontChange, QEvent.Type.StyleChange)
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


def digit_of(event: QKeyEvent) -> int | None:
    """The digit 1 to 9 of a key without modifiers, top row or keypad, as a position from 0."""
    return _DIGITS.get(Qt.Key(event.key())) if event.modifiers() in _PLAIN else None


class Combo(QComboBox):
    """A pick list in which the digits 1 to 9 choose, closed or open; wide enough for a few letters.

    Qt makes the list that opens, ten widgets, as soon as the size policy is set or the style changes. A form has many
    pick lists and most are never opened: the size is reckoned here, and the list waits for the first ``showPopup``.
    """

    def __init__(self) -> None:
        super().__init__()
        self._was_open = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # a wheel that passes over it does not give it the focus
        self.setMaxVisibleItems(12)

    def sizeHint(self) -> QSize:
        """Room for eight wide letters and a drawing, as Qt reckons it for AdjustToMinimumContentsLengthWithIcon."""
        option, metrics = QStyleOptionComboBox(), self.fontMetrics()
        self.initStyleOption(option)
        room = QSize(_LETTERS * metrics.horizontalAdvance("X") + self.iconSize().width() + 4, metrics.height() + 2)
        return self.style().sizeFromContents(QStyle.ContentsType.CT_ComboBox, option, room, self)

    def minimumSizeHint(self) -> QSize:
        """As narrow as it likes to be."""
        return self.sizeHint()

    def changeEvent(self, event: QEvent) -> None:
        """Another font or style concerns the list that opens only once there is one."""
        if self._was_open or event.type() not in _REDRESSED:
            super().changeEvent(event)
        else:
            QWidget.changeEvent(self, event)
            self.updateGeometry()

    def showPopup(self) -> None:  # noqa: N802 (Qt's own name)
        """Open as wide as the longest entry needs."""
        opened = self.view()
        if not self._was_open:
            self._was_open = True
            opened.installEventFilter(self)
        opened.setFont(self.font())
        opened.setAccessibleName(self.accessibleName())
        scroll_bar = opened.verticalScrollBar().sizeHint().width()
        opened.setMinimumWidth(max(self.width(), opened.sizeHintForColumn(0) + scroll_bar))
        super().showPopup()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Only where somebody is choosing; otherwise the page scrolls."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

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
