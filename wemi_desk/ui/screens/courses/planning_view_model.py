"""Plan an activity, or change one that stands."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from wemi_desk.domain.days import rome_day
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.i18n import _, ngettext
from wemi_desk.services.courses.forms import TypedActivity, activity_of, meetings_of
from wemi_desk.services.courses.planning import CHANGED, CoursePlanning, Lesson, Planned
from wemi_desk.services.session import DeskSession
from wemi_desk.ui.background import Runner
from wemi_desk.ui.change_bus import ChangeBus
from wemi_desk.ui.error_text import error_text
from wemi_desk.ui.notices import Notices
from wemi_desk.ui.screens.courses.words import clash_words
from wemi_desk.ui.view_model import ViewModel


class PlanningViewModel(ViewModel):
    """``planned(day, date_id)``: written. ``field_failed(field, words)``: nothing was."""

    planned = Signal(object, object)
    field_failed = Signal(str, str)

    def __init__(
        self,
        planning: CoursePlanning,
        session: DeskSession,
        colleagues: Mapping[UUID, str],
        runner: Runner,
        changes: ChangeBus,
        messages: Notices,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(runner, changes, messages, parent)
        self._planning = planning
        self._session = session
        self._colleagues = colleagues

    @property
    def leaders(self) -> list[tuple[str, str]]:
        """Colleagues of this desk."""
        return sorted(((str(one), name) for one, name in self._colleagues.items()), key=lambda both: both[1])

    @property
    def me(self) -> str:
        return str(self._session.operator.id)

    def today(self) -> date:
        return self._session.clock.today()

    def save(self, typed: TypedActivity, lesson: Lesson | None) -> None:
        """A new activity; or with *lesson* the activity said anew and this meeting moved."""
        try:
            form, meetings = activity_of(typed), meetings_of(typed)
        except InvalidFieldError as error:
            self._refused(error)
            return
        if lesson is None:
            self._ask(lambda: self._planning.plan(form, meetings), self._done, self._refused)
            return

        def change() -> Planned:
            self._planning.replan(lesson.activity.id, form)
            return self._planning.move_date(
                lesson.date.id, meetings.starts_at, meetings.minutes, form.room, form.leader_id
            )

        self._ask(change, self._done, self._refused)

    def _done(self, planned: Planned) -> None:
        dates = len(planned.dates)
        words = ngettext("In programma: {n} incontro.", "In programma: {n} incontri.", dates).format(n=dates)
        first = planned.dates[0]
        if planned.clashes:
            what = clash_words(planned.clashes[0], first.id)
            words = _("{done} Attenzione, si sovrappone: {what}.").format(done=words, what=what)
        self._tell(words, CHANGED)
        self.planned.emit(rome_day(first.starts_at), first.id)

    def _refused(self, error: Exception) -> None:
        words = error_text(error) if isinstance(error, InvalidFieldError) else None
        if isinstance(error, InvalidFieldError) and words is not None:
            self.field_failed.emit(error.field, words)
        else:
            self._fail(error)
