"""Something to read where there is no panel: over a question, or before anybody has come in."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QWidget

from wemi_desk.ui.theme import current_theme
from wemi_desk.ui.widgets.spacing import column


class ReadingDialog(QDialog):
    """A window over *parent*, which waits as it is. Esc is for what is read first."""

    def __init__(self, title: str, reading: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self.reading = reading
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setProperty("manual", "true")  # the one question that lets the keys of reading pass
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        column(self, (16, 16, 16, 16)).addWidget(reading)
        self.finished.connect(parent.window().activateWindow)
        room, u = parent.window().size(), current_theme().u
        self.resize(min(u(760), room.width()), min(u(640), room.height()))
        reading.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What is read said no to these: Esc closes, Enter is no answer to anything."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
