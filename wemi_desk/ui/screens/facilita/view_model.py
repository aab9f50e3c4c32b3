"""Facilita: what is done with a file that was made, and with a line that stayed behind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import TypeVar
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from wemi_desk.domain.facilita_ledger import FacilitaBatch
from wemi_desk.i18n import _, ngettext
from wemi_desk.services.facilita.door import FacilitaServices
from wemi_desk.services.facilita.ledger import Imported
from wemi_desk.services.facilita.sieve import WorkLine
from wemi_desk.services.session import DeskSession
from wemi_desk.ui.background import Runner
from wemi_desk.ui.change_bus import ChangeBus
from wemi_desk.ui.notices import Notices
from wemi_desk.ui.screens.facilita.period_view_model import CHANGED, PeriodViewModel

T = TypeVar("T")


class FacilitaViewModel(PeriodViewModel):
    """``open_requested(citizen_id)``: the person's card, on which something is to be put right."""

    answers_changed = Signal()
    settings_wanted = Signal()
    open_requested = Signal(object)

    def __init__(
        self, services: FacilitaServices, session: DeskSession, runner: Runner, changes: ChangeBus, messages: Notices,
        parent: QObject | None = None,
    ) -> None:  # fmt: skip
        super().__init__(services, session, runner, changes, messages, parent)
        self.answers: Mapping[str, str] = {}

    def record_upload(self, batch_id: UUID, on: date, import_id: str, file: Path | None) -> None:
        """Somebody uploaded it."""
        self._do(
            lambda: self.services.ledger.record_upload(batch_id, on, import_id, file),
            lambda batch: _("Annotato: {name} caricato.").format(name=batch.file_name),
        )

    def record_signature(self, batch_id: UUID, signed: Path) -> None:
        """The signed copy was made: its digest is kept."""
        self._do(
            lambda: self.services.ledger.record_signature(batch_id, signed),
            lambda batch: _("Annotata la firma: {name}.").format(name=batch.signed_name),
        )

    def import_report(self, batch_id: UUID, path: Path) -> None:
        """The rows that the platform threw out come back to the list."""
        self._do(lambda: self.services.ledger.import_report(batch_id, path), _imported_words)

    def close(self, batch_id: UUID, rejected_there: int) -> None:
        """The import ended well."""
        self._do(
            lambda: self.services.ledger.close(batch_id, rejected_there),
            lambda batch: _("{name} è chiuso: le altre righe sono accettate.").format(name=batch.file_name),
        )

    def discard(self, batch_id: UUID) -> None:
        """It was never uploaded."""
        self._do(
            lambda: self.services.ledger.discard(batch_id),
            lambda batch: _("{name} è annullato: le sue righe si possono mandare.").format(name=batch.file_name),
        )

    def keep(self, batch: FacilitaBatch, folder: Path) -> None:
        """The PDF and the manifest beside a file that is there."""
        self._on_papers(
            lambda: self.services.ledger.keep([batch], folder),
            lambda _made: self._messages.say(_("PDF e impronte sono nella cartella.")),
        )

    def open(self, line: WorkLine) -> None:
        """One key to the record: the person, or the names as registered."""
        if line.is_about_settings or line.citizen_id is None:
            self.settings_wanted.emit()
        else:
            self.open_requested.emit(line.citizen_id)

    def ask_answers(self, line: WorkLine | None) -> None:
        """What the person has answered."""
        self.answers = {}
        if line is None:
            self.answers_changed.emit()
            return
        self._ask(lambda: self.services.answers.given(line.attendance_id), self._show_answers)

    def give_answers(self, line: WorkLine, said: Mapping[str, str]) -> None:
        """Written down; the line is looked at again."""
        self._do(
            lambda: self.services.answers.give(line.attendance_id, said), lambda _done: _("Risposte registrate.")
        )

    def send_again(self, line: WorkLine) -> None:
        """What was wrong was mended on the platform."""
        self._do(
            lambda: self.services.ledger.send_again(line.attendance_id),
            lambda _done: _("Questa riga parte di nuovo con il prossimo file."),
        )

    def _do(self, work: Callable[[], T], words: Callable[[T], str]) -> None:
        def done(made: T) -> None:
            self.error = ""
            self._tell(words(made), CHANGED)
            self.look()

        self._ask(work, done, self._refuse)

    def _show_answers(self, answers: Mapping[str, str]) -> None:
        self.answers = answers
        self.answers_changed.emit()


def _imported_words(imported: Imported) -> str:
    n = len(imported.rejected)
    if not n:
        return _("Il rapporto non ha righe scartate.")
    words = ngettext(
        "{n} riga scartata: è tra quelle da sistemare.", "{n} righe scartate: sono tra quelle da sistemare.", n
    )
    return words.format(n=n)
