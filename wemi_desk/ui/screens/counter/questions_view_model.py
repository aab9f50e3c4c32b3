"""What two desks said differently of the person at the desk: one question at a time, or later."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal

from wemi_desk.domain.citizens import CitizenId
from wemi_desk.domain.deeds import Deed
from wemi_desk.domain.questions import Question, QuestionId
from wemi_desk.services.exchange_ports import ANSWERED, QuestionsDoor
from wemi_desk.ui.background import Runner
from wemi_desk.ui.change_bus import ChangeBus
from wemi_desk.ui.notices import Notices
from wemi_desk.ui.question_words import Around, Choice, can_be_undone, choices, chosen_words, sentence
from wemi_desk.ui.view_model import ViewModel


class VisitQuestionsViewModel(ViewModel):
    """``asked_changed``: another question, or none any more."""

    watches = frozenset({"questions"})
    asked_changed = Signal()

    def __init__(
        self,
        questions: QuestionsDoor,
        around: Callable[[], Around],
        runner: Runner,
        changes: ChangeBus,
        messages: Notices,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(runner, changes, messages, parent)
        self._questions = questions
        self._around = around
        self._id: CitizenId | None = None
        self._postponed: set[QuestionId] = set()
        self._open: Sequence[Question] = ()

    @property
    def asked(self) -> Question | None:
        """The question that stands now."""
        return next((one for one in self._open if one.id not in self._postponed), None)

    @property
    def sentence(self) -> str:
        """It, in one sentence; empty when nothing is asked."""
        return sentence(self.asked, at_desk=True) if self.asked else ""

    @property
    def choices(self) -> tuple[Choice, ...]:
        """Its answers, with who said what, when and where."""
        return choices(self.asked, self._around()) if self.asked else ()

    def show_person(self, citizen_id: CitizenId | None) -> None:
        """Somebody came to the desk, or left it."""
        if citizen_id != self._id:
            self._id = citizen_id
            self._postponed.clear()
            self._show(citizen_id, ())
            self.reload()

    def reload(self) -> None:
        """Ask again what is open about who is here."""
        citizen_id = self._id
        if citizen_id is not None:
            self._ask(lambda: self._questions.about(citizen_id), lambda found: self._show(citizen_id, found))

    def answer(self, position: int) -> None:
        """One of the values is right."""
        question, found = self.asked, self.choices
        if question is None or not 0 <= position < len(found):
            return
        words = chosen_words(question, found[position])

        def answered(deed: Deed) -> None:
            self._tell(words, ANSWERED, deed if can_be_undone(question) else None)

        self._ask(lambda: self._questions.answer(question.id, position), answered)

    def later(self) -> None:
        """Not in this visit; it stays among what is to be checked."""
        if self.asked is not None:
            self._postponed.add(self.asked.id)
            self.asked_changed.emit()

    def _show(self, citizen_id: CitizenId | None, found: Sequence[Question]) -> None:
        if citizen_id != self._id:
            return
        before, self._open = self.asked, found
        if self.asked != before:
            self.asked_changed.emit()
