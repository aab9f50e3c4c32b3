"""A newer version of this program: learnt of, fetched when nobody waits, offered when the outbox has had its turn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from wemi_desk.domain.errors import NoLineError, ReleaseRefusedError
from wemi_desk.domain.outbox_rows import OutboxList, OutboxRow
from wemi_desk.domain.releases import Release, UpdateState, UpdateStatus, Version
from wemi_desk.services.exchange_ports import OutboxDoor
from wemi_desk.services.ports import Clock
from wemi_desk.services.updates.ports import FetchStopped, ReleaseSource, UpdateFiles

TURN_BYTES = 4 << 20
"""So much is fetched in one go; then the desk's own work has its turn."""
MARGIN_BYTES = 200_000_000
LOOK_S, READY_S, LINE_S, REFUSED_S, BUSY_S, NEXT_S = 6 * 3600.0, 600.0, 300.0, 3600.0, 2.0, 0.2
CLOCK_TOLERANCE = timedelta(days=1)
_PAGE = 200
_STANDS = (UpdateState.READY, UpdateState.INSTALLING)


@dataclass(frozen=True, slots=True)
class Hint:
    """What the centre said beside: a reason to look, and nothing else."""

    offered: Version | None = None
    oldest: Version | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ThisProgram:
    """What runs, and what it may do about itself. *kinds*: every kind of record it puts into the outbox."""

    version: Version
    schema: int
    protocol: int
    kinds: frozenset[str]
    by_package: str = ""
    """Why it does not update itself: policy, no_root, not_frozen; empty where it does."""
    is_bad: Callable[[Version], bool] = lambda _version: False
    """Was this version tried here, and given up?"""


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


class UpdateService:
    """Every call blocks. One at a time, but for :meth:`stop`, :meth:`pause` and *is_busy*, which only set a sign."""

    def __init__(self, parts: UpdateParts) -> None:
        self._parts = parts
        self._program = parts.program
        self._files = parts.files
        self._status = parts.files.status()
        self._source: ReleaseSource | None = None
        self._release: Release | None = None
        self._whole: Release | None = None
        self._looked_ms: int | None = None
        self._stopped = False
        self.is_busy: Callable[[], bool] = lambda: False
        """Does somebody wait for an exchange?"""

    # --- what is told ---------------------------------------------------------------------------------------------

    def status(self) -> UpdateStatus:
        """What is known now; the bytes are those of this moment."""
        status, release = self._status, self._release or self._whole
        oldest = self._parts.hint().oldest or status.oldest_accepted
        if release is not None and status.state in {UpdateState.ANNOUNCED, UpdateState.DOWNLOADING}:
            status = replace(status, done_bytes=min(self._files.here_bytes(release), release.bytes))
        return replace(status, oldest_accepted=oldest)

    @property
    def running(self) -> Version:
        """The version that runs."""
        return self._program.version

    def unsent(self) -> Sequence[OutboxRow]:
        """What has not reached the centre: it stays here, and goes on with the version after this one."""
        found: list[OutboxRow] = []
        for which in (OutboxList.WAITING, OutboxList.TO_CHECK):
            offset = 0
            while page := self._parts.outbox.page(which, offset, _PAGE):
                found += page
                offset += len(page)
        return found

    # --- what the desk does by itself -----------------------------------------------------------------------------

    def go_on(self) -> Step:
        """The next step of what is to be done; raises StorageError and nothing of the line or of a release."""
        self._stopped = False
        if self._program.by_package:
            return self._tell_packages()
        if self._settled():
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
        if self._whole is None and self._status.state not in _STANDS:
            self._let_go()
        return self.go_on()

    def offer(self) -> UpdateStatus:
        """The outbox has had its turn: the next start may install, unless something would be lost in it."""
        release = self._whole
        if release is None:
            return self.status()
        try:
            self._refuse_losing(release)
        except ReleaseRefusedError as refused:
            self._refused(refused)
            return self.status()
        self._files.make_ready(release)
        self._say(UpdateState.READY, release)
        self._whole = None
        return self.status()

    def pause(self, on: bool) -> None:
        """Somebody needs the line; what came stays."""
        self._status = replace(self._status, paused=on)
        self._stopped = self._stopped or on

    def stop(self) -> None:
        """The desk locks: after the next piece nothing is fetched any more."""
        self._stopped = True

    # --- a stick --------------------------------------------------------------------------------------------------

    def take_from(self, folder: Path, told: Callable[[int], None] = lambda _bytes: None) -> UpdateStatus:
        """The same from a folder that was brought here; raises ReleaseRefusedError, NoLineError, StorageError.

        What is refused leaves everything as it was. Afterwards: send, then offer.
        """
        if self._program.by_package:
            raise ReleaseRefusedError("by_package")
        source = self._parts.stick(folder)
        if source is None:
            raise ReleaseRefusedError("no_releases")
        try:
            release = source.newest(self._parts.clock.now())
            if release is None or release.version <= self._program.version:
                raise ReleaseRefusedError("nothing_newer")
            self._refuse_unfit(release)
            self._stopped = False
            source.fetch(release, self._heard(told))
        except ReleaseRefusedError as refused:
            raise self._with_clock(refused) from None
        finally:
            source.close()
        self._whole = release
        self._say(UpdateState.DOWNLOADING, release)
        return self.status()

    def _heard(self, told: Callable[[int], None]) -> Callable[[int], None]:
        def hear(done: int) -> None:
            if self._stopped:
                raise FetchStopped
            told(done)

        return hear

    # --- steps ----------------------------------------------------------------------------------------------------

    def _tell_packages(self) -> Step:
        offered = self._parts.hint().offered
        newer = offered if offered is not None and offered > self._program.version else None
        wanted = replace(self._status, state=UpdateState.BY_PACKAGE, version=newer, reason=self._program.by_package)
        if (wanted.state, wanted.version, wanted.reason) != (
            self._status.state, self._status.version, self._status.reason,
        ):  # fmt: skip
            self._keep(replace(wanted, at=self._parts.clock.now()))
        return Step(LOOK_S)

    def _settled(self) -> bool:
        """Does one wait for the next start? One that runs meanwhile has arrived."""
        ready = self._files.ready()
        if ready is None:
            if self._status.state is UpdateState.READY:
                arrived = self._status.version == self._program.version
                self._keep(replace(self._status, state=UpdateState.INSTALLED if arrived else UpdateState.NONE))
            return False
        if ready.version <= self._program.version:
            self._files.drop()
            self._say(UpdateState.INSTALLED, ready)
            return False
        if self._program.is_bad(ready.version):
            self._files.drop()
            self._say(UpdateState.GONE_BACK, ready)
            return False
        self._release = self._release or ready
        return True

    def _watch_ready(self) -> Step:
        """What was written since may be of a kind that the newer version does not know."""
        ready = self._files.ready()
        assert ready is not None
        try:
            self._refuse_losing(ready)
        except ReleaseRefusedError as refused:
            self._files.hold()
            self._whole, self._release = ready, None
            return self._refused(refused)
        if self._status.state is not UpdateState.READY:
            self._say(UpdateState.READY, ready)
        return Step(READY_S)

    def _before_offer(self) -> Step:
        """What could not be offered is tried again when something may have been sent."""
        since = self._parts.clock.monotonic_ms() - (self._looked_ms or 0)
        if self._status.state is UpdateState.REFUSED and since < READY_S * 1000:
            return Step(READY_S)
        return Step(BUSY_S, send_first=True)

    def _look(self) -> Step:
        if not self._is_due():
            return Step(READY_S)
        source = self._parts.line()
        if source is None:
            return Step(LINE_S)
        self._let_go()
        self._source = source
        found = source.newest(self._parts.clock.now())
        self._looked_ms = self._parts.clock.monotonic_ms()
        if found is None or found.version <= self._program.version:
            if self._status.state not in {UpdateState.INSTALLED, UpdateState.NONE}:
                self._keep(UpdateStatus(at=self._parts.clock.now()))
            self._let_go()
            return Step(READY_S)
        if self._program.is_bad(found.version):
            self._say(UpdateState.GONE_BACK, found)
            self._let_go()
            return Step(READY_S)
        self._say(UpdateState.ANNOUNCED, found)
        self._refuse_unfit(found)
        self._release = found
        return Step(NEXT_S)

    def _is_due(self) -> bool:
        if self._looked_ms is None:
            return True
        passed_s = (self._parts.clock.monotonic_ms() - self._looked_ms) / 1000
        offered = self._parts.hint().offered
        is_news = offered is not None and offered > self._program.version and offered != self._status.version
        return passed_s >= LOOK_S or is_news or (self._status.state is UpdateState.REFUSED and passed_s >= REFUSED_S)

    def _fetch(self) -> Step:
        release, source = self._release, self._source
        if release is None or source is None:
            self._let_go()
            return Step(NEXT_S)
        if self._status.paused:
            return Step(READY_S)
        if self.is_busy():
            return Step(BUSY_S)
        if self._status.state is not UpdateState.DOWNLOADING:
            self._say(UpdateState.DOWNLOADING, release)
        begun, clock = self._files.here_bytes(release), self._parts.clock
        started_ms = clock.monotonic_ms()

        def told(done: int) -> None:
            if self._stopped or self.is_busy() or done - begun >= TURN_BYTES:
                raise FetchStopped

        try:
            source.fetch(release, told)
        except FetchStopped:
            return Step(self._rest_s(self._files.here_bytes(release) - begun, started_ms))
        self._whole, self._release = release, None
        return Step(BUSY_S, send_first=True)

    def _rest_s(self, fetched: int, started_ms: int) -> float:
        if self._stopped or self.is_busy():
            return BUSY_S
        rate = self._parts.bytes_a_second
        spent = (self._parts.clock.monotonic_ms() - started_ms) / 1000
        return max(NEXT_S, fetched / rate - spent) if rate else NEXT_S

    # --- what does not fit ----------------------------------------------------------------------------------------

    def _refuse_unfit(self, release: Release) -> None:
        program = self._program
        if program.is_bad(release.version):
            raise ReleaseRefusedError("bad")
        if release.schema < program.schema:
            raise ReleaseRefusedError("facts")
        if not release.can_speak(program.protocol):
            raise ReleaseRefusedError("wire")
        needed = release.bytes - self._files.here_bytes(release) + release.unpacked_bytes + MARGIN_BYTES
        free = self._files.free_bytes()
        if free < needed:
            raise ReleaseRefusedError("space", needed=needed - free)

    def _refuse_losing(self, release: Release) -> None:
        """An act that the newer version does not know would wait for ever."""
        if not release.cannot_carry(self._program.kinds):
            return
        lost = [row for row in self.unsent() if row.kind not in release.carries]
        if lost:
            raise ReleaseRefusedError("carries", kinds=sorted({row.kind for row in lost}), many=len(lost))

    def _refused(self, refused: ReleaseRefusedError) -> Step:
        refused = self._with_clock(refused)
        self._looked_ms = self._parts.clock.monotonic_ms()
        self._keep(
            replace(self._status, state=UpdateState.REFUSED, reason=refused.reason, at=self._parts.clock.now())
        )
        if self._whole is None:
            self._let_go()
        return Step(READY_S if refused.reason in {"carries", "space"} else REFUSED_S)

    def _with_clock(self, refused: ReleaseRefusedError) -> ReleaseRefusedError:
        """A clock that is wrong says of everything that it has expired."""
        if refused.reason in {"expired", "freeze"} and abs(self._parts.clock_error()) > CLOCK_TOLERANCE:
            return ReleaseRefusedError("clock")
        return refused

    def _let_go(self) -> None:
        if self._source is not None:
            self._source.close()
        self._source = self._release = None

    def _say(self, state: UpdateState, release: Release) -> None:
        self._keep(self._status.about(release, state, self._parts.clock.now()))

    def _keep(self, status: UpdateStatus) -> None:
        self._status = replace(status, oldest_accepted=self._parts.hint().oldest or status.oldest_accepted)
        self._files.tell(self._status)
