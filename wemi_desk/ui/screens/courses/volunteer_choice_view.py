"""Who lends a hand: a tick for each volunteer who can be asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from wemi_desk.i18n import _
from wemi_desk.ui.widgets.buttons import escaped
from wemi_desk.ui.widgets.flow import FlowLayout
from wemi_desk.ui.widgets.labels import label
from wemi_desk.ui.widgets.spacing import column, spaced


class VolunteerChoice(QWidget):
    """Hidden while there is nobody to ask. ``changed``: a tick was set or taken away."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("Volontari"))
        self._boxes: dict[UUID, QCheckBox] = {}
        self._chosen: dict[UUID, None] = {}
        self._holder = QWidget()
        self._flow = spaced(FlowLayout(self._holder), spacing=8)
        box = column(self, spacing=4)
        box.addWidget(label(_("Volontari")))
        box.addWidget(self._holder)
        self.hide()

    @property
    def chosen(self) -> tuple[UUID, ...]:
        """In the order in which they were asked; also who is not in the list any more."""
        return tuple(self._chosen)

    def choose(self, volunteers: Iterable[UUID]) -> None:
        """These are asked."""
        self._chosen = dict.fromkeys(volunteers)
        for key, box in self._boxes.items():
            box.blockSignals(True)
            box.setChecked(key in self._chosen)
            box.blockSignals(False)

    def show_people(self, people: Sequence[tuple[UUID, str]]) -> None:
        """Who can be asked, with what they are called."""
        for box in self._boxes.values():
            self._flow.removeWidget(box)
            box.deleteLater()
        self._boxes = {key: self._box(key, words) for key, words in people}
        self.setVisible(bool(people))

    def _box(self, key: UUID, words: str) -> QCheckBox:
        box = QCheckBox(escaped(words))
        box.setChecked(key in self._chosen)
        box.toggled.connect(lambda on: self._tick(key, on))
        self._flow.addWidget(box)
        return box

    def _tick(self, key: UUID, on: bool) -> None:
        if on:
            self._chosen[key] = None
        else:
            self._chosen.pop(key, None)
        self.changed.emit()
