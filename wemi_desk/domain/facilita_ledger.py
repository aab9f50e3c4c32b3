"""What was sent to Facilita: batches, their rows and what became of each (facilita.md 6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NewType
from uuid import UUID

from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.facilita import SERVICE_COLUMNS, Contract
from wemi_desk.domain.facilitation import AttendanceId, SessionId
from wemi_desk.domain.operators import OperatorId

FacilitaBatchId = NewType("FacilitaBatchId", UUID)
PREPARED, UPLOADED, CLOSED, DISCARDED = "prepared", "uploaded", "closed", "discarded"
WAITING, ACCEPTED, REJECTED, REPLACED, WITHDRAWN = "waiting", "accepted", "rejected", "replaced", "withdrawn"
STANDING = (WAITING, ACCEPTED, REJECTED)
"""States of the one row that speaks for an attendance."""
COUNTED = (WAITING, ACCEPTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class FacilitaBatch:
    """One file, as it was prepared. *replaces*: the batch whose refused rows it sends again."""

    id: FacilitaBatchId
    space_code: str
    project_code: str
    date_from: date
    date_to: date
    created_at: datetime
    created_by: OperatorId
    file_name: str
    row_count: int
    sha256: str
    status: str = PREPARED
    replaces: FacilitaBatchId | None = None
    uploaded_on: date | None = None
    uploaded_by: OperatorId | None = None
    platform_import_id: str = ""
    closed_at: datetime | None = None
    rejected_count: int | None = None
    """As the platform's own register says; None until somebody typed it."""
    signed_name: str = ""
    signed_sha256: str = ""
    """The file with the signature of who uploaded, made outside of the program."""

    def __post_init__(self) -> None:
        if self.status not in (PREPARED, UPLOADED, CLOSED, DISCARDED):
            raise InvalidFieldError("status", "unknown")
        if self.date_to < self.date_from:
            raise InvalidFieldError("date_to", "before_start")

    def covers(self, project: str, day: date) -> bool:
        """Does its period hold *day* of *project*, while it counts?"""
        return self.status != DISCARDED and self.project_code == project and self.date_from <= day <= self.date_to


@dataclass(frozen=True, slots=True, kw_only=True)
class FacilitaRow:
    """One row of a file. Nobody's name or codice fiscale stays here: *person* and *content* are keyed hashes."""

    batch_id: FacilitaBatchId
    row_number: int
    """1 is the first data row, as the platform counts."""
    attendance_id: AttendanceId
    session_id: SessionId
    day: date
    facilitator: str
    facilitator_name: str
    site_name: str
    service: tuple[str, ...]
    """The values of SERVICE_COLUMNS."""
    age_band: str
    person: bytes
    content: bytes
    state: str = WAITING
    reject_keys: tuple[str, ...] = ()
    reject_text: str = ""
    again: bool = False
    """Refused for a reason that was mended on the platform: it goes out again as it is."""


@dataclass(frozen=True, slots=True)
class RowMark:
    """What the ledger says of one attendance."""

    batch_id: FacilitaBatchId
    row_number: int
    state: str
    content: bytes
    again: bool
    reject_keys: tuple[str, ...] = ()
    reject_text: str = ""


def ledger_row(
    batch_id: FacilitaBatchId, number: int, attendance: tuple[AttendanceId, SessionId], values: Sequence[str],
    contract: Contract, marks: tuple[bytes, bytes],
) -> FacilitaRow:  # fmt: skip
    """What stays of a row; *marks* are the keyed hashes of the codice fiscale and of the whole row."""
    by_name = dict(zip(contract.header, values, strict=True))
    return FacilitaRow(
        batch_id=batch_id, row_number=number, attendance_id=attendance[0], session_id=attendance[1],
        day=date.fromisoformat(by_name["SE1"]), facilitator=by_name["IDFacilitatore"],
        facilitator_name=by_name["NominativoFacilitatore"], site_name=by_name["NominativoSede"],
        service=tuple(by_name[name] for name in SERVICE_COLUMNS), age_band=by_name["AN8"],
        person=marks[0], content=marks[1],
    )  # fmt: skip


def verdict(mark: RowMark | None, content: bytes) -> str:
    """What is done with an attendance whose row would be *content* now.

    new · again (refused, and corrected or mended) · waiting · accepted · differs (accepted, and other since: the
    platform takes no corrections) · stale (waiting, and other since) · refused.
    """
    if mark is None:
        return "new"
    same = mark.content == content
    if mark.state == REJECTED:
        return "refused" if same and not mark.again else "again"
    if mark.state == ACCEPTED:
        return "accepted" if same else "differs"
    return "waiting" if same else "stale"
