"""One column in the middle of the window, for pages that ask one thing at a time."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QSizePolicy, QVBoxLayout, QWidget

from wemi_desk.ui.shell.focus_order import bring_in_sight, go_to_stop
from wemi_desk.ui.widgets.scroll import ScrollPane
from wemi_desk.ui.widgets.spacing import column, most_width, row

COLUMN_UNITS = 480


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
        column(self).addWidget(ScrollPane(content, name))

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Reading order: what was made late is not reached last."""
        return go_to_stop([self], QApplication.focusWidget(), forward=forward)


def focus_in_sight(widget: QWidget, around: QWidget | None = None) -> None:
    """Give the focus and scroll to it, cursor and selection as they were: at 200 % a page is longer than its window.

    *around* is what should be seen with it, such as the words under a field.
    """
    widget.setFocus(Qt.FocusReason.OtherFocusReason)
    bring_in_sight(widget)
    parent = around.parentWidget() if around is not None else None
    while parent is not None and around is not None:
        if isinstance(parent, ScrollPane):
            QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
            parent.ensureWidgetVisible(around)
        parent = parent.parentWidget()
