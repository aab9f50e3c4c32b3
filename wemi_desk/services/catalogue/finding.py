"""Finding services in the desk's copy of the catalogue, as one types."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from uuid import UUID

from wemi_desk.domain.catalogue import CatalogueEdition, CatalogueService
from wemi_desk.domain.catalogue_index import CatalogueIndex, Found
from wemi_desk.domain.catalogue_query import MOST_TEXT, Question, understand
from wemi_desk.domain.catalogue_terms import concepts_in
from wemi_desk.services.ports import Store, UnitOfWork
from wemi_desk.services.session import DeskSession

SHOWN = 30
_Stamp = tuple[int, datetime | None]


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """One line of the results."""

    service: CatalogueService
    provider: str


@dataclass(frozen=True, slots=True)
class Copy:
    """What the desk has of the catalogue: of when it is, how much, and what came that cannot be read here."""

    edition: CatalogueEdition | None
    count: int
    unreadable: int = 0


@dataclass(frozen=True, slots=True)
class Results:
    """*total* fit and the first are here; with none, *closest* are codes of categories."""

    question: Question
    rows: tuple[ServiceRow, ...] = ()
    total: int = 0
    closest: tuple[str, ...] = ()


class CatalogueFinding:
    """The index is made when somebody first asks, and again after the catalogue changed. Blocks: use a lane."""

    def __init__(self, store: Store, session: DeskSession, labels: Mapping[str, str]) -> None:
        self._store = store
        self._session = session
        self.labels = labels
        """Words of the catalogue's codes, as the lists have them."""
        self._making = Lock()
        self._index: CatalogueIndex | None = None
        self._stamp: _Stamp | None = None

    def copy(self) -> Copy:
        """What there is, and of when."""
        with self._store.reading() as work:
            return Copy(work.catalogue.edition(), work.catalogue.count(), work.catalogue.unreadable())

    def search(self, question: Question | str, limit: int = SHOWN) -> Results:
        """The best first, of what may be offered today; whatever is typed, nothing is raised for it."""
        asked = understand(question) if isinstance(question, str) else question
        with self._store.reading() as work:
            found = self._found(work, asked, limit)
            rows = self._rows(work, found)
        return Results(asked, rows, found.total, found.closest)

    @property
    def is_ready(self) -> bool:
        """Whether a question is answered at once: the index is there."""
        return self._index is not None

    def named(self, text: str, limit: int) -> tuple[ServiceRow, ...]:
        """For the one box: services that *text* surely means, a thing that is given or what somebody asks of it."""
        asked = understand(text)
        if not asked.filters and not concepts_in(asked.words):
            return ()
        return self.search(asked, limit).rows

    def prepare(self) -> None:
        """Make the index, if it is not there."""
        with self._store.reading() as work:
            self._made(work)

    def forget(self) -> None:
        """The catalogue changed: the index is made again with the next question."""
        self._stamp = None

    def _found(self, work: UnitOfWork, asked: Question, limit: int) -> Found:
        return self._made(work).search(asked, self._session.clock.today(), limit)

    def _made(self, work: UnitOfWork) -> CatalogueIndex:
        with self._making:
            edition = work.catalogue.edition()
            stamp = (work.catalogue.count(), edition.published_at if edition else None)
            if self._index is None or stamp != self._stamp:
                names: dict[UUID, str] = {one.id: one.name for one in work.catalogue.providers()}
                self._index = CatalogueIndex(work.catalogue.all_services(), names, self.labels)
                self._stamp = stamp
            return self._index

    def _rows(self, work: UnitOfWork, found: Found) -> tuple[ServiceRow, ...]:
        services = work.catalogue.services([hit.service_id for hit in found.hits])
        names: dict[UUID, str] = {}
        return tuple(
            ServiceRow(one, _name(work, names, one)) for hit in found.hits if (one := services.get(hit.service_id))
        )


def _name(work: UnitOfWork, known: dict[UUID, str], service: CatalogueService) -> str:
    if service.provider_id is None:
        return ""
    if service.provider_id not in known:
        provider = work.catalogue.provider(service.provider_id)
        known[service.provider_id] = provider.name if provider else ""
    return known[service.provider_id]


def shortened(text: str) -> str:
    """As much of a question as is read."""
    return text[:MOST_TEXT]


def rows_of(work: UnitOfWork, services: Sequence[CatalogueService]) -> tuple[ServiceRow, ...]:
    """With the names of their providers."""
    names: dict[UUID, str] = {}
    return tuple(ServiceRow(one, _name(work, names, one)) for one in services)
