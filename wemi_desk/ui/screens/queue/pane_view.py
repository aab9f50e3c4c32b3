"""The small queue beside the visit: who waits, and the next one."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedLayout, QWidget

from wemi_desk.domain.queue import CALLED, NO_ANSWER, SERVING, WAITING
from wemi_desk.i18n import _
from wemi_desk.ui.screens.queue.view_model import CALL, SERVE, QueueViewModel
from wemi_desk.ui.shortcuts import Shortcut
from wemi_desk.ui.widgets.buttons import button
from wemi_desk.ui.widgets.marks import STATE_MARKS, Mark
from wemi_desk.ui.widgets.panes import EmptyState, Pane
from wemi_desk.ui.widgets.tables import ItemList

MARKS = {
    WAITING: Mark("it-clock", "text2"),
    CALLED: Mark("it-horn", "info"),
    SERVING: STATE_MARKS["done"],
    NO_ANSWER: Mark("it-minus-circle", "warn"),
}


class QueuePane(Pane):
    """Pane 3 of the Sportello. Enter on a line calls, and on a called one brings to the desk."""

    def __init__(self, model: QueueViewModel) -> None:
        super().__init__(model.title)
        self.model = model
        self._build()
        model.lines_changed.connect(self._show_lines)
        self._show_lines()

    def _build(self) -> None:
        self.people = ItemList(_("Persone in coda"))
        self._empty = EmptyState(_("Nessuno in attesa"), icon="it-user")
        inside = QWidget()
        self._stack = QStackedLayout(inside)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self.people)
        self.next_button = button(_("Chiama il prossimo"), keys=Shortcut.CALL_NEXT.keys)
        self.body.addWidget(inside, 1)
        self.body.addWidget(self.next_button)
        self.people.opened.connect(self._open)
        self.next_button.clicked.connect(lambda: self.model.call_next())

    def _show_lines(self) -> None:
        lines = self.model.lines
        self.set_title(self.model.title)
        self._stack.setCurrentIndex(1 if lines else 0)
        if not self.model.is_used:
            self._empty.set_words(_("Questo spazio non usa la coda"))
        self.next_button.setVisible(self.model.is_used)
        self.people.set_items([line.short for line in lines], [MARKS[line.ticket.state] for line in lines])

    def _open(self, row: int) -> None:
        ticket = self.model.lines[row].ticket
        act = SERVE if ticket.state == CALLED else CALL
        if self.model.may(act, ticket):
            self.model.act(act, ticket)
