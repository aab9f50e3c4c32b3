"""Other panes that may stand in the three columns of Pratiche: digital paperwork."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtWidgets import QStackedWidget, QWidget

Look = tuple[Sequence[int], int, Sequence[str]]
"""Shares of the width, the pane seen first in a narrow window, the words on the tabs."""


class Guest(Protocol):
    """What the place asks of them."""

    @property
    def is_shown(self) -> bool: ...

    @property
    def look(self) -> Look: ...

    def settle(self, columns: Sequence[QStackedWidget], turn: Callable[[], None]) -> None:
        """Here is room; *turn* whenever something else is to be seen."""
        ...

    def columns(self) -> Sequence[QWidget]: ...

    def fill(self) -> None:
        """They have just been turned to."""
        ...

    def leave(self) -> None:
        """The applications take the place."""
        ...

    def come_back(self) -> bool:
        """Esc on the family's measures; False when there is nothing to come back to."""
        ...

    def focus_first(self) -> None: ...

    def save(self) -> bool: ...

    def step_back(self) -> bool: ...

    def print_open(self) -> bool: ...
