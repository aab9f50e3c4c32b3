"""Promises to call back: a telephone is seen only when it is asked for, and only for the line it belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QObject, Signal

from wemi_desk.domain.citizens import CitizenId
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.pick_lists import PickLists
from wemi_desk.domain.referrals import Referral
from wemi_desk.i18n import _, ngettext
from wemi_desk.services.call_backs import CHANGED, Answered, CallBackRow, CallBackService
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
    """One line: a promise to a person, or a service that should have answered."""

    when: str
    who: str
    about: str
    is_late: bool
    promise: CallBackRow | None = None
    referral: Referral | None = None


class CallBacksViewModel(ViewModel):
    """The list of Ctrl+R."""

    watches = frozenset({"call_backs", "citizens"})
    lines_changed = Signal()
    phone_changed = Signal()
    field_failed = Signal(str, str)
    open_requested = Signal(object)

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
        self._ask(lambda: (read.pending(), read.referrals_waiting()), lambda found: self._show(*found))

    def place_of_wanted(self) -> int | None:
        """The line of whom the list was opened for; asked once."""
        wanted = self.wanted
        ids = [line.promise.call_back.citizen_id if line.promise else None for line in self.lines]
        if wanted is None or wanted not in ids:
            return None
        self.wanted = None
        return ids.index(wanted)

    def show_phone(self, line: CallBackLine) -> None:
        """The number of one line: looking at it is an access record."""
        row = line.promise
        if row is not None:
            self._ask(lambda: self._call_backs.telephone(row.call_back.id), self._phone_read)

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
        row = line.promise
        if row is None:
            return

        def answered(done: Answered) -> None:
            self._tell(self._said(row.shown_name, result, done), CHANGED, done.deed)

        self._ask(lambda: self._call_backs.answer(row.call_back.id, result, postponed_to), answered, self._refuse)

    def open_person(self, line: CallBackLine) -> None:
        """Open whom the promise was made to, at the desk."""
        if line.promise is not None:
            self.open_requested.emit(line.promise.call_back.citizen_id)

    def _answer_referral(self, referral: Referral, result: str) -> None:
        status = "closed" if result == "reached" else "no_answer"
        words = _("Scritto com’è andato l’invio. Annulla con Ctrl+Z")
        self._ask(
            lambda: self._call_backs.referral_answered(referral, status),
            lambda deed: self._tell(words, CHANGED, deed),
        )

    def _said(self, name: str, result: str, done: Answered) -> str:
        on = near_day(done.call_back.due_on, self.today())
        words = {
            "reached": _("{name}: sentita. Annulla con Ctrl+Z"),
            "closed": _("{name}: chiusa senza richiamare. Annulla con Ctrl+Z"),
            "no_answer": _("{name} non risponde: torna in elenco {day}. Annulla con Ctrl+Z"),
            "postponed": _("{name}: rimandata, {day}. Annulla con Ctrl+Z"),
        }
        return words[result].format(name=name, day=on)

    def _show(self, promises: Sequence[CallBackRow], referrals: Sequence[Referral]) -> None:
        lines = [self._promise(row) for row in promises] + [self._referral(one) for one in referrals]
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
