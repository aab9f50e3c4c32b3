"""The one event filter of the program: every key press goes through here before any widget sees it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

Station = Callable[[QKeyEvent, QWidget], bool]

_MOVEMENTS = frozenset(
    (
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
    )
)


def key_target() -> QWidget | None:
    """The widget that receives the next key: an open pop-up first, then the focus."""
    popup = QApplication.activePopupWidget()
    if popup is not None:
        return popup.focusWidget() or popup
    return QApplication.focusWidget() or QApplication.activeWindow()


class Keyboard(QObject):
    """Shows each key press once to its stations, in order; a station that answers True keeps it.

    Qt passes a key that a widget does not use on to its parents, and the filter sees it again each time:
    only the first stop counts.
    """

    active = Signal()

    def __init__(self, *stations: Station, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stations = list(stations)
        self._forwarding = False

    def add(self, station: Station) -> None:
        """Ask *station* after those that are already here."""
        self._stations.append(station)

    def install(self) -> None:
        """Begin to listen."""
        application = QCoreApplication.instance()
        if application is not None:
            application.installEventFilter(self)
            application.aboutToQuit.connect(self.remove)

    def remove(self) -> None:
        """Stop listening."""
        application = QCoreApplication.instance()
        if application is not None:
            application.removeEventFilter(self)

    def forward(self, event: QKeyEvent, widget: QWidget) -> None:
        """Give *event* to *widget* without showing it to the stations a second time."""
        self._forwarding = True
        try:
            QCoreApplication.sendEvent(widget, event)
        finally:
            self._forwarding = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.KeyPress:
            return not self._forwarding and isinstance(event, QKeyEvent) and self._pressed(watched, event)
        if kind in _MOVEMENTS and event.spontaneous():
            self.active.emit()
        return False

    def _pressed(self, watched: QObject, event: QKeyEvent) -> bool:
        target = key_target()
        if target is None or watched is not target:
            return False
        self.active.emit()
        writer = target.focusProxy() if target.isWindow() else None  # a completer's pop-up writes into its field
        return any(station(event, writer or target) for station in self._stations)
