"""Has this desk said all it knows of the hours that a centre lost? Only then may that centre decide again."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from wemi_desk.sync.ports import Position, SyncStore

Unproved = Callable[[int, UUID | None], bool]
"""Is the centre's signature missing under what it answered, in this life of it?"""


class Owing:
    """A quiet pull that names the centre's life says that nothing more will come; before that it names none."""

    def __init__(self, store: SyncStore, unproved: Unproved) -> None:
        self._store = store
        self._unproved = unproved
        self._has_given = False
        self._owes_nothing: UUID | None = None

    def differs(self) -> None:
        """The centre holds something else: what it lacks has to be offered, what it took may have to be said again."""
        self._owes_nothing, self._has_given = None, False

    def given(self) -> None:
        """All that the centre lacks was offered to it in this exchange."""
        self._has_given = True

    def ended(self) -> None:
        """The exchange is over: what is left is offered again in the next one."""
        self._has_given = False

    def epoch(self, position: Position) -> UUID | None:
        """The life of the centre for which this desk has nothing left to say."""
        if self._owes_nothing != position.epoch:
            if not self._has_given and self._store.limbo(1):
                return None
            if self._unproved(position.acked_number, position.epoch):
                return None
            self._owes_nothing = position.epoch
        return position.epoch
