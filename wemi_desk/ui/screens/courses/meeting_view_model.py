"""One meeting: who is enrolled, who came, and what it was in the end."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from wemi_desk.domain.citizens import Citizen, CitizenId
from wemi_desk.domain.courses import (
    BY_CARD,
    CANCELLED,
    HELD,
    LEAST_MINUTES,
    MOST_MINUTES,
    MOST_PLACES,
    PLANNED,
    ActivityDateId,
)
from wemi_desk.domain.days import rome_day
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.i18n import _, ngettext
from wemi_desk.services.courses.attendance import ALREADY, NOT_ENROLLED, PRESENT, SEVERAL, Held, Scanned
from wemi_desk.services.courses.doors import CourseDoors
from wemi_desk.services.courses.enrolling import Enrolled, Left
from wemi_desk.services.courses.forms import number
from wemi_desk.services.courses.planning import CHANGED, Lesson, LessonPerson
from wemi_desk.services.courses.words import kind_words
from wemi_desk.services.courses.workstations import short_name
from wemi_desk.services.session import DeskSession
from wemi_desk.ui.background import Runner
from wemi_desk.ui.change_bus import ChangeBus
from wemi_desk.ui.error_text import error_text
from wemi_desk.ui.notices import Notices
from wemi_desk.ui.screens.courses.words import clash_words, day_and_time
from wemi_desk.ui.view_model import ViewModel
from wemi_desk.ui.words import clock_words


class MeetingViewModel(ViewModel):
    """``stranger(citizen)``: a card of somebody who is not on the list; None takes the question away.

    ``scan_failed()``: the bad sound. ``print_requested(date_id)``. ``field_failed(field, words)``.
    """

    watches = frozenset({"courses", "citizens"})
    changed = Signal()
    stranger = Signal(object)
    scan_failed = Signal()
    print_requested = Signal(object)
    field_failed = Signal(str, str)

    def __init__(
        self,
        doors: CourseDoors,
        session: DeskSession,
        colleagues: Mapping[UUID, str],
        runner: Runner,
        changes: ChangeBus,
        messages: Notices,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(runner, changes, messages, parent)
        self._doors = doors
        self._session = session
        self._colleagues = colleagues
        self._wanted: ActivityDateId | None = None
        self.lesson: Lesson | None = None
        self.at_desk: Citizen | None = None
        self.asked: Citizen | None = None
        """Somebody whose card was passed, and who is not on the list."""

    # --- what is shown -------------------------------------------------------------------------------------------

    @property
    def title(self) -> str:
        return self.lesson.activity.title if self.lesson is not None else _("Incontro")

    @property
    def about(self) -> str:
        """Kind, when, where, who leads."""
        if self.lesson is None:
            return ""
        meeting, activity = self.lesson.date, self.lesson.activity
        when = f"{day_and_time(meeting.starts_at)}–{clock_words(meeting.ends_at)}"
        alive = sum(one.state != CANCELLED for one in self.lesson.dates)
        number = _("incontro {n} di {all}").format(n=self.lesson.number, all=alive) if alive > 1 else ""
        leader = meeting.leader_id or activity.leader_id
        name = self._colleagues.get(leader, "") if leader is not None else ""
        led = _("conduce {name}").format(name=name) if name else ""
        return " · ".join(part for part in (kind_words(activity.kind), when, number, meeting.room, led) if part)

    @property
    def counts(self) -> str:
        """2 presenti · 5 posti su 8 · 1 in attesa."""
        if self.lesson is None:
            return ""
        lesson = self.lesson
        here = ngettext("{n} persona presente", "{n} persone presenti", lesson.present).format(n=lesson.present)
        places = _("{taken} posti presi su {all}").format(taken=lesson.taken, all=lesson.activity.capacity)
        waiting = sum(one.standing is not None and not one.standing.has_place for one in lesson.people)
        queued = _("{n} in attesa").format(n=waiting) if waiting else ""
        return " · ".join(part for part in (here, places, queued) if part)

    @property
    def warning(self) -> str:
        """What clashes, or that it does not take place."""
        if self.lesson is None:
            return ""
        if self.lesson.date.state == CANCELLED:
            return _("Questo incontro è annullato.")
        if self.lesson.date.state == HELD or not self.lesson.clashes:
            return ""
        what = clash_words(self.lesson.clashes[0], self.lesson.date.id)
        return _("Si sovrappone a un altro incontro: {what}.").format(what=what)

    @property
    def is_open(self) -> bool:
        """The register may be written."""
        return self.lesson is not None and self.lesson.date.state != CANCELLED

    @property
    def takes_cards(self) -> bool:
        """From its day on; before, a card opens the person, who may be enrolled."""
        lesson = self.lesson
        return lesson is not None and self.is_open and rome_day(lesson.date.starts_at) <= self._session.clock.today()

    @property
    def is_held(self) -> bool:
        return self.lesson is not None and self.lesson.date.state == HELD

    @property
    def is_planned(self) -> bool:
        return self.lesson is not None and self.lesson.date.state == PLANNED

    @property
    def enrol_words(self) -> str:
        """Whom the button enrols; empty where nobody is at the desk, or they are enrolled already."""
        person, lesson = self.at_desk, self.lesson
        if person is None or lesson is None or not self.is_planned:
            return ""
        if any(one.citizen.id == person.id and one.standing is not None for one in lesson.people):
            return ""
        return _("Iscrivi {name}").format(name=short_name(person))

    # --- reading -------------------------------------------------------------------------------------------------

    def open(self, date_id: ActivityDateId | None) -> None:
        """Look at one meeting; None at none."""
        if date_id != self._wanted:
            self.answer(False)
        self._wanted = date_id
        if date_id is None:
            self.lesson = None
            self.changed.emit()
        else:
            self.reload()

    def reload(self) -> None:
        """The meeting as it stands."""
        wanted = self._wanted
        if wanted is not None:
            self._ask(lambda: self._doors.planning.lesson(wanted), self._show)

    def show_person(self, citizen: Citizen | None) -> None:
        """Who is at the desk."""
        self.at_desk = citizen
        self.changed.emit()

    # --- places --------------------------------------------------------------------------------------------------

    def enrol(self) -> None:
        """The person at the desk."""
        if self.lesson is None or self.at_desk is None or not self.enrol_words:
            return
        activity, person = self.lesson.activity, self.at_desk
        self._ask(lambda: self._doors.enrolling.enrol(activity.id, CitizenId(person.id)), self._enrolled)

    def leave(self, person: LessonPerson) -> None:
        """They do not come."""
        standing = person.standing
        if standing is not None:
            self._ask(lambda: self._doors.enrolling.leave(standing.enrolment.id), self._left)

    def told(self, person: LessonPerson) -> None:
        """Somebody called them."""
        standing = person.standing
        if standing is not None:
            words, told = _("Segnato: la persona è stata avvisata."), self._doors.enrolling.told
            self._ask(lambda: told(standing.enrolment.id), lambda _one: self._tell(words, CHANGED))

    # --- the register --------------------------------------------------------------------------------------------

    def toggle(self, person: LessonPerson) -> None:
        """Space: here, or not here after all."""
        lesson = self.lesson
        if lesson is None or not self.is_open:
            return
        verb = self._doors.attendance.untick if person.presence is not None else self._doors.attendance.tick
        self._register(lambda: verb(lesson.date.id, CitizenId(person.citizen.id)))

    def scan(self, code: str) -> None:
        """A card was passed."""
        lesson = self.lesson
        if lesson is not None and self.is_open:
            self._ask(lambda: self._doors.attendance.scan(lesson.date.id, code), self._scanned)

    def answer(self, add: bool) -> None:
        """Of the question about somebody who is not on the list."""
        person, lesson, self.asked = self.asked, self.lesson, None
        if person is None:
            return
        self.stranger.emit(None)
        if add and lesson is not None:
            words = _("{name}: presente, senza iscrizione.").format(name=short_name(person))
            tick = self._doors.attendance.tick
            self._register(lambda: tick(lesson.date.id, CitizenId(person.id), BY_CARD), words)

    def count_unnamed(self, typed: str) -> None:
        """So many without a name."""
        lesson = self.lesson
        if lesson is None or not self.is_open:
            return
        try:
            people = number("unnamed", typed or "0", 0, MOST_PLACES)
        except InvalidFieldError as error:
            self.field_failed.emit(error.field, error_text(error) or "")
            return
        if people != lesson.date.unnamed:
            self._register(lambda: self._doors.attendance.count_unnamed(lesson.date.id, people))

    def hold(self, typed_minutes: str) -> None:
        """It took place."""
        lesson = self.lesson
        if lesson is None:
            return
        try:
            minutes = number("minutes", typed_minutes, LEAST_MINUTES, MOST_MINUTES)
        except InvalidFieldError as error:
            self.field_failed.emit(error.field, error_text(error) or "")
            return
        self._ask(lambda: self._doors.attendance.hold(lesson.date.id, minutes), self._held)

    def reopen(self) -> None:
        """It was closed by mistake."""
        lesson = self.lesson
        if lesson is not None:
            words = _("Incontro riaperto: la seduta non conta finché non lo chiudi di nuovo.")
            self._ask(lambda: self._doors.attendance.reopen(lesson.date.id), lambda _date: self._tell(words, CHANGED))

    def cancel(self) -> None:
        """It does not take place; or it does after all."""
        lesson = self.lesson
        if lesson is None or self.is_held:
            return
        planning = self._doors.planning
        if lesson.date.state == CANCELLED:
            words = _("L’incontro è di nuovo in programma.")
            self._ask(lambda: planning.restore_date(lesson.date.id), lambda _date: self._tell(words, CHANGED))
            return
        words = _("Incontro annullato: chi è iscritto va avvisato.")
        self._ask(lambda: planning.cancel_date(lesson.date.id, ""), lambda _date: self._tell(words, CHANGED))

    def print_sheet(self) -> None:
        """Ctrl+P."""
        if self.lesson is not None:
            self.print_requested.emit(self.lesson.date.id)

    # --- inside --------------------------------------------------------------------------------------------------

    def _show(self, lesson: Lesson) -> None:
        if lesson.date.id == self._wanted:
            self.lesson = lesson
            self.changed.emit()

    def _register(self, work: Callable[[], Lesson], words: str = "") -> None:
        def done(lesson: Lesson) -> None:
            self._show(lesson)
            if words:
                self._messages.say(words)
            self._changes.changed.emit(CHANGED)

        self._ask(work, done)

    def _enrolled(self, enrolled: Enrolled) -> None:
        standing, title = enrolled.standing, enrolled.activity.title
        if standing.has_place:
            words = _("Iscritta a «{title}», posto {n}. Annulla con Ctrl+Z").format(title=title, n=standing.number)
        else:
            words = _("«{title}» è completo: in attesa, numero {n}. Annulla con Ctrl+Z").format(
                title=title, n=standing.number
            )
        self._tell(words, CHANGED, enrolled.deed)

    def _left(self, left: Left) -> None:
        words = _("Iscrizione tolta. Annulla con Ctrl+Z")
        if left.moved_up:
            words = _("Iscrizione tolta: si è liberato un posto per chi aspettava. Annulla con Ctrl+Z")
        self._tell(words, CHANGED, left.deed)

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
