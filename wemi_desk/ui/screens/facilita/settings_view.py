"""Sede e operatori: names letter by letter as registered on the platform, each with the days on which it holds."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QStackedWidget, QWidget

from wemi_desk.domain.facilita_register import FacilitaOperator, FacilitaSite
from wemi_desk.i18n import _
from wemi_desk.services.facilita.register import SiteForm
from wemi_desk.ui.screens.facilita.settings_view_model import RegisterViewModel, holds_words
from wemi_desk.ui.widgets.buttons import button, primary_button
from wemi_desk.ui.widgets.combos import CodeCombo
from wemi_desk.ui.widgets.date_field import DateField
from wemi_desk.ui.widgets.fields import Field, TextField
from wemi_desk.ui.widgets.flow import FlowLayout
from wemi_desk.ui.widgets.labels import muted
from wemi_desk.ui.widgets.paged_model import Column, PagedTableModel
from wemi_desk.ui.widgets.scroll import ScrollPane
from wemi_desk.ui.widgets.spacing import column, least_height, spaced
from wemi_desk.ui.widgets.tables import Table

_LONG, _SHORT = 200, 40
Item = FacilitaSite | FacilitaOperator


class RegisterPage(QWidget):
    """The list above, the form of the chosen one below. ``done``: back to the files."""

    done = Signal()

    def __init__(self, model: RegisterViewModel) -> None:
        super().__init__()
        self.model = model
        self.setAccessibleName(_("Sede e operatori"))
        self._build()
        self._bind()
        self._show_form()

    @property
    def fields(self) -> dict[str, Field[Any]]:
        """Those of the form on show, by the name of what they ask."""
        return self._sites if isinstance(self.model.form, SiteForm) else self._operators

    def focus_first(self) -> None:
        """Into the list, or the form when there is none."""
        target = self.table if self.model.items else self.fields["project_code"].editor
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def save(self) -> None:
        """Ctrl+S."""
        errors: dict[str, str] = {}
        said: dict[str, object] = {}
        for name, field in self.fields.items():
            editor = field.editor
            if isinstance(editor, DateField):
                if editor.text().strip() and editor.date_value is None:
                    errors[name] = _("Non capisco il giorno. Scrivilo così: 31/10/2026.")
                said[name] = editor.date_value
            elif isinstance(editor, CodeCombo):
                said[name] = self._colleagues.get(editor.code or "")
            else:
                said[name] = editor.text()
        if isinstance(self.model.form, SiteForm):
            said["accepts_minors"] = self.minors.isChecked()
        if errors:
            self.model.say_wrong(errors)
            return
        self.model.save(said)

    def _build(self) -> None:
        today = self.model.today
        columns: list[Column[Item]] = [
            Column(_("Nome"), lambda one: one.site_name if isinstance(one, FacilitaSite) else one.name),
            Column(_("Progetto"), lambda one: one.project_code),
            Column(_("Quando"), lambda one: holds_words(one, today())),
        ]
        self.rows = PagedTableModel(columns, self)
        self.table = Table(_("Sedi e operatori registrati"), self.rows, stretch=0, widths=(96, 112))
        least_height(self.table, 110)
        self._sites, self._operators = self._site_fields(), self._operator_fields()
        self.minors = QCheckBox(_("Il progetto accetta dai 14 anni"))
        self.forms = QStackedWidget()
        self.forms.addWidget(_form_of(self._sites, self.minors))
        self.forms.addWidget(_form_of(self._operators))
        box = column(self)
        box.addWidget(muted(_("Lettera per lettera come sulla piattaforma: accenti e trattini contano.")))
        box.addWidget(self.table, 2)
        box.addWidget(ScrollPane(self.forms, _("Che cosa è registrato")), 5)
        box.addWidget(self._build_acts())

    def _site_fields(self) -> dict[str, Field[Any]]:
        return {
            "project_code": Field(_("&Codice del progetto"), TextField(face="code", most=_LONG)),
            "organisation": Field(_("&Ente"), TextField(most=_LONG)),
            "site_name": Field(_("&Nome della sede"), TextField(most=_LONG)),
            "site_number": Field(_("N&umero della sede"), TextField(most=_SHORT), reason=_("Se l’ente ne usa uno.")),
            "starts_on": Field(_("&Inizio del progetto"), self._day()),
            "ends_on": Field(_("&Fine del progetto"), self._day()),
            "last_accepted_on": Field(
                _("Ultimo giorno di servizio &accettato"), self._day(), reason=_("Vuoto: nessuno l’ha detto.")
            ),
            "valid_from": Field(_("&Vale dal"), self._day(), reason=_("Vuoto: da sempre.")),
            "valid_to": Field(_("fino a&l"), self._day(), reason=_("Vuoto: ancora.")),
        }

    def _operator_fields(self) -> dict[str, Field[Any]]:
        self._colleagues = {str(one): one for one in self.model.colleagues}
        choices = [(str(one), name) for one, name in self.model.colleagues.items()]
        return {
            "operator_id": Field(_("&Operatore"), CodeCombo(choices)),
            "project_code": Field(_("&Codice del progetto"), TextField(face="code", most=_LONG)),
            "name": Field(_("Cognome e &nome, come registrati"), TextField(most=_LONG)),
            "fiscal_code": Field(
                _("Codice &fiscale o numero"), TextField(face="code", most=_SHORT),
                reason=_("Vuoto: la piattaforma cerca per nome."),
            ),
            "valid_from": Field(_("&Vale dal"), self._day(), reason=_("Vuoto: da sempre.")),
            "valid_to": Field(_("fino a&l"), self._day(), reason=_("Vuoto: ancora.")),
        }  # fmt: skip

    def _day(self) -> DateField:
        return DateField(self.model.today, past=False)

    def _build_acts(self) -> QWidget:
        acts = QWidget()
        acts.setAccessibleName(_("Che cosa fare"))
        flow = spaced(FlowLayout(acts), spacing=8)
        self.save_button = primary_button(_("Registra"), keys="Ctrl+S")
        self.site_button = button(_("Nuova sede"), icon="it-plus")
        self.operator_button = button(_("Nuovo operatore"), icon="it-plus")
        self.back_button = button(_("Torna ai file"), keys="Esc")
        for act in (self.save_button, self.site_button, self.operator_button, self.back_button):
            flow.addWidget(act)
        return acts

    def _bind(self) -> None:
        model = self.model
        model.list_changed.connect(self._show_list)
        model.form_changed.connect(self._show_form)
        model.errors_changed.connect(self._show_errors)
        self.table.selectionModel().currentRowChanged.connect(lambda *_rows: self._open())
        self.save_button.clicked.connect(self.save)
        self.site_button.clicked.connect(self._begin_site)
        self.operator_button.clicked.connect(self._begin_operator)
        self.back_button.clicked.connect(self.done)

    def _open(self) -> None:
        row, items = self.table.current_row, self.model.items
        if row is not None and row < len(items) and not self.table.signalsBlocked():
            self.model.open(items[row])

    def _begin_site(self) -> None:
        self.model.begin_site()
        self.fields["project_code"].editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _begin_operator(self) -> None:
        self.model.begin_operator()
        self.fields["operator_id"].editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_list(self) -> None:
        self.rows.show_rows(self.model.items)
        self.table.setVisible(bool(self.model.items))

    def _show_form(self) -> None:
        form = self.model.form
        self.forms.setCurrentIndex(0 if isinstance(form, SiteForm) else 1)
        for name, field in self.fields.items():
            value = getattr(form, name)
            if isinstance(field.editor, DateField):
                field.editor.set_date(value)
            elif isinstance(field.editor, CodeCombo):
                field.editor.set_code(str(value) if value else None)
            else:
                field.editor.setText(value)
        if isinstance(form, SiteForm):
            self.minors.setChecked(form.accepts_minors)

    def _show_errors(self) -> None:
        wrong = None
        for name, field in self.fields.items():
            field.set_error(self.model.errors.get(name, ""))
            wrong = wrong or (field if field.error else None)
        if wrong is not None:
            wrong.editor.setFocus(Qt.FocusReason.OtherFocusReason)


def _form_of(fields: dict[str, Field[Any]], *others: QWidget) -> QWidget:
    form = QWidget()
    box = column(form, spacing=12)
    for widget in (*fields.values(), *others):
        box.addWidget(widget)
    box.addStretch(1)
    return form
