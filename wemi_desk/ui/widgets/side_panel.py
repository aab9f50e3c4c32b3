"""The side panel: help on this screen, a preview, a list, without leaving the place."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from wemi_desk.i18n import _
from wemi_desk.ui.theme import current_theme
from wemi_desk.ui.widgets.announce import announce
from wemi_desk.ui.widgets.buttons import cross_button
from wemi_desk.ui.widgets.fields import TextArea
from wemi_desk.ui.widgets.labels import heading
from wemi_desk.ui.widgets.spacing import PANE_MARGINS, column, row

LEAST_UNITS = 320


class SidePanel(QWidget):
    """A titled panel at the right. ``closed`` comes with Esc or the cross; what it held is let go."""

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
        self._cross.clicked.connect(self.close_panel)
        top = row()
        top.addWidget(self._title, 1)
        top.addWidget(self._cross)
        self._column = column(self, PANE_MARGINS)
        self._column.addLayout(top)
        self._content: QWidget | None = None
        self.hide()

    @property
    def content(self) -> QWidget | None:
        """What the panel shows now."""
        return self._content

    def open_text(self, title: str, text: str) -> None:
        """Show plain text, for example the help page of a screen."""
        area = TextArea()
        area.setReadOnly(True)
        area.setPlainText(text)
        area.setAccessibleName(title)
        self.open_widget(title, area)

    def open_widget(self, title: str, content: QWidget, units: int = LEAST_UNITS) -> None:
        """Show *content*, which becomes the panel's own, at least so many *units* wide, and give it the focus."""
        self._let_go()
        self._units = units
        self._hold_width()
        self._title.setText(title)
        self.setAccessibleName(title)
        self._content = content
        self._column.addWidget(content, 1)
        self.show()
        self.opened.emit()
        content.show()
        content.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, title)

    def close_panel(self) -> None:
        """Hide it and let its content go."""
        if self.isHidden():
            return
        self.hide()
        self._title.setText("")
        self.setAccessibleName("")
        self._let_go()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_panel()
        else:
            super().keyPressEvent(event)

    def _hold_width(self) -> None:
        self.setMinimumWidth(current_theme().u(self._units))

    def _let_go(self) -> None:
        if self._content is not None:
            self._column.removeWidget(self._content)
            self._content.hide()
            self._content.deleteLater()
            self._content = None
