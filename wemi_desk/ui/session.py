"""One operator's session on the window: built after unlocking, taken down completely at lock."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from wemi_desk.domain.changes import Changes
from wemi_desk.i18n import _
from wemi_desk.services.desk import DeskServices
from wemi_desk.ui.background import Runner
from wemi_desk.ui.change_bus import ChangeBus
from wemi_desk.ui.desk_input import DeskInput
from wemi_desk.ui.error_text import error_text
from wemi_desk.ui.housekeeping import Housekeeping
from wemi_desk.ui.notices import Notice, Notices
from wemi_desk.ui.person_words import summary_of
from wemi_desk.ui.screens.counter.contact_view_model import ContactViewModel
from wemi_desk.ui.screens.counter.quick_contact_view_model import QuickContactViewModel
from wemi_desk.ui.screens.counter.registration_view_model import RegistrationViewModel
from wemi_desk.ui.screens.counter.timeline_words import TimelineWords
from wemi_desk.ui.screens.counter.view import CounterPanes
from wemi_desk.ui.screens.counter.view_model import CounterParts, CounterViewModel
from wemi_desk.ui.screens.counter.visit_view_model import VisitViewModel
from wemi_desk.ui.session_box import SessionBox
from wemi_desk.ui.session_codes import PaperCodes
from wemi_desk.ui.session_counts import SessionCounts
from wemi_desk.ui.session_exchange import SessionExchange
from wemi_desk.ui.session_look_up import SessionLookUp
from wemi_desk.ui.session_notices import SessionNotices
from wemi_desk.ui.session_outbox import SessionOutbox
from wemi_desk.ui.session_papers import SessionPapers
from wemi_desk.ui.session_places import SessionPlaces
from wemi_desk.ui.session_questions import SessionQuestions
from wemi_desk.ui.session_updates import SessionUpdates
from wemi_desk.ui.shell.pane_host import PaneSpec
from wemi_desk.ui.shell.person_summary import PersonSummary
from wemi_desk.ui.shell.places import Place
from wemi_desk.ui.shell.window import MainWindow
from wemi_desk.ui.strips import QuickContactStrip
from wemi_desk.ui.timekeeping import Timekeeping
from wemi_desk.ui.widgets.strip import Strip


class WorkSession(QObject):
    """Wires an opened desk to the window. ``lock_requested``: the operator wants to leave.

    It stands when every step of ``to_build`` was done, in order: all at once would hold the window too long.
    """

    lock_requested = Signal()
    cover_requested = Signal()

    def __init__(self, desk: DeskServices, window: MainWindow, keys: DeskInput, runner: Runner) -> None:
        super().__init__(window)
        self.desk = desk
        self.window = window
        self.keys = keys
        self.runner = runner
        self.changes = ChangeBus(self)
        self.messages = Notices(self)
        self._parts: list[Strip] = []
        self.destroyed.connect(keys.forget_soon)

    def to_build(self) -> list[Callable[[], object]]:
        """What makes the session, in steps of some 20 ms."""
        return [
            self._build_view_models, self._build_panes, self._build_page, lambda: self.places.fill(), self._begin,
        ]  # fmt: skip

    def to_prepare(self) -> list[Callable[[], object]]:
        """Pieces that can be made ahead, one at a time, while nobody types."""
        return self.panes.to_prepare()

    def add_strip(self, strip: Strip) -> None:
        """A band of this session: Esc closes it, and it goes with the session."""
        self._parts.append(strip)
        self.window.add_strip(strip)

    def end(self) -> None:
        """Save what is being typed, then leave nothing of this session on the window."""
        self.updates.end()
        self.exchange.end()
        self.counter.forget()
        self.places.save_now()
        self.box.model.forget()
        self.questions.dismiss()
        self.window.banner.hide_words()
        self.papers.close()
        self.notices.choice.dismiss()
        self.window.person_bar.clear()
        self.window.bar.box.empty()
        self.window.status.clear()
        self.window.panel.empty()
        self.quick.close()
        self.window.set_place(Place.COUNTER)
        self.window.clear_places()
        self.places.end()
        for part in self._parts:
            part.deleteLater()
        for model in (self, *self.findChildren(QObject)):
            model.blockSignals(True)  # no answer that comes now is given: it would make or fill views of nobody's

    # --- building --------------------------------------------------------------------------------------------

    def _build_view_models(self) -> None:
        desk, runner, changes, messages = self.desk, self.runner, self.changes, self.messages
        clock = desk.session.clock
        visit = VisitViewModel(desk.citizens, desk.notices, desk.drafts, clock, runner, changes, messages, self)
        contact = ContactViewModel(
            desk.contacts, desk.drafts, desk.lists, clock.today, runner, changes, messages, self
        )
        registration = RegistrationViewModel(desk.citizens, desk.drafts, runner, changes, messages, self)
        parts = CounterParts(visit, contact, registration)
        self.counter = CounterViewModel(parts, desk.arrivals, desk.households, runner, changes, messages, self)
        self.quick = QuickContactViewModel(desk.contacts, desk.lists, runner, changes, messages, self)

    def _build_panes(self) -> None:
        words = TimelineWords(self.desk.lists, self.desk.colleagues)
        self.places = SessionPlaces(self)
        self.panes = CounterPanes(self.counter, self.desk.lists, words, self.places.queue_pane)

    def _build_page(self) -> None:
        specs = (
            PaneSpec(self.panes.history, _("Storia")),
            PaneSpec(self.panes.task, _("Nota")),
            PaneSpec(self.panes.aside, _("Coda")),
        )
        self._page = self.window.add_place(Place.COUNTER, specs)
        quick_strip = Strip()
        quick_strip.setProperty("topic", "contatto-rapido")
        self.add_strip(quick_strip)
        self._quick_strip = QuickContactStrip(self.quick, quick_strip, self.keys.digits, self)
        self.questions = SessionQuestions(self)
        self.exchange = SessionExchange(self)
        self.counter.registration.space_names = self.exchange.spaces
        self.updates, self.outbox = SessionUpdates(self), SessionOutbox(self)
        self.papers, self.notices, self.codes = SessionPapers(self), SessionNotices(self), PaperCodes(self)
        self.box, self.counts = SessionBox(self), SessionCounts(self)
        self.look_up = SessionLookUp(self)
        self.window.set_space(self.desk.session.space.name)
        self.window.bar.set_operator(self.desk.session.operator.shown_name)

    def _begin(self) -> None:
        desk, runner, counter, visit = self.desk, self.runner, self.counter, self.counter.visit
        self.messages.posted.connect(self._show_message)
        visit.visit_changed.connect(self._show_visit)
        visit.card_changed.connect(self._show_card)
        counter.task_changed.connect(self._turn_task)
        counter.arrivals.arrived.connect(lambda _arrival: self.go_to_counter())
        counter.closed.connect(self._visit_closed)
        self._quick_strip.left.connect(self._back_to_box)
        self.panes.welcome.drafts_requested.connect(self.places.show_drafts)
        self.exchange.start()
        self.updates.start()
        # Whether it works or not: what could not be settled is entered again, and known, at the next unlock.
        runner.run(desk.settle, owner=self, done=lambda _none: None, failed=lambda _error: None, lane="keys")
        self.housekeeping = Housekeeping(desk.backups, runner, desk.rewrite_store, self)
        self.keys.keyboard.active.connect(self.housekeeping.touch)
        self.housekeeping.failed.connect(partial(self.window.banner.show_words, kind="warn"))
        self.time = Timekeeping(desk.session.clock, desk.keep_time, runner, self)
        self.time.error_changed.connect(self.exchange.rounds.read_state)
        # the first search and the first code load their libraries: before somebody waits for them
        runner.run(lambda: desk.citizens.search("ro"), owner=self, done=lambda _found: None, failed=self.fail)

    # --- what the operator does ------------------------------------------------------------------------------

    def register(self, text: str = "") -> None:
        """Ctrl+N: what stands in the box becomes the name."""
        self.window.bar.box.empty()
        self.go_to_counter()
        self.counter.arrivals.start_registration(text)
        self.panes.focus_task()

    def undo(self) -> None:
        """Ctrl+Z outside a text: the last act."""

        def undone(act: tuple[object, Changes]) -> None:
            self.messages.say(_("Annullato. L'atto resta nella storia, segnato come annullato."))
            self.changes.changed.emit(act[1])

        self.runner.run(self.desk.undo.undo, owner=self, done=undone, failed=self.fail)

    def step_out_of_band(self) -> bool:
        """Esc: a question or a warning under the bar goes first."""
        for strip in self._parts:
            if strip.isVisible():
                strip.dismissed.emit()
                return True
        return False

    # --- what is shown ---------------------------------------------------------------------------------------

    def _show_visit(self) -> None:
        visit = self.counter.visit
        if visit.visit is None:
            self.window.person_bar.clear()
            return
        self._show_card()
        self.window.person_bar.start_timer(int(visit.seconds))

    def _show_card(self) -> None:
        card = self.counter.visit.card
        shown = PersonSummary()
        if card is not None:
            shown = summary_of(card, self.desk.lists, self.look_up.warnings(card.citizen.id))
        self.window.person_bar.show_person(shown)

    def _turn_task(self) -> None:
        self._page.set_third_first(self.counter.task == "registration")
        self._page.show_pane(1)
        if self.counter.task != "idle" and not self.counter.notice.is_set:
            self.panes.focus_task()

    def _visit_closed(self) -> None:
        self.questions.dismiss()
        self.keys.clipboard.clear_if_ours()
        self.window.bar.box.empty()
        self.window.focus_box()

    def _show_message(self, notice: Notice) -> None:
        kind = "err" if notice.error else "ok" if notice.deed else ""
        self.window.status.show_message(notice.text, kind, undoable=notice.deed is not None)

    def _back_to_box(self, text: str) -> None:
        """After a quick contact; somebody who only interrupted leaves the hands where they were, in the form."""
        if self.counter.task != "idle" and not text:
            self.panes.focus_task()
            return
        self.window.focus_box()
        if text:
            self.box.write(text)

    def go_to_counter(self) -> None:
        """Whatever place is shown: the Sportello."""
        self.window.set_place(Place.COUNTER)

    def fail(self, error: Exception) -> None:
        """Say what did not work; a bug goes on."""
        text = error_text(error)
        if text is None:
            raise error
        self.messages.warn(text)
