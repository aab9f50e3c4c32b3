"""Who writes next: one at a time, people before the sync.

SQLite lets writers wait by trying again after longer and longer pauses; a save could meet page after page of a
download. Here it is woken the moment the page before it ends, and no further page begins.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Condition
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, Pool

LONGEST_S = 5.0
"""As long as the store itself waits for a lock; after that SQLite decides."""


class WriteTurn:
    """The turn of one store within this process."""

    def __init__(self) -> None:
        self._free = Condition()
        self._busy = False
        self._people = 0

    @contextmanager
    def of_a_person(self) -> Iterator[None]:
        """Before any page of the sync that has not begun yet."""
        with self._free:
            self._people += 1
            try:
                mine = self._taken(lambda: not self._busy)
            finally:
                self._people -= 1
        yield from self._held(mine)

    @contextmanager
    def of_the_sync(self) -> Iterator[None]:
        """When nobody waits."""
        with self._free:
            mine = self._taken(lambda: not self._busy and not self._people)
        yield from self._held(mine)

    def _taken(self, may: Callable[[], bool]) -> bool:
        if not self._free.wait_for(may, LONGEST_S):
            return False
        self._busy = True
        return True

    def _held(self, mine: bool) -> Iterator[None]:
        try:
            yield
        finally:
            if mine:
                with self._free:
                    self._busy = False
                    self._free.notify_all()


_TURNS: WeakKeyDictionary[Pool, WriteTurn] = WeakKeyDictionary()


def turn_of(engine: Engine) -> WriteTurn:
    """The turn of the store behind *engine*, the same for all that open it through this engine."""
    return _TURNS.setdefault(engine.pool, WriteTurn())
