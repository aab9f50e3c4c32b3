"""Where newer versions of this program come from on this PC, and whether it may take them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from wemi_desk import updating
from wemi_desk.config import Profile
from wemi_desk.domain.machine_policy import MachinePolicy
from wemi_desk.domain.releases import Version
from wemi_desk.gateways.update_files import FolderUpdateFiles
from wemi_desk.services.exchange_ports import OutboxDoor
from wemi_desk.services.ports import Clock
from wemi_desk.services.updates.fitting import ThisProgram
from wemi_desk.services.updates.service import Hint, UpdateParts, UpdateService
from wemi_desk.sync.wire import PROTOCOL

if TYPE_CHECKING:
    from wemi_desk.gateways.release_carriers import Carrier
    from wemi_desk.services.updates.ports import ReleaseSource
    from wemi_desk.sync.admission import ProgramHint

MakeCarrier = Callable[[], "Carrier"]
Said = Callable[[], "ProgramHint | None"]


def this_program(profile: Profile, policy: MachinePolicy) -> ThisProgram:
    """What runs here, and why it would not update itself."""
    from wemi_desk.persistence.migrations import LATEST
    from wemi_desk.persistence.tables import SYNCHRONISED

    programs = updating.here()
    return ThisProgram(
        version=running_version(), schema=int(LATEST), protocol=PROTOCOL, kinds=frozenset(SYNCHRONISED),
        by_package=_by_package(profile, policy), is_bad=lambda version: programs.is_bad(str(version)),
    )  # fmt: skip


def running_version() -> Version:
    """A build knows its number by itself; a checkout by its source."""
    return Version.parse(updating.running_version())


def trusted_root(policy: MachinePolicy) -> bytes | None:
    """Whom this PC believes; None where nobody was named."""
    from wemi_desk.gateways.release_roots import trusted_root as found

    return found(Path(policy.trusted_root) if policy.trusted_root else None)


def update_service(
    profile: Profile, policy: MachinePolicy, outbox: OutboxDoor, clock: Clock, *,
    carrier: MakeCarrier | None = None, said: Said = lambda: None, clock_error: Callable[[], timedelta] = timedelta,
) -> UpdateService:  # fmt: skip
    """The service of one session; *carrier* opens a line of its own to the centre, where there is one."""
    files = FolderUpdateFiles(profile.updates)

    def line() -> ReleaseSource | None:
        return _signed(carrier(), files, policy) if carrier is not None else None

    def stick(folder: Path) -> ReleaseSource | None:
        from wemi_desk.gateways.release_carriers import FolderCarrier, repository_in

        found = repository_in(folder)
        return _signed(FolderCarrier(found), files, policy) if found is not None else None

    return UpdateService(
        UpdateParts(
            program=this_program(profile, policy), files=files, line=line, stick=stick, hint=lambda: _hint(said()),
            outbox=outbox, clock=clock, clock_error=clock_error, bytes_a_second=policy.bytes_a_second,
        )
    )  # fmt: skip


def _by_package(profile: Profile, policy: MachinePolicy) -> str:
    if profile.practice:
        return "practice"
    if not policy.may_update_itself:
        return "policy"
    if not updating.is_frozen():
        return "checkout"
    return "" if trusted_root(policy) is not None else "no_root"


def _signed(carrier: Carrier, files: FolderUpdateFiles, policy: MachinePolicy) -> ReleaseSource | None:
    from wemi_desk.gateways.release_repository import SignedReleases

    root = trusted_root(policy)
    return SignedReleases(carrier, files, root) if root is not None else None


def _hint(said: ProgramHint | None) -> Hint:
    """What cannot be read says nothing."""
    if said is None:
        return Hint()
    from wemi_desk.gateways.release_repository import this_system

    return Hint(_version(said.offers.get(this_system(), "")), _version(said.oldest))


def _version(text: str) -> Version | None:
    with suppress(ValueError):
        return Version.parse(text)
    return None
