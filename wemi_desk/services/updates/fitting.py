"""Does a release fit here and now? What does not is refused before a byte of it is fetched, or before it is offered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from wemi_desk.domain.errors import ReleaseRefusedError
from wemi_desk.domain.outbox_rows import OutboxList, OutboxRow
from wemi_desk.domain.releases import Release, Version
from wemi_desk.services.exchange_ports import OutboxDoor
from wemi_desk.services.updates.ports import UpdateFiles

MARGIN_BYTES = 200_000_000
CLOCK_TOLERANCE = timedelta(days=1)
_PAGE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ThisProgram:
    """What runs, and what it may do about itself. *kinds*: every kind of record it puts into the outbox."""

    version: Version
    schema: int
    protocol: int
    kinds: frozenset[str]
    by_package: str = ""
    """Why it does not update itself: practice, policy, checkout, no_root; empty where it does."""
    is_bad: Callable[[Version], bool] = lambda _version: False
    """Was this version tried here, and given up?"""


def unsent(outbox: OutboxDoor) -> Sequence[OutboxRow]:
    """What has not reached the centre, whatever the reason."""
    found: list[OutboxRow] = []
    for which in (OutboxList.WAITING, OutboxList.TO_CHECK):
        offset = 0
        while page := outbox.page(which, offset, _PAGE):
            found += page
            offset += len(page)
    return found


def refuse_unfit(release: Release, program: ThisProgram, files: UpdateFiles) -> None:
    """Raises ReleaseRefusedError: bad, facts, wire, space."""
    if program.is_bad(release.version):
        raise ReleaseRefusedError("bad")
    if release.schema < program.schema:
        raise ReleaseRefusedError("facts")
    if not release.can_speak(program.protocol):
        raise ReleaseRefusedError("wire")
    needed = release.bytes - files.here_bytes(release) + release.unpacked_bytes + MARGIN_BYTES
    free = files.free_bytes()
    if free < needed:
        raise ReleaseRefusedError("space", needed=needed - free)


def refuse_losing(release: Release, program: ThisProgram, outbox: OutboxDoor) -> None:
    """An act that the newer version does not know would wait for ever. Raises ReleaseRefusedError: carries."""
    if not release.cannot_carry(program.kinds):
        return
    lost = [row for row in unsent(outbox) if row.kind not in release.carries]
    if lost:
        raise ReleaseRefusedError("carries", kinds=sorted({row.kind for row in lost}), many=len(lost))


def with_clock(refused: ReleaseRefusedError, clock_error: Callable[[], timedelta]) -> ReleaseRefusedError:
    """A clock that is wrong says of everything that it has expired."""
    if refused.reason in {"expired", "freeze"} and abs(clock_error()) > CLOCK_TOLERANCE:
        return ReleaseRefusedError("clock")
    return refused
