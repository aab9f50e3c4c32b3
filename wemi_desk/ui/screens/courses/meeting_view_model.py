"""One meeting: who is enrolled and who is told; its register is beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from wemi_desk.domain.citizens import Citizen, CitizenId
from wemi_desk.domain.courses import CANCELLED, HELD, PLANNED, ActivityDate, ActivityDateId
from wemi_desk.domain.deeds import Deed
from wemi_desk.domain.pick_lists import PickLists
from wemi_desk.i18n import _, ngettext
from wemi_desk.services.courses.doors import CourseDoors
from wemi_desk.services.courses.enrolling import Enrolled, Left
from wemi_desk.services.courses.lessons import Lesson, LessonPerson
from wemi_desk.services.courses.planning import CHANGED
from wemi_desk.services.courses.workstations import short_name
from wemi_desk.ui.background import Runner
from wemi_desk.ui.change_bus import ChangeBus
from wemi_desk.ui.notices import Notices
from wemi_desk.ui.screens.courses import meeting_words
from wemi_desk.ui.view_model import ViewModel


class MeetingViewModel(ViewModel):
    """``changed``: what is shown; ``opened``: it is another meeting. ``print_requested(date_id)``."""

    watches = frozenset({"courses", "citizens"})
    changed = Signal()
    opened = Signal()
    print_requested = Signal(object)
    certificate_requested = Signal(object, object)

    def __init__(
        self,
        doors: CourseDoors,
        lists: PickLists,
        colleagues: Mapping[UUID, str],
        runner: Runner,
        changes: ChangeBus,
        messages: Notices,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(runner, changes, messages, parent)
        self._doors = doors
        self._lists = lists
        self._colleagues = colleagues
        self._wanted: ActivityDateId | None = None
        self.lesson: Lesson | None = None
        self.at_desk: Citizen | None = None

    @property
    def title(self) -> str:
        return self.lesson.activity.title if self.lesson is not None else _("Incontro")

    @property
    def words(self) -> tuple[str, str, str]:
        """What it is, how full it is, what is the matter."""
        if self.lesson is None:
            return "", "", ""
        about = meeting_words.about(self.lesson, self._colleagues, self._lists)
        return about, meeting_words.counts(self.lesson), meeting_words.warning(self.lesson)

    @property
    def state(self) -> str:
        """planned, held, cancelled; empty without a meeting."""
        return self.lesson.date.state if self.lesson is not None else ""

    @property
    def enrol_words(self) -> str:
        """Whom the button enrols; empty where nobody is at the desk, or they are enrolled already."""
        person, lesson = self.at_desk, self.lesson
        if person is None or lesson is None or self.state != PLANNED:
            return ""
        if any(one.citizen.id == person.id and one.standing is not None for one in lesson.people):
            return ""
        return _("Iscrivi {name}").format(name=short_name(person))

    def open(self, date_id: ActivityDateId | None) -> None:
        """Look at one meeting; None at none."""
        if date_id != self._wanted:
            self._wanted = date_id
            self.opened.emit()
        if date_id is None:
            self.lesson = None
            self.changed.emit()
        else:
            self.reload()

    def reload(self) -> None:
        """The meeting as it stands."""
        wanted = self._wanted
        if wanted is not None:
            self._ask(lambda: self._doors.planning.lesson(wanted), self.show_lesson)

    def show_lesson(self, lesson: Lesson) -> None:
        """As it was just read or written; another one's comes too late."""
        if lesson.date.id == self._wanted:
            self.lesson = lesson
            self.changed.emit()

    def show_person(self, citizen: Citizen | None) -> None:
        """Who is at the desk."""
        self.at_desk = citizen
        self.changed.emit()

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

    def cancel_rest(self) -> None:
        """Nor do the meetings after it."""
        lesson = self.lesson
        if lesson is not None and self.state == PLANNED:
            cancel = self._doors.changing.cancel
            self._ask(lambda: cancel(lesson.date.id, "", rest=True), self._rest_cancelled)

    def _rest_cancelled(self, gone: tuple[Sequence[ActivityDate], Deed]) -> None:
        dates, deed = gone
        words = ngettext(
            "Annullato {n} incontro: chi è iscritto va avvisato. Annulla con Ctrl+Z",
            "Annullati {n} incontri: chi è iscritto va avvisato. Annulla con Ctrl+Z", len(dates),
        )  # fmt: skip
        self._tell(words.format(n=len(dates)), CHANGED, deed)

    def print_certificate(self, person: LessonPerson) -> None:
        """What they take home to show that they were there."""
        if self.lesson is not None:
            self.certificate_requested.emit(self.lesson.date.id, CitizenId(person.citizen.id))

    def cancel(self) -> None:
        """It does not take place; or it does after all."""
        lesson = self.lesson
        if lesson is None or self.state == HELD:
            return
        planning = self._doors.planning
        if self.state == CANCELLED:
            words = _("L’incontro è di nuovo in programma.")
            self._ask(lambda: planning.restore_date(lesson.date.id), lambda _date: self._tell(words, CHANGED))
            return
        words = _("Incontro annullato: chi è iscritto va avvisato.")
        self._ask(lambda: planning.cancel_date(lesson.date.id, ""), lambda _date: self._tell(words, CHANGED))

    def print_sheet(self) -> None:
        """Ctrl+P."""
        if self.lesson is not None:
            self.print_requested.emit(self.lesson.date.id)

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
