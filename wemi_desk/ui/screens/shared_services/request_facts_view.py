"""The request the operator is on, read beside the list; Enter opens it to be changed."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from wemi_desk.i18n import _
from wemi_desk.services.shared_services.requests import RequestLine
from wemi_desk.ui.screens.shared_services.words import request_facts
from wemi_desk.ui.widgets.labels import label, muted
from wemi_desk.ui.widgets.scroll import ScrollPane
from wemi_desk.ui.widgets.spacing import column, spaced

_MOST_FACTS = 8


class RequestFactsView(QWidget):
    """Names and values; without a request, what one can do."""

    def __init__(self) -> None:
        super().__init__()
        self.who = label("", "strong", wrap=True)
        self.hint = muted("")
        self._cells = [(_value("muted"), _value("")) for _place in range(_MOST_FACTS)]
        inside = QWidget()
        box = column(inside)
        box.addWidget(self.who)
        grid = spaced(QGridLayout(), spacing=8)
        for place, cells in enumerate(self._cells):
            for at, cell in enumerate(cells):
                grid.addWidget(cell, place, at)
        grid.setColumnStretch(1, 1)
        box.addLayout(grid)
        box.addWidget(self.hint)
        box.addStretch(1)
        column(self).addWidget(ScrollPane(inside, _("Richiesta")), 1)
        self.show_request(None, date.min)

    def show_request(self, line: RequestLine | None, today: date) -> None:
        """None: nothing is chosen."""
        facts = request_facts(line, today) if line is not None else []
        self.who.setText(line.who if line is not None else "")
        self.who.setVisible(line is not None)
        for place, (name, value) in enumerate(self._cells):
            is_used = place < len(facts)
            name.setText(facts[place][0] if is_used else "")
            value.setText(facts[place][1] if is_used else "")
            name.setVisible(is_used)
            value.setVisible(is_used)
        self.hint.setText(
            _("Invio la apre e si cambia.") if line is not None
            else _("Scegli una riga dell’elenco: qui si vede e si cambia.")
        )  # fmt: skip


def _value(role: str) -> QLabel:
    made = label("", role, wrap=True)
    made.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
    return made
