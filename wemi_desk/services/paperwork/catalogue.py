"""Which types of paperwork there are: as the centre published them over those that ship with the program."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from wemi_desk.domain.errors import PaperworkRefusedError, RecordMissingError
from wemi_desk.domain.measure_problems import Problem
from wemi_desk.domain.paperwork import PAPERWORK_TYPE, DatedWarning, PaperworkCatalogue, PaperworkType
from wemi_desk.domain.paperwork_cases import PaperworkCase
from wemi_desk.domain.paperwork_documents import read_type
from wemi_desk.domain.paperwork_habits import Habits, read_habits
from wemi_desk.domain.paperwork_search import search
from wemi_desk.services.ports import Store, UnitOfWork
from wemi_desk.services.session import DeskSession


@dataclass(frozen=True, slots=True)
class UnreadableType:
    """A published type that this program cannot read: a later program wrote it, or it is broken."""

    code: str
    version: int
    problems: tuple[Problem, ...]


class PaperworkTypes:
    """Every call blocks: use a lane. Versions that were withdrawn or replaced stay for the cases that have them."""

    def __init__(self, store: Store, session: DeskSession, shipped: Callable[[], PaperworkCatalogue]) -> None:
        self._store = store
        self._session = session
        self._shipped = shipped
        self._read: dict[bytes, PaperworkType | UnreadableType] = {}
        self._made: tuple[frozenset[bytes], PaperworkCatalogue] | None = None

    def catalogue(self) -> PaperworkCatalogue:
        """Everything that is known here."""
        with self._store.reading() as work:
            return self.known(work)

    def offered(self) -> Sequence[PaperworkType]:
        """What may be opened today, in the space's own order of groups, or the most asked for first."""
        with self._store.reading() as work:
            return self.known(work).offered_on(self._session.clock.today(), self.habits(work).order)

    def search(self, text: str, limit: int = 9) -> Sequence[PaperworkType]:
        """What *text* of the one box may mean, the best first; an empty text gives the most asked for."""
        return search(self.offered(), text, limit)

    def get(self, code: str, version: int = 0) -> PaperworkType:
        """One version; 0 is the newest one, withdrawn or not. Raises RecordMissingError."""
        found = self.find(code, version)
        if found is None:
            raise RecordMissingError(PAPERWORK_TYPE)
        return found

    def find(self, code: str, version: int = 0) -> PaperworkType | None:
        """As :meth:`get`, or None."""
        catalogue = self.catalogue()
        return catalogue.find(code, version) if version else catalogue.newest(code)

    def warnings(self, kind: PaperworkType) -> Sequence[DatedWarning]:
        """What to say today before beginning; each warns, none blocks."""
        return kind.warnings_on(self._session.clock.today())

    def unreadable(self) -> Sequence[UnreadableType]:
        """Published types that cannot be shown; they are kept as they came."""
        with self._store.reading() as work:
            published = self._published(work, work.paperwork.stamps())
        return [one for one in published if isinstance(one, UnreadableType)]

    def known(self, work: UnitOfWork) -> PaperworkCatalogue:
        """As :meth:`catalogue`, within a unit of work."""
        stamps = work.paperwork.stamps()
        mark = frozenset(stamps.values())
        if self._made is None or self._made[0] != mark:
            published = [one for one in self._published(work, stamps) if isinstance(one, PaperworkType)]
            self._made = (mark, self._shipped().with_published(published))
        return self._made[1]

    def habits(self, work: UnitOfWork) -> Habits:
        """How this space works with its paperwork."""
        return read_habits(work.paperwork.habits(), self._session.space.code)

    def kind_of(self, work: UnitOfWork, case: PaperworkCase) -> PaperworkType | None:
        """The version that a case began with; None where this desk does not have it."""
        return self.known(work).find(case.type_code, case.type_version)

    def _published(
        self, work: UnitOfWork, stamps: Mapping[UUID, bytes]
    ) -> Sequence[PaperworkType | UnreadableType]:
        for record_id, stamp in stamps.items():
            if stamp not in self._read:
                self._read[stamp] = _read(work, record_id)
        return [self._read[stamp] for stamp in stamps.values()]


def _read(work: UnitOfWork, record_id: UUID) -> PaperworkType | UnreadableType:
    content = work.paperwork.content(record_id)
    try:
        return read_type(content)
    except PaperworkRefusedError as refused:
        version = content.get("version")
        return UnreadableType(
            str(content.get("code", "")), version if isinstance(version, int) else 0, refused.problems
        )
