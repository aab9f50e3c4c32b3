"""Bozze (Ctrl+D), in the side panel."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from wemi_desk.i18n import _
from wemi_desk.ui.screens.drafts.view_model import DraftLine, DraftsViewModel
from wemi_desk.ui.widgets.buttons import button, primary_button
from wemi_desk.ui.widgets.labels import muted
from wemi_desk.ui.widgets.marks import STATE_MARKS, Mark
from wemi_desk.ui.widgets.paged_model import Column, PagedTableModel
from wemi_desk.ui.widgets.panes import EmptyState
from wemi_desk.ui.widgets.spacing import column, least_height
from wemi_desk.ui.widgets.tables import Table

_GOING = Mark("it-delete", "err")


class DraftsView(QWidget):
    """Enter takes a draft up again."""

    def __init__(self, model: DraftsViewModel) -> None:
        super().__init__()
        self.model = model
        self.setAccessibleName(_("Bozze"))
        self._build()
        self._bind()
        self._show_lines()

    @property
    def chosen(self) -> DraftLine | None:
        """The line the operator is on."""
        row, lines = self.table.current_row, self.model.lines
        return lines[row] if row is not None and row < len(lines) else None

    def _build(self) -> None:
        columns: list[Column[DraftLine]] = [
            Column(_("Che cosa"), _what, lambda line: _GOING if line.is_going else STATE_MARKS["draft"]),
            Column(_("Ferma da"), lambda line: line.age),
        ]
        self.rows = PagedTableModel(columns, self)
        self.table = Table(_("Le tue bozze"), self.rows, stretch=0, widths=(104,))
        least_height(self.table, 120)
        self.empty = EmptyState(_("Nessuna bozza lasciata aperta."), icon="it-pencil")
        self.hint = muted(_("Le bozze restano su questo computer, per 30 giorni, e le vedi solo tu."))
        self.resume_button = primary_button(_("Riprendi"), keys=_("Invio"))
        self.discard_button = button(_("Butta la bozza"), icon="it-delete")
        self.keep_button = button(_("Tienila"))
        box = column(self)
        for widget, stretch in ((self.table, 1), (self.empty, 1), (self.hint, 0), (self.resume_button, 0),
                                (self.discard_button, 0), (self.keep_button, 0)):  # fmt: skip
            box.addWidget(widget, stretch)
        self.setFocusProxy(self.table)

    def _bind(self) -> None:
        self.model.lines_changed.connect(self._show_lines)
        self.table.opened.connect(lambda _row: self._resume())
        self.table.selectionModel().currentRowChanged.connect(lambda *_rows: self._show_acts())
        self.resume_button.clicked.connect(self._resume)
        self.discard_button.clicked.connect(self._discard)
        self.keep_button.clicked.connect(self._keep)

    def _show_lines(self) -> None:
        kept, lines = self.table.current_row or 0, self.model.lines
        self.rows.show_rows(lines)
        self.table.setVisible(bool(lines))
        self.empty.setVisible(not lines)
        self.table.go_to_row(min(kept, len(lines) - 1))
        self._show_acts()

    def _show_acts(self) -> None:
        line = self.chosen
        self.resume_button.setVisible(line is not None)
        self.discard_button.setVisible(line is not None and not line.is_going)
        self.keep_button.setVisible(line is not None and line.is_going)

    def _resume(self) -> None:
        if self.chosen is not None:
            self.model.resume(self.chosen.draft)

    def _discard(self) -> None:
        if self.chosen is not None:
            self.model.discard(self.chosen.draft)
            self.keep_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _keep(self) -> None:
        if self.chosen is not None:
            self.model.keep(self.chosen.draft)
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)


def _what(line: DraftLine) -> str:
    kind = _("via tra poco") if line.is_going else line.kind
    if not line.initials:
        return kind
    return _("{initials} · {kind}").format(initials=line.initials, kind=kind)
