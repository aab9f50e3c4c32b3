"""Every key press goes through here before any widget sees it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QMetaObject, QObject, Signal
from PySide6.QtGui import QKeyEvent, QWindow
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
    popup, focus = QApplication.activePopupWidget(), QApplication.focusWidget()
    if popup is not None:
        return focus if focus is not None and popup.isAncestorOf(focus) else popup
    return focus or QApplication.activeWindow()


class Keyboard(QObject):
    """Shows each key press once to its stations, in order; a station that answers True keeps it.

    It listens at the windows that have the focus, where the system delivers a key, and not at the application: there
    it would be asked about every event of every widget, forty times as many, and each time a window that is drawn
    would wait until the threads beside it let Python go.
    """

    active = Signal()

    def __init__(self, *stations: Station, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stations = list(stations)
        self._heard: list[QMetaObject.Connection] = []

    def add(self, station: Station) -> None:
        """Ask *station* after those that are already here."""
        self._stations.append(station)

    def install(self) -> None:
        """Begin to listen."""
        application = QApplication.instance()
        if isinstance(application, QApplication) and not self._heard:
            self._heard = [
                application.focusWindowChanged.connect(self._listen_at),
                application.focusChanged.connect(self._follow),
                application.aboutToQuit.connect(self.remove),
            ]
            self._listen_at(application.focusWindow())

    def remove(self) -> None:
        """Stop listening."""
        heard, self._heard = self._heard, []
        for connection in heard:
            QObject.disconnect(connection)
        for window in QApplication.allWindows():
            window.removeEventFilter(self)

    def forward(self, event: QKeyEvent, widget: QWidget) -> None:
        """Give *event* to *widget* without showing it to the stations a second time."""
        QCoreApplication.sendEvent(widget, event)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.KeyPress:
            return isinstance(event, QKeyEvent) and self._pressed(event)
        if kind in _MOVEMENTS and event.spontaneous():
            self.active.emit()
        return False

    def _listen_at(self, window: QWindow | None) -> None:
        if window is not None:
            window.installEventFilter(self)  # once, however often it is called

    def _follow(self, _before: QWidget | None, focus: QWidget | None) -> None:
        """A list that opens has a window of its own, which some systems never call the one with the focus."""
        if focus is not None:
            window = focus.window()  # held: without it Python takes its handle for gone
            self._listen_at(window.windowHandle())

    def _pressed(self, event: QKeyEvent) -> bool:
        target = key_target()
        if target is None:
            return False
        self.active.emit()
        writer = target.focusProxy() if target.isWindow() else None  # a completer's pop-up writes into its field
        return any(station(event, writer or target) for station in self._stations)
