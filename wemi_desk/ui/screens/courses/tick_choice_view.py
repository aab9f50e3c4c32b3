"""Several of a few: a tick for each volunteer who can be asked, or for each thing somebody can do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from wemi_desk.ui.widgets.buttons import escaped
from wemi_desk.ui.widgets.flow import FlowLayout
from wemi_desk.ui.widgets.labels import label
from wemi_desk.ui.widgets.spacing import column, spaced

Key = TypeVar("Key")


class TickChoice(QWidget, Generic[Key]):
    """Hidden while there is nothing to choose. ``changed``: a tick was set or taken away."""

    changed = Signal()

    def __init__(self, title: str, read: Callable[[str], Key]) -> None:
        super().__init__()
        self._read = read
        self.setAccessibleName(title)
        self._boxes: dict[Key, QCheckBox] = {}
        self._chosen: dict[Key, None] = {}
        self._holder = QWidget()
        self._flow = spaced(FlowLayout(self._holder), spacing=8)
        box = column(self, spacing=4)
        box.addWidget(label(title))
        box.addWidget(self._holder)
        self.hide()

    @property
    def chosen(self) -> tuple[Key, ...]:
        """In the order in which they were ticked; also what is not in the list any more."""
        return tuple(self._chosen)

    @property
    def kept(self) -> list[str]:
        """As a draft holds it."""
        return [str(key) for key in self._chosen]

    def put_kept(self, texts: list[str]) -> None:
        """As a draft held it."""
        self.choose(self._read(text) for text in texts)

    def choose(self, keys: Iterable[Key]) -> None:
        """Just these."""
        self._chosen = dict.fromkeys(keys)
        for key, box in self._boxes.items():
            box.blockSignals(True)
            box.setChecked(key in self._chosen)
            box.blockSignals(False)

    def show_choices(self, choices: Sequence[tuple[Key, str]]) -> None:
        """What there is, with its words."""
        if [key for key, _words in choices] == list(self._boxes):
            return
        for box in self._boxes.values():
            self._flow.removeWidget(box)
            box.deleteLater()
        self._boxes = {key: self._box(key, words) for key, words in choices}
        self.setVisible(bool(choices))

    def _box(self, key: Key, words: str) -> QCheckBox:
        box = QCheckBox(escaped(words))
        box.setChecked(key in self._chosen)
        box.toggled.connect(lambda on: self._tick(key, on))
        self._flow.addWidget(box)
        return box

    def _tick(self, key: Key, on: bool) -> None:
        if on:
            self._chosen[key] = None
        else:
            self._chosen.pop(key, None)
        self.changed.emit()
