"""Tell a card reader from a person: both are keyboards (interface.md 7)."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from wemi_desk.i18n import N_, _
from wemi_desk.ui.snapshots import Restore, is_secret, snapshot

if TYPE_CHECKING:
    from wemi_desk.domain.box import Query

GAP_MS = 60
MIN_GAP_MS, MAX_GAP_MS = 30, 120
LINE_GAP_MS = 200  # readers rest a little between the lines of an identity document
MIN_LENGTH = 5
MIN_UNKNOWN_LENGTH = 8
MAX_LINES = 3

_ENDS = frozenset((Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab))
_COMMANDING = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
_LINE_KIND, _BADGE_KIND = "mrz_line", "operator_badge"  # of domain.box.QueryKind, which is loaded late
_TWICE = re.compile(r"\W*(\w{5,})\W*\1\W*")
_ZONE_LINE = re.compile(r"\W?[A-Z0-9<;]{15,46}\W?")
# What an Italian keyboard layout makes of the keys that a reader set to the US layout sends.
_FROM_US_READER = str.maketrans({"'": "-", "-": "/", ";": "<", "_": "?", "(": "*", ")": "(", "=": ")"})

Recognise = Callable[[str], "Query | None"]
Accept = Callable[["Query"], bool]


class ScanFault(Enum):
    """Why a burst of the reader was refused, in words for the message bar."""

    MISREAD = N_("Codice letto male: ripassa la tessera")
    UNKNOWN = N_("Codice non riconosciuto")

    @property
    def text(self) -> str:
        """The sentence for the operator."""
        return _(self.value)


def recognise_scan(text: str) -> Query | None:
    """The box's own reading, loaded with the first scan: the unlock screen need not wait for it."""
    from wemi_desk.domain import box

    return box.recognise_scan(text)


def read_burst(text: str, recognise: Recognise = recognise_scan) -> Query | None:
    """What *text* is: as it came, as a US-layout reader meant it, or one code sent twice in one breath."""
    twice = _TWICE.fullmatch(text)
    for candidate in (text, text.translate(_FROM_US_READER), twice[1] if twice else ""):
        found = recognise(candidate) if candidate else None
        if found is not None:
            return found
    return None


def proposed_gap_ms(longest_ms: int) -> int:
    """The setting for a reader that leaves at most *longest_ms* between characters: half as much again, in bounds."""
    return max(MIN_GAP_MS, min(MAX_GAP_MS, longest_ms + longest_ms // 2))


@dataclass(eq=False)
class _Burst:
    """Characters that came too fast for a person, and what was in the widgets before them."""

    typed: list[str] = field(default_factory=list)
    before: list[tuple[QWidget, Restore]] = field(default_factory=list)
    last_at: int = 0
    presses: int = 0
    longest_gap: int = 0

    @property
    def holds_lines(self) -> bool:
        return "\n" in self.typed

    def add(self, text: str, now: int, widget: QWidget) -> None:
        if self.typed:
            self.longest_gap = max(self.longest_gap, now - self.last_at)
        if not self.wrote_in(widget):
            self.before.append((widget, snapshot(widget)))
        self.typed.append(text)
        self.presses += 1
        self.last_at = now

    def wrote_in(self, widget: QWidget | None) -> bool:
        return any(known is widget for known, _restore in self.before)

    def wrote_in_secret(self) -> bool:
        return any(isValid(widget) and is_secret(widget) for widget, _restore in self.before)

    def restore(self) -> None:
        for _widget, restore in reversed(self.before):
            restore()
        first = self.before[0][0]
        if isValid(first) and QApplication.focusWidget() is not first:
            first.setFocus()


def _is_zone_line(text: str) -> bool:
    return "<" in text.replace(";", "<") and _ZONE_LINE.fullmatch(text.upper()) is not None


class Scanner(QObject):
    """The wedge filter; `take` is the first station of the Keyboard.

    A code is announced with `scanned` after the widgets it was typed into are as they were before; `failed` asks
    for the message bar and the bad sound; `taken` says how many key presses the burst had.
    """

    scanned = Signal(object)
    failed = Signal(object)
    taken = Signal(int)
    measured = Signal(int)

    def __init__(
        self,
        recognise: Recognise = recognise_scan,
        *,
        clock: Callable[[], float] = time.monotonic,
        gap_ms: int = GAP_MS,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._recognise = recognise
        self._clock = clock
        self.gap_ms = gap_ms
        self.locked = False
        self.box: QWidget | None = None
        self._targets: list[tuple[QObject, Accept]] = []
        self._measuring = False
        self._unfinished = QTimer(self, singleShot=True, interval=LINE_GAP_MS)
        self._unfinished.timeout.connect(self._give_up_lines)
        self._swallowed_at = self._shift_at = -MAX_GAP_MS
        self._burst = _Burst()

    def expect(self, owner: QObject, accept: Accept) -> None:
        """While *owner* is seen, codes go to *accept* first; it returns False for what it does not want."""
        self._targets = [(o, a) for o, a in self._targets if isValid(o) and o is not owner]
        self._targets.insert(0, (owner, accept))

    def forget_gone(self) -> None:
        """Who waited for a code and is no more is let go."""
        self._targets = [(owner, accept) for owner, accept in self._targets if isValid(owner)]

    def measure(self) -> None:
        """Accept the slowest reader for one scan and say with `measured` how long its longest gap was."""
        self._measuring = True

    def stamp(self, event: QKeyEvent) -> int:
        """When the key was pressed: the system's own time, which a busy program does not delay."""
        return event.timestamp() or round(self._clock() * 1000)

    @property
    def in_burst(self) -> bool:
        """Whether the last character came so soon after another that no person typed it."""
        return len(self._burst.typed) > 1

    def take(self, event: QKeyEvent, widget: QWidget) -> bool:
        """Whether the reader sent *event* and no widget may see it."""
        if event.isAutoRepeat() or event.modifiers() & _COMMANDING:
            return False
        now = self.stamp(event)
        if event.key() in _ENDS:
            return self._ended(now)
        if not event.text() or not event.text().isprintable():
            self._count_shift(now)
            return False
        if not self._goes_on(now):
            self._start_over()
            self._burst.presses = int(0 <= now - self._shift_at <= self.gap_ms)
        self._burst.add(event.text(), now, widget)
        if self._burst.holds_lines:
            self._unfinished.start()
        return self._burst.holds_lines

    def _goes_on(self, now: int) -> bool:
        limit = LINE_GAP_MS if self._burst.holds_lines else MAX_GAP_MS if self._measuring else self.gap_ms
        return bool(self._burst.typed) and 0 <= now - self._burst.last_at <= limit

    def _count_shift(self, now: int) -> None:
        """Shift is a key press of its own, and comes before the first character."""
        self._shift_at = now
        if self._goes_on(now):
            self._burst.presses += 1

    def _start_over(self) -> None:
        self._give_up_lines()
        self._forget()

    def _ended(self, now: int) -> bool:
        if not self._goes_on(now):
            self._start_over()
            # some readers end a code with Enter and Tab, or with two Enters
            return 0 <= now - self._swallowed_at <= self.gap_ms
        text = "".join(self._burst.typed)
        if len(text) < MIN_LENGTH:
            self._forget()
            return False
        self._burst.presses += 1
        taken = self._judge(text, now)
        self._swallowed_at = now if taken else self._swallowed_at
        return taken

    def _judge(self, text: str, now: int) -> bool:
        found = read_burst(text, self._recognise)
        if self._waits_for_more(text, found):
            self._burst.typed.append("\n")
            self._burst.last_at = now
            self._unfinished.start()
            return True
        if found is None or found.kind.value == _LINE_KIND:
            return self._unknown(text)
        secret = self._burst.wrote_in_secret()
        self._finish()
        if self.locked:
            self._deliver_locked(found)
        elif found.fault and not secret:
            self.failed.emit(ScanFault.MISREAD)
        elif not secret:
            self._deliver(found)
        return True

    def _waits_for_more(self, text: str, found: Query | None) -> bool:
        """Whether *text* is one line of an identity document, or two of three."""
        lines = text.split("\n")
        complete = found is not None and found.kind.value != _LINE_KIND
        return not complete and len(lines) < MAX_LINES and all(map(_is_zone_line, lines))

    def _unknown(self, text: str) -> bool:
        if self._burst.holds_lines:
            self._give_up_lines()
            return True
        if self.locked or len(text) < MIN_UNKNOWN_LENGTH or not self._burst.wrote_in(self.box):
            self._forget()
            return False
        self._finish()
        self.failed.emit(ScanFault.UNKNOWN)
        return True

    def _give_up_lines(self) -> None:
        """The rest of a document never came."""
        if self._burst.holds_lines:
            self._finish()
            if not self.locked:
                self.failed.emit(ScanFault.MISREAD)

    def _finish(self) -> None:
        """Put everything back as it was before the burst, then count it as one scan."""
        burst = self._burst
        self._forget()
        burst.restore()
        self.taken.emit(burst.presses)
        if self._measuring:
            self._measuring = False
            self.measured.emit(burst.longest_gap)

    def _deliver_locked(self, found: Query) -> None:
        if found.kind.value == _BADGE_KIND and not found.fault:
            self.scanned.emit(found)

    def _deliver(self, found: Query) -> None:
        for owner, accept in self._targets:
            seen = isValid(owner) and (not isinstance(owner, QWidget) or owner.isVisible())
            if seen and accept(found):
                return
        self.scanned.emit(found)

    def _forget(self) -> None:
        self._unfinished.stop()
        self._burst = _Burst()
