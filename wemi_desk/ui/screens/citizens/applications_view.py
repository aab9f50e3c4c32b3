"""Pratiche: the person's applications, and a short form for a new one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from wemi_desk.i18n import _
from wemi_desk.ui.screens.citizens.applications_view_model import ApplicationLine, ApplicationsViewModel
from wemi_desk.ui.widgets.buttons import button, primary_button, set_text
from wemi_desk.ui.widgets.combos import CodeCombo
from wemi_desk.ui.widgets.fields import Field, TextField
from wemi_desk.ui.widgets.flow import FlowLayout
from wemi_desk.ui.widgets.labels import label, muted
from wemi_desk.ui.widgets.marks import STATE_MARKS
from wemi_desk.ui.widgets.paged_model import Column, PagedTableModel
from wemi_desk.ui.widgets.panes import EmptyState
from wemi_desk.ui.widgets.scroll import ScrollPane
from wemi_desk.ui.widgets.spacing import column, least_height, spaced
from wemi_desk.ui.widgets.tables import Table


class ApplicationsView(QWidget):
    """The list, the line the operator is on, what can be done with it; or the form."""

    def __init__(self, model: ApplicationsViewModel) -> None:
        super().__init__()
        self.model = model
        self.setAccessibleName(_("Pratiche"))
        self._build()
        self._bind()
        self._show_form(False)
        self._show_lines()

    @property
    def chosen(self) -> ApplicationLine | None:
        """The line the operator is on."""
        row, lines = self.table.current_row, self.model.lines
        return lines[row] if row is not None and row < len(lines) else None

    def step_back(self) -> bool:
        """Esc: out of the form."""
        if self.form.isHidden():
            return False
        self._show_form(False)
        self.new_button.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def _build(self) -> None:
        columns: list[Column[ApplicationLine]] = [
            Column(_("Misura"), lambda line: line.what),
            Column(_("Per chi"), lambda line: line.for_whom),
            Column(_("Stato"), lambda line: line.state, lambda line: STATE_MARKS[line.mark]),
        ]
        self.rows = PagedTableModel(columns, self)
        self.table = Table(_("Domande"), self.rows, stretch=2, widths=(160, 144))
        least_height(self.table, 110)
        self.empty = EmptyState(_("Nessuna pratica"), _("Una domanda si prepara qui, anche senza rete."),
                                icon="it-files")  # fmt: skip
        self.state, self.hint = label("", "strong", wrap=True), muted("")
        self.acts = self._build_acts()
        self.form = self._build_form()
        self.new_button = button(_("Nuova domanda"), icon="it-plus")
        inside = QWidget()
        box = column(inside, spacing=12)
        for widget, stretch in ((self.table, 1), (self.empty, 1), (self.state, 0), (self.hint, 0), (self.acts, 0),
                                (self.form, 0)):  # fmt: skip
            box.addWidget(widget, stretch)
        box.addWidget(self.new_button, 0, Qt.AlignmentFlag.AlignLeft)
        column(self).addWidget(ScrollPane(inside, _("Pratiche")), 1)

    def _build_acts(self) -> QWidget:
        holder = QWidget()
        holder.setAccessibleName(_("Che cosa fare"))
        flow = spaced(FlowLayout(holder), spacing=8)
        self.ready_button, self.submit_button = button(_("Segna pronta")), primary_button(_("Presenta la domanda"))
        self.print_button = button(_("Stampa la ricevuta"), icon="it-print")
        self.withdraw_button = button(_("Ritira la domanda"))
        for act in (self.ready_button, self.print_button, self.withdraw_button, self.submit_button):
            flow.addWidget(act)
        return holder

    def _build_form(self) -> QWidget:
        holder = QWidget()
        box = column(holder)
        self.measure = Field(_("&Misura"), CodeCombo())
        self.person = Field(_("Per &chi"), CodeCombo())
        self.asked = Field(_("&Somma chiesta, in euro"), TextField(most=16), reason=_("Se la misura la chiede."))
        self.begin_button, self.back_button = button(_("Salva la bozza")), button(_("Torna indietro"), keys="Esc")
        line = QWidget()
        flow = spaced(FlowLayout(line), spacing=8)
        for act in (self.back_button, self.begin_button):
            flow.addWidget(act)
        for widget in (self.measure, self.person, self.asked, line):
            box.addWidget(widget)
        return holder

    def _bind(self) -> None:
        model = self.model
        model.lines_changed.connect(self._show_lines)
        model.field_failed.connect(self._show_error)
        model.form_done.connect(lambda: self._show_form(False))
        self.table.selectionModel().currentRowChanged.connect(lambda *_rows: self._show_chosen())
        self.new_button.clicked.connect(lambda: self._show_form(True))
        self.back_button.clicked.connect(self.step_back)
        self.begin_button.clicked.connect(self._begin)
        verbs = {
            self.ready_button: model.make_ready, self.submit_button: model.submit,
            self.print_button: model.print_receipt, self.withdraw_button: model.withdraw,
        }  # fmt: skip
        for act, verb in verbs.items():
            act.clicked.connect(lambda _checked=False, verb=verb: self._with_chosen(verb))

    def _with_chosen(self, verb: Callable[[ApplicationLine], None]) -> None:
        if self.chosen is not None:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
            verb(self.chosen)

    def _begin(self) -> None:
        for field in (self.measure, self.person, self.asked):
            field.set_error("")
        self.model.start(self.measure.editor.code, self.person.editor.code, self.asked.editor.text())

    def _show_lines(self) -> None:
        kept, lines = self.table.current_row or 0, self.model.lines
        self.rows.show_rows(lines)
        self.table.setVisible(bool(lines))
        self.empty.setVisible(not lines and self.form.isHidden())
        self.table.go_to_row(min(kept, len(lines) - 1))
        self.measure.editor.set_choices(self.model.known.measures)
        self.person.editor.set_choices(self.model.known.people)
        self._show_chosen()

    def _show_chosen(self) -> None:
        line = self.chosen
        state = line.application.state if line is not None else ""
        self.state.setText(line.state if line is not None else "")
        self.hint.setText(line.hint if line is not None else "")
        for widget in (self.state, self.hint):
            widget.setVisible(bool(widget.text()))
        self.ready_button.setVisible(state == "draft")
        self.submit_button.setVisible(state == "ready")
        received = line is not None and line.is_received
        set_text(self.print_button, _("Stampa la ricevuta") if received else _("Stampa il promemoria"))
        self.print_button.setVisible(line is not None and (line.is_received or state == "queued"))
        self.withdraw_button.setVisible(state in ("draft", "ready", "submitted", "waiting"))
        self.acts.setVisible(line is not None and self.form.isHidden())

    def _show_form(self, shown: bool) -> None:
        self.form.setVisible(shown)
        self.new_button.setVisible(not shown)
        self.empty.setVisible(not shown and not self.model.lines)
        self._show_chosen()
        if shown:
            self.measure.editor.set_code(None)
            people = self.model.known.people
            self.person.editor.set_code(people[0][0] if people else None)
            self.asked.editor.empty()
            for field in (self.measure, self.person, self.asked):
                field.set_error("")
            self.measure.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_error(self, name: str, words: str) -> None:
        fields: dict[str, Field[CodeCombo] | Field[TextField]] = {
            "measure_code": self.measure, "beneficiary_id": self.person, "asked_cents": self.asked,
        }  # fmt: skip
        field = fields.get(name, self.measure)
        field.set_error(words)
        field.editor.setFocus(Qt.FocusReason.OtherFocusReason)
