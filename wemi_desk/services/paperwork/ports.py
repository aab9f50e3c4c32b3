"""What the services of digital paperwork need of the store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Protocol, TypeVar
from uuid import UUID

from wemi_desk.domain.facilitation import FacilitationAttendance, FacilitationSession
from wemi_desk.domain.mandates import Mandate
from wemi_desk.domain.paperwork_cases import PaperworkCase
from wemi_desk.services.measure_ports import SentMeasure

T = TypeVar("T")


class Kept(Protocol[T]):
    """As services.ports.Records, which cannot be imported from here."""

    def add(self, record: T) -> None: ...

    def replace(self, record: T) -> None: ...

    def get(self, record_id: UUID) -> T:
        """Raises RecordMissingError."""
        ...

    def find(self, record_id: UUID) -> T | None: ...


class CaseRecords(Kept[PaperworkCase], Protocol):
    """Matters of paperwork."""

    def of(self, citizen_id: UUID) -> Sequence[PaperworkCase]:
        """Those of one person, newest first."""
        ...

    def open_at(self, space_code: str) -> Sequence[PaperworkCase]:
        """Those of a space that nobody closed, oldest first."""
        ...

    def opened_between(self, begin: datetime, end: datetime) -> Sequence[PaperworkCase]: ...

    def by_ids(self, ids: Sequence[UUID]) -> Sequence[PaperworkCase]: ...


class MandateRecords(Kept[Mandate], Protocol):
    """Papers that let somebody act for somebody else."""

    def of(self, citizen_id: UUID) -> Sequence[Mandate]:
        """Those that let somebody act for this person, newest first."""
        ...

    def held_by(self, citizen_id: UUID) -> Sequence[Mandate]:
        """Those that let this person act for others, newest first."""
        ...

    def ending(self, first: date, last: date) -> Sequence[Mandate]:
        """Those whose last day lies between two, the soonest first."""
        ...


class SittingRecords(Kept[FacilitationSession], Protocol):
    """Sittings of digital help."""

    def of_case(self, case_id: UUID) -> Sequence[FacilitationSession]:
        """Those about one matter, also where it shared the minutes of another, oldest first."""
        ...

    def of_course(self, course_id: UUID) -> Sequence[FacilitationSession]: ...

    def begun_between(self, begin: datetime, end: datetime, space_code: str = "") -> Sequence[FacilitationSession]:
        """Those that count, oldest first; without *space_code* those of every space here."""
        ...

    def attended(self, session_ids: Sequence[UUID]) -> Mapping[UUID, Sequence[FacilitationAttendance]]:
        """Per sitting who was there, those taken back left out."""
        ...

    def next_number(self, year: int) -> str:
        """A local number that no sitting of this desk has had."""
        ...

    def of_operator(self, operator_id: UUID, begin: datetime, end: datetime) -> Sequence[FacilitationSession]:
        """Those that count and that somebody began in a period, oldest first."""
        ...


class PaperworkRecords(Protocol):
    """All of them in one transaction, and the types that the centre published."""

    @property
    def cases(self) -> CaseRecords: ...
    @property
    def mandates(self) -> MandateRecords: ...
    @property
    def sittings(self) -> SittingRecords: ...
    @property
    def attendances(self) -> Kept[FacilitationAttendance]: ...

    def sent(self) -> Sequence[SentMeasure]:
        """Types that were handed over here to be published and are not yet, or came back."""
        ...

    def stamps(self) -> Mapping[UUID, bytes]:
        """Published types: record id → hash of its content."""
        ...

    def content(self, record_id: UUID) -> Mapping[str, Any]:
        """A published type as it came; raises RecordMissingError."""
        ...

    def habits(self) -> Mapping[str, Any] | None:
        """The published list that says how spaces work with paperwork; None while there is none."""
        ...
