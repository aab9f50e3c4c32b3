"""Coda (F3): the list of today with its steps, and the arrivals."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QStackedWidget, QWidget

from wemi_desk.domain.queue import CALLED, FIRST_NAME_LIMIT, WAITING, QueueTicket
from wemi_desk.i18n import _
from wemi_desk.ui.screens.queue.expected_view_model import ExpectedViewModel
from wemi_desk.ui.screens.queue.pane_view import MARKS
from wemi_desk.ui.screens.queue.view_model import CALL, LEFT, MISSING, PUT_BACK, SERVE, QueueLine, QueueViewModel
from wemi_desk.ui.shell.pane_host import PaneSpec
from wemi_desk.ui.shortcuts import Shortcut
from wemi_desk.ui.widgets.buttons import button, primary_button
from wemi_desk.ui.widgets.combos import CodeCombo
from wemi_desk.ui.widgets.fields import Field, TextField
from wemi_desk.ui.widgets.flow import FlowLayout
from wemi_desk.ui.widgets.labels import label
from wemi_desk.ui.widgets.paged_model import Column, PagedTableModel
from wemi_desk.ui.widgets.panes import EmptyState, Pane
from wemi_desk.ui.widgets.scroll import ScrollPane
from wemi_desk.ui.widgets.spacing import column, least_height, spaced
from wemi_desk.ui.widgets.tables import ItemList, Table


def queue_panes(model: QueueViewModel, expected: ExpectedViewModel | None = None) -> list[PaneSpec]:
    """The panes of the place; where the space has no queue, one that says so."""
    if not model.is_used:
        return [PaneSpec(_no_queue(), _("Coda"))]
    return [PaneSpec(QueueListPane(model), _("Coda")), PaneSpec(ArrivalPane(model, expected), _("Arrivi"))]


class QueueListPane(Pane):
    """Who waits and who was called; each step of the selected ticket is a button."""

    def __init__(self, model: QueueViewModel) -> None:
        super().__init__(model.title)
        self.model = model
        self._build()
        self._bind()
        self._show_lines()

    @property
    def handlers(self) -> Mapping[Shortcut, Callable[[], None]]:
        """What the window's shortcuts do here."""
        return {Shortcut.CALL_NEXT: self.model.call_next}

    @property
    def chosen(self) -> QueueTicket | None:
        """The ticket the operator is on."""
        row, lines = self.table.current_row, self.model.lines
        return lines[row].ticket if row is not None and row < len(lines) else None

    def _build(self) -> None:
        columns: list[Column[QueueLine]] = [
            Column(_("Biglietto"), lambda line: line.code, is_code=True),
            Column(_("Attesa"), lambda line: line.waited),
            Column(_("Motivo"), lambda line: line.reason or _("non detto")),
            Column(_("Nome"), lambda line: line.ticket.first_name),
            Column(_("Stato"), _state, lambda line: MARKS[line.ticket.state]),
        ]
        self.rows = PagedTableModel(columns, self)
        self.table = Table(_("Persone in coda"), self.rows, stretch=2, widths=(92, 104, 120, 208))
        self.empty = EmptyState(_("Nessuno in attesa"), _("Chi arriva si mette in coda qui accanto."), icon="it-user")
        self.stack = QStackedWidget()
        self.stack.addWidget(self.empty)
        self.stack.addWidget(self.table)
        self.body.addWidget(self.stack, 1)
        self.body.addWidget(self._build_steps())

    def _build_steps(self) -> QWidget:
        steps = QWidget()
        steps.setAccessibleName(_("Che cosa fare"))
        flow = spaced(FlowLayout(steps), spacing=8)
        self.next_button = primary_button(_("Chiama il prossimo"), keys=Shortcut.CALL_NEXT.keys)
        flow.addWidget(self.next_button)
        words = {
            CALL: _("Chiama questa persona"), SERVE: _("È allo sportello"), MISSING: _("Non risponde"),
            PUT_BACK: _("Rimetti in coda"), LEFT: _("Non c’è più"),
        }  # fmt: skip
        self.steps: dict[str, QPushButton] = {}
        for act, text in words.items():
            self.steps[act] = button(text)
            flow.addWidget(self.steps[act])
        return steps

    def _bind(self) -> None:
        self.next_button.clicked.connect(lambda: self.model.call_next())
        for act, step in self.steps.items():
            step.clicked.connect(lambda _checked=False, act=act: self._act(act))
        self.table.opened.connect(lambda _row: self._open())
        self.table.selectionModel().currentRowChanged.connect(lambda *_rows: self._show_steps())
        self.model.lines_changed.connect(self._show_lines)

    def _show_lines(self) -> None:
        chosen, lines = self.chosen, self.model.lines
        self.set_title(self.model.title)
        self.rows.show_rows(lines)
        self.stack.setCurrentWidget(self.table if lines else self.empty)
        codes = [line.ticket.id for line in lines]
        if lines:
            self.table.go_to_row(codes.index(chosen.id) if chosen and chosen.id in codes else 0)
        self._show_steps()

    def _show_steps(self) -> None:
        for act, step in self.steps.items():
            step.setVisible(self.model.may(act, self.chosen))

    def _open(self) -> None:
        ticket = self.chosen
        self._act(CALL if ticket and ticket.state == WAITING else SERVE)

    def _act(self, act: str) -> None:
        ticket = self.chosen
        if ticket is None:
            return
        if not self.model.may(act, ticket):
            act = SERVE if ticket.state == CALLED else CALL
        if self.model.may(act, ticket):
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)  # the button may vanish under the finger
            self.model.act(act, ticket)


class ExpectedList(QWidget):
    """The appointments of today; Enter: this one is here."""

    def __init__(self, model: ExpectedViewModel) -> None:
        super().__init__()
        self.model = model
        self.setAccessibleName(_("Appuntamenti di oggi"))
        self.people = ItemList(_("Appuntamenti di oggi"))
        least_height(self.people, 96)
        self.here_button = button(_("È arrivata"), keys=_("Invio"), icon="it-user")
        box = column(self)
        box.addWidget(label(_("Appuntamenti di oggi"), "strong"))
        box.addWidget(self.people)
        box.addWidget(self.here_button)
        self.people.opened.connect(model.receive)
        self.here_button.clicked.connect(lambda: model.receive(max(self.people.currentRow(), 0)))
        model.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        self.people.set_items([self.model.words(one) for one in self.model.lines])
        self.setVisible(bool(self.model.lines))


class ArrivalPane(Pane):
    """Somebody comes in: a digit, Enter. A first name at most, never a surname."""

    def __init__(self, model: QueueViewModel, expected: ExpectedViewModel | None = None) -> None:
        super().__init__(_("Chi arriva"))
        self.model = model
        if expected is not None:
            self.body.addWidget(ExpectedList(expected))
        form = QWidget()
        box = column(form)
        self.reason = Field(_("&Motivo"), CodeCombo(model.reasons), reason=_("Una cifra da 1 a 9, o niente."))
        self.first_name = Field(
            _("&Nome (facoltativo)"), TextField(most=FIRST_NAME_LIMIT), reason=_("Solo per chiamare: mai il cognome.")
        )
        box.addWidget(self.reason)
        box.addWidget(self.first_name)
        box.addStretch(1)
        self.body.addWidget(ScrollPane(form, _("Campi di chi arriva")), 1)
        self.add_button = primary_button(_("Metti in coda"), keys=Shortcut.SAVE.keys)
        self.body.addWidget(self.add_button)
        self.add_button.clicked.connect(self.add)
        self.first_name.editor.returnPressed.connect(self.add)
        self.first_name.editor.textChanged.connect(lambda _text: self.first_name.set_error(""))
        model.arrival_refused.connect(self._put_back)

    @property
    def handlers(self) -> Mapping[Shortcut, Callable[[], None]]:
        """What the window's shortcuts do here."""
        return {Shortcut.SAVE: self.add}

    def add(self) -> None:
        """Put the person in the queue and be ready for the next one."""
        reason, first_name = self.reason.editor.code, self.first_name.editor.text()
        self.reason.editor.set_code(None)
        self.first_name.editor.empty()
        self.reason.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self.model.arrive(reason, first_name)

    def _put_back(self, first_name: str, words: str) -> None:
        """Emptied at once, so that a second Enter adds nobody; what was not written comes back."""
        self.first_name.editor.setText(first_name)
        self.first_name.set_error(words)
        self.first_name.editor.setFocus(Qt.FocusReason.OtherFocusReason)


def _state(line: QueueLine) -> str:
    return _("{state}: {name}").format(state=line.state, name=line.colleague) if line.colleague else line.state


def _no_queue() -> Pane:
    pane = Pane(_("Coda"))
    words = EmptyState(_("Questo spazio non usa la coda"), _("Il coordinamento può attivarla."), icon="it-list")
    pane.body.addWidget(words, 1)
    return pane
