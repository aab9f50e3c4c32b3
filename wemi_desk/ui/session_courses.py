"""Attività of one session: made when somebody first goes there, and told who is at the desk."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from wemi_desk.domain.box import Query, QueryKind
from wemi_desk.domain.citizens import Citizen, CitizenId
from wemi_desk.domain.courses import ActivityDateId
from wemi_desk.domain.exchange_news import ExchangeNews
from wemi_desk.services.desk import DeskServices
from wemi_desk.ui.activity_commands import activity_commands
from wemi_desk.ui.loading import Loading
from wemi_desk.ui.shell.pane_host import PlacePage
from wemi_desk.ui.shell.places import Place
from wemi_desk.ui.shortcuts import BackStep

if TYPE_CHECKING:
    from wemi_desk.ui.screens.courses.view import CoursesPanes
    from wemi_desk.ui.screens.courses.view_model import CoursesViewModel
    from wemi_desk.ui.session import WorkSession


WATCH_MS = 60_000


class SessionCourses(QObject):
    """Calendar, attendance by card, workstations."""

    def __init__(self, work: WorkSession) -> None:
        super().__init__(work)
        self._work = work
        self._is_made = False
        self.loading = Loading(partial(_load, work.desk), work.runner, work.fail, self)
        # who sits at a computer is watched also where nobody goes to the place; not while the desk is still opening
        self._watch = QTimer(self, singleShot=True, interval=WATCH_MS)
        self._watch.timeout.connect(lambda: self.loading.then(lambda: self.model.workstations.arrive()))
        self._watch.start()

    @cached_property
    def model(self) -> CoursesViewModel:
        """The week, the meeting, the workstations."""
        from wemi_desk.ui.screens.courses.view_model import CoursesViewModel

        work, desk = self._work, self._work.desk
        self._is_made = True
        made = CoursesViewModel(
            desk.courses(), desk.session, desk.lists, desk.colleagues, work.runner, work.changes, work.messages, self
        )
        made.meeting.print_requested.connect(self._print)
        made.meeting.certificate_requested.connect(self._print_certificate)
        made.register.scan_failed.connect(lambda: work.keys.sounds.bad())
        made.show_person(self._person)
        return made

    @cached_property
    def panes(self) -> CoursesPanes:
        """Left and right."""
        from wemi_desk.ui.screens.courses.view import CoursesPanes

        panes = CoursesPanes(self.model, self._work.desk.lists)
        forms = self._work.places.forms
        forms.keep(panes.turn, "workstation", of_person=True)
        for form, kind in ((panes.planning, "activity"), (panes.log, "activity_log"), (panes.details, "meeting"),
                           (panes.volunteer, "volunteer")):  # fmt: skip
            forms.keep(form, kind)
        self._work.keys.scanner.expect(panes.meeting, self._take_card)
        return panes

    def listen(self) -> None:
        """From now on what comes from other desks is heard, also where nobody goes to the place."""
        self._work.exchange.rounds.news.connect(self._hear)

    def _hear(self, news: ExchangeNews) -> None:
        """Desks met: where two gave the last place, both say whom to call."""
        if "courses" in news.changed:
            self.loading.then(lambda: self.model.telling.look())

    def commands(self) -> dict[str, tuple[str, Callable[[], object]]]:
        """Everything one can begin here, as lines to type after ``>``."""
        return {
            f"activities_{name}": (words, partial(self._begin, name)) for name, words in activity_commands().items()
        }

    def resume(self, kind: str, about: str) -> None:
        """A draft of one of the forms."""
        self._work.window.place_requested.emit(Place.ACTIVITIES)

        def go() -> None:
            from wemi_desk.ui.screens.courses.view import resume

            resume(self.panes, kind, about)

        self.loading.then(go)

    def _begin(self, name: str) -> None:
        self._work.window.place_requested.emit(Place.ACTIVITIES)

        def go() -> None:
            from wemi_desk.ui.screens.courses.view import begin

            begin(self.panes, name)

        self.loading.then(go)

    def arrive(self) -> None:
        """Somebody came to the place."""
        self.model.arrive()

    def focus_first(self) -> None:
        """Where the hands should be, if they have not gone elsewhere meanwhile."""
        if self._work.window.place is Place.ACTIVITIES:
            self.panes.focus_first()

    def settle(self, page: PlacePage) -> None:
        """On the window: whichever pane is seen answers the keys."""
        self.panes.settle(page)
        for spec in page.panes:
            for shortcut, handler in self.panes.handlers.items():
                self._work.keys.shortcuts.register(shortcut, handler, owner=spec.widget, step=BackStep.PANEL)

    def show_person(self) -> None:
        """The visit was opened, identified or closed."""
        if self._is_made:
            self.model.show_person(self._person)

    @property
    def _person(self) -> Citizen | None:
        card = self._work.counter.visit.card
        return card.citizen if card is not None else None

    def _take_card(self, query: Query) -> bool:
        """A codice fiscale, while the register of today's meeting is on the screen; else it opens the person."""
        if query.kind is not QueryKind.FISCAL_CODE or not self.model.register.takes_cards:
            return False
        self.model.register.scan(query.value)
        return True

    def _print(self, date_id: ActivityDateId) -> None:
        self._work.papers.press_made(partial(self._work.desk.courses().paper.of, date_id), date_id)

    def _print_certificate(self, date_id: ActivityDateId, citizen_id: CitizenId) -> None:
        make = self._work.desk.courses().certificates.of
        self._work.papers.press_made(partial(make, date_id, citizen_id))


def _load(desk: DeskServices) -> None:
    import wemi_desk.ui.screens.courses.view
    import wemi_desk.ui.screens.courses.view_model  # noqa: F401

    desk.courses()
