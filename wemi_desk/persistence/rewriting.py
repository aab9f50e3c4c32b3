"""What was erased leaves the file too: SQLite keeps old content between the cells of a page until it writes it anew.

The store's ``user_version`` remembers, in the transaction that erases, that the file is to be written anew.
"""

from __future__ import annotations

from threading import Lock
from typing import Any

from wemi_desk.persistence.driver import Driver, Lend

_NOTHING, _DUE, _UNDER_WAY = 0, 1, 2


def note_erased(cursor: Any) -> None:
    """Something was erased in this transaction: the file is to be written anew once nobody waits for it."""
    cursor.execute(f"PRAGMA user_version = {_DUE}")


class Rewriting:
    """Writes the store anew after an erasure. Calls may come from any lane; raises StorageError, and is due again then.

    Takes about 2 s with 50,000 people: others read meanwhile, and a save waits. So it is for idle moments and locks.
    """

    def __init__(self, lend: Lend) -> None:
        self._driver = Driver(lend)
        self._busy = Lock()
        self._finished = False

    def is_due(self) -> bool:
        """Has something been erased since the file was last written anew?"""
        with self._driver.glance() as cursor:
            return _state(cursor) != _NOTHING

    def rewrite_if_due(self) -> bool:
        """Was it due, and is it done? A reader at work puts it off."""
        with self._busy:
            return not self._finished and self._rewrite()

    def finish(self) -> None:
        """The desk closes: a last time, then never more."""
        with self._busy:
            finished, self._finished = self._finished, True
            if not finished:
                self._rewrite()

    def _rewrite(self) -> bool:
        if not self.is_due():
            return False
        with self._driver.writing() as cursor:
            cursor.execute(f"PRAGMA user_version = {_UNDER_WAY}")
        if not self._driver.rewrite():
            return False
        with self._driver.writing() as cursor:
            if _state(cursor) == _UNDER_WAY:  # else somebody was erased meanwhile
                cursor.execute(f"PRAGMA user_version = {_NOTHING}")
        return True


def _state(cursor: Any) -> int:
    state: int = cursor.execute("PRAGMA user_version").fetchone()[0]
    return state
