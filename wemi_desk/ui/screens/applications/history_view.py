"""The history of an application: every state with who, when, where and on whose word."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from wemi_desk.domain.applications import ApplicationEvent
from wemi_desk.i18n import N_, _
from wemi_desk.ui.application_words import state_name
from wemi_desk.ui.screens.applications.case_view_model import CaseViewModel
from wemi_desk.ui.screens.applications.words import channel_words
from wemi_desk.ui.widgets.buttons import button
from wemi_desk.ui.widgets.labels import heading, label
from wemi_desk.ui.widgets.paged_model import Column, PagedTableModel
from wemi_desk.ui.widgets.spacing import column, least_height
from wemi_desk.ui.widgets.tables import Table
from wemi_desk.ui.words import clock_words, day_words, local

_WORD_OF = {
    "desk": N_("scritto qui"), "typed": N_("copiato da un foglio"), "centre": N_("dal sistema centrale"),
}  # fmt: skip


class HistoryView(QWidget):
    """A table, and under it the whole of the line the operator is on."""

    left = Signal()

    def __init__(self, model: CaseViewModel) -> None:
        super().__init__()
        self.model = model
        self.setAccessibleName(_("Storia della domanda"))
        who = _Names(model.services.colleagues)
        columns: list[Column[ApplicationEvent]] = [
            Column(_("Quando"), when),
            Column(_("Stato"), lambda event: state_name(event.state)),
            Column(_("Chi"), who.of),
        ]
        self.rows = PagedTableModel(columns, self)
        self.table = Table(_("Storia della domanda"), self.rows, stretch=1, widths=(152, 104))
        least_height(self.table, 220)
        self.detail = label("", wrap=True)
        self.back_button = button(_("Torna alla domanda"), keys="Esc")
        box = column(self)
        for widget, stretch in ((heading(_("Storia della domanda")), 0), (self.table, 1), (self.detail, 0)):
            box.addWidget(widget, stretch)
        box.addWidget(self.back_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.back_button.clicked.connect(self.left)
        self.table.selectionModel().currentRowChanged.connect(lambda *_rows: self._explain())
        model.changed.connect(self._show)
        model.closed.connect(self._show)
        self._show()

    def _show(self) -> None:
        self.rows.show_rows(tuple(reversed(self.model.case.history)))
        self.table.go_to_row(0)
        self._explain()

    def _explain(self) -> None:
        row = self.table.current_row
        event = self.rows.row_at(row) if row is not None else None
        self.detail.setText("" if event is None else event_words(event, self.model.services.spaces))
        self.detail.setVisible(event is not None)


class _Names:
    def __init__(self, colleagues: Mapping[UUID, str]) -> None:
        self._colleagues = colleagues

    def of(self, event: ApplicationEvent) -> str:
        if event.provenance == "centre":
            return _("Comune")
        return self._colleagues.get(event.by, "") if event.by is not None else ""


def when(event: ApplicationEvent) -> str:
    """18/11/2026 10:42."""
    return f"{day_words(local(event.at).date())} {clock_words(event.at)}"


def event_words(event: ApplicationEvent, spaces: Mapping[str, str]) -> str:
    """All that is known of one step."""
    space = spaces.get(event.space_code, event.space_code)
    parts = [_("{space}, {how}").format(space=space, how=_(_WORD_OF.get(event.provenance, "")))]
    if event.number:
        parts.append(_("n. {number}").format(number=event.number))
    if event.dated_on is not None:
        parts.append(_("del {day}").format(day=day_words(event.dated_on)))
    if event.due_on is not None:
        parts.append(_("entro il {day}").format(day=day_words(event.due_on)))
    parts += [text for text in (channel_words(event.evidence), event.note) if text]
    return " · ".join(parts)
