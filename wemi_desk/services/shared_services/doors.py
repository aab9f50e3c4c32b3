"""Everything that shared services offer to the interface."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from wemi_desk.services.ports import Store
from wemi_desk.services.session import DeskSession
from wemi_desk.services.shared_services.forming import GroupFormingService
from wemi_desk.services.shared_services.groups import SharedGroupService
from wemi_desk.services.shared_services.papers import SharedPapers
from wemi_desk.services.shared_services.ports import PackingSolver
from wemi_desk.services.shared_services.requests import SharedRequestService


@dataclass(frozen=True, slots=True)
class SharedServiceDoors:
    """One of each, of one operator's session."""

    requests: SharedRequestService
    forming: GroupFormingService
    groups: SharedGroupService
    papers: SharedPapers
    districts: Sequence[tuple[str, str]] = ()


def shared_service_doors(
    store: Store, session: DeskSession, solver: Callable[[], PackingSolver], shown_phone: Callable[[str], str],
    districts: Sequence[tuple[str, str]] = (),
) -> SharedServiceDoors:  # fmt: skip
    """Wired on an open store; *solver* is made when somebody first looks for groups."""
    groups = SharedGroupService(store, session)
    return SharedServiceDoors(
        SharedRequestService(store, session), GroupFormingService(store, session, solver), groups,
        SharedPapers(store, session, groups, shown_phone), districts,
    )  # fmt: skip
