"""Plan an activity, or change one that stands; what it would clash with is looked up while one types."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from wemi_desk.domain.days import rome_day
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.pick_lists import PickLists
from wemi_desk.domain.series import Rhythm
from wemi_desk.i18n import _, ngettext
from wemi_desk.services.courses.doors import CourseDoors
from wemi_desk.services.courses.forms import TypedActivity, activity_of, meetings_of
from wemi_desk.services.courses.lessons import Lesson
from wemi_desk.services.courses.planning import CHANGED, ActivityForm, Planned, Preview
from wemi_desk.services.courses.workstations import short_name
from wemi_desk.services.session import DeskSession
from wemi_desk.services.volunteers.register import VolunteerLine
from wemi_desk.ui.background import LatestOnly, Runner
from wemi_desk.ui.change_bus import ChangeBus
from wemi_desk.ui.error_text import error_text
from wemi_desk.ui.notices import Notices
from wemi_desk.ui.refusals import FormViewModel
from wemi_desk.ui.screens.courses.planning_words import preview_words
from wemi_desk.ui.screens.courses.words import clash_words

ONE, REST = "one", "rest"


class PlanningViewModel(FormViewModel):
    """``planned(day, date_id)``: written. ``field_failed(field, words)``: nothing was. ``previewed(words, clashes)``:
    what the form would make. ``volunteers_read``: who can be asked."""

    planned = Signal(object, object)
    previewed = Signal(str, bool)
    volunteers_read = Signal()

    def __init__(
        self,
        doors: CourseDoors,
        session: DeskSession,
        lists: PickLists,
        colleagues: Mapping[UUID, str],
        runner: Runner,
        changes: ChangeBus,
        messages: Notices,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(runner, changes, messages, parent)
        self._doors = doors
        self._session = session
        self._lists = lists
        self._colleagues = colleagues
        self._ahead: LatestOnly[Preview] = LatestOnly(runner, self)
        self.volunteers: list[tuple[UUID, str]] = []

    @property
    def leaders(self) -> list[tuple[str, str]]:
        """Colleagues of this desk."""
        return sorted(((str(one), name) for one, name in self._colleagues.items()), key=lambda both: both[1])

    @property
    def types(self) -> list[tuple[str, str]]:
        """What a space offers."""
        return [(item.code, item.label) for item in self._lists["activity_type"].items]

    @property
    def me(self) -> str:
        return str(self._session.operator.id)

    def scopes(self, later: int) -> list[tuple[str, str]]:
        """How far a change goes."""
        rest = ngettext("Questo e l’incontro dopo", "Questo e i {n} incontri dopo", later).format(n=later)
        return [(ONE, _("Solo questo incontro")), (REST, rest)]

    def today(self) -> date:
        return self._session.clock.today()

    def read_volunteers(self) -> None:
        """Who can be asked today."""
        self._ask(self._doors.volunteers.listed, self._show_volunteers)

    def look_ahead(self, typed: TypedActivity, lesson: Lesson | None) -> None:
        """Holidays and clashes of a form that may be half full: what cannot be read yet says nothing."""
        try:
            meetings = meetings_of(typed)
        except InvalidFieldError:
            self.previewed.emit("", False)
            return
        form = ActivityForm(
            title="…", capacity=1, kind="", room=typed.room, leader_id=typed.leader_id,
            led_by_text=typed.led_by_text, volunteers=typed.volunteers,
        )  # fmt: skip
        is_series = typed.rhythm == Rhythm.MONTHLY
        self._ahead.run(
            lambda: self._doors.planning.preview(form, meetings, lesson),
            done=lambda made: self.previewed.emit(preview_words(made, is_series=is_series), bool(made.clashes)),
            failed=self._not_ahead,
        )

    def save(self, typed: TypedActivity, lesson: Lesson | None, *, rest: bool = False) -> None:
        """A new activity; or with *lesson* the activity said anew and this meeting moved, or the *rest* as well."""
        try:
            form, meetings = activity_of(typed), meetings_of(typed)
        except InvalidFieldError as error:
            self._refused(error)
            return
        doors = self._doors
        if lesson is None:
            self._ask(lambda: doors.planning.plan(form, meetings), self._done, self._refused)
        else:
            date_id = lesson.date.id
            self._ask(
                lambda: doors.changing.change(date_id, form, meetings, rest=rest), self._changed, self._refused
            )

    def _changed(self, planned: Planned) -> None:
        waiting = len(planned.waiting)
        if waiting:
            words = ngettext(
                "Posti ridotti: {n} persona che aveva il posto ora aspetta, va avvisata. Annulla con Ctrl+Z",
                "Posti ridotti: {n} persone che avevano il posto ora aspettano, vanno avvisate. Annulla con Ctrl+Z",
                waiting,
            )
            self._show(planned, words.format(n=waiting))
            return
        dates = len(planned.dates)
        words = ngettext("Cambiato {n} incontro.", "Cambiati {n} incontri.", dates).format(n=dates)
        self._show(planned, self._with_clash(planned, words))

    def _done(self, planned: Planned) -> None:
        dates = len(planned.dates)
        words = ngettext("In programma: {n} incontro.", "In programma: {n} incontri.", dates).format(n=dates)
        self._show(planned, self._with_clash(planned, words))

    def _with_clash(self, planned: Planned, words: str) -> str:
        if not planned.clashes:
            return _("{done} Annulla con Ctrl+Z").format(done=words)
        mine = {one.id for one in planned.dates}
        what = clash_words(planned.clashes[0], mine)
        return _("{done} Attenzione, si sovrappone: {what}. Annulla con Ctrl+Z").format(done=words, what=what)

    def _show(self, planned: Planned, words: str) -> None:
        first = planned.dates[0]
        self._tell(words, CHANGED, planned.deed)
        self.planned.emit(rome_day(first.starts_at), first.id)

    def _show_volunteers(self, lines: Sequence[VolunteerLine]) -> None:
        self.volunteers = [(one.volunteer.id, short_name(one.citizen)) for one in lines]
        self.volunteers_read.emit()

    def _not_ahead(self, error: Exception) -> None:
        words = error_text(error) if isinstance(error, InvalidFieldError) else None
        if words is None:
            self._fail(error)
        else:
            self.previewed.emit(words, True)
