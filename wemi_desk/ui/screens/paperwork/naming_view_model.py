"""A pratica begun without a name, and somebody at the desk who has said theirs."""

from __future__ import annotations

from PySide6.QtCore import QObject

from wemi_desk.domain.citizens import CitizenId
from wemi_desk.i18n import _
from wemi_desk.services.paperwork.cases import Finished
from wemi_desk.ui.screens.paperwork.matter_view_model import MatterViewModel


class NamingViewModel(QObject):
    """*person* is who is at the desk, as the visit knows them."""

    def __init__(self, matter: MatterViewModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.matter = matter
        self.person: CitizenId | None = None

    @property
    def is_asked(self) -> bool:
        """Is the matter on the screen nobody's, with somebody here whose it may be?"""
        shown = self.matter.shown
        return shown is not None and shown.case.citizen_id is None and self.person is not None

    def agree(self) -> None:
        """It is of who is at the desk."""
        person, cases, kept = self.person, self.matter.services.cases, list[Finished]()
        if person is None or not self.is_asked:
            return
        self.matter.write(
            lambda case_id: kept.append(cases.name(case_id, person)),
            lambda _matter: self.matter.tell(_("La pratica ha un nome. Annulla con Ctrl+Z"), kept[0].deed),
        )
