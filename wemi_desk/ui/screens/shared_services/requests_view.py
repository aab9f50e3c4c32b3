"""Open requests as a list, and what can be done with one."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from wemi_desk.domain.shared_services import GIVEN
from wemi_desk.i18n import _
from wemi_desk.services.shared_services.requests import RequestLine
from wemi_desk.ui.screens.shared_services.requests_view_model import RequestsViewModel
from wemi_desk.ui.screens.shared_services.words import line_state, wanted_words
from wemi_desk.ui.widgets.buttons import button, primary_button, set_text
from wemi_desk.ui.widgets.flow import FlowLayout
from wemi_desk.ui.widgets.labels import muted
from wemi_desk.ui.widgets.paged_model import Column, PagedTableModel
from wemi_desk.ui.widgets.panes import EmptyState
from wemi_desk.ui.widgets.spacing import column, least_height, spaced
from wemi_desk.ui.widgets.tables import Table


class RequestsView(QWidget):
    """Enter opens a request. ``search_wanted``: look for groups. ``turned``: the request the operator is on."""

    search_wanted = Signal()
    turned = Signal()

    def __init__(self, model: RequestsViewModel) -> None:
        super().__init__()
        self.model = model
        self.setAccessibleName(_("Richieste"))
        self._build()
        self._bind()
        self._show()

    @property
    def chosen(self) -> RequestLine | None:
        """The request the operator is on."""
        row = self.table.current_row
        return self.rows.row_at(row) if row is not None else None

    def focus_first(self) -> None:
        """Into the list, or to what fills it."""
        target = self.table if self.model.lines else self.new_button
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _build(self) -> None:
        columns: list[Column[RequestLine]] = [
            Column(_("Chi"), lambda line: line.who),
            Column(_("Che cosa, quando, dove"), wanted_words),
            Column(_("Stato"), lambda line: line_state(line)[0], lambda line: line_state(line)[1]),
        ]
        self.rows = PagedTableModel(columns, self)
        self.table = Table(_("Richieste aperte"), self.rows, stretch=1, widths=(120, 196))
        least_height(self.table, 200)
        hint = _("Apri allo sportello chi cerca una baby-sitter, una badante o aiuto nei compiti.")
        self.empty = EmptyState(_("Nessuna richiesta aperta"), hint, icon="it-user")
        self.who = muted(_("Per una richiesta nuova apri prima la persona allo sportello."))
        self.new_button = primary_button("", icon="it-plus")
        self.search_button = button(_("Trova gruppi"), icon="it-search")
        self.consent_button = button(_("Ha dato il consenso"), icon="it-check")
        self.close_button = button(_("Non serve più"))
        acts = QWidget()
        flow = spaced(FlowLayout(acts), spacing=8)
        for act in (self.new_button, self.search_button, self.consent_button, self.close_button):
            flow.addWidget(act)
        box = column(self)
        box.addWidget(self.table, 1)
        box.addWidget(self.empty, 1)
        box.addWidget(self.who)
        box.addWidget(acts)

    def _bind(self) -> None:
        model = self.model
        model.changed.connect(self._show)
        model.person_changed.connect(self._show_acts)
        self.table.opened.connect(lambda _row: self._do(model.open))
        self.table.selectionModel().currentRowChanged.connect(lambda *_rows: self._show_acts())
        self.new_button.clicked.connect(model.begin)
        self.search_button.clicked.connect(self.search_wanted)
        self.consent_button.clicked.connect(lambda: self._do(model.consent))
        self.close_button.clicked.connect(lambda: self._do(model.close))

    def _do(self, verb: object) -> None:
        if self.chosen is not None and callable(verb):
            verb(self.chosen)

    def _show(self) -> None:
        lines, kept = self.model.lines, self.table.current_row or 0
        self.rows.show_rows(lines)
        self.table.go_to_row(min(kept, len(lines) - 1))
        self.table.setVisible(bool(lines))
        self.empty.setVisible(not lines)
        self._show_acts()

    def _show_acts(self) -> None:
        words, chosen = self.model.new_words, self.chosen
        self.turned.emit()
        set_text(self.new_button, words)
        self.new_button.setVisible(bool(words))
        self.who.setVisible(not words)
        self.search_button.setVisible(bool(self.model.lines))
        self.consent_button.setVisible(chosen is not None and chosen.request.consent != GIVEN)
        self.close_button.setVisible(chosen is not None)
