"""The alphabetical list of everybody: read by pages, with sparse fences so that the end is as near as the start."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from wemi_desk.domain.listed_people import ListedPerson
from wemi_desk.services.citizens import listed_born_by
from wemi_desk.services.ports import Fence, Store
from wemi_desk.services.session import DeskSession

STEP = 1_000
BLOCKS_AT_A_TIME = 10
MOST_TO_VERIFY = 500


@dataclass(frozen=True, slots=True)
class PeopleIndex:
    """Where each block of STEP people ends, as far as is known; *total* counts what lies behind the last fence too."""

    fences: tuple[Fence, ...] = ()
    total: int = 0
    is_whole: bool = False


class PeopleListService:
    """People of this desk, in order; minors only for who may look for them."""

    def __init__(self, store: Store, session: DeskSession) -> None:
        self._store = store
        self._session = session

    def page(self, index: PeopleIndex, offset: int, limit: int) -> Sequence[ListedPerson]:
        """Rows from *offset* on, read from the nearest fence before it."""
        block = min(offset // STEP, len(index.fences))
        fence = index.fences[block - 1] if block else None
        with self._store.reading() as work:
            return work.citizens.page_after(fence, offset - block * STEP, limit, listed_born_by(self._session))

    def to_verify(self) -> Sequence[ListedPerson]:
        """Whose data somebody should check: recorded "comunque, da verificare"."""
        with self._store.reading() as work:
            return work.citizens.waiting_for_check(MOST_TO_VERIFY, listed_born_by(self._session))

    def extended(self, index: PeopleIndex) -> PeopleIndex:
        """The index some blocks further: a short read, so that a save need not wait for a long one."""
        last = index.fences[-1] if index.fences else None
        with self._store.reading() as work:
            found, left = work.citizens.fences_after(
                last, STEP, BLOCKS_AT_A_TIME, listed_born_by(self._session)
            )
        fences = index.fences + tuple(found)
        is_whole = len(found) < BLOCKS_AT_A_TIME
        return replace(index, fences=fences, total=len(fences) * STEP + left, is_whole=is_whole)
