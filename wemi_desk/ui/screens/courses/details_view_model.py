"""Places without a name, volunteers and the outcome of one meeting."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from wemi_desk.domain.courses import MOST_PLACES, ActivityId
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.i18n import _
from wemi_desk.services.courses.doors import CourseDoors
from wemi_desk.services.courses.forms import number
from wemi_desk.services.courses.lessons import Lesson
from wemi_desk.services.courses.planning import CHANGED
from wemi_desk.services.courses.workstations import short_name
from wemi_desk.services.volunteers.register import VolunteerLine
from wemi_desk.ui.background import Runner
from wemi_desk.ui.change_bus import ChangeBus
from wemi_desk.ui.notices import Notices
from wemi_desk.ui.refusals import FormViewModel
from wemi_desk.ui.screens.courses.words import clash_words


class DetailsViewModel(FormViewModel):
    """``saved``: written. ``field_failed(field, words)``: that field was not."""

    saved = Signal()
    volunteers_read = Signal()

    def __init__(
        self, doors: CourseDoors, runner: Runner, changes: ChangeBus, messages: Notices, parent: QObject | None = None
    ) -> None:
        super().__init__(runner, changes, messages, parent)
        self._doors = doors
        self.volunteers: list[tuple[UUID, str]] = []

    def read_volunteers(self) -> None:
        """Who can be asked today."""
        self._ask(self._doors.volunteers.listed, self._show_volunteers)

    def save(self, lesson: Lesson, typed: str, volunteers: Sequence[UUID], note: str) -> None:
        """What differs from what stands."""
        try:
            people = number("nameless", typed or "0", 0, MOST_PLACES)
        except InvalidFieldError as error:
            self._refused(error)
            return
        self._ask(lambda: self._written(lesson, people, tuple(volunteers), note), self._done, self._refused)

    def _written(self, lesson: Lesson, people: int, volunteers: tuple[UUID, ...], note: str) -> str:
        """The first clash of a volunteer, in words."""
        changing, clash = self._doors.changing, ""
        if people != lesson.activity.nameless_people:
            changing.expect_nameless(ActivityId(lesson.activity.id), people)
        if volunteers != lesson.date.volunteers:
            planned, _deed = changing.ask_volunteers(lesson.date.id, volunteers)
            clash = clash_words(planned.clashes[0], {lesson.date.id}) if planned.clashes else ""
        if note.strip() != lesson.date.outcome_note:
            changing.note_outcome(lesson.date.id, " ".join(note.split()))
        return clash

    def _done(self, clash: str) -> None:
        words = _("Registrato. Annulla con Ctrl+Z")
        if clash:
            words = _("Registrato. Attenzione, si sovrappone: {what}. Annulla con Ctrl+Z").format(what=clash)
        self._tell(words, CHANGED)
        self.saved.emit()

    def _show_volunteers(self, lines: Sequence[VolunteerLine]) -> None:
        self.volunteers = [(one.volunteer.id, short_name(one.citizen)) for one in lines]
        self.volunteers_read.emit()
