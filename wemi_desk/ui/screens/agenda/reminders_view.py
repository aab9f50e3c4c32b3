"""Who should be reminded; Enter shows the telephone."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QWidget

from wemi_desk.domain.appointments import NO_ANSWER, TOLD
from wemi_desk.domain.pick_lists import PickLists
from wemi_desk.i18n import _
from wemi_desk.services.agenda.daybook import AppointmentLine
from wemi_desk.ui.screens.agenda.reminders_view_model import RemindersViewModel
from wemi_desk.ui.screens.agenda.words import reason_words, short_day, state_of, who_words
from wemi_desk.ui.widgets.announce import announce
from wemi_desk.ui.widgets.buttons import button, primary_button
from wemi_desk.ui.widgets.flow import FlowLayout
from wemi_desk.ui.widgets.labels import label
from wemi_desk.ui.widgets.paged_model import Column, PagedTableModel
from wemi_desk.ui.widgets.panes import EmptyState
from wemi_desk.ui.widgets.spacing import column, least_height, spaced
from wemi_desk.ui.widgets.tables import Table
from wemi_desk.ui.words import clock_words


class RemindersView(QWidget):
    """The list, and under it the line the operator is on."""

    def __init__(self, model: RemindersViewModel, lists: PickLists) -> None:
        super().__init__()
        self.model = model
        self._lists = lists
        self.setAccessibleName(_("Da avvisare"))
        self._build()
        self._bind()
        self._show()

    @property
    def chosen(self) -> AppointmentLine | None:
        """The line the operator is on."""
        row = self.table.current_row
        return self.rows.row_at(row) if row is not None else None

    def focus_first(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def hideEvent(self, event: QHideEvent) -> None:
        self.model.hide_phone()
        super().hideEvent(event)

    def _build(self) -> None:
        self.title = label("", "page", wrap=True)
        columns: list[Column[AppointmentLine]] = [
            Column(_("Quando"), self._when),
            Column(_("Chi"), who_words),
            Column(_("Motivo"), lambda line: reason_words(line.appointment, self._lists)),
            Column(_("Stato"), lambda line: state_of(line)[0], lambda line: state_of(line)[1]),
        ]
        self.rows = PagedTableModel(columns, self)
        self.table = Table(_("Persone da avvisare"), self.rows, stretch=2, widths=(144, 152, 208))
        least_height(self.table, 150)
        self.empty = EmptyState(_("Nessuno da avvisare."), icon="it-telephone")
        self.phone = label("", "counter", wrap=True)
        self.phone.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.phone_button = primary_button(_("Mostra il telefono"), keys=_("Invio"), icon="it-telephone")
        self.told_button = button(_("Avvisata"))
        self.silent_button, self.cancel_button = button(_("Non risponde")), button(_("Ha disdetto"))
        self.acts = QWidget()
        flow = spaced(FlowLayout(self.acts), spacing=8)
        for act in (self.phone_button, self.told_button, self.silent_button, self.cancel_button):
            flow.addWidget(act)
        box = column(self)
        for widget in (self.title, self.table, self.empty, self.phone, self.acts):
            box.addWidget(widget, 1 if widget in (self.table, self.empty) else 0)

    def _bind(self) -> None:
        self.model.changed.connect(self._show)
        self.model.phone_changed.connect(self._show_phone)
        self.table.opened.connect(lambda _row: self._ask_phone())
        self.table.selectionModel().currentRowChanged.connect(lambda *_rows: self.model.hide_phone())
        self.phone_button.clicked.connect(self._ask_phone)
        self.told_button.clicked.connect(lambda: self._answer(TOLD))
        self.silent_button.clicked.connect(lambda: self._answer(NO_ANSWER))
        self.cancel_button.clicked.connect(self._cancel)

    def _when(self, line: AppointmentLine) -> str:
        one = line.appointment
        return f"{short_day(one.day)} {clock_words(one.starts_at)}"

    def _show(self) -> None:
        lines = self.model.lines
        kept = self.table.current_row or 0
        self.title.setText(self.model.title)
        self.rows.show_rows(lines)
        self.table.go_to_row(min(kept, len(lines) - 1))
        self.table.setVisible(bool(lines))
        self.empty.setVisible(not lines)
        self.acts.setVisible(bool(lines))
        self._show_phone()

    def _show_phone(self) -> None:
        number = self.model.phone
        self.phone.setText(number)
        self.phone.setVisible(bool(number))
        if number:
            announce(self.phone, number)

    def _ask_phone(self) -> None:
        if self.chosen is not None:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
            self.model.show_phone(self.chosen)

    def _answer(self, result: str) -> None:
        if self.chosen is not None:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
            self.model.answer(self.chosen, result)

    def _cancel(self) -> None:
        if self.chosen is not None:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
            self.model.cancel(self.chosen)
