"""What the steps have in common: a question, its fields, one way on and one back."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from wemi_desk.i18n import _
from wemi_desk.ui.widgets.buttons import button, primary_button, set_text
from wemi_desk.ui.widgets.centred import focus_in_sight
from wemi_desk.ui.widgets.fields import Field
from wemi_desk.ui.widgets.labels import muted, page_title
from wemi_desk.ui.widgets.spacing import column, row


class StepPage(QWidget):
    """``next_requested`` by button or Enter in the last field, ``back_requested`` by button."""

    next_requested = Signal()
    back_requested = Signal()

    def __init__(self, title: str, explanation: str = "", *, on: str = "") -> None:
        super().__init__()
        self.setAccessibleName(title)
        self.fields: dict[str, Field[Any]] = {}
        self._next_text = on or _("Avanti")
        self._box = box = column(self, spacing=12)
        heading = page_title(title)
        heading.setWordWrap(True)
        box.addWidget(heading)
        if explanation:
            box.addWidget(muted(explanation))
        self.body: QVBoxLayout = column(spacing=12)
        box.addLayout(self.body)
        self.back, self.next = button(_("Indietro")), primary_button(self._next_text)
        self.back.clicked.connect(self.back_requested)
        self.next.clicked.connect(self.next_requested)

    def add_field(self, name: str, field: Field[Any]) -> Field[Any]:
        """A field that can be refused under this *name*; Enter in a line goes to the next one, at last onwards."""
        self.fields[name] = field
        self.body.addWidget(field)
        if isinstance(field.editor, QLineEdit):
            field.editor.returnPressed.connect(lambda: self._entered(name))
            field.editor.textEdited.connect(lambda _text: field.set_error(""))
        return field

    def add_ways(self) -> None:
        """Back and on, below everything else: the last call when a page is made."""
        line = row(spacing=12)
        line.addWidget(self.back)
        line.addStretch(1)
        line.addWidget(self.next)
        self._box.addLayout(line)

    def refuse(self, name: str, words: str) -> bool:
        """Say what is wrong beside its field; False when it is not one of this page."""
        field = self.fields.get(name)
        if field is None:
            return False
        field.set_error(words)
        focus_in_sight(field.editor, around=field)
        return True

    def take_focus(self) -> None:
        """Where one begins."""
        for field in self.fields.values():
            field.set_error("")
        first = next((field.editor for field in self.fields.values()), self.next)
        focus_in_sight(first)

    def empty(self) -> None:
        """Forget what must not stay on the screen."""

    def show_busy(self, busy: bool) -> None:
        """The way on says that it works; pressing it again does nothing."""
        set_text(self.next, _("Un momento…") if busy else self._next_text)

    def _entered(self, name: str) -> None:
        """The next line, or onwards; a button on the way is not for who types."""
        order = list(self.fields)
        later = [self.fields[one].editor for one in order[order.index(name) + 1 :]]
        line = next((one for one in later if isinstance(one, QLineEdit) and one.isVisible()), None)
        if line is not None:
            focus_in_sight(line)
        else:
            self.next_requested.emit()
