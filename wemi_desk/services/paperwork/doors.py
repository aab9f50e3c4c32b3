"""Everything that digital paperwork offers to the interface."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from wemi_desk.domain.paperwork import PaperworkCatalogue
from wemi_desk.domain.pick_lists import PickLists
from wemi_desk.services.measures import MeasureService
from wemi_desk.services.paperwork.acting import Acting
from wemi_desk.services.paperwork.cases import PaperworkService
from wemi_desk.services.paperwork.catalogue import PaperworkTypes
from wemi_desk.services.paperwork.mandates import MandateService
from wemi_desk.services.paperwork.sittings import SittingService
from wemi_desk.services.ports import Store
from wemi_desk.services.session import DeskSession


@dataclass(frozen=True, slots=True)
class PaperworkDoors:
    """One of each, of one operator's session."""

    cases: PaperworkService
    types: PaperworkTypes
    sittings: SittingService
    mandates: MandateService


def paperwork_doors(
    store: Store, session: DeskSession, shipped: Callable[[], PaperworkCatalogue], measures: MeasureService,
    lists: PickLists,
) -> PaperworkDoors:  # fmt: skip
    """Wired on an open store."""
    types = PaperworkTypes(store, session, shipped)
    sittings = SittingService(store, session, types)
    cases = PaperworkService(store, session, types, sittings, Acting(session, measures), lists)
    return PaperworkDoors(cases, types, sittings, MandateService(store, session))
