"""The register of the meeting that is open: by card, by ticking, by number; and that it took place."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Signal

from wemi_desk.domain.citizens import Citizen, CitizenId
from wemi_desk.domain.courses import BY_CARD, CANCELLED, LEAST_MINUTES, MOST_MINUTES, MOST_PLACES
from wemi_desk.domain.days import rome_day
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.i18n import _, ngettext
from wemi_desk.services.courses.attendance import (
    ALREADY,
    NOT_ENROLLED,
    PRESENT,
    SEVERAL,
    AttendanceService,
    Held,
    Scanned,
)
from wemi_desk.services.courses.forms import number
from wemi_desk.services.courses.lessons import Lesson, LessonPerson
from wemi_desk.services.courses.planning import CHANGED
from wemi_desk.services.courses.workstations import short_name
from wemi_desk.services.session import DeskSession
from wemi_desk.ui.background import Runner
from wemi_desk.ui.change_bus import ChangeBus
from wemi_desk.ui.error_text import error_text
from wemi_desk.ui.notices import Notices
from wemi_desk.ui.screens.courses.meeting_view_model import MeetingViewModel
from wemi_desk.ui.view_model import ViewModel


class RegisterViewModel(ViewModel):
    """``stranger(citizen)``: a card of somebody who is not on the list; None takes the question away.

    ``answered(next_person)``: written down; who still lacks an answer, or None.
    ``scan_failed()``: the bad sound. ``field_failed(field, words)``: a number that is none.
    """

    stranger = Signal(object)
    scan_failed = Signal()
    field_failed = Signal(str, str)
    answered = Signal(object)

    def __init__(
        self,
        meeting: MeetingViewModel,
        attendance: AttendanceService,
        session: DeskSession,
        runner: Runner,
        changes: ChangeBus,
        messages: Notices,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(runner, changes, messages, parent)
        self._meeting = meeting
        self._attendance = attendance
        self._session = session
        self.asked: Citizen | None = None
        """Somebody whose card was passed, and who is not on the list."""
        meeting.opened.connect(lambda: self.answer(False))

    @property
    def is_open(self) -> bool:
        """It may be written."""
        return self._meeting.state not in ("", CANCELLED)

    @property
    def takes_cards(self) -> bool:
        """From its day on; before, a card opens the person, who may be enrolled."""
        lesson = self._meeting.lesson
        return lesson is not None and self.is_open and rome_day(lesson.date.starts_at) <= self._session.clock.today()

    def toggle(self, person: LessonPerson) -> None:
        """Space: here, or not here after all."""
        lesson = self._meeting.lesson
        if lesson is not None and self.is_open:
            verb = self._attendance.untick if person.presence is not None else self._attendance.tick
            self._write(lambda: verb(lesson.date.id, CitizenId(person.citizen.id)))

    def scan(self, code: str) -> None:
        """A card was passed."""
        lesson = self._meeting.lesson
        if lesson is not None and self.is_open:
            self._ask(lambda: self._attendance.scan(lesson.date.id, code), self._scanned)

    def answer(self, add: bool) -> None:
        """Of the question about somebody who is not on the list."""
        person, lesson, self.asked = self.asked, self._meeting.lesson, None
        if person is None:
            return
        self.stranger.emit(None)
        if add and lesson is not None:
            words = _("{name}: presente, senza iscrizione.").format(name=short_name(person))
            tick = self._attendance.tick
            self._write(lambda: tick(lesson.date.id, CitizenId(person.id), BY_CARD), words)

    def count_unnamed(self, typed: str) -> None:
        """So many without a name."""
        lesson = self._meeting.lesson
        people = self._number("unnamed", typed or "0", 0, MOST_PLACES)
        if lesson is not None and self.is_open and people is not None and people != lesson.date.unnamed:
            self._write(lambda: self._attendance.count_unnamed(lesson.date.id, people))

    def hold(self, typed_minutes: str) -> None:
        """It took place."""
        lesson, minutes = self._meeting.lesson, self._number("minutes", typed_minutes, LEAST_MINUTES, MOST_MINUTES)
        if lesson is not None and minutes is not None:
            self._ask(lambda: self._attendance.hold(lesson.date.id, minutes), self._held)

    def answer_for(self, person: LessonPerson, said: Mapping[str, str]) -> None:
        """What somebody says about themselves, for Facilita."""
        lesson = self._meeting.lesson
        if lesson is None:
            return

        def done(lesson: Lesson) -> None:
            self._meeting.show_lesson(lesson)
            self._tell(_("Risposte registrate."), CHANGED)
            lacking = (one for one in lesson.people if one.lacks_answers and one.citizen.id != person.citizen.id)
            self.answered.emit(next(lacking, None))

        answer = self._attendance.answer
        self._ask(lambda: answer(lesson.date.id, CitizenId(person.citizen.id), said), done)

    def reopen(self) -> None:
        """It was closed by mistake."""
        lesson = self._meeting.lesson
        if lesson is not None:
            words = _("Incontro riaperto: la seduta non conta finché non lo chiudi di nuovo.")
            self._ask(lambda: self._attendance.reopen(lesson.date.id), lambda _date: self._tell(words, CHANGED))

    def _number(self, field: str, typed: str, low: int, high: int) -> int | None:
        try:
            return number(field, typed, low, high)
        except InvalidFieldError as error:
            self.field_failed.emit(error.field, error_text(error) or "")
            return None

    def _write(self, work: Callable[[], Lesson], words: str = "") -> None:
        def done(lesson: Lesson) -> None:
            self._meeting.show_lesson(lesson)
            if words:
                self._messages.say(words)
            self._changes.changed.emit(CHANGED)

        self._ask(work, done)

    def _scanned(self, scanned: Scanned) -> None:
        name = short_name(scanned.citizen) if scanned.citizen is not None else ""
        if scanned.outcome == PRESENT:
            self._tell(_("{name}: presente.").format(name=name), CHANGED)
            return
        if scanned.outcome == ALREADY:
            self._messages.say(_("{name}: era già presente.").format(name=name))
            return
        self.scan_failed.emit()
        if scanned.outcome == NOT_ENROLLED:
            self.asked = scanned.citizen
            self.stranger.emit(scanned.citizen)
        elif scanned.outcome == SEVERAL:
            self._messages.warn(_("Con questa tessera ci sono due schede: scegli la persona dall’elenco."))
        else:
            self._messages.warn(_("Nessuna scheda con questa tessera: registra la persona, o contala senza nome."))

    def _held(self, held: Held) -> None:
        words = ngettext("Incontro svolto: {n} persona.", "Incontro svolto: {n} persone.", held.people)
        self._tell(words.format(n=held.people), CHANGED)
