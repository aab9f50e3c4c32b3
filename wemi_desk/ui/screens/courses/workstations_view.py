"""The computers of the space, and what is booked today."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from wemi_desk.domain.workstations import BOOKED
from wemi_desk.i18n import _
from wemi_desk.services.courses.workstations import NAME_LIMIT, TurnLine, WorkstationLine
from wemi_desk.ui.screens.courses.words import coming_words, seat_mark, seat_words, turn_state, who_words
from wemi_desk.ui.screens.courses.workstations_view_model import WorkstationsViewModel
from wemi_desk.ui.widgets.buttons import button, primary_button
from wemi_desk.ui.widgets.fields import Field, TextField
from wemi_desk.ui.widgets.flow import FlowLayout
from wemi_desk.ui.widgets.labels import muted
from wemi_desk.ui.widgets.paged_model import Column, PagedTableModel
from wemi_desk.ui.widgets.panes import EmptyState
from wemi_desk.ui.widgets.spacing import column, least_height, row, spaced
from wemi_desk.ui.widgets.tables import Table
from wemi_desk.ui.words import clock_words


class WorkstationsView(QWidget):
    """Who sits where. ``seating_wanted(workstation_id)``: somebody sits down now."""

    seating_wanted = Signal(object)

    def __init__(self, model: WorkstationsViewModel) -> None:
        super().__init__()
        self.model = model
        self.setAccessibleName(_("Postazioni"))
        self._build()
        self._bind()
        self._show()

    @property
    def chosen(self) -> WorkstationLine | None:
        """The computer the operator is on."""
        row = self.table.current_row
        return self.rows.row_at(row) if row is not None else None

    def focus_first(self) -> None:
        target = self.table if self.model.lines else self.name.editor
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _build(self) -> None:
        columns: list[Column[WorkstationLine]] = [
            Column(_("Postazione"), lambda line: line.workstation.name),
            Column(_("Chi"), lambda line: who_words(line.seated)),
            Column(
                _("Da quando"), lambda line: seat_words(line.seated, self.model.now),
                lambda line: seat_mark(line.seated, self.model.now),
            ),
            Column(_("Poi"), lambda line: coming_words(line.coming)),
        ]  # fmt: skip
        self.rows = PagedTableModel(columns, self)
        self.table = Table(_("Postazioni"), self.rows, stretch=2, widths=(116, 104, 136))
        least_height(self.table, 150)
        self.empty = EmptyState(_("Nessuna postazione"), _("Aggiungi i computer per il pubblico di questo spazio."))
        self.seat_button = primary_button(_("Fai sedere"), keys=_("Invio"), icon="it-user")
        self.longer_button = button(_("Altri 15 minuti"), icon="it-clock")
        self.finish_button = button(_("Ha finito"), icon="it-check")
        self.retire_button = button(_("Togli la postazione"))
        acts = QWidget()
        flow = spaced(FlowLayout(acts), spacing=8)
        for act in (self.seat_button, self.longer_button, self.finish_button, self.retire_button):
            flow.addWidget(act)
        box = column(self)
        box.addWidget(self.table, 1)
        box.addWidget(self.empty, 1)
        box.addWidget(acts)
        box.addWidget(self._build_new())

    def _build_new(self) -> QWidget:
        holder = QWidget()
        self.name = Field(_("&Nome di una nuova postazione"), TextField(most=NAME_LIMIT))
        self.assisted = QCheckBox(_("Con un operatore accanto, si prenota"))
        self.assisted.setChecked(True)
        self.add_button = button(_("Aggiungi la postazione"), icon="it-plus")
        box = column(holder)
        box.addWidget(self.name)
        line = row(spacing=12)
        line.addWidget(self.assisted, 1)
        line.addWidget(self.add_button)
        box.addLayout(line)
        return holder

    def _bind(self) -> None:
        model = self.model
        model.changed.connect(self._show)
        model.added.connect(self.name.editor.empty)
        model.field_failed.connect(self._show_error)
        self.table.opened.connect(lambda _row: self._open())
        self.table.selectionModel().currentRowChanged.connect(lambda *_rows: self._show_acts())
        self.seat_button.clicked.connect(self._open)
        self.longer_button.clicked.connect(lambda: self._do_seated(model.longer))
        self.finish_button.clicked.connect(lambda: self._do_seated(model.finish))
        self.retire_button.clicked.connect(self._retire)
        self.add_button.clicked.connect(self.add)
        self.name.editor.returnPressed.connect(self.add)
        self.name.editor.textChanged.connect(lambda _text: self.name.set_error(""))

    def add(self) -> None:
        """A computer more."""
        self.name.set_error("")
        self.model.add(self.name.editor.text(), self.assisted.isChecked())

    def _open(self) -> None:
        line = self.chosen
        if line is not None and line.seated is None:
            self.seating_wanted.emit(line.workstation.id)

    def _retire(self) -> None:
        if self.chosen is not None:
            self.model.retire(self.chosen)

    def _do_seated(self, verb: object) -> None:
        line = self.chosen
        if line is not None and line.seated is not None and callable(verb):
            verb(line.seated)

    def _show_error(self, name: str, words: str) -> None:
        if name == "name":
            self.name.set_error(words)
            self.name.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self) -> None:
        kept, lines = self.table.current_row or 0, self.model.lines
        self.rows.show_rows(lines)
        self.table.go_to_row(min(kept, len(lines) - 1))
        self.table.setVisible(bool(lines))
        self.empty.setVisible(not lines)
        self._show_acts()

    def _show_acts(self) -> None:
        line = self.chosen
        is_taken = line is not None and line.seated is not None
        self.seat_button.setVisible(line is not None and not is_taken)
        self.longer_button.setVisible(is_taken)
        self.finish_button.setVisible(is_taken)
        self.retire_button.setVisible(line is not None and not is_taken and not line.coming)


class AgendaView(QWidget):
    """What is booked and was done today. ``booking_wanted``."""

    booking_wanted = Signal()

    def __init__(self, model: WorkstationsViewModel) -> None:
        super().__init__()
        self.model = model
        self.setAccessibleName(_("Prenotazioni di oggi"))
        self._build()
        self._bind()
        self._show()

    @property
    def chosen(self) -> TurnLine | None:
        """The line the operator is on."""
        row = self.table.current_row
        return self.rows.row_at(row) if row is not None else None

    def _build(self) -> None:
        columns: list[Column[TurnLine]] = [
            Column(_("Ora"), lambda line: clock_words(line.turn.starts_at)),
            Column(_("Chi"), who_words),
            Column(_("Dove"), lambda line: self.model.name_of(line.turn.workstation_id)),
            Column(_("Stato"), lambda line: turn_state(line)[0], lambda line: turn_state(line)[1]),
        ]
        self.rows = PagedTableModel(columns, self)
        self.table = Table(_("Prenotazioni di oggi"), self.rows, stretch=1, widths=(64, 120, 168))
        least_height(self.table, 150)
        self.nobody = muted(_("Oggi nessuno ha prenotato."))
        self.book_button = primary_button(_("Prenota un posto"), icon="it-calendar")
        self.arrive_button = button(_("È arrivata"), icon="it-check")
        self.missed_button = button(_("Non è venuta"))
        self.cancel_button = button(_("Annulla la prenotazione"))
        acts = QWidget()
        flow = spaced(FlowLayout(acts), spacing=8)
        for act in (self.arrive_button, self.missed_button, self.cancel_button, self.book_button):
            flow.addWidget(act)
        box = column(self)
        box.addWidget(self.table, 1)
        box.addWidget(self.nobody, 1, Qt.AlignmentFlag.AlignTop)
        box.addWidget(acts)

    def _bind(self) -> None:
        model = self.model
        model.changed.connect(self._show)
        self.table.selectionModel().currentRowChanged.connect(lambda *_rows: self._show_acts())
        self.table.opened.connect(lambda _row: self._do(model.arrived))
        self.book_button.clicked.connect(self.booking_wanted)
        self.arrive_button.clicked.connect(lambda: self._do(model.arrived))
        self.missed_button.clicked.connect(lambda: self._do(model.missed))
        self.cancel_button.clicked.connect(lambda: self._do(model.cancel))

    def _do(self, verb: object) -> None:
        line = self.chosen
        if line is not None and line.turn.state == BOOKED and callable(verb):
            verb(line)

    def _show(self) -> None:
        kept, lines = self.table.current_row or 0, self.model.agenda
        self.rows.show_rows(lines)
        self.table.go_to_row(min(kept, len(lines) - 1))
        self.table.setVisible(bool(lines))
        self.nobody.setVisible(not lines)
        self.book_button.setVisible(any(one.workstation.is_assisted for one in self.model.lines))
        self._show_acts()

    def _show_acts(self) -> None:
        line = self.chosen
        is_booked = line is not None and line.turn.state == BOOKED
        for act in (self.arrive_button, self.missed_button, self.cancel_button):
            act.setVisible(is_booked)
