"""What an operator does about an act that came back, and about a question: nothing here deletes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from wemi_desk.domain.changes import Changes
from wemi_desk.domain.contacts import NOTE_LIMIT
from wemi_desk.domain.deeds import Deed
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.names import fitting
from wemi_desk.domain.outbox_rows import OutboxRow
from wemi_desk.domain.questions import Question
from wemi_desk.i18n import N_, _
from wemi_desk.services.exchange_ports import ANSWERED, MendingDoor, QuestionsDoor
from wemi_desk.ui.background import Runner
from wemi_desk.ui.change_bus import ChangeBus
from wemi_desk.ui.error_text import error_text
from wemi_desk.ui.notices import Notices
from wemi_desk.ui.question_words import Around, Choice, can_be_undone, choices, chosen_words
from wemi_desk.ui.view_model import ViewModel

_WITHDRAW_REASONS = {
    "mistake": N_("Era un errore"),
    "done_elsewhere": N_("È già stato fatto in un altro modo"),
    "not_needed": N_("Non serve più"),
    "person_asks": N_("Lo chiede la persona"),
}
NOTE_MOST = 200


class MendingViewModel(ViewModel):
    """Correggi, Riprova, Metti da parte, Ritira; and the answer to a question."""

    done = Signal()
    field_failed = Signal(str)
    open_requested = Signal(object)

    def __init__(
        self,
        mending: MendingDoor,
        questions: QuestionsDoor,
        around: Callable[[], Around],
        runner: Runner,
        changes: ChangeBus,
        messages: Notices,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(runner, changes, messages, parent)
        self._mending = mending
        self._questions = questions
        self._around = around

    @property
    def withdraw_reasons(self) -> list[tuple[str, str]]:
        """Why an act is not wanted any more."""
        return [(code, _(words)) for code, words in _WITHDRAW_REASONS.items()]

    def choices(self, question: Question) -> tuple[Choice, ...]:
        """The answers, with who said what, when and where."""
        return choices(question, self._around())

    def retry(self, act: OutboxRow) -> None:
        """Send it again as it is."""
        self._do(partial(self._mending.retry, act.id), _("Riparte con il prossimo invio."))

    def set_aside(self, act: OutboxRow, note: str) -> None:
        """Not now; it stays counted and can be taken up again."""
        kept = partial(fitting, "note", note.strip(), NOTE_MOST)
        self._do(lambda: self._mending.set_aside(act.id, kept()), _("Messo da parte: resta qui, e si riprende."))

    def take_up(self, act: OutboxRow) -> None:
        """To be checked again."""
        self._do(partial(self._mending.take_up, act.id), _("Di nuovo da controllare."))

    def withdraw(self, act: OutboxRow, reason: str | None) -> None:
        """It is not wanted any more; the history keeps both."""
        if reason is None:
            self.field_failed.emit(_("Scegli un motivo."))
            return
        self._do(partial(self._mending.withdraw, act.id, reason), _("Ritirato: resta scritto nella storia."))

    def mend(self, act: OutboxRow, field: str, value: str) -> None:
        """Send it again with another value."""
        words = _("Corretto: riparte con il prossimo invio.")
        right = partial(fitting, "value", value.strip(), NOTE_LIMIT)
        self._do(lambda: self._mending.mend(act.id, field, right()), words)

    def answer(self, question: Question, position: int) -> None:
        """One of the two values is right."""
        found = self.choices(question)
        if not 0 <= position < len(found):
            return
        words = chosen_words(question, found[position])

        def answered(deed: Deed) -> None:
            self.done.emit()
            self._tell(words, ANSWERED, deed if can_be_undone(question) else None)

        self._ask(lambda: self._questions.answer(question.id, position), answered)

    def open_person(self, citizen_id: UUID) -> None:
        """Whom it is about, at the desk."""
        self.open_requested.emit(citizen_id)

    def open_person_of(self, act: OutboxRow) -> None:
        """Whom an act is about."""
        if act.subject_id is not None:
            self.open_person(act.subject_id)

    def _do(self, work: Callable[[], Changes], words: str) -> None:
        def done(changes: Changes) -> None:
            self.done.emit()
            self._tell(words, changes)

        self._ask(work, done, self._refuse)

    def _refuse(self, error: Exception) -> None:
        words = error_text(error) if isinstance(error, InvalidFieldError) else None
        if words is None:
            self._fail(error)
        else:
            self.field_failed.emit(words)
