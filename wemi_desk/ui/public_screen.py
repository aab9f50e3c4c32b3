"""The screen is public: the cover, the clock on it, warnings of the reader and of the idle lock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from wemi_desk.i18n import ngettext
from wemi_desk.ui.desk_input import DeskInput
from wemi_desk.ui.focus import FocusBefore, holds_focus
from wemi_desk.ui.idle import warning_text
from wemi_desk.ui.shell.window import MainWindow
from wemi_desk.ui.shortcuts import FIXED, BackStep, Shortcut
from wemi_desk.ui.words import clock_words

if TYPE_CHECKING:
    from wemi_desk.domain.box import Query
    from wemi_desk.ui.scanner import ScanFault
    from wemi_desk.ui.session import WorkSession

CLOCK_MS = 5_000


class PublicScreen(QObject):
    """What everybody may see of the desk, and when; *work* is the session on the window, if there is one."""

    def __init__(
        self, window: MainWindow, keys: DeskInput, work: Callable[[], WorkSession | None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._keys = keys
        self._work = work
        self._before_banner = FocusBefore()
        self._clock = QTimer(self, interval=CLOCK_MS)
        self._clock.timeout.connect(self._show_time)
        self._bind()

    def start(self) -> None:
        """The clock goes."""
        self._clock.start()

    def stop(self) -> None:
        """The program ends."""
        self._clock.stop()

    def _bind(self) -> None:
        window, keys = self._window, self._keys
        keys.scanner.scanned.connect(self._forget_fault)
        keys.scanner.failed.connect(self._scan_failed)
        keys.idle.warned.connect(self._warn_idle)
        keys.idle.reprieved.connect(window.status.clear)
        keys.shortcuts.register(Shortcut.BACK, self._leave_banner, owner=self, step=BackStep.MESSAGE)
        window.banner.closed.connect(self._banner_closed)
        window.stage.turned.connect(self._stage_turned)

    def _show_time(self) -> None:
        cover, work = self._window.stage.cover, self._work()
        cover.set_clock(clock_words(datetime.now(UTC)))
        minutes = work.counter.visit.minutes if work is not None and work.counter.visit.visit else None
        words = ngettext("Colloquio aperto da {n} minuto", "Colloquio aperto da {n} minuti", minutes or 0)
        cover.set_visit("" if minutes is None else words.format(n=minutes))

    def turn_cover(self) -> None:
        """F12: everything of citizens goes at once, or comes back as it was."""
        self._show_time()
        self._window.stage.set_covered(not self._window.stage.is_covered)

    def _scan_failed(self, fault: ScanFault) -> None:
        if self._work() is None:
            return
        if self._window.stage.is_covered:
            self._window.stage.cover.set_notice(fault.text)
            return
        self._before_banner.remember(self._window.banner)
        self._window.banner.show_words(fault.text, "err", take_focus=True)

    def _forget_fault(self, _query: Query) -> None:
        """The card was passed again, and well this time."""
        if self._window.banner.isVisible():
            self._window.banner.hide_words()

    def _leave_banner(self) -> bool:
        """Esc: from the warning back to the field, its text intact."""
        if not holds_focus(self._window.banner):
            return False
        self._window.banner.hide_words()
        self._banner_closed()
        return True

    def _banner_closed(self) -> None:
        if not self._before_banner.give_back():
            self._window.focus_box()

    def _stage_turned(self) -> None:
        """Under the cover only F12 and the lock count: nothing happens that nobody sees."""
        work = self._work()
        if work is None:
            return
        covered = self._window.stage.is_covered
        self._keys.shortcuts.restrict(FIXED if covered else None)
        self._keys.sounds.enabled = not covered
        if not covered and self._window.stage.is_desk_shown:
            work.box.uncovered()

    def _warn_idle(self, seconds: int) -> None:
        self._window.status.show_message(warning_text(seconds), "warn", silent=True)
