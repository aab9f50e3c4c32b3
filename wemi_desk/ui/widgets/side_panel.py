"""The side panel: help on this screen, a preview, a list, without leaving the place."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from wemi_desk.i18n import _
from wemi_desk.ui.focus import FocusBefore
from wemi_desk.ui.theme import current_theme
from wemi_desk.ui.widgets.announce import announce
from wemi_desk.ui.widgets.buttons import cross_button
from wemi_desk.ui.widgets.fields import TextArea
from wemi_desk.ui.widgets.labels import heading
from wemi_desk.ui.widgets.spacing import PANE_MARGINS, column, row

LEAST_UNITS = 320


class SidePanel(QWidget):
    """A titled panel at the right. ``closed`` comes with Esc or the cross; what it held is let go.

    Something to read may lie over what it shows: that waits, hidden and whole, and is there again afterwards.
    """

    opened = Signal()
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("region", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._units = LEAST_UNITS
        current_theme().follow(self, SidePanel._hold_width)
        self._title = heading("")
        self._cross = cross_button(_("Chiudi il riquadro"))
        self._cross.clicked.connect(self.step_back)
        top = row()
        top.addWidget(self._title, 1)
        top.addWidget(self._cross)
        self._column = column(self, PANE_MARGINS)
        self._column.addLayout(top)
        self._content: QWidget | None = None
        self._about = ("", LEAST_UNITS)
        self._reading: QWidget | None = None
        self._before = FocusBefore()
        self.hide()

    @property
    def content(self) -> QWidget | None:
        """What the panel holds, also while something to read lies over it."""
        return self._content

    @property
    def reading(self) -> QWidget | None:
        """What lies over it to be read."""
        return self._reading

    def open_text(self, title: str, text: str, topic: str = "") -> None:
        """Show plain text; *topic* is the page of the manual about it."""
        area = TextArea()
        area.setReadOnly(True)
        area.setPlainText(text)
        area.setAccessibleName(title)
        area.setProperty("topic", topic)
        self.open_widget(title, area)

    def open_widget(self, title: str, content: QWidget, units: int = LEAST_UNITS) -> None:
        """Show *content*, which becomes the panel's own, at least so many *units* wide, and give it the focus."""
        self._drop_reading()
        self._let_go()
        self._content, self._about = content, (title, units)
        self._column.addWidget(content, 1)
        self._put(content, title, units)

    def open_reading(self, title: str, reading: QWidget, units: int = LEAST_UNITS) -> None:
        """Lay *reading* over what the panel shows, until Esc, the cross or ``close_reading``."""
        self._before.remember(reading)
        if reading is not self._reading:
            self._drop_reading()
        if self._content is not None:
            self._content.hide()
        self._reading = reading
        self._column.addWidget(reading, 1)
        self._put(reading, title, units)

    def close_reading(self) -> None:
        """Back to what was there, and the hands to where they were."""
        if self._reading is None:
            return
        self._drop_reading()
        if self._content is not None:
            self._put(self._content, *self._about)
        else:
            self._leave()
        self._before.give_back()

    def close_panel(self) -> None:
        """Let what it holds go; what is being read stays."""
        if self._content is None:
            return
        self._let_go()
        if self._reading is None:
            self._leave()
        else:
            self.closed.emit()

    def empty(self) -> None:
        """Nothing stays: neither what it holds nor what lies over it."""
        self._drop_reading()
        self.close_panel()
        self._leave()

    def step_back(self) -> None:
        """Esc: what is read first, then what the panel holds."""
        if self._reading is not None:
            self.close_reading()
        else:
            self.close_panel()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.step_back()
        else:
            super().keyPressEvent(event)

    def _put(self, shown: QWidget, title: str, units: int) -> None:
        self._units = units
        self._hold_width()
        self._title.setText(title)
        self.setAccessibleName(title)
        self.show()
        self.opened.emit()
        shown.show()
        shown.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, title)

    def _leave(self) -> None:
        if self.isHidden():
            return
        self.hide()
        self._title.setText("")
        self.setAccessibleName("")
        self.closed.emit()

    def _hold_width(self) -> None:
        self.setMinimumWidth(current_theme().u(self._units))

    def _let_go(self) -> None:
        gone, self._content = self._content, None
        self._remove(gone)

    def _drop_reading(self) -> None:
        gone, self._reading = self._reading, None
        self._remove(gone)

    def _remove(self, gone: QWidget | None) -> None:
        if gone is not None:
            self._column.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
