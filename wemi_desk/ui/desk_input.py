"""Everything through which a desk is worked: keys, reader, strips of digits, idle lock, in the order that matters."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from wemi_desk.ui.announce import Announcer
from wemi_desk.ui.clipboard import SecretClipboard
from wemi_desk.ui.digit_mode import DigitMode
from wemi_desk.ui.idle import IDLE_S, IdleLock, warning_text
from wemi_desk.ui.keyboard import Keyboard
from wemi_desk.ui.keystrokes import Keystrokes
from wemi_desk.ui.regions import Regions
from wemi_desk.ui.scanner import GAP_MS, Scanner
from wemi_desk.ui.shortcuts import IN_THE_MANUAL, Keymap, Shortcut, Shortcuts
from wemi_desk.ui.sounds import Sounds

LOCKED_KEYS = IN_THE_MANUAL | {
    Shortcut.HELP, Shortcut.KEYS, Shortcut.BACK, Shortcut.NEXT_REGION, Shortcut.PREVIOUS_REGION,
}  # fmt: skip


class DeskInput(QObject):
    """One of each, connected; the shell calls `install`, then `unlock` and `lock` with the session."""

    def __init__(
        self,
        *,
        keymap: Keymap | None = None,
        gap_ms: int = GAP_MS,
        idle_s: float = IDLE_S,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.keystrokes = Keystrokes(self)
        self.announcer = Announcer(self)
        self.scanner = Scanner(gap_ms=gap_ms, parent=self)
        self.digits = DigitMode(self.scanner, self)
        self.shortcuts = Shortcuts(keymap, self)
        self.regions = Regions(self)
        self.idle = IdleLock(idle_s=idle_s, parent=self)
        self.sounds = Sounds(parent=self)
        self.clipboard = SecretClipboard(self)
        stations = (self.keystrokes, self.announcer, self.scanner, self.digits, self.shortcuts)
        self.keyboard = Keyboard(*(station.take for station in stations), parent=self)
        self.digits.forward = self.keyboard.forward
        self._lock_announced = False
        self._next_turn = QTimer(self, singleShot=True)
        self._connect()

    def _connect(self) -> None:
        self.keyboard.active.connect(self.idle.touch)
        self.idle.warned.connect(self._announce_lock)
        self.idle.reprieved.connect(self._forget_announcement)
        self.scanner.taken.connect(self.keystrokes.scan_taken)
        self.scanner.scanned.connect(self.sounds.good)
        self.scanner.failed.connect(self.sounds.bad)
        self._next_turn.timeout.connect(self._forget_gone)
        self.shortcuts.register(Shortcut.NEXT_REGION, self.regions.next, owner=self)
        self.shortcuts.register(Shortcut.PREVIOUS_REGION, self.regions.previous, owner=self)

    def install(self) -> None:
        """Begin to listen, locked."""
        self.lock()
        self.keyboard.install()

    def lock(self) -> None:
        """Only badges, help and Esc count; nothing private stays on the clipboard."""
        self.scanner.locked = True
        self.shortcuts.restrict(LOCKED_KEYS)
        self.idle.stop()
        self.clipboard.clear_if_ours()

    def unlock(self) -> None:
        """An operator is here."""
        self._lock_announced = False
        self.scanner.locked = False
        self.shortcuts.restrict(None)
        self.idle.start()

    def forget_soon(self) -> None:
        """A session goes from the window: once its parts went after it, no key, reader or strip keeps it in memory."""
        self._next_turn.start()

    def _forget_gone(self) -> None:
        for station in (self.shortcuts, self.digits, self.scanner, self.regions):
            station.forget_gone()

    def remove(self) -> None:
        """Stop listening."""
        self.keyboard.remove()
        self.idle.stop()

    def _announce_lock(self, left_s: int) -> None:
        """Once: the seconds that follow are for the eyes."""
        if not self._lock_announced:
            self._lock_announced = True
            self.announcer.announce(warning_text(left_s), urgent=True)

    def _forget_announcement(self) -> None:
        self._lock_announced = False
