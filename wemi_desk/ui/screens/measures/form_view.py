"""The form of a measure: everything looked at while it is typed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtWidgets import QFileDialog, QWidget

from wemi_desk.i18n import _
from wemi_desk.ui.screens.measures.fields_view import MeasureFields
from wemi_desk.ui.screens.measures.view_model import MeasuresViewModel
from wemi_desk.ui.widgets.buttons import button, primary_button
from wemi_desk.ui.widgets.combos import CodeCombo
from wemi_desk.ui.widgets.confirmation import Confirmation
from wemi_desk.ui.widgets.fields import Field, TextField
from wemi_desk.ui.widgets.flow import FlowLayout
from wemi_desk.ui.widgets.scroll import ScrollPane
from wemi_desk.ui.widgets.sign import Sign
from wemi_desk.ui.widgets.spacing import column, spaced

_ANY = "*.json"


class MeasureFormView(QWidget):
    """Groups of fields, what else is wrong, and what can be done with the draft."""

    def __init__(self, model: MeasuresViewModel) -> None:
        super().__init__()
        self.model = model
        self.setAccessibleName(_("Bozza della misura"))
        self._filling = False
        self._cut: set[str] = set()
        self.typed, self.others = MeasureFields(), Sign("err")
        outer = column(self)
        outer.addWidget(ScrollPane(self.typed, _("Campi della misura")), 1)
        outer.addWidget(self.others)
        outer.addWidget(self._build_acts())
        self._bind()
        self.show_draft()

    @property
    def fields(self) -> Mapping[str, Field[Any]]:
        """The fields that are typed in or chosen from."""
        return self.typed.fields

    def show_draft(self) -> None:
        """Fill the fields with what is typed; nothing is told back while they fill."""
        self._filling = True
        self.typed.fill(self.model.form)
        self._filling = False
        self._show_checked()

    def show_problem(self) -> bool:
        """To the first field that is not right; False where all are."""
        wrong = next((field for field in self.fields.values() if field.error), None)
        if wrong is not None:
            wrong.editor.setFocus()
        return wrong is not None

    def _build_acts(self) -> QWidget:
        holder = QWidget()
        holder.setAccessibleName(_("Che cosa fare"))
        flow = spaced(FlowLayout(holder), spacing=8)
        self.back_button = button(_("Torna all’elenco"), keys="Esc")
        self.discard_button = button(_("Butta la bozza"), icon="it-delete")
        self.export_button = button(_("Salva su file…"), icon="it-download")
        self.try_button = button(_("Prova"), icon="it-refresh")
        self.publish_button = primary_button(_("Pubblica"))
        for act in (self.back_button, self.discard_button, self.export_button, self.try_button, self.publish_button):
            flow.addWidget(act)
        return holder

    def _bind(self) -> None:
        for name, field in self.fields.items():
            _changes_of(field.editor).connect(partial(self._typed, name))
            if isinstance(field.editor, TextField):
                field.editor.overflowed.connect(partial(self._note_cut, name))
        for name, boxes in self.typed.boxes.items():
            for box in boxes.values():
                box.toggled.connect(partial(self._typed, name))
        for name, box in self.typed.flags.items():
            box.toggled.connect(lambda on, name=name: self._edit(name, on))
        self.back_button.clicked.connect(self.model.close)
        self.discard_button.clicked.connect(self._ask_to_discard)
        self.export_button.clicked.connect(self._choose_file)
        self.try_button.clicked.connect(self._try)
        self.publish_button.clicked.connect(self._ask_to_publish)
        self.model.checked.connect(self._show_checked)

    def _typed(self, name: str, *_value: object) -> None:
        self._edit(name, self.typed.value(name))

    def _edit(self, name: str, value: object) -> None:
        if not self._filling:
            self.model.edit(**{name: value})

    def _note_cut(self, name: str, limit: int) -> None:
        """What did not fit is said first: the rest is wrong because of it."""
        (self._cut.add if limit else self._cut.discard)(name)
        self._show_checked()

    def _show_checked(self) -> None:
        errors, others = dict(self.model.errors), list(self.model.others)
        for name, field in self.fields.items():
            words = errors.pop(name, "")
            field.set_error("" if name in self._cut else words)
        others += errors.values()
        self.others.say(" ".join(others), "err", aloud=False)

    def _try(self) -> None:
        if not self.show_problem():
            self.model.rehearse()

    def _choose_file(self) -> None:
        name = f"{self.model.form.code or 'misura'}.{self.model.form.version}.json"
        path, _kind = QFileDialog.getSaveFileName(self, _("Salva la misura su file"), name, _ANY)
        if path:
            self.model.export_file(path)

    def _ask_to_discard(self) -> None:
        said = _("La bozza sparisce da questo computer. Quello che è pubblicato resta com’è.")
        dialog = Confirmation(self.window(), _("Butta la bozza"), said, _("Butta la bozza"))
        dialog.confirmed.connect(self.model.discard)
        dialog.open()

    def _ask_to_publish(self) -> None:
        if self.show_problem():
            return
        said = _("Tutte le postazioni avranno questa versione. Non si corregge: per cambiarla se ne pubblica un’altra.")
        dialog = Confirmation(self.window(), _("Pubblica la misura"), said, _("Pubblica"))
        dialog.confirmed.connect(self.model.publish)
        dialog.open()


def _changes_of(editor: QWidget) -> Any:
    """The signal that tells when something else stands there."""
    return editor.code_changed if isinstance(editor, CodeCombo) else editor.textChanged  # type: ignore[attr-defined]
