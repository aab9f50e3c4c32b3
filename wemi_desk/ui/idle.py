"""Lock the desk when nobody touches it, when the system locks, and before it sleeps."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable

from PySide6.QtCore import SLOT, QObject, QTimer, Signal, Slot

from wemi_desk.i18n import ngettext

IDLE_S = 180
WARNING_S = 20

_SCREEN_SAVERS = ("org.freedesktop.ScreenSaver", "org.gnome.ScreenSaver", "org.mate.ScreenSaver")
_LOGIN = "org.freedesktop.login1"


def warning_text(left_s: int) -> str:
    """What the status bar shows while the last seconds are counted."""
    return ngettext(
        "La postazione si blocca tra {count} secondo: premi un tasto per continuare",
        "La postazione si blocca tra {count} secondi: premi un tasto per continuare",
        left_s,
    ).format(count=left_s)


class IdleLock(QObject):
    """Announces the last 20 seconds one by one, then asks for the lock; any key or movement starts again."""

    warned = Signal(int)
    reprieved = Signal()
    expired = Signal()

    def __init__(
        self,
        *,
        idle_s: float = IDLE_S,
        clock: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.idle_s = idle_s
        self._clock = clock
        self._wall = wall
        self._touched = (clock(), wall())
        self._warning = False
        self._timer = QTimer(self, interval=1000)
        self._timer.timeout.connect(self.check)

    @property
    def running(self) -> bool:
        """Whether the time is being counted."""
        return self._timer.isActive()

    def start(self) -> None:
        """Count from now, after an unlock."""
        self._warning = False
        self._touched = (self._clock(), self._wall())
        self._timer.start()

    def stop(self) -> None:
        """The desk is locked: nothing to count."""
        self._timer.stop()
        self._warning = False

    def touch(self) -> None:
        """Somebody is here."""
        self._touched = (self._clock(), self._wall())
        if self._warning:
            self._warning = False
            self.reprieved.emit()

    def check(self) -> None:
        """Say how many seconds are left, or that none are."""
        if not self.running:
            return
        # the monotonic clock stops while the computer sleeps, the other one may be set back: the longer time counts
        idle_s = max(self._clock() - self._touched[0], self._wall() - self._touched[1])
        left_s = self.idle_s - idle_s
        if left_s <= 0:
            self.stop()
            self.expired.emit()
        elif left_s <= WARNING_S:
            self._warning = True
            self.warned.emit(round(left_s))


class SystemLock(QObject):
    """Hears on Linux that the session is locked or the computer goes to sleep; elsewhere it stays silent.

    A desktop without these services, or without D-Bus, is fine: the idle lock remains.
    """

    locked = Signal()

    def listen(self) -> bool:
        """Subscribe; False if there is no bus to listen to."""
        if not sys.platform.startswith("linux"):
            return False
        from PySide6.QtDBus import QDBusConnection

        system, session = QDBusConnection.systemBus(), QDBusConnection.sessionBus()
        if system.isConnected():
            self._hear(system, _LOGIN, f"/{_LOGIN.replace('.', '/')}", f"{_LOGIN}.Manager", "PrepareForSleep", _GOING)
            self._hear(system, _LOGIN, session_path(), f"{_LOGIN}.Session", "Lock", _LOCK)
        if session.isConnected():
            for name in _SCREEN_SAVERS:
                self._hear(session, "", "", name, "ActiveChanged", _GOING)
        return system.isConnected() or session.isConnected()

    def _hear(self, bus: object, service: str, path: str, interface: str, name: str, slot: str) -> None:
        bus.connect(service, path, interface, name, self, slot)  # type: ignore[attr-defined] # QtDBus is imported late

    @Slot(bool)
    def going(self, begins: bool) -> None:
        """The computer goes to sleep or the screen saver starts; False is the way back."""
        if begins:
            self.locked.emit()

    @Slot()
    def lock(self) -> None:
        """The session was locked."""
        self.locked.emit()


_GOING = SLOT("going(bool)")
_LOCK = SLOT("lock()")


def session_path() -> str:
    """The D-Bus path of this login session; empty, which means any, when the system does not tell."""
    name = os.environ.get("XDG_SESSION_ID", "")
    if not name:
        return ""
    plain = "".join(
        c if c.isascii() and c.isalnum() and (place or not c.isdigit()) else f"_{ord(c):02x}"
        for place, c in enumerate(name)
    )
    return f"/org/freedesktop/login1/session/{plain}"
