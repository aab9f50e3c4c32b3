"""The rail: the places, icon above word."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolButton, QWidget

from wemi_desk.i18n import _
from wemi_desk.ui.icons import icon
from wemi_desk.ui.shell.places import ON_REQUEST, Place, sign
from wemi_desk.ui.theme import CAPTION, ICON_RAIL, current_theme
from wemi_desk.ui.widgets.buttons import escaped, with_keys
from wemi_desk.ui.widgets.spacing import column, least_height, most_height

_WITH_DRAWING, _WIDTH = 54, 112


class Rail(QWidget):
    """``place_requested(Place)`` when one is pressed; ``set_place`` says where the operator is."""

    place_requested = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("region", "rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(_("Luoghi"))
        self._place = Place.COUNTER
        self._buttons = {place: self._button(place) for place in Place}
        box = column(self, (6, 8, 6, 8), 4)
        for place, button in self._buttons.items():
            box.addWidget(button, 10)
            button.setVisible(place not in ON_REQUEST)
        box.addStretch(1)
        self._words_only = False
        current_theme().follow(self, Rail._draw)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """On a low window the drawings give way, the words stay whole."""
        super().resizeEvent(event)
        u, count = current_theme().u, sum(not button.isHidden() for button in self._buttons.values())
        words_only = self.height() < count * u(_WITH_DRAWING) + (count - 1) * u(4) + u(16)
        if words_only != self._words_only:
            self._words_only = words_only
            self._draw()

    def offer(self, place: Place, *, wanted: bool) -> None:
        """Show, or no longer, a place that is not for everybody."""
        self._buttons[place].setVisible(wanted)

    def set_place(self, place: Place) -> None:
        self._place = place
        self._draw()

    def _button(self, place: Place) -> QToolButton:
        word, _icon, keys = sign(place)
        button = QToolButton()
        button.setText(escaped(with_keys(word, keys)))
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        least_height(button, 28)
        most_height(button, 64)
        button.clicked.connect(lambda: self._press(place))
        return button

    def _press(self, place: Place) -> None:
        self._draw()
        self.place_requested.emit(place)

    def _draw(self) -> None:
        side = current_theme().u(ICON_RAIL)
        style = Qt.ToolButtonStyle
        for place, button in self._buttons.items():
            button.setToolButtonStyle(style.ToolButtonTextOnly if self._words_only else style.ToolButtonTextUnderIcon)
            here = place is self._place
            button.setChecked(here)
            button.setIcon(icon(sign(place).icon, "onsel" if here else "text", ICON_RAIL))
            button.setIconSize(QSize(side, side))
            button.setAccessibleDescription(_("Sei qui") if here else "")
        self._hold_width()

    def _hold_width(self) -> None:
        """Wide enough for the longest word in bold, whatever the language."""
        u = current_theme().u
        bold = QFont(self.font())
        bold.setPixelSize(u(CAPTION))
        bold.setBold(True)
        metrics = QFontMetrics(bold)
        longest = max(metrics.horizontalAdvance(button.text()) for button in self._buttons.values())
        self.setFixedWidth(max(u(_WIDTH), longest + u(36)))
