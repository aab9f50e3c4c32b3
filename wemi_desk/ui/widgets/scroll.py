"""A scroll area that is not a stop of its own."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget

from wemi_desk.ui.theme import current_theme

_LARGE = 150  # per cent
_ONE_FIELD, _SOME_FIELDS = 32, 150


class ScrollPane(QScrollArea):
    """Scrolls down only, never takes the focus, follows the child that has it, never narrower than its content."""

    def __init__(self, content: QWidget, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        content.setProperty("region", "scrolled")
        content.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        # what scrolls asks for no height of its own, or an outer scroll area would grow instead
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        self.setWidget(content)
        content.installEventFilter(self)
        self._hold_width()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.widget() and event.type() == QEvent.Type.LayoutRequest:
            self._hold_width()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._hold_width()

    def _hold_width(self) -> None:
        content = self.widget()
        if content is not None:
            self.setMinimumWidth(content.minimumSizeHint().width() + self.verticalScrollBar().sizeHint().width())
            self.setMinimumHeight(self._least_height(content))

    def _least_height(self, content: QWidget) -> int:
        """In large text, with another area around it that scrolls too: some fields are seen at once, not one."""
        u = current_theme().u
        if current_theme().percent < _LARGE or not self._is_inside_another():
            return u(_ONE_FIELD)
        return max(u(_ONE_FIELD), min(content.sizeHint().height(), u(_SOME_FIELDS)))

    def _is_inside_another(self) -> bool:
        around = self.parentWidget()
        while around is not None and not isinstance(around, ScrollPane):
            around = around.parentWidget()
        return around is not None
