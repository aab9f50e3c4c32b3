"""Where the hands are, and where they were before a band under the bar took them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid


class FocusBefore:
    """Where the hands were before a band took the focus, to give it back."""

    def __init__(self) -> None:
        self._widget: QWidget | None = None

    def remember(self, band: QWidget) -> None:
        """The band opens; one that is open already keeps what it knew."""
        if not holds_focus(band):
            self._widget = QApplication.focusWidget()

    def give_back(self) -> bool:
        """False when that widget is gone, or out of sight."""
        widget, self._widget = self._widget, None
        if widget is None or not isValid(widget) or not widget.isVisible():
            return False
        widget.setFocus(Qt.FocusReason.OtherFocusReason)
        return True


def holds_focus(band: QWidget) -> bool:
    """Is the focus inside *band*?"""
    focus = QApplication.focusWidget()
    return focus is not None and (focus is band or band.isAncestorOf(focus))
