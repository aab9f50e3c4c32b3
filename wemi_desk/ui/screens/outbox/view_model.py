"""What has not reached the centre, since when, why, and what to do about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from wemi_desk.domain.outbox_rows import OutboxCounts, OutboxList, OutboxRow
from wemi_desk.domain.questions import Question
from wemi_desk.domain.sync_state import SyncState
from wemi_desk.i18n import N_, _
from wemi_desk.services.exchange_ports import OutboxDoor, QuestionsDoor
from wemi_desk.ui.background import Runner
from wemi_desk.ui.change_bus import ChangeBus
from wemi_desk.ui.exchange_words import act_state, what_words
from wemi_desk.ui.notices import Notices
from wemi_desk.ui.question_words import Around, sentence
from wemi_desk.ui.view_model import ViewModel
from wemi_desk.ui.widgets.paged_model import Deliver
from wemi_desk.ui.words import clock_words, when_words

_NAMES = {
    OutboxList.WAITING: N_("Da inviare: {n}"),
    OutboxList.TO_CHECK: N_("Da controllare: {n}"),
    OutboxList.SENT_TODAY: N_("Inviati oggi: {n}"),
}


@dataclass(frozen=True, slots=True)
class OutboxLine:
    """One act, or one question, in words; never whom it is about."""

    what: str
    since: str
    state: str
    mark: str
    advice: str = ""
    row: OutboxRow | None = None
    question: Question | None = None


class OutboxViewModel(ViewModel):
    """Three lists, read by pages; open questions stand first among what is to be checked."""

    watches = frozenset({"outbox", "questions"})
    list_changed = Signal()

    def __init__(
        self,
        outbox: OutboxDoor,
        questions: QuestionsDoor,
        around: Callable[[], Around],
        sync: Callable[[], SyncState | None],
        runner: Runner,
        changes: ChangeBus,
        messages: Notices,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(runner, changes, messages, parent)
        self._outbox = outbox
        self._questions = questions
        self.around = around
        self._sync = sync
        self.which = OutboxList.WAITING
        self.counts = OutboxCounts(waiting=0, to_check=0, sent_today=0, made_today=0)
        self.open_questions: Sequence[Question] = ()
        self._arriving = False

    @property
    def names(self) -> list[tuple[str, str]]:
        """The lists with their lengths."""
        return [(which.value, _(_NAMES[which]).format(n=self._length(which))) for which in OutboxList]

    @property
    def total(self) -> int:
        """How long the shown list is."""
        return self._length(self.which)

    @property
    def summary(self) -> str:
        """The day in three numbers."""
        counts = self.counts
        return _("Oggi: {made} fatti, {sent} ricevuti dal sistema centrale. In attesa: {waiting}.").format(
            made=counts.made_today, sent=counts.sent_today, waiting=counts.waiting
        )

    @property
    def empty_words(self) -> str:
        """What an empty list says; never more than is known."""
        if self.which is OutboxList.TO_CHECK:
            return _("Niente da controllare.")
        if self.which is OutboxList.SENT_TODAY:
            return _("Oggi non è ancora arrivato niente al sistema centrale.")
        sync = self._sync()
        if sync is None or sync.last_confirmed_at is None:
            return _("Niente da inviare. La postazione non si è mai collegata.")
        at = clock_words(sync.last_confirmed_at)
        if self._length(OutboxList.TO_CHECK):
            return _("Niente da inviare. Ultimo collegamento alle {time}.").format(time=at)
        return _("Tutto inviato. Ultimo collegamento alle {time}.").format(time=at)

    @property
    def waits_here(self) -> int:
        """How many acts could leave by another way."""
        return self.counts.waiting + self.counts.to_check

    def reload(self) -> None:
        """Count again."""
        self._ask(lambda: (self._outbox.counts(), self._questions.open()), lambda read: self._show(*read))

    def arrive(self) -> None:
        """Somebody comes to look: first what needs a person, else what waits."""
        self._arriving = True
        self.reload()

    def turn_to(self, which: str) -> None:
        """Another of the three lists."""
        if which != self.which:
            self.which = OutboxList(which)
            self.list_changed.emit()

    def read(self, offset: int, limit: int, deliver: Deliver[OutboxLine]) -> None:
        """A page, for the table."""
        which, asked = self.which, self._asked(offset, limit)
        first = max(0, offset - len(self._first(which)))
        rest = limit - len(asked)
        self._ask(
            lambda: self._outbox.page(which, first, rest) if rest else [],
            lambda rows: deliver([*asked, *map(self._line, rows)]),
        )

    def _first(self, which: OutboxList) -> Sequence[Question]:
        return self.open_questions if which is OutboxList.TO_CHECK else ()

    def _asked(self, offset: int, limit: int) -> list[OutboxLine]:
        return [self._question_line(one) for one in self._first(self.which)[offset:offset + limit]]

    def _length(self, which: OutboxList) -> int:
        return len(self._first(which)) + self.counts.of(which)

    def _show(self, counts: OutboxCounts, questions: Sequence[Question]) -> None:
        self.counts, self.open_questions = counts, questions
        if self._arriving:
            self._arriving = False
            self.which = OutboxList.TO_CHECK if self._length(OutboxList.TO_CHECK) else OutboxList.WAITING
        self.list_changed.emit()

    def _question_line(self, question: Question) -> OutboxLine:
        since = when_words(question.asked_at, self.around().now)
        words = sentence(question, at_desk=False)
        return OutboxLine(words, since, _("Da decidere"), "conflict", question=question)

    def _line(self, row: OutboxRow) -> OutboxLine:
        around, sync = self.around(), self._sync()
        since = when_words(row.acked_at or row.made_at, around.now)
        state = act_state(
            row, sending=bool(sync and sync.in_contact), spaces=around.spaces, colleagues=around.colleagues
        )
        return OutboxLine(what_words(row), since, *state, row=row)
