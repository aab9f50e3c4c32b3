"""Aggiorna: the two sides of a tab of Catalogo, for who may publish it."""

from __future__ import annotations

from wemi_desk.i18n import _
from wemi_desk.ui.screens.catalogue_files.changes_view import ChangesView
from wemi_desk.ui.screens.catalogue_files.file_view import FileView
from wemi_desk.ui.screens.catalogue_files.view_model import CatalogueFilesViewModel


class UpdatePage:
    """Left the file and its columns, right what it would change."""

    def __init__(self, model: CatalogueFilesViewModel) -> None:
        self.model = model
        self.tab, self.title = _("Aggiorna"), _("Che cosa cambia")
        self.left, self.right = FileView(model), ChangesView(model)

    def focus_first(self) -> None:
        """Where the hands should be."""
        self.model.arrive()
        self.left.focus_first()

    def step_back(self) -> bool:
        """Esc: what is under way stops."""
        return self.model.stop()
