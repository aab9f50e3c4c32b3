"""What the screens of a pratica read and write through. Every call blocks: use a lane."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from wemi_desk.domain.pick_lists import PickLists
from wemi_desk.services.paperwork.cases import PaperworkService
from wemi_desk.services.paperwork.catalogue import PaperworkTypes
from wemi_desk.services.paperwork.doors import PaperworkDoors
from wemi_desk.services.paperwork.mandates import MandateService
from wemi_desk.services.paperwork.sittings import SittingService
from wemi_desk.services.session import DeskSession


@dataclass(frozen=True, slots=True)
class MatterServices:
    """The services of digital paperwork, and what their screens need beside them."""

    doors: PaperworkDoors
    session: DeskSession
    lists: PickLists
    colleagues: Mapping[UUID, str]
    own_codes: Callable[[], frozenset[str]] = frozenset
    """The codici fiscali of who is at the desk: in a note they are nobody else's."""

    @property
    def cases(self) -> PaperworkService:
        return self.doors.cases

    @property
    def types(self) -> PaperworkTypes:
        return self.doors.types

    @property
    def sittings(self) -> SittingService:
        return self.doors.sittings

    @property
    def mandates(self) -> MandateService:
        return self.doors.mandates
