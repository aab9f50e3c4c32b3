"""What the coordination orders of a desk: leave it, and, when it is taken out of service, let its keys go."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject

from wemi_desk.domain.exchange_news import FLUSH_AND_WIPE, REKEY, WIPE_NOW, ExchangeNews
from wemi_desk.ui.background import Runner
from wemi_desk.ui.exchange_news_words import order_words


class Disabler(Protocol):
    """Takes this PC out of service."""

    def disable(self, *, unsent_work: bool) -> None: ...


class Obeying(QObject):
    """The desk is locked first: nobody goes on typing into what is about to go."""

    def __init__(
        self,
        access: Disabler,
        runner: Runner,
        lock: Callable[[], None],
        say: Callable[[str], None],
        look_again: Callable[[], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._access = access
        self._runner = runner
        self._lock = lock
        self._say = say
        self._look_again = look_again

    def obey(self, order: str, words: str, unsent: int) -> None:
        """*unsent* acts keep the closed store: two people of the Comune can still save them; unless all must go."""
        self._lock()
        self._say(words)
        if order not in (FLUSH_AND_WIPE, WIPE_NOW):
            return
        keeps = unsent > 0 and order == FLUSH_AND_WIPE
        self._runner.run(  # on the store's lane, so that the store is closed before
            lambda: self._access.disable(unsent_work=keeps), owner=self,
            done=lambda _none: self._look_again(), failed=lambda _error: self._look_again(),
        )  # fmt: skip

    def obey_while_locked(self, order: str) -> None:
        """What waits in a closed store nobody can count: it is kept where the order lets it be.

        Another data key is made by the next pass-phrase: the lock screen says so.
        """
        if order == REKEY:
            self._look_again()
            return
        self.obey(order, order_words(ExchangeNews(order=order)), 1)
