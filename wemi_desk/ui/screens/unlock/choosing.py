"""Who is meant: by filter, by initials, by badge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from PySide6.QtCore import QObject, QTimer

from wemi_desk.domain.access import OperatorTile
from wemi_desk.domain.operators import OperatorId

MOST_TILES = 8
TYPE_AHEAD_MS = 1_500


@dataclass(frozen=True, slots=True)
class OperatorRoll:
    """Everybody enrolled on this PC, and what was typed to find one among many."""

    tiles: Sequence[OperatorTile] = ()
    filter_text: str = ""

    @property
    def needs_filter(self) -> bool:
        """More operators than there is room for."""
        return len(self.tiles) > MOST_TILES

    @property
    def shown(self) -> Sequence[OperatorTile]:
        """At most eight, by the filter."""
        wanted = self.filter_text.casefold().strip()
        found = (tile for tile in self.tiles if wanted in _name(tile) or wanted == tile.initials.casefold())
        return list(islice(found, MOST_TILES))

    @property
    def only(self) -> OperatorId | None:
        """The one operator of a desk that has no other."""
        return self.tiles[0].operator_id if len(self.tiles) == 1 else None

    def find(self, operator_id: OperatorId | None) -> OperatorTile | None:
        return next((tile for tile in self.tiles if tile.operator_id == operator_id), None)

    def with_badge(self, code: str) -> OperatorTile | None:
        return next((tile for tile in self.tiles if tile.badge and tile.badge == code), None)

    def starting_with(self, typed: str) -> OperatorTile | None:
        """Initials first, then names."""
        by_initials = [tile for tile in self.tiles if tile.initials.casefold().startswith(typed)]
        by_name = [tile for tile in self.tiles if _name(tile).startswith(typed)]
        return next(iter(by_initials + by_name), None)


class TypeAhead(QObject):
    """Letters that belong together; it starts over when they stop making sense, or after a while."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._typed = ""
        self._patience = QTimer(self, singleShot=True, interval=TYPE_AHEAD_MS)
        self._patience.timeout.connect(self.forget)

    def take(self, letter: str, roll: OperatorRoll) -> OperatorTile | None:
        """The operator that the letters so far mean."""
        self._patience.start()
        for typed in (self._typed + letter.casefold(), letter.casefold()):
            found = roll.starting_with(typed)
            if found is not None:
                self._typed = typed
                return found
        self.forget()
        return None

    def forget(self) -> None:
        self._typed = ""


def _name(tile: OperatorTile) -> str:
    return tile.shown_name.casefold()
