"""The exchange with the central system during one session: when, how it stands, what it brought, what it orders."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from wemi_desk.domain.exchange_news import ExchangeNews
from wemi_desk.domain.sync_state import SyncState
from wemi_desk.i18n import _
from wemi_desk.services.directory import space_names
from wemi_desk.ui.exchange_news_words import broken_words, news_words, order_words
from wemi_desk.ui.exchange_rounds import ExchangeRounds
from wemi_desk.ui.question_words import Around
from wemi_desk.ui.screens.counter.questions_view_model import VisitQuestionsViewModel
from wemi_desk.ui.session_asked import SessionAsked
from wemi_desk.ui.shell.sync_indicator import sync_words
from wemi_desk.ui.words import local

if TYPE_CHECKING:
    from wemi_desk.ui.session import WorkSession


class SessionExchange(QObject):
    """``ordered(order, words, unsent)``: the coordination wants this desk to be left now."""

    ordered = Signal(str, str, int)

    def __init__(self, work: WorkSession) -> None:
        super().__init__(work)
        self._work = work
        self.state: SyncState | None = None
        self._asked_by_hand = False
        self._said: frozenset[str] = frozenset()
        self._broken = False
        self.spaces = {work.desk.session.space.code: work.desk.session.space.name}
        self.rounds = ExchangeRounds(work.desk.exchange, work.runner, work.changes, self)
        self.rounds.state_changed.connect(self._show)
        self.rounds.news.connect(self._take_news)
        self.rounds.failed.connect(work.fail)
        work.keys.keyboard.active.connect(self.rounds.touch)
        rest = (work.runner, work.changes, work.messages, self)
        self.asked = SessionAsked(work, VisitQuestionsViewModel(work.desk.questions, self.around, *rest))
        self._read_spaces()

    def around(self) -> Around:
        """What the words of questions and of acts need."""
        desk = self._work.desk
        return Around(desk.lists, desk.colleagues, self.spaces, local(desk.session.clock.now()))

    def start(self) -> None:
        """The session is on the window."""
        self.rounds.read_state()
        self.rounds.start()

    def end(self) -> None:
        """The session goes: nothing of the exchange outlives the keys."""
        self.rounds.stop()

    def connect_now(self) -> None:
        """Collegati adesso: say how it went, which the rounds by themselves do not."""
        self._asked_by_hand = True
        self._work.messages.say(_("Collegamento in corso."))
        self.rounds.exchange_now()

    def _show(self, state: SyncState) -> None:
        error = state.clock_error or -self._work.desk.session.clock.behind()  # the centre knows better
        before, self.state = self.state, replace(state, now=local(state.now), clock_error=error)
        self._work.window.bar.set_sync(self.state)
        if self._asked_by_hand and not self.rounds.is_under_way:
            self._asked_by_hand = False
            self._work.messages.say(_("Invio dati: {words}").format(words=sync_words(self.state).spoken))
        if before is None or before.last_confirmed_at != state.last_confirmed_at:
            self._read_spaces()
        self._say_broken(state.faults)

    def _say_broken(self, faults: int) -> None:
        """Once, until it has worked again."""
        words = broken_words(faults)
        if words and not self._broken:
            self._work.window.banner.show_words(words, "warn")
        self._broken = bool(words)

    def _take_news(self, news: ExchangeNews) -> None:
        order = order_words(news)
        if order:
            self.ordered.emit(news.order, order, self.state.waiting if self.state is not None else 1)
            return
        said = frozenset(news_words(news))
        if said - self._said:
            self._work.window.banner.show_words(" ".join(news_words(news)), "info")
        self._said = said

    def _read_spaces(self) -> None:
        store = self._work.desk.store
        self._work.runner.run(
            lambda: space_names(store), owner=self, done=self.spaces.update, failed=self._work.fail
        )
