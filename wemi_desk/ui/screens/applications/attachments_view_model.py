"""Files that a measure asks for: read in the background, refused in words."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.i18n import N_, _
from wemi_desk.ui.screens.applications.case_view_model import CaseViewModel

_REFUSALS = {
    "empty": N_("Il file è vuoto: scegline un altro."),
    "too_large": N_("Il file è troppo grande: al massimo 10 MB. Scansiona a una qualità più bassa."),
    "unreadable": N_("Il file non si legge: scegline un altro."),
    "wrong_kind": N_("Servono un PDF o una foto (JPEG, PNG)."),
    "not_what_it_says": N_("Il file non è quello che dice il suo nome: scegline un altro."),
    "encrypted": N_("Il PDF è protetto da una password: chiedi una copia senza."),
    "active_content": N_("Il PDF contiene programmi: stampalo in un nuovo PDF, o fotografa il foglio."),
    "too_many_pages": N_("Il file ha troppe pagine: allega solo quelle che servono."),
    "too_many_pixels": N_("L’immagine è troppo grande: scansiona a una qualità più bassa."),
    "damaged": N_("Il file è rovinato: scegline un altro."),
    "gone": N_("Il file non c’è più: sceglilo di nuovo."),
}


class AttachmentsViewModel(QObject):
    """``failed(code, words)``: the file was not taken, and why."""

    failed = Signal(str, str)

    def __init__(self, case: CaseViewModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._case = case

    def attach(self, code: str, path: str) -> None:
        """Make the file anew and keep it sealed; the original stays where it is."""
        shown = self._case.case.shown
        if shown is None:
            return
        door = self._case.services.attachments

        def refused(error: Exception) -> None:
            if isinstance(error, InvalidFieldError):
                self.failed.emit(code, _(_REFUSALS.get(error.reason, N_("Il file non va bene: scegline un altro."))))
            else:
                self._case.refuse(error)

        self._case.ask(
            lambda: door.attach(shown.id, code, Path(path)),
            lambda _attachment: self._case.tell(_("File allegato, cifrato su questo computer.")), refused,
        )  # fmt: skip
