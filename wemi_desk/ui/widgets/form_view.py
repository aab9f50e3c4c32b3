"""Fields in a column, errors beside them, going back at the left and the act at the right."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from wemi_desk.i18n import _
from wemi_desk.ui.shortcuts import Shortcut
from wemi_desk.ui.widgets.buttons import button, primary_button
from wemi_desk.ui.widgets.fields import ErrorSummary, Field
from wemi_desk.ui.widgets.kept_line import KeptLine
from wemi_desk.ui.widgets.scroll import ScrollPane
from wemi_desk.ui.widgets.spacing import column, row
from wemi_desk.ui.widgets.typed_fields import TypedFields


class FormView(QWidget):
    """``left``: the operator goes back; what was typed stays in the fields."""

    left = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.title = name
        self.setAccessibleName(name)
        self.errors = ErrorSummary()
        self.fields: dict[str, Field[Any]] = {}
        inside = QWidget()
        self.form = column(inside)
        self.form.addWidget(self.errors)
        box = self._box = column(self)
        box.addWidget(ScrollPane(inside, name), 1)
        self.typing, self.kept_line = TypedFields(self.editors, self), KeptLine()
        box.addWidget(self.kept_line)
        acts = row(spacing=12)
        box.addLayout(acts)
        self.back_button = button(_("Torna indietro"), keys="Esc")
        self.save_button = primary_button(_("Registra"), keys=Shortcut.SAVE.keys)
        self.back_button.clicked.connect(self.left)
        self.save_button.clicked.connect(lambda: self.save())
        acts.addWidget(self.back_button)
        acts.addStretch(1)
        acts.addWidget(self.save_button)

    def add_fields(self, *lines: tuple[str, ...]) -> None:
        """The fields in their order, and room under them."""
        self.add_lines(*lines)
        self.form.addStretch(1)

    def add_lines(self, *lines: tuple[str, ...]) -> None:
        """The fields in their order; those of one line stand side by side."""
        for names in lines:
            line = row(spacing=12)
            for name in names:
                line.addWidget(self.fields[name], 1, Qt.AlignmentFlag.AlignTop)
            self.form.addLayout(line)

    def above_acts(self, widget: QWidget) -> None:
        """Something that stays in sight while the fields scroll."""
        self._box.insertWidget(1, widget)

    def save(self) -> None:
        """Hand over what is in the form."""

    def editors(self) -> Mapping[str, QWidget]:
        """What can be typed in, and is kept as a draft."""
        return {name: one.editor for name, one in self.fields.items()}

    def finish(self) -> None:
        """Written: no draft of it stays, and nothing in the fields."""
        self.typing.finish()
        self.empty()

    def empty(self) -> None:
        """Nothing stays for the next."""

    def reopen(self) -> None:
        """Begin again: somebody else is at the desk, or the operator says so."""
        self.empty()

    def clear_errors(self) -> None:
        for field in self.fields.values():
            field.set_error("")
        self.errors.hide()

    def show_error(self, name: str, words: str) -> None:
        """Beside the field, which takes the focus."""
        field = self.fields.get(name)
        if not self.isHidden() and field is not None:
            field.set_error(words)
            self.errors.show_fields(list(self.fields.values()))
