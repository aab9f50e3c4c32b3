"""Label and value, for one service or for several side by side."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from wemi_desk.domain.catalogue_papers import CatalogueSheet
from wemi_desk.i18n import _
from wemi_desk.ui.widgets.labels import label, muted
from wemi_desk.ui.widgets.scroll import ScrollPane
from wemi_desk.ui.widgets.spacing import column, spaced

_NOTHING = "—"
_MOST_SHOWN = 700


class FactsView(QWidget):
    """What the sheets say; the grid is made anew for each."""

    def __init__(self) -> None:
        super().__init__()
        self._inside = QWidget()
        self._column = column(self._inside)
        self._grid_holder: QWidget | None = None
        self.area = ScrollPane(self._inside, _("Scheda del servizio"))
        column(self).addWidget(self.area, 1)

    def show_sheet(self, content: CatalogueSheet | None) -> None:
        """None empties it."""
        if self._grid_holder is not None:
            self._column.removeWidget(self._grid_holder)
            self._grid_holder.hide()
            self._grid_holder.deleteLater()
            self._grid_holder = None
        if content is not None:
            self._grid_holder = self._made(content)
            self._column.addWidget(self._grid_holder)
        self.area.verticalScrollBar().setValue(0)

    def _made(self, content: CatalogueSheet) -> QWidget:
        holder = QWidget()
        grid = spaced(QGridLayout(holder), spacing=8)
        line = 0
        if content.is_comparison:
            for at, title in enumerate(content.titles, start=1):
                grid.addWidget(_cell(title, "strong"), 0, at)
            line = 1
        for label_words, said in content.rows:
            grid.addWidget(_cell(label_words, "muted"), line, 0)
            for at, words in enumerate(said, start=1):
                grid.addWidget(_cell(words or _NOTHING, "strong" if label_words == _("Costo") else ""), line, at)
            line += 1
        for note in content.notes:
            grid.addWidget(muted(note), line, 0, 1, len(content.titles) + 1)
            line += 1
        for at in range(1, len(content.titles) + 1):
            grid.setColumnStretch(at, 1)
        grid.setRowStretch(line, 1)
        return holder


def _cell(words: str, role: str) -> QWidget:
    made = label(words[:_MOST_SHOWN], role, wrap=True)
    made.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
    return made
