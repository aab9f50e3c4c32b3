"""Everything that the catalogue offers to the interface."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from wemi_desk.domain.pick_lists import PickLists
from wemi_desk.services.catalogue.finding import CatalogueFinding
from wemi_desk.services.catalogue.following import FollowingService
from wemi_desk.services.catalogue.papers import CataloguePapers
from wemi_desk.services.catalogue.sheets import ServiceSheets
from wemi_desk.services.ports import Store
from wemi_desk.services.session import DeskSession


@dataclass(frozen=True, slots=True)
class CatalogueDoors:
    """One of each, of one operator's session."""

    finding: CatalogueFinding
    sheets: ServiceSheets
    papers: CataloguePapers
    following: FollowingService


def catalogue_doors(
    store: Store, session: DeskSession, lists: PickLists, labels: Mapping[str, str]
) -> CatalogueDoors:
    """Wired on an open store; *labels*: words of the catalogue's codes."""
    sheets, language = ServiceSheets(store, session), lists["language"].label
    return CatalogueDoors(
        CatalogueFinding(store, session, labels), sheets, CataloguePapers(sheets, session, labels, language),
        FollowingService(store, session, lists, sheets),
    )  # fmt: skip
