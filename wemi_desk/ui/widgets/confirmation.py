"""One of the five confirmations of the whole program: the consequence in a sentence, two verbs, Esc goes back."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QWidget

from wemi_desk.i18n import _
from wemi_desk.ui.widgets.buttons import button
from wemi_desk.ui.widgets.labels import heading, label
from wemi_desk.ui.widgets.spacing import column, least_width, row

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Confirmation(QDialog):
    """Opened with ``open()``: nothing waits for it. ``confirmed`` comes once, with the verb's button only.

    The focus is on the safe button; Enter presses the button that has the focus and no other.
    """

    confirmed = Signal()

    def __init__(self, parent: QWidget, title: str, words: str, act: str, *, detail: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("WeMi Desk")
        self.setAccessibleName(title)
        self.setAccessibleDescription(words)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        least_width(self, 420)
        self.words = label(words, wrap=True)
        self.back_button = button(_("Torna indietro"))
        self.act_button = button(act, kind="danger")
        box = column(self, (24, 20, 24, 20), 16)
        box.addWidget(heading(title))
        if detail is not None:
            box.addWidget(detail, 1)
        box.addWidget(self.words)
        acts = row(spacing=12)
        acts.addStretch(1)
        acts.addWidget(self.back_button)
        acts.addWidget(self.act_button)
        box.addLayout(acts)
        self.back_button.clicked.connect(self.reject)
        self.act_button.clicked.connect(self._confirm)
        self.back_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            focused = self.focusWidget()
            if focused in (self.back_button, self.act_button):
                (self._confirm if focused is self.act_button else self.reject)()
            return
        super().keyPressEvent(event)

    def _confirm(self) -> None:
        self.accept()
        self.confirmed.emit()
