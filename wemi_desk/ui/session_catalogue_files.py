"""Aggiorna il catalogo of one session, for who may publish it: what it works with is loaded when they go there."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from wemi_desk.services.catalogue_files.ports import RIGHT

if TYPE_CHECKING:
    from wemi_desk.ui.screens.catalogue_files.view import UpdatePage
    from wemi_desk.ui.session import WorkSession


class SessionCatalogueFiles(QObject):
    """The third tab of Catalogo."""

    def __init__(self, work: WorkSession) -> None:
        super().__init__(work)
        self._work = work
        self.is_offered = work.desk.session.allows(RIGHT)

    @cached_property
    def page(self) -> UpdatePage:
        """Both sides."""
        from wemi_desk.ui.screens.catalogue_files.view import UpdatePage
        from wemi_desk.ui.screens.catalogue_files.view_model import CatalogueFilesViewModel

        work = self._work
        model = CatalogueFilesViewModel(work.desk.catalogue_files(), work.runner, work.changes, work.messages, self)
        return UpdatePage(model)
