"""What the register of Facilita needs from the store and from the disk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

if TYPE_CHECKING:  # who only asks for the RIGHT does not load the register
    from wemi_desk.domain.facilita import Contract
    from wemi_desk.domain.facilita_ledger import FacilitaBatch, FacilitaRow, RowMark
    from wemi_desk.domain.facilita_register import FacilitaOperator, FacilitaSite
    from wemi_desk.domain.facilita_rejects import RejectedRow, SentAs
    from wemi_desk.domain.facilitation import Attendee, FacilitationSession

RIGHT = "facilita"
"""Of who prepares the files and keeps the register."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One person at one sitting. *attendee* is None for somebody who gave no name."""

    session: FacilitationSession
    attendance_id: UUID
    attendee: Attendee | None
    mark: RowMark | None
    is_cancelled: bool = False


class SentRows(Protocol):
    """The rows of the ledger."""

    def held_here(self, batch_ids: Iterable[UUID]) -> frozenset[UUID]:
        """Those whose rows are in this desk's ledger; the others were prepared at another desk."""
        ...

    def add(self, rows: Iterable[FacilitaRow]) -> int:
        """Raises AlreadyExportedError when an attendance stands in another batch. Returns how many there were."""
        ...

    def sent_as(self, batch_id: UUID) -> Sequence[SentAs]:
        """In the order of the file."""
        ...

    def reject(self, batch_id: UUID, rejected: Iterable[RejectedRow]) -> None:
        """Mark the rows with the platform's reasons; the others of the batch wait again."""
        ...

    def settle(self, batch_id: UUID, before: str, after: str) -> int:
        """Rows of one state to another; returns how many."""
        ...

    def states(self, batch_ids: Iterable[UUID]) -> Mapping[UUID, Mapping[str, int]]:
        """How many rows of each state."""
        ...

    def take_back(self, batch_id: UUID, replaced_id: UUID) -> None:
        """A batch that was thrown away replaces nothing: the rows it was for are refused as before."""
        ...

    def replace_rejected(self, attendance_ids: Iterable[UUID]) -> None:
        """Refused rows that go out again speak for nobody any more."""
        ...

    def send_again(self, attendance_id: UUID) -> None:
        """A refused row goes out again as it is."""
        ...

    def counted(self, first: date, last: date, space_code: str | None) -> Iterator[FacilitaRow]:
        """Rows sent and not refused, of the days from *first* to *last*, one day after the other."""
        ...


class FacilitaRecords(Protocol):
    """The ledger, and what it is made from."""

    @property
    def sent(self) -> SentRows: ...

    def candidates(self, space_code: str, begin: datetime, end: datetime) -> Iterator[Candidate]:
        """Every attendance that counts, and those withdrawn after they were sent; one sitting after the other.

        In the order of the files: by instant and sitting. Read as it is asked for: no list of them is ever made.
        """
        ...

    def count(self, space_code: str, begin: datetime, end: datetime) -> int:
        """How many candidates there are, more or less: for a bar that fills."""
        ...

    def sites(self, space_code: str) -> Sequence[FacilitaSite]: ...

    def operators(self, space_code: str) -> Sequence[FacilitaOperator]: ...

    def put_site(self, site: FacilitaSite) -> None:
        """New, or what has changed."""
        ...

    def put_operator(self, operator: FacilitaOperator) -> None: ...

    def batches(self, space_code: str) -> Sequence[FacilitaBatch]:
        """Newest first."""
        ...

    def batch(self, batch_id: UUID) -> FacilitaBatch:
        """Raises RecordMissingError."""
        ...

    def add_batch(self, batch: FacilitaBatch) -> None: ...

    def replace_batch(self, batch: FacilitaBatch) -> None: ...

    def hash_key(self) -> bytes | None:
        """The key of the register's hashes; never leaves the store."""
        ...

    def keep_hash_key(self, key: bytes) -> None: ...


class FacilitaWork(Protocol):
    """One transaction, as far as the register goes."""

    @property
    def facilita(self) -> FacilitaRecords: ...

    def commit(self) -> None: ...


class FacilitaStore(Protocol):
    """The store."""

    def work(self) -> AbstractContextManager[FacilitaWork]: ...

    def reading(self) -> AbstractContextManager[FacilitaWork]: ...


class RowFile(Protocol):
    """A file that is being written: under another name until it is published."""

    @property
    def name(self) -> str: ...

    @property
    def count(self) -> int: ...

    def add(self, values: Sequence[str]) -> None: ...

    def finish(self) -> str:
        """Closes it; its SHA-256 in hexadecimal."""
        ...

    def rows(self) -> Iterator[tuple[str, ...]]:
        """What the disk holds now, read back."""
        ...

    def publish(self) -> Path:
        """Under its own name. Raises InvalidFieldError("folder", "file_exists")."""
        ...

    def abandon(self) -> None: ...


class FacilitaFiles(Protocol):
    """Files that people carry to the platform and back. All block; all raise StorageError, DataFolderError."""

    def clear_unfinished(self, folder: Path) -> None:
        """What an export that was killed left behind: it holds people's data and is no file of anybody's."""
        ...

    def begin(self, folder: Path, name: str, contract: Contract) -> RowFile: ...

    def digest(self, path: Path) -> str:
        """SHA-256 in hexadecimal."""
        ...

    def manifest(self, folder: Path, name: str, files: Sequence[tuple[str, str]]) -> Path:
        """Digest and name of each file, as ``sha256sum -c`` reads them."""
        ...

    def report(self, path: Path) -> Sequence[str]:
        """The lines of a report, whatever program saved it. Raises InvalidFieldError("report", why)."""
        ...

    def rendition(self, csv: Path, batch: FacilitaBatch, made_at: datetime) -> Path:
        """The file as a PDF beside it, for keeping and for the signature of who uploads."""
        ...
