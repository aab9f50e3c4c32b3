"""The three panes of the Sportello, and which of them shows what."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from PySide6.QtWidgets import QWidget

from wemi_desk.domain.pick_lists import PickLists
from wemi_desk.i18n import _
from wemi_desk.ui.screens.counter.candidates_view import CandidatesPane
from wemi_desk.ui.screens.counter.contact_view import ContactPane
from wemi_desk.ui.screens.counter.home_view import TodayPane, WelcomePane
from wemi_desk.ui.screens.counter.registration_view import RegistrationPane
from wemi_desk.ui.screens.counter.timeline_view import TimelinePane
from wemi_desk.ui.screens.counter.timeline_words import TimelineWords
from wemi_desk.ui.screens.counter.view_model import CounterViewModel
from wemi_desk.ui.widgets.page_stack import PageStack, added


class CounterPanes:
    """What happened, what I am doing, who waits.

    The panes of a visit are made when they are first needed, or before that while nobody types: a whole Sportello at
    once would hold the window for half a second after the secret was right.
    """

    def __init__(self, counter: CounterViewModel, lists: PickLists, words: TimelineWords, queue: QWidget) -> None:
        self._counter = counter
        self._lists = lists
        self._words = words
        self._queue = queue
        self.today = TodayPane(lists)
        self.welcome = WelcomePane()
        self.history = PageStack(_("Storia"), self.today)
        self.task = PageStack(_("Colloquio"), self.welcome)
        self.aside = PageStack(_("In attesa"), queue)
        counter.task_changed.connect(self._turn)
        counter.visit.visit_changed.connect(self._turn)
        self._turn()

    @cached_property
    def timeline(self) -> TimelinePane:
        """Storia of the person at the desk."""
        return added(self.history, TimelinePane(self._counter.visit, self._words))

    @cached_property
    def contact(self) -> ContactPane:
        """The contact's form."""
        return added(self.task, ContactPane(self._counter.contact))

    @cached_property
    def registration(self) -> RegistrationPane:
        """The form of a new person."""
        return added(self.task, RegistrationPane(self._counter, self._lists))

    @cached_property
    def candidates(self) -> CandidatesPane:
        """Forse è già registrata."""
        return added(self.aside, CandidatesPane(self._counter.registration))

    def to_prepare(self) -> list[Callable[[], object]]:
        """What can be made ahead, one piece at a time."""
        return [lambda: self.timeline, lambda: self.contact, lambda: self.registration, lambda: self.candidates]

    def focus_task(self) -> None:
        """Where the hands should be now."""
        if self._counter.task == "registration":
            self.registration.focus_first_open()
        elif self._counter.task == "contact":
            self.contact.focus_reason()

    def focus_reason(self) -> None:
        """After Ctrl+I."""
        if self._counter.task == "registration":
            self.registration.focus_reason()
        elif self._counter.task == "contact":
            self.contact.focus_reason()

    def _turn(self) -> None:
        task = self._counter.task
        self.task.setCurrentWidget(self._task_pane(task))
        self.aside.setCurrentWidget(self.candidates if task == "registration" else self._queue)
        known = self._counter.visit.card is not None
        self.history.setCurrentWidget(self.timeline if known else self.today)

    def _task_pane(self, task: str) -> QWidget:
        if task == "registration":
            return self.registration
        return self.contact if task == "contact" else self.welcome
