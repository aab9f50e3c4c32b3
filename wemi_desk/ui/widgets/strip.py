"""The strip: a band under the bar where one digit chooses."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QPushButton, QWidget

from wemi_desk.ui.widgets.announce import announce
from wemi_desk.ui.widgets.buttons import DigitButton
from wemi_desk.ui.widgets.combos import digit_of
from wemi_desk.ui.widgets.flow import FlowLayout
from wemi_desk.ui.widgets.labels import label
from wemi_desk.ui.widgets.spacing import spaced


class Strip(QWidget):
    """A title, up to nine numbered choices and an optional one for Enter.

    ``chosen(position)`` comes with a position from 0; ``entered`` with the choice of Enter; ``dismissed`` with Esc;
    ``key_passed(text)`` with any other character, so that the owner can close the strip and type it elsewhere.
    The strip shows and reports; how long it stays is its owner's to say.
    """

    chosen = Signal(int)
    entered = Signal()
    dismissed = Signal()
    key_passed = Signal(str)

    def __init__(self, kind: str = "info") -> None:
        super().__init__()
        self.setProperty("band", kind)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._flow = spaced(FlowLayout(self), (16, 6, 16, 6), 4)
        self._title = label("", "band")
        self._flow.addWidget(self._title)
        self._choices: list[QPushButton] = []
        self._count = 0
        self.hide()

    def open(
        self, title: str, choices: Sequence[str], *, enter: str = "", signs: Sequence[str] = (), aside: bool = False
    ) -> None:
        """Show *choices*; *enter* are the words of the choice that Enter takes at once, for example ``come prima``.

        *signs* stand before the choices instead of digits; *aside*: the hands stay where they are.
        """
        self._empty()
        self._title.setText(title)
        self.setAccessibleName(title)
        self._count = min(len(choices), 9)
        for position, words in enumerate(choices[:9]):
            sign = signs[position] if signs else str(position + 1)
            self._add(sign, words).clicked.connect(lambda _c=False, p=position: self.chosen.emit(p))
        if enter:
            self._add("Invio", enter).clicked.connect(lambda _c=False: self.entered.emit())
        self.show()
        self._hold_height()
        first = self._choices[-1] if enter else next(iter(self._choices), None)
        if first is not None and not aside:
            first.setFocus(Qt.FocusReason.ShortcutFocusReason)
        announce(self, ". ".join([title, *(choice.text().replace("&&", "&") for choice in self._choices)]))

    def close_strip(self) -> None:
        """Hide it; the focus is the owner's to place."""
        self.hide()
        self._title.setText("")
        self.setAccessibleName("")
        self._empty()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Its lines are never squeezed: the panes below give way."""
        super().resizeEvent(event)
        self._hold_height()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        position = digit_of(event)
        if event.key() == Qt.Key.Key_Escape:
            self.dismissed.emit()
        elif position is not None and position < self._count:
            self.chosen.emit(position)
        elif event.text().isprintable() and event.text() and not _is_command(event):
            self.key_passed.emit(event.text())
        else:
            super().keyPressEvent(event)

    def _hold_height(self) -> None:
        self.setMinimumHeight(self._flow.heightForWidth(self.width()))
        self.updateGeometry()

    def _add(self, sign: str, words: str) -> DigitButton:
        choice = DigitButton(sign, words)
        self._choices.append(choice)
        self._flow.addWidget(choice)
        return choice

    def _empty(self) -> None:
        for choice in self._choices:
            self._flow.removeWidget(choice)
            choice.hide()
            choice.deleteLater()
        self._choices = []
        self._count = 0


def _is_command(event: QKeyEvent) -> bool:
    return bool(event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier))
