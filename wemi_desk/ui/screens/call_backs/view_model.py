"""Promises to call back: a telephone is seen only when it is asked for, and only for the line it belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import QObject, Signal

from wemi_desk.domain.citizens import CitizenId
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.orientations import Orientation
from wemi_desk.domain.pick_lists import PickLists
from wemi_desk.domain.referrals import Referral
from wemi_desk.i18n import _, ngettext
from wemi_desk.services.call_backs import CHANGED, Answered, CallBackRow, CallBackService, FeedbackRow
from wemi_desk.services.session import DeskSession
from wemi_desk.ui.application_words import promised_words
from wemi_desk.ui.background import Runner
from wemi_desk.ui.change_bus import ChangeBus
from wemi_desk.ui.error_text import error_text
from wemi_desk.ui.notices import Notices
from wemi_desk.ui.view_model import ViewModel
from wemi_desk.ui.when import near_day
from wemi_desk.ui.words import day_words


@dataclass(frozen=True, slots=True)
class CallBackLine:
    """One line: a promise to a person, a service that should have answered, or somebody to ask how it went."""

    when: str
    who: str
    about: str
    is_late: bool
    promise: CallBackRow | None = None
    referral: Referral | None = None
    feedback: FeedbackRow | None = None

    @property
    def citizen_id(self) -> CitizenId | None:
        """Whom one would call."""
        if self.promise is not None:
            return self.promise.call_back.citizen_id
        return self.feedback.record.citizen_id if self.feedback is not None else None


class CallBacksViewModel(ViewModel):
    """The list of Ctrl+R."""

    watches = frozenset({"call_backs", "citizens", "referrals"})
    lines_changed = Signal()
    phone_changed = Signal()
    field_failed = Signal(str, str)
    open_requested = Signal(object)
    follow_requested = Signal(object)

    def __init__(
        self,
        call_backs: CallBackService,
        lists: PickLists,
        session: DeskSession,
        runner: Runner,
        changes: ChangeBus,
        messages: Notices,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(runner, changes, messages, parent)
        self._call_backs = call_backs
        self._lists = lists
        self._session = session
        self.lines: Sequence[CallBackLine] = ()
        self.phone = ""
        self.wanted: CitizenId | None = None

    @property
    def title(self) -> str:
        """Da richiamare: 3."""
        return _("Da richiamare: {n}").format(n=len(self.lines)) if self.lines else _("Da richiamare")

    def today(self) -> date:
        """The day in Rome."""
        return self._session.clock.today()

    def reload(self) -> None:
        """Read the promises again."""
        read = self._call_backs
        self._ask(
            lambda: (read.pending(), read.referrals_waiting(), read.feedback_due()), lambda found: self._show(*found)
        )

    def place_of_wanted(self) -> int | None:
        """The line of whom the list was opened for; asked once."""
        wanted = self.wanted
        ids = [line.citizen_id if line.promise else None for line in self.lines]
        if wanted is None or wanted not in ids:
            return None
        self.wanted = None
        return ids.index(wanted)

    def show_phone(self, line: CallBackLine) -> None:
        """The number of one line: looking at it is an access record."""
        row, asked = line.promise, line.feedback
        if row is not None:
            self._ask(lambda: self._call_backs.telephone(row.call_back.id), self._phone_read)
        elif asked is not None and line.citizen_id is not None:
            self._ask(lambda: self._call_backs.telephone_of(asked.record), self._phone_read)

    def hide_phone(self) -> None:
        """Another line, or away: the number goes."""
        if self.phone:
            self.phone = ""
            self.phone_changed.emit()

    def answer(self, line: CallBackLine, result: str, postponed_to: date | None = None) -> None:
        """What came of the call: reached, no_answer, postponed, closed."""
        if line.referral is not None:
            self._answer_referral(line.referral, result)
            return
        if line.feedback is not None:
            self._answer_feedback(line.feedback, result, postponed_to)
            return
        row = line.promise
        if row is None:
            return

        def answered(done: Answered) -> None:
            self._tell(self._said(row.shown_name, result, done), CHANGED, done.deed)

        self._ask(lambda: self._call_backs.answer(row.call_back.id, result, postponed_to), answered, self._refuse)

    def open_person(self, line: CallBackLine) -> None:
        """Open whom the line is about, at the desk."""
        if line.citizen_id is not None:
            self.open_requested.emit(line.citizen_id)

    def _answer_referral(self, referral: Referral, result: str) -> None:
        status = "closed" if result == "reached" else "no_answer"
        words = _("Scritto com’è andato l’invio. Annulla con Ctrl+Z")
        self._ask(
            lambda: self._call_backs.referral_answered(referral, status),
            lambda deed: self._tell(words, CHANGED, deed),
        )

    def _answer_feedback(self, row: FeedbackRow, result: str, postponed_to: date | None) -> None:
        """Who was heard has something to tell: that is written where the suggestion stands."""
        if result == "reached":
            self.follow_requested.emit(row.record.id)
            return
        day = None if result == "closed" else postponed_to or self.today() + timedelta(days=1)
        words = _("Non si chiede più com’è andata. Annulla con Ctrl+Z")
        if day is not None:
            words = _("Torna in elenco {day}. Annulla con Ctrl+Z").format(day=near_day(day, self.today()))
        self._ask(
            lambda: self._call_backs.ask_later(row.record, day), lambda deed: self._tell(words, CHANGED, deed),
            self._refuse,
        )  # fmt: skip

    def _said(self, name: str, result: str, done: Answered) -> str:
        on = near_day(done.call_back.due_on, self.today())
        words = {
            "reached": _("{name}: sentita. Annulla con Ctrl+Z"),
            "closed": _("{name}: chiusa senza richiamare. Annulla con Ctrl+Z"),
            "no_answer": _("{name} non risponde: torna in elenco {day}. Annulla con Ctrl+Z"),
            "postponed": _("{name}: rimandata, {day}. Annulla con Ctrl+Z"),
        }
        return words[result].format(name=name, day=on)

    def _show(
        self, promises: Sequence[CallBackRow], referrals: Sequence[Referral], asked: Sequence[FeedbackRow]
    ) -> None:
        """Somebody sent on is one line: first the service has to answer, then the person is asked."""
        waiting = {one.id for one in referrals}
        lines = [self._promise(row) for row in promises] + [self._referral(one) for one in referrals]
        lines += [self._feedback(row) for row in asked if row.record.id not in waiting]
        self.hide_phone()
        self.lines = lines
        self.lines_changed.emit()

    def _phone_read(self, number: str) -> None:
        self.phone = number or _("Nessun telefono sulla scheda.")
        self.phone_changed.emit()

    def _promise(self, row: CallBackRow) -> CallBackLine:
        due, tries = row.call_back.due_on, row.call_back.tries
        parts = [promised_words(row.call_back.reason) or _("Senza motivo scritto"), self._due(due)]
        if tries:
            parts.append(ngettext("{n} tentativo", "{n} tentativi", tries).format(n=tries))
        return CallBackLine(self._when(due), row.shown_name, " · ".join(parts), row.is_late, promise=row)

    def _referral(self, sent: Referral) -> CallBackLine:
        place = self._lists["destination"].label(sent.destination)
        due = sent.due_on or self.today()
        about = _("Aspetta una risposta · {due}").format(due=self._due(due))
        return CallBackLine(self._when(due), place, about, due < self.today(), referral=sent)

    def _feedback(self, row: FeedbackRow) -> CallBackLine:
        due = self._due(row.due_on)
        about = _("Chiedi com’è andata con {what} · {due}").format(what=_suggested(row.record, self._lists), due=due)
        who = row.shown_name or _("Senza nome")
        return CallBackLine(self._when(row.due_on), who, about, row.is_late, feedback=row)

    def _when(self, due: date) -> str:
        return _("in ritardo") if due < self.today() else near_day(due, self.today())

    def _due(self, due: date) -> str:
        days = (self.today() - due).days
        if days <= 0:
            return _("entro il {day}").format(day=day_words(due))
        late = ngettext("in ritardo di {n} giorno", "in ritardo di {n} giorni", days)
        return late.format(n=days)

    def _refuse(self, error: Exception) -> None:
        words = error_text(error) if isinstance(error, InvalidFieldError) else None
        if isinstance(error, InvalidFieldError) and words is not None:
            self.field_failed.emit(error.field, words)
        else:
            self._fail(error)


def _suggested(record: Orientation | Referral, lists: PickLists) -> str:
    """What somebody was told of, by its first name."""
    if isinstance(record, Referral):
        return record.service_text or lists["destination"].label(record.destination)
    titles = [one.title for one in record.suggestions]
    if len(titles) < 2:
        return titles[0] if titles else record.reason
    rest = len(titles) - 1
    more = ngettext("{title} e un altro", "{title} e altri {n}", rest)
    return more.format(title=titles[0], n=rest)
