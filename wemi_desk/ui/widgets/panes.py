"""What a place's panes are made of: a titled column, and the honest words when there is nothing in it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from wemi_desk.ui.theme import current_theme
from wemi_desk.ui.widgets.buttons import button
from wemi_desk.ui.widgets.labels import heading, icon_label, label, muted
from wemi_desk.ui.widgets.spacing import PANE_MARGINS, column, most_width

_WORDS_ALONE = 150  # per cent


class Pane(QWidget):
    """A heading and, under it, ``body``. The title is also the region's accessible name."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.setProperty("region", "pane")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.title = heading(title)
        self.body: QVBoxLayout = column(self, PANE_MARGINS)
        self.body.addWidget(self.title)
        self.setAccessibleName(title)

    def set_title(self, title: str) -> None:
        self.title.setText(title)
        self.setAccessibleName(title)


class EmptyState(QWidget):
    """A drawing, what there is not, what to do about it."""

    def __init__(self, words: str, hint: str = "", *, icon: str = "it-inbox") -> None:
        super().__init__()
        self._column = column(self, (16, 32, 16, 32), 12)
        self._column.addStretch(1)
        self._drawing = icon_label(icon, "text2", 48)
        self._column.addWidget(self._drawing, 0, Qt.AlignmentFlag.AlignHCenter)
        self._words = label(words, "heading", wrap=True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._column.addWidget(self._words)
        self._hint = muted(hint)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._column.addWidget(self._hint)
        self._hint.setVisible(bool(hint))
        self._column.addStretch(2)
        current_theme().follow(self, EmptyState._make_room)

    def _make_room(self) -> None:
        """In large text the words count more than the drawing, which would push them out of sight."""
        is_large = current_theme().percent >= _WORDS_ALONE
        self._drawing.setVisible(not is_large)
        edge = current_theme().u(8 if is_large else 32)
        side = current_theme().u(16)
        self._column.setContentsMargins(side, edge, side, edge)

    def add_action(self, text: str, *, keys: str = "") -> QPushButton:
        """The act that fills the emptiness."""
        act = button(text, keys=keys)
        most_width(act, 360)
        self._column.insertWidget(self._column.count() - 1, act, 0, Qt.AlignmentFlag.AlignHCenter)
        return act

    def set_words(self, words: str, hint: str = "") -> None:
        self._words.setText(words)
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
