"""Under a form: whether what is typed is safe, and a way to begin again."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from wemi_desk.i18n import _
from wemi_desk.ui.widgets.buttons import button
from wemi_desk.ui.widgets.labels import muted
from wemi_desk.ui.widgets.spacing import row


class KeptLine(QWidget):
    """Hidden until something was kept. ``restart_wanted``: throw it away and begin again."""

    restart_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.words = muted("")
        self.restart_button = button(_("Ricomincia da capo"), kind="quiet")
        line = row(self, spacing=12)
        line.addWidget(self.words, 1)
        line.addWidget(self.restart_button, 0, Qt.AlignmentFlag.AlignTop)
        self.restart_button.clicked.connect(self.restart_wanted)
        self.hide()

    def say(self, words: str) -> None:
        """Bozza salvata alle 09:45; empty where nothing is kept."""
        self.words.setText(words)
        self.setVisible(bool(words))
