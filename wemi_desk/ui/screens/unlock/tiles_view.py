"""The tiles of the operators: one stop for Tab, arrows inside, initials and digits from anywhere in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from wemi_desk.domain.access import OperatorTile
from wemi_desk.domain.operators import OperatorId
from wemi_desk.i18n import _
from wemi_desk.ui.screens.unlock.words import practice_words, stopped_words, tile_words
from wemi_desk.ui.widgets.buttons import ElidedButton
from wemi_desk.ui.widgets.centred import focus_in_sight
from wemi_desk.ui.widgets.spacing import spaced

READER_GAP_MS = 60
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}
_ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_COMMANDING = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


class Tile(ElidedButton):
    """One operator; pressed keys go to the whole group."""

    key_typed = Signal(QKeyEvent)

    def __init__(self, tile: OperatorTile, now: datetime) -> None:
        hint = practice_words(tile)
        super().__init__(f"{tile.shown_name} · {hint}" if hint else tile.shown_name)
        self.operator_id = tile.operator_id
        self.setProperty("kind", "tile")
        self.setCheckable(True)
        state = stopped_words(tile) or tile_words(tile, now)
        self.setAccessibleName(f"{self.whole}. {state}" if state else self.whole)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()
        self.key_typed.emit(event)
        if not event.isAccepted():
            super().keyPressEvent(event)


class OperatorTiles(QWidget):
    """``chosen(id)`` by click, Space or arrows; ``left`` when the secret is wanted; ``digit`` and ``letter`` as typed.

    A card or badge reader that types here is told from a person by its pace: nothing of it counts.
    """

    chosen = Signal(object)
    left = Signal()
    digit = Signal(str)
    letter = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("Operatori di questa postazione"))
        self._grid = spaced(QGridLayout(self), spacing=8)
        self._tiles: list[Tile] = []
        self._last_at = -READER_GAP_MS - 1
        self._fast = 0
        self._chosen_before: OperatorId | None = None

    def show_tiles(self, tiles: Sequence[OperatorTile], now: datetime, columns: int) -> None:
        """Replace the tiles; the focus stays on its operator."""
        focused = next((tile.operator_id for tile in self._tiles if tile.hasFocus()), None)
        held = self.has_focus
        for old in self._tiles:
            self._grid.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._tiles = [Tile(tile, now) for tile in tiles]
        for position, widget in enumerate(self._tiles):
            self._grid.addWidget(widget, position // columns, position % columns)
            widget.show()  # now: what is not visible yet cannot take the focus back
            widget.key_typed.connect(self._take)
            widget.clicked.connect(lambda _checked=False, w=widget: self._clicked(w))
        self._set_stop(focused)
        if held:
            self.take_focus()

    def show_chosen(self, operator_id: OperatorId | None) -> None:
        """Mark who is chosen."""
        for tile in self._tiles:
            tile.setChecked(tile.operator_id == operator_id)
        if operator_id is not None:
            held = self.has_focus
            self._set_stop(operator_id)
            if held:
                self.take_focus()

    def take_focus(self) -> None:
        """The tile that Tab would reach."""
        stop = next((tile for tile in self._tiles if tile.focusPolicy() & Qt.FocusPolicy.TabFocus), None)
        if stop is not None:
            focus_in_sight(stop)

    @property
    def has_focus(self) -> bool:
        return any(tile.hasFocus() for tile in self._tiles)

    def _set_stop(self, operator_id: OperatorId | None) -> None:
        known = [tile for tile in self._tiles if tile.operator_id == operator_id] or self._tiles[:1]
        for tile in self._tiles:
            tile.setFocusPolicy(Qt.FocusPolicy.StrongFocus if tile in known else Qt.FocusPolicy.ClickFocus)

    def _clicked(self, tile: Tile) -> None:
        tile.setChecked(True)
        self.chosen.emit(tile.operator_id)
        self.left.emit()

    def _take(self, event: QKeyEvent) -> None:
        text = event.text()
        if event.modifiers() & _COMMANDING:
            return
        if self._is_reader(event, text):
            event.accept()
        elif event.key() in _STEPS:
            event.accept()
            self._step(_STEPS[Qt.Key(event.key())])
        elif event.key() in _ENTERS:
            event.accept()
            self._enter()
        elif text.isdecimal() and text.isascii():
            event.accept()
            self.digit.emit(text)
        elif text.isalpha():
            event.accept()
            self.letter.emit(text)

    def _is_reader(self, event: QKeyEvent, text: str) -> bool:
        """From the third character that comes faster than a person types; what the first two chose is undone."""
        if not text:
            return False  # Shift and arrows
        fast = 0 <= event.timestamp() - self._last_at <= READER_GAP_MS and bool(event.timestamp())
        self._last_at = event.timestamp()
        if not fast:
            self._fast = 0
            self._chosen_before = self._chosen_id()
            return False
        self._fast += 1
        if self._fast < 2:
            return False
        if self._fast == 2:
            self.chosen.emit(self._chosen_before)
        return True

    def _chosen_id(self) -> OperatorId | None:
        return next((tile.operator_id for tile in self._tiles if tile.isChecked()), None)

    def _enter(self) -> None:
        focused = next((tile for tile in self._tiles if tile.hasFocus()), None)
        if focused is not None:
            self._clicked(focused)

    def _step(self, by: int) -> None:
        here = next((i for i, tile in enumerate(self._tiles) if tile.hasFocus()), 0)
        there = self._tiles[(here + by) % len(self._tiles)]
        self._set_stop(there.operator_id)
        focus_in_sight(there)
        self.chosen.emit(there.operator_id)
