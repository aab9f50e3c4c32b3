"""One column in the middle of the window, for pages that ask one thing at a time."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QSizePolicy, QVBoxLayout, QWidget

from wemi_desk.ui.shell.focus_order import go_to_stop
from wemi_desk.ui.theme import current_theme
from wemi_desk.ui.widgets.scroll import ScrollPane
from wemi_desk.ui.widgets.spacing import column, most_width, row

COLUMN_UNITS = 480
_AROUND_UNITS = 64


class CentredPage(QWidget):
    """A page of the whole window; ``body`` is its column, narrower only where the window is."""

    def __init__(self, name: str, *, units: float = COLUMN_UNITS) -> None:
        super().__init__()
        self.setProperty("region", "root")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(name)
        middle = QWidget()
        middle.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        most_width(middle, units)
        self.body: QVBoxLayout = column(middle, spacing=12)
        content = QWidget()
        line = row(content, (24, 24, 24, 24), 0)
        line.addStretch(1)
        line.addWidget(middle, 1000)
        line.addStretch(1)
        self._scroll = ScrollPane(content, name)
        column(self).addWidget(self._scroll)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Reading order: what was made late is not reached last."""
        return go_to_stop([self], QApplication.focusWidget(), forward=forward)

    def _follow(self, _old: QWidget | None, now: QWidget | None) -> None:
        """At 200 % the page is longer than the window: what has the focus is in sight, however it got there."""
        if now is not None and self.isAncestorOf(now):
            self._scroll.ensureWidgetVisible(now, 0, current_theme().u(_AROUND_UNITS))
