"""Tell every screen what a command changed."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class ChangeBus(QObject):
    """Emits a domain Changes on the UI thread after each successful command."""

    changed = Signal(object)
