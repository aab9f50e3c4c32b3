"""Nucleo e minori: who belongs with the person at the desk."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from wemi_desk.i18n import _
from wemi_desk.services.households import HouseholdRow
from wemi_desk.services.person_forms import PersonForm
from wemi_desk.ui.screens.citizens.household_view_model import HouseholdViewModel
from wemi_desk.ui.screens.citizens.search_view import PersonSearch
from wemi_desk.ui.screens.citizens.words import (
    adult_relations,
    minor_relations,
    relation_words,
    responsibilities,
    responsibility_words,
)
from wemi_desk.ui.shortcuts import Shortcut
from wemi_desk.ui.widgets.buttons import button, primary_button, set_text
from wemi_desk.ui.widgets.combos import CodeCombo
from wemi_desk.ui.widgets.date_field import DateField
from wemi_desk.ui.widgets.fields import ErrorSummary, Field, TextField
from wemi_desk.ui.widgets.flow import FlowLayout
from wemi_desk.ui.widgets.labels import heading, muted
from wemi_desk.ui.widgets.page_stack import added
from wemi_desk.ui.widgets.paged_model import Column, PagedTableModel
from wemi_desk.ui.widgets.panes import EmptyState
from wemi_desk.ui.widgets.scroll import ScrollPane
from wemi_desk.ui.widgets.spacing import column, most_width, spaced
from wemi_desk.ui.widgets.tables import Table

_TYPED = ("surname", "given_name", "birth", "fiscal_code", "health_code", "health_code_issued")
_CARD = ("health_code", "health_code_issued")
_NAMES = {"fiscal_code": "code"}  # in the person's form


class HouseholdView(QWidget):
    """The list, and in its place the form that adds somebody, made when it is first wanted."""

    def __init__(self, model: HouseholdViewModel) -> None:
        super().__init__()
        self.model = model
        self._build()
        self._bind()
        self._show_rows()

    def save(self) -> None:
        """Ctrl+S in a form."""
        form = self.stack.currentWidget()
        if isinstance(form, _MemberForm):
            form.save()

    def step_back(self) -> bool:
        """Esc: from a form to the list."""
        if self.stack.currentWidget() is self.list:
            return False
        self._show_list()
        return True

    @cached_property
    def minor(self) -> MinorForm:
        """Aggiungi un minore."""
        form = added(self.stack, MinorForm(self.model))
        form.left.connect(self._show_list)
        return form

    @cached_property
    def adult(self) -> AdultForm:
        """Aggiungi un adulto."""
        form = added(self.stack, AdultForm(self.model))
        form.left.connect(self._show_list)
        return form

    def _build(self) -> None:
        self.list = self._build_list()
        self.stack = QStackedWidget()
        self.stack.addWidget(self.list)
        column(self).addWidget(self.stack, 1)

    def _build_list(self) -> QWidget:
        page, acts = QWidget(), QWidget()
        columns: list[Column[HouseholdRow]] = [
            Column(_("Chi"), lambda row: row.card.citizen.display_name),
            Column(_("Età"), lambda row: "" if row.card.age is None else str(row.card.age)),
            Column(_("Nel nucleo"), _role),
        ]
        self.rows = PagedTableModel(columns, self)
        self.table = Table(_("Nucleo"), self.rows, stretch=0, widths=(56, 240))
        hint = _("Aggiungi un minore o un adulto già registrato.")
        self.empty = EmptyState(_("Nessuno nel nucleo"), hint, icon="it-user")
        self.minor_button = button(_("Aggiungi un minore"), icon="it-plus")
        self.adult_button = button(_("Aggiungi un adulto"), icon="it-plus")
        self.leave_button = button(_("Non fa più parte del nucleo"))
        flow = spaced(FlowLayout(acts), spacing=8)
        for widget in (self.minor_button, self.adult_button, self.leave_button):
            flow.addWidget(widget)
        box = column(page)
        box.addWidget(self.table, 1)
        box.addWidget(self.empty, 1)
        box.addWidget(acts)
        return page

    def _bind(self) -> None:
        self.model.rows_changed.connect(self._show_rows)
        self.model.added.connect(self._show_list)
        self.minor_button.clicked.connect(self._add_minor)
        self.adult_button.clicked.connect(self._add_adult)
        self.leave_button.clicked.connect(self._leave)

    def _show_rows(self) -> None:
        rows = self.model.rows
        self.rows.show_rows(rows)
        self.table.setVisible(bool(rows))
        self.empty.setVisible(not rows)
        self.leave_button.setVisible(bool(rows))
        self.table.go_to_row(0)

    def _show_list(self) -> None:
        self.stack.setCurrentWidget(self.list)
        target = self.table if self.model.rows else self.minor_button
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add_minor(self) -> None:
        self.stack.setCurrentWidget(self.minor)
        surname = next((row.card.citizen.surname for row in self.model.rows), "")
        self.minor.open_fresh(surname)

    def _add_adult(self) -> None:
        self.stack.setCurrentWidget(self.adult)
        self.adult.open_fresh()

    def _leave(self) -> None:
        row = self.table.current_row
        if row is not None and row < len(self.model.rows):
            self.model.leave(self.model.rows[row])


class _MemberForm(QWidget):
    """Fields, errors beside them, and the way back."""

    left = Signal()

    def __init__(self, model: HouseholdViewModel, name: str, save_words: str) -> None:
        super().__init__()
        self.model = model
        self.setAccessibleName(name)
        self.fields: dict[str, Field[Any]] = {}
        self.errors = ErrorSummary()
        inside, acts = QWidget(), QWidget()
        most_width(inside, 640)
        self.form = column(inside)
        self.form.addWidget(heading(name))
        self.form.addWidget(self.errors)
        self.back_button = button(_("Torna al nucleo"), keys="Esc")
        self.save_button = primary_button(save_words, keys=Shortcut.SAVE.keys)
        flow = spaced(FlowLayout(acts), spacing=8)
        flow.addWidget(self.save_button)
        flow.addWidget(self.back_button)
        box = column(self)
        box.addWidget(ScrollPane(inside, name), 1)
        box.addWidget(acts)
        self.back_button.clicked.connect(self.left)
        self.save_button.clicked.connect(lambda: self.save())
        model.field_rejected.connect(self._reject)

    def save(self) -> None:
        """Hand over what is in the form."""

    def clear_errors(self) -> None:
        self.errors.hide()
        for field in self.fields.values():
            field.set_error("")

    def _reject(self, name: str, words: str) -> None:
        if self.isHidden():
            return
        field = self.fields.get(name) or next(iter(self.fields.values()))
        field.set_error(words)
        self.errors.show_fields(list(self.fields.values()))


class MinorForm(_MemberForm):
    """A child exists only with an adult who says by which title they speak."""

    def __init__(self, model: HouseholdViewModel) -> None:
        super().__init__(model, _("Un minore nel nucleo"), _("Registra il minore"))
        self.form.addWidget(muted(_("Un minore si registra solo con l’adulto che lo rappresenta.")))
        self.fields = {
            "surname": Field(_("Co&gnome"), TextField(), required=True),
            "given_name": Field(_("&Nome"), TextField()),
            "birth": Field(_("&Data di nascita"), DateField(model.today), required=True),
            "fiscal_code": Field(_("&Codice fiscale"), TextField(face="code", most=40), reason=_("Facoltativo.")),
            **self._health_card(),
            "relation": Field(_("È p&er l’adulto"), CodeCombo(minor_relations())),
            "responsibility": Field(
                _("L’adulto lo rappresenta &come"), CodeCombo(responsibilities()), required=True
            ),
        }
        self.take = button("")
        for name, field in self.fields.items():
            self.form.addWidget(field)
            if name == "fiscal_code":
                self.form.addWidget(self.take, 0, Qt.AlignmentFlag.AlignLeft)
        self.form.addStretch(1)
        self.take.clicked.connect(self._take)
        model.health_code_offered.connect(self._offer)
        self.clear_errors()

    def open_fresh(self, surname: str) -> None:
        """An empty form; children often have their parent's surname."""
        for name in _TYPED:
            self.fields[name].editor.empty()
        self.fields["surname"].editor.setText(surname)
        self.fields["relation"].editor.set_code("child")
        self.fields["responsibility"].editor.set_code(None)
        self.clear_errors()
        first = "given_name" if surname else "surname"
        self.fields[first].editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def save(self) -> None:
        self.clear_errors()
        texts = {_NAMES.get(name, name): self.fields[name].editor.text() for name in _TYPED}
        form = PersonForm(**texts)
        relation = self.fields["relation"].editor.code or "child"
        self.model.add_minor(form, relation, self.fields["responsibility"].editor.code)

    def clear_errors(self) -> None:
        super().clear_errors()
        self.take.hide()
        for name in _CARD:
            self.fields[name].setVisible(bool(self.fields["health_code"].editor.text()))

    def _health_card(self) -> dict[str, Field[Any]]:
        """Nothing at all until a code of this kind turns up (privacy.md 3.7)."""
        closed = _("Resta chiuso su questo computer: non va in elenchi, stampe o statistiche.")
        renewal = _("Vale sei mesi: serve per ricordare il rinnovo.")
        return {
            "health_code": Field(_("Codice &STP o ENI"), TextField(face="code", most=40), reason=closed),
            "health_code_issued": Field(_("Rilasciata &il"), DateField(self.model.today, past=False), reason=renewal),
        }

    def _offer(self, kind: str) -> None:
        if not self.isHidden():
            set_text(self.take, _("Registra come {kind}").format(kind=kind))
            self.take.show()

    def _take(self) -> None:
        """What was typed as codice fiscale is the card."""
        self.fields["health_code"].editor.setText(self.fields["fiscal_code"].editor.text().strip())
        self.fields["fiscal_code"].editor.empty()
        self.clear_errors()
        self.fields["health_code_issued"].editor.setFocus(Qt.FocusReason.OtherFocusReason)


class AdultForm(_MemberForm):
    """Somebody already registered, found by name."""

    def __init__(self, model: HouseholdViewModel) -> None:
        super().__init__(model, _("Un adulto nel nucleo"), _("Aggiungi al nucleo"))
        self.search = PersonSearch(_("Cerca la pe&rsona"))
        self.relation = Field(_("È p&er chi è allo sportello"), CodeCombo(adult_relations()))
        self.fields = {"citizen_id": self.search.field}
        self.form.addWidget(self.search, 1)
        self.form.addWidget(self.relation)
        self.search.typed.connect(model.search)
        model.found_changed.connect(self._show_found)

    def open_fresh(self) -> None:
        """Nobody searched yet."""
        self.search.clear()
        self.relation.editor.set_code("spouse")
        self.clear_errors()
        self.search.field.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_found(self) -> None:
        self.search.show_people(self.model.found)

    def save(self) -> None:
        self.clear_errors()
        person = self.search.chosen
        if person is None:
            self._reject("citizen_id", _("Scrivi un nome e scegli la persona dall’elenco."))
        else:
            self.model.add_adult(person, self.relation.editor.code or "other")


def _role(row: HouseholdRow) -> str:
    title = responsibility_words(row.member.responsibility)
    words = relation_words(row.member.relation)
    if row.is_minor:
        return _("{words}, minore").format(words=words)
    return _("{words}, {title}").format(words=words, title=title.lower()) if title else words
