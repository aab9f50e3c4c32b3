"""A newer version of this program: learnt of, fetched when nobody waits, offered when the outbox has had its turn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from wemi_desk.domain.errors import NoLineError, ReleaseRefusedError
from wemi_desk.domain.outbox_rows import OutboxRow
from wemi_desk.domain.releases import Release, UpdateState, UpdateStatus, Version
from wemi_desk.services.exchange_ports import OutboxDoor
from wemi_desk.services.ports import Clock
from wemi_desk.services.updates.fitting import ThisProgram, refuse_losing, refuse_unfit, unsent, with_clock
from wemi_desk.services.updates.ports import FetchStopped, ReleaseSource, UpdateFiles

TURN_BYTES = 4 << 20
"""So much is fetched in one go; then the desk's own work has its turn."""
TURN_S = 10
"""On a limited line a turn is what so many seconds may take, so that nobody beside feels it."""
LOOK_S, READY_S, LINE_S, REFUSED_S, BUSY_S, NEXT_S = 6 * 3600.0, 600.0, 300.0, 3600.0, 2.0, 0.2
_STANDS = (UpdateState.READY, UpdateState.INSTALLING)
_MOVES = (UpdateState.ANNOUNCED, UpdateState.DOWNLOADING)


@dataclass(frozen=True, slots=True)
class Hint:
    """What the centre said beside: a reason to look, and nothing else."""

    offered: Version | None = None
    oldest: Version | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateParts:
    """What the service works with; *line* gives None while there is no centre."""

    program: ThisProgram
    files: UpdateFiles
    line: Callable[[], ReleaseSource | None]
    stick: Callable[[Path], ReleaseSource | None]
    hint: Callable[[], Hint]
    outbox: OutboxDoor
    clock: Clock
    clock_error: Callable[[], timedelta] = timedelta
    bytes_a_second: int = 0
    """The most a download may take of the line; 0: what there is."""


@dataclass(frozen=True, slots=True)
class Step:
    """When to go on; *send_first*: all is here, and the outbox has its turn before anything is offered."""

    seconds: float
    send_first: bool = False


class _Told:
    """What was said last, in memory and on the disk."""

    def __init__(self, parts: UpdateParts) -> None:
        self._parts = parts
        self.status = parts.files.status()
        if parts.program.by_package:  # known from the first moment, and no button promises more
            reason = parts.program.by_package
            self.status = replace(self.status, state=UpdateState.BY_PACKAGE, version=None, reason=reason)

    def say(self, state: UpdateState, release: Release) -> None:
        self.keep(self.status.about(release, state, self._parts.clock.now()))

    def refuse(self, reason: str) -> None:
        at = self._parts.clock.now()
        self.keep(replace(self.status, state=UpdateState.REFUSED, reason=reason, at=at))

    def nothing_new(self) -> None:
        if self.status.state is not UpdateState.INSTALLED:
            self.keep(UpdateStatus(at=self._parts.clock.now()))

    def by_package(self, version: Version | None) -> None:
        wanted = replace(
            self.status, state=UpdateState.BY_PACKAGE, version=version, reason=self._parts.program.by_package
        )
        if wanted != self.status:
            self.keep(wanted)

    def keep(self, status: UpdateStatus) -> None:
        self.status = replace(status, oldest_accepted=self._parts.hint().oldest or status.oldest_accepted)
        self._parts.files.tell(self.status)


class UpdateService:
    """Every call blocks. One at a time, but for :meth:`stop`, :meth:`pause` and *is_busy*, which only set a sign."""

    def __init__(self, parts: UpdateParts) -> None:
        self._parts = parts
        self._program, self._files, self._clock = parts.program, parts.files, parts.clock
        self._told = _Told(parts)
        self._source: ReleaseSource | None = None
        self._release: Release | None = None
        """What is being fetched."""
        self._whole: Release | None = None
        """What is here and verified, and not offered yet."""
        self._looked_ms: int | None = None
        self._stopped = False
        self._paused = self._told.status.paused
        self._rest_s = NEXT_S
        self.is_busy: Callable[[], bool] = lambda: False
        """Does somebody wait for an exchange?"""

    # --- what is told ---------------------------------------------------------------------------------------------

    def status(self) -> UpdateStatus:
        """What is known now; the bytes are those of this moment."""
        status, release = self._told.status, self._release or self._whole
        oldest = self._parts.hint().oldest or status.oldest_accepted
        if release is not None and status.state in _MOVES:
            status = replace(status, done_bytes=min(self._files.here_bytes(release), release.bytes))
        return replace(status, oldest_accepted=oldest, paused=self._paused)

    @property
    def running(self) -> Version:
        """The version that runs."""
        return self._program.version

    def unsent(self) -> Sequence[OutboxRow]:
        """What has not reached the centre: it stays here, and goes on with the version after this one."""
        return unsent(self._parts.outbox)

    # --- what the desk does by itself -----------------------------------------------------------------------------

    def go_on(self) -> Step:
        """The next step of what is to be done; raises StorageError and nothing of the line or of a release."""
        self._stopped = False
        if self._program.by_package:
            offered = self._parts.hint().offered
            self._told.by_package(offered if offered is not None and offered > self.running else None)
            return Step(LOOK_S)
        if self._stands():
            return self._watch_ready()
        if self._whole is not None:
            return self._before_offer()
        try:
            return self._fetch() if self._release is not None else self._look()
        except ReleaseRefusedError as refused:
            return self._refused(refused)
        except NoLineError:
            return Step(LINE_S)

    def look_now(self) -> Step:
        """Somebody asks: the wait until the next look is over."""
        self._looked_ms = None
        if self._whole is None and self._told.status.state not in _STANDS:
            self.leave()
        return self.go_on()

    def offer(self) -> UpdateStatus:
        """The outbox has had its turn: the next start may install, unless something would be lost in it."""
        release = self._whole
        if release is None:
            return self.status()
        try:
            refuse_losing(release, self._program, self._parts.outbox)
        except ReleaseRefusedError as refused:
            self._refused(refused)
            return self.status()
        self._files.make_ready(release)
        self._told.say(UpdateState.READY, release)
        self._whole = None
        return self.status()

    def pause(self, on: bool) -> None:
        """Somebody needs the line; what came stays."""
        self._paused = on
        self._stopped = self._stopped or on

    def stop(self) -> None:
        """The desk locks: after the next piece nothing is fetched any more."""
        self._stopped = True

    def leave(self) -> None:
        """The line is closed. Not while a step is under way: that one closes it by itself, once it is stopped."""
        if self._source is not None:
            self._source.close()
        self._source = self._release = None

    def take_from(self, folder: Path, told: Callable[[int], None] = lambda _bytes: None) -> UpdateStatus:
        """The same from a stick; raises ReleaseRefusedError, NoLineError, FetchStopped, StorageError.

        What is refused leaves everything as it was. Afterwards: send, then offer.
        """
        if self._program.by_package:
            raise ReleaseRefusedError("by_package")
        source, before = self._parts.stick(folder), self._told.status
        if source is None:
            raise ReleaseRefusedError("no_releases")
        self.leave()
        self._source, self._stopped = source, False
        try:
            self._whole = self._brought(source, told)
        except ReleaseRefusedError as refused:
            raise with_clock(refused, self._parts.clock_error) from None
        finally:
            self.leave()
            if self._whole is None and self._told.status != before:
                self._told.keep(before)
        return self.status()

    def _brought(self, source: ReleaseSource, told: Callable[[int], None]) -> Release:
        def hear(done: int) -> None:
            if self._stopped:
                raise FetchStopped
            told(done)

        self._release = release = _newer(source, self._clock, self.running)
        if release is None:
            raise ReleaseRefusedError("nothing_newer")
        refuse_unfit(release, self._program, self._files)
        self._told.say(UpdateState.DOWNLOADING, release)
        source.fetch(release, hear)
        return release

    # --- steps ----------------------------------------------------------------------------------------------------

    def _stands(self) -> bool:
        """Does one wait for the next start? One that runs meanwhile has arrived."""
        ready = self._files.ready()
        if ready is None:
            if self._told.status.state is UpdateState.READY:
                arrived = self._told.status.version == self.running
                state = UpdateState.INSTALLED if arrived else UpdateState.NONE
                self._told.keep(replace(self._told.status, state=state))
            return False
        is_bad = self._program.is_bad(ready.version)
        if ready.version <= self.running or is_bad:
            self._files.drop()
            self._told.say(UpdateState.GONE_BACK if is_bad else UpdateState.INSTALLED, ready)
            return False
        return True

    def _watch_ready(self) -> Step:
        """What was written since may be of a kind that the newer version does not know."""
        ready = self._files.ready()
        assert ready is not None
        try:
            refuse_losing(ready, self._program, self._parts.outbox)
        except ReleaseRefusedError as refused:
            self._files.hold()
            self._whole = ready
            return self._refused(refused)
        if self._told.status.state is not UpdateState.READY:
            self._told.say(UpdateState.READY, ready)
        return Step(READY_S)

    def _before_offer(self) -> Step:
        """What could not be offered is tried again when something may have been sent."""
        since_ms = self._clock.monotonic_ms() - (self._looked_ms or 0)
        if self._told.status.state is UpdateState.REFUSED and since_ms < READY_S * 1000:
            return Step(READY_S)
        return Step(BUSY_S, send_first=True)

    def _look(self) -> Step:
        if not self._is_due():
            return Step(READY_S)
        self._source = source = self._parts.line()
        if source is None:
            return Step(LINE_S)
        found = _newer(source, self._clock, self.running)
        self._looked_ms = self._clock.monotonic_ms()
        if found is None:
            self._told.nothing_new()
        elif self._program.is_bad(found.version):
            self._told.say(UpdateState.GONE_BACK, found)
        else:
            self._told.say(UpdateState.ANNOUNCED, found)
            refuse_unfit(found, self._program, self._files)
            self._release = found
            return Step(NEXT_S)
        self.leave()
        return Step(READY_S)

    def _is_due(self) -> bool:
        if self._looked_ms is None:
            return True
        status, offered = self._told.status, self._parts.hint().offered
        passed_s = (self._clock.monotonic_ms() - self._looked_ms) / 1000
        is_news = offered is not None and offered > self.running and offered != status.version
        return passed_s >= LOOK_S or is_news or (status.state is UpdateState.REFUSED and passed_s >= READY_S)

    def _fetch(self) -> Step:
        release, source = self._release, self._source
        if release is None or source is None:
            self.leave()
            return Step(NEXT_S)
        if self._paused or self.is_busy():
            return Step(READY_S if self._paused else BUSY_S)
        if self._told.status.state is not UpdateState.DOWNLOADING:
            self._told.say(UpdateState.DOWNLOADING, release)
        if self._fetched_some(release, source):
            self._whole = release
            self.leave()
            return Step(BUSY_S, send_first=True)
        return Step(BUSY_S if self._stopped or self.is_busy() else self._rest_s)

    def _fetched_some(self, release: Release, source: ReleaseSource) -> bool:
        """A turn's worth; True when it is all here."""
        begun, started_ms = self._files.here_bytes(release), self._clock.monotonic_ms()
        rate = self._parts.bytes_a_second
        turn = min(TURN_BYTES, rate * TURN_S) if rate else TURN_BYTES

        def hear(done: int) -> None:
            if self._stopped or self.is_busy() or done - begun >= turn:
                raise FetchStopped

        try:
            source.fetch(release, hear)
        except FetchStopped:
            spent = (self._clock.monotonic_ms() - started_ms) / 1000
            fetched = self._files.here_bytes(release) - begun
            self._rest_s = max(NEXT_S, fetched / rate - spent) if rate else NEXT_S
            if self._stopped:
                self.leave()
                self._looked_ms = None
            return False
        return True

    def _refused(self, refused: ReleaseRefusedError) -> Step:
        refused = with_clock(refused, self._parts.clock_error)
        self._looked_ms = self._clock.monotonic_ms()
        self._told.refuse(refused.reason)
        if self._whole is None:
            self.leave()
        return Step(READY_S if refused.reason in {"carries", "space"} else REFUSED_S)


def _newer(source: ReleaseSource, clock: Clock, than: Version) -> Release | None:
    found = source.newest(clock.now())
    return found if found is not None and found.version > than else None


class _NoFiles:
    """See UpdateFiles: a desk that takes nothing keeps nothing."""

    def status(self) -> UpdateStatus:
        return UpdateStatus(state=UpdateState.BY_PACKAGE)

    def tell(self, status: UpdateStatus) -> None: ...

    def ready(self) -> Release | None:
        return None

    def make_ready(self, release: Release) -> None: ...

    def hold(self) -> None: ...

    def drop(self) -> None: ...

    def here_bytes(self, release: Release) -> int:  # noqa: ARG002 (of the protocol)
        return 0

    def free_bytes(self) -> int:
        return 0


def without_updates(outbox: OutboxDoor, clock: Clock) -> UpdateService:
    """For a desk whose program others replace."""
    program = ThisProgram(version=Version(0, 0, 0), schema=0, protocol=0, kinds=frozenset(), by_package="packages")
    return UpdateService(
        UpdateParts(
            program=program, files=_NoFiles(), line=lambda: None, stick=lambda _folder: None, hint=Hint, outbox=outbox,
            clock=clock,
        )
    )
