"""A newer version, in the background of a session: one thing at a time, and never in front of an exchange."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from wemi_desk.domain.errors import NoLineError, ReleaseRefusedError
from wemi_desk.domain.outbox_rows import OutboxRow
from wemi_desk.domain.releases import UpdateState, UpdateStatus, Version
from wemi_desk.i18n import _
from wemi_desk.services.updates.ports import FetchStopped
from wemi_desk.services.updates.service import Step, UpdateService
from wemi_desk.ui.background import Runner
from wemi_desk.ui.error_text import error_text
from wemi_desk.ui.exchange_words import what_words
from wemi_desk.ui.update_words import (
    UpdateWords,
    counted_lines,
    note_of,
    refusal_words,
    too_old_words,
    update_words,
    waiting_words,
)

SHOWN_MS, SEND_LIMIT_MS, AFTER_FAULT_MS = 1_000, 60_000, 600_000
_LISTED = 6
_HELD = (UpdateState.READY, UpdateState.DOWNLOADING, UpdateState.REFUSED)
_MOVING = (UpdateState.ANNOUNCED, UpdateState.DOWNLOADING)


@dataclass(frozen=True, slots=True)
class UpdatesPage:
    """One moment of an update, in words."""

    status: UpdateStatus
    unsent: Sequence[OutboxRow]
    running: Version

    @property
    def words(self) -> UpdateWords:
        """Where things stand."""
        return update_words(self.status, self.running)

    @property
    def too_old(self) -> str:
        """The centre does not answer this version any more; empty while it does."""
        return too_old_words(self.status, self.running)

    @property
    def note(self) -> str:
        """What the publisher says is new."""
        return note_of(self.status) if self.status.state is not UpdateState.REFUSED else ""

    @property
    def waiting_lines(self) -> list[str]:
        """What has not left yet, while something is about to happen."""
        return counted_lines(map(what_words, self.unsent), _LISTED) if self.status.state in _HELD else []

    @property
    def waiting_title(self) -> str:
        """What becomes of it."""
        if not self.waiting_lines:
            return ""
        return waiting_words(len(self.unsent), is_refused=self.status.state is UpdateState.REFUSED)

    @property
    def can_pause(self) -> bool:
        """Is something on its way?"""
        return self.status.state in _MOVING and self.status.done_bytes < max(self.status.total_bytes, 1)

    @property
    def updates_itself(self) -> bool:
        """Or do packages?"""
        return self.status.state is not UpdateState.BY_PACKAGE


class UpdatesViewModel(QObject):
    """``changed``: show it again. ``send_requested``: the outbox has its turn now; then call :meth:`sent`.

    ``arrived(words)`` once, when a version begins to wait for the next start; ``refused(words)`` is for who pressed.
    """

    changed = Signal()
    send_requested = Signal()
    arrived = Signal(str)
    refused = Signal(str)

    def __init__(
        self, updates: UpdateService, runner: Runner, is_busy: Callable[[], bool], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        updates.is_busy = is_busy
        self._updates = updates
        self._runner = runner
        self._under_way = False
        self._waiting: Callable[[], Step] | None = None
        self._sending = False
        self._ended = False
        self.status = UpdateStatus()
        self.unsent: Sequence[OutboxRow] = ()
        self.words_of_choice = ""
        self._next, self._limit, self._shown = (QTimer(self, singleShot=True) for _timer in range(3))
        self._next.timeout.connect(self.go_on)
        self._limit.timeout.connect(self.sent)
        self._shown.timeout.connect(self._look_again)

    @property
    def page(self) -> UpdatesPage:
        """What there is to show now."""
        return UpdatesPage(self.status, self.unsent, self._updates.running)

    # --- by itself ------------------------------------------------------------------------------------------------

    def start(self, after_ms: int) -> None:
        """Read what is known, and take the first step *after_ms*."""
        self._next.start(after_ms)
        self.reload()

    def end(self) -> None:
        """The desk locks: nothing more is fetched, nothing that came is lost."""
        self._ended = True
        for timer in (self._next, self._limit, self._shown):
            timer.stop()
        self._updates.stop()
        if not self._under_way:
            self._runner.run(
                self._updates.leave, owner=self, done=lambda _none: None, failed=lambda _error: None, lane="network"
            )

    def go_on(self) -> None:
        """The next step."""
        self._do(self._updates.go_on)

    def sent(self) -> None:
        """An exchange has ended, whatever came of it: what could leave has left."""
        if not self._sending or self._ended:
            return
        self._sending = False
        self._limit.stop()
        self._do(self._offered)

    def reload(self) -> None:
        """Read what the page shows."""
        self._runner.run(
            lambda: (self._updates.status(), self._updates.unsent()), owner=self,
            done=lambda read: self._show(*read), failed=self._failed_reading,
        )  # fmt: skip

    def watch(self, on: bool) -> None:
        """The page is looked at, or not any more."""
        self._shown.stop()
        if on:
            self.reload()
            self._shown.start(SHOWN_MS)

    # --- what the operator does -----------------------------------------------------------------------------------

    def look_now(self) -> None:
        """Controlla adesso."""
        self.words_of_choice = _("Controllo in corso.")
        self.changed.emit()
        self._do(self._updates.look_now, soon=True)

    def turn_pause(self) -> None:
        """Sospendi, Riprendi."""
        was_paused = self.status.paused
        self._updates.pause(not was_paused)
        self.reload()
        if was_paused:
            self._next.start(0)

    def take_from(self, folder: str) -> None:
        """Aggiorna da chiavetta."""
        self.words_of_choice = _("Leggo la chiavetta: non toglierla.")
        self.changed.emit()

        def take() -> Step:
            self._updates.take_from(Path(folder))
            return Step(0, send_first=True)

        self._do(take, soon=True)

    # --- one at a time --------------------------------------------------------------------------------------------

    def _do(self, work: Callable[[], Step], *, soon: bool = False) -> None:
        if self._ended:
            return
        if self._under_way:
            if soon:
                self._waiting = work
                self._updates.stop()
            return
        self._next.stop()
        self._under_way = True
        by_hand = soon
        self._runner.run(
            lambda: (work(), self._updates.status()), owner=self, done=lambda told: self._done(*told, by_hand),
            failed=lambda error: self._failed(error, by_hand), lane="network",
        )  # fmt: skip

    def _offered(self) -> Step:
        self._updates.offer()
        return Step(1)

    def _done(self, step: Step, status: UpdateStatus, by_hand: bool) -> None:
        self._under_way = False
        if by_hand and self.words_of_choice:
            self.words_of_choice = ""
            self.changed.emit()
        is_new = status.state is UpdateState.READY and self.status.state is not UpdateState.READY
        self._show(status, self.unsent)
        if is_new:
            self.arrived.emit(self.page.words.said)
        if self._ended or self._take_waiting():
            return
        if step.send_first:
            self._sending = True
            self._limit.start(SEND_LIMIT_MS)
            self.send_requested.emit()
            return
        self._next.start(max(1, round(step.seconds * 1000)))

    def _failed(self, error: Exception, by_hand: bool) -> None:
        self._under_way = False
        words = failure_words(error)
        self.words_of_choice = ""
        if by_hand and words:
            self.words_of_choice = words
            self.refused.emit(words)
        self.changed.emit()
        self.reload()
        if not self._ended and not self._take_waiting():
            self._next.start(AFTER_FAULT_MS)

    def _take_waiting(self) -> bool:
        work, self._waiting = self._waiting, None
        if work is not None:
            self._do(work, soon=True)
        return work is not None

    def _look_again(self) -> None:
        """Bytes move each second; what waits in the outbox, which may be long, is read when the page opens."""
        self._runner.run(
            self._updates.status, owner=self, done=lambda status: self._show(status, self.unsent),
            failed=self._failed_reading,
        )  # fmt: skip
        self._shown.start(SHOWN_MS)

    def _show(self, status: UpdateStatus, unsent: Sequence[OutboxRow]) -> None:
        before: tuple[Any, ...] = (self.status, self.unsent)
        self.status, self.unsent = status, unsent
        if before != (status, unsent):
            self.changed.emit()

    def _failed_reading(self, error: Exception) -> None:
        if error_text(error) is None:
            raise error


def failure_words(error: Exception) -> str:
    """What to say to who pressed; empty when nothing is wrong."""
    if isinstance(error, FetchStopped):
        return ""
    if isinstance(error, ReleaseRefusedError):
        return refusal_words(error.reason)
    if isinstance(error, NoLineError):
        return _("La lettura si è interrotta: rimetti la chiavetta e premi ancora. Quello che è arrivato resta.")
    words = error_text(error)
    if words is None:
        raise error
    return words
