"""Storia: everything that happened to the person at the desk, one line each."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from wemi_desk.domain.timeline import TimelineEntry
from wemi_desk.i18n import _
from wemi_desk.ui.screens.counter.timeline_words import TimelineWords
from wemi_desk.ui.screens.counter.visit_view_model import PAGE, VisitViewModel
from wemi_desk.ui.widgets.buttons import button
from wemi_desk.ui.widgets.paged_model import Column, PagedTableModel
from wemi_desk.ui.widgets.panes import EmptyState, Pane
from wemi_desk.ui.widgets.tables import Table
from wemi_desk.ui.words import when_words


class TimelinePane(Pane):
    """The table, and "Mostra altri" when there is more."""

    def __init__(self, visit: VisitViewModel, words: TimelineWords) -> None:
        super().__init__(_("Storia"))
        self._visit = visit
        self._words = words
        self._build()
        visit.timeline_changed.connect(self._show)
        self._show()

    def _build(self) -> None:
        self._model: PagedTableModel[TimelineEntry] = PagedTableModel(
            (
                Column(_("Quando"), lambda entry: when_words(entry.at)),
                Column(_("Che cosa"), self._words.what),
                Column(_("Chi"), self._words.who),
                Column(_("Stato"), self._words.state, icon=self._words.mark),
            ),
            self,
        )
        self.table = Table(_("Storia della persona"), self._model, stretch=1, widths=(108, 92, 132))
        self._empty: QWidget = EmptyState(
            _("Ancora niente in questo spazio"), _("Il primo contatto si scrive qui a fianco.")
        )
        self._more = button(_("Mostra altri"))
        self._more.clicked.connect(self._visit.show_more)
        for widget in (self.table, self._empty):
            self.body.addWidget(widget, 1)
        self.body.addWidget(self._more)

    def _show(self) -> None:
        rows = self._visit.timeline
        self._model.show_rows(rows)
        self.table.setVisible(bool(rows))
        self._empty.setVisible(not rows)
        self._more.setVisible(len(rows) >= PAGE and len(rows) % PAGE == 0)
