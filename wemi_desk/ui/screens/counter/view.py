"""The three panes of the Sportello, and which of them shows what."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget, QWidget

from wemi_desk.domain.pick_lists import PickLists
from wemi_desk.i18n import _
from wemi_desk.ui.screens.counter.candidates_view import CandidatesPane
from wemi_desk.ui.screens.counter.contact_view import ContactPane
from wemi_desk.ui.screens.counter.home_view import TodayPane, WelcomePane
from wemi_desk.ui.screens.counter.registration_view import RegistrationPane
from wemi_desk.ui.screens.counter.timeline_view import TimelinePane
from wemi_desk.ui.screens.counter.timeline_words import TimelineWords
from wemi_desk.ui.screens.counter.view_model import CounterViewModel


class CounterPanes:
    """What happened, what I am doing, who waits."""

    def __init__(self, counter: CounterViewModel, lists: PickLists, words: TimelineWords, queue: QWidget) -> None:
        self._counter = counter
        self.today = TodayPane(lists)
        self.timeline = TimelinePane(counter.visit, words)
        self.welcome = WelcomePane()
        self.contact = ContactPane(counter.contact)
        self.registration = RegistrationPane(counter, lists)
        self.candidates = CandidatesPane(counter.registration)
        self.history = _stack(_("Storia"), self.today, self.timeline)
        self.task = _stack(_("Colloquio"), self.welcome, self.contact, self.registration)
        self.aside = _stack(_("In attesa"), queue, self.candidates)
        self._queue = queue
        counter.task_changed.connect(self._turn)
        self._turn()

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
        pages = {"idle": self.welcome, "contact": self.contact, "registration": self.registration}
        self.task.setCurrentWidget(pages[task])
        self.aside.setCurrentWidget(self.candidates if task == "registration" else self._queue)
        known = self._counter.visit.card is not None
        self.history.setCurrentWidget(self.timeline if known else self.today)


def _stack(name: str, *pages: QWidget) -> QStackedWidget:
    stack = QStackedWidget()
    stack.setAccessibleName(name)
    for page in pages:
        stack.addWidget(page)
    return stack
