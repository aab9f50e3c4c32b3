"""Batches after they were prepared: uploaded, refused in part, taken, thrown away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from uuid import UUID

from wemi_desk.domain.changes import Changes
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.facilita import Contract
from wemi_desk.domain.facilita_ledger import (
    ACCEPTED,
    CLOSED,
    PREPARED,
    REJECTED,
    UPLOADED,
    WAITING,
    FacilitaBatch,
)
from wemi_desk.domain.facilita_rejects import RejectedRow, read_report
from wemi_desk.domain.names import clean
from wemi_desk.services.facilita.discarding import thrown_away
from wemi_desk.services.facilita.export import manifest_name
from wemi_desk.services.facilita.ports import RIGHT, FacilitaFiles, FacilitaStore, FacilitaWork
from wemi_desk.services.session import DeskSession

_MOST = 200
CHANGED = Changes.of("facilita", "outbox")


@dataclass(frozen=True, slots=True)
class BatchLine:
    """A batch as the list shows it; *is_here* False: another desk has its rows."""

    batch: FacilitaBatch
    by_state: Mapping[str, int]
    is_here: bool

    @property
    def rejected(self) -> int:
        return self.by_state.get(REJECTED, 0)


@dataclass(frozen=True, slots=True)
class Imported:
    """What a report said: the refused rows, and how many it left."""

    batch: FacilitaBatch
    rejected: Sequence[RejectedRow]

    @property
    def taken(self) -> int:
        return self.batch.row_count - len(self.rejected)


class FacilitaLedgerService:
    """Needs the right. A batch is never deleted; its rows are free again when it is thrown away unsent."""

    def __init__(
        self, store: FacilitaStore, session: DeskSession, contract: Callable[[], Contract], files: FacilitaFiles
    ) -> None:
        self._store, self._session, self._contract, self._files = store, session, contract, files

    def lines(self) -> Sequence[BatchLine]:
        """Of this space, newest first."""
        self._session.require(RIGHT)
        with self._store.reading() as work:
            batches = work.facilita.batches(self._session.space.code)
            here = work.facilita.sent.held_here(one.id for one in batches)
            states = work.facilita.sent.states(here)
        return [BatchLine(one, states.get(one.id, {}), one.id in here) for one in batches]

    def record_upload(
        self, batch_id: UUID, uploaded_on: date, import_id: str = "", file: Path | None = None
    ) -> FacilitaBatch:
        """Somebody uploaded it. With the *file* that was uploaded, it must be the one that was prepared.

        Raises InvalidFieldError("upload_file", "changed") for a file that a spreadsheet saved again.
        """
        with self._store.work() as work:
            batch = self._own(work, batch_id, PREPARED, UPLOADED)
            if uploaded_on > self._session.clock.today():
                raise InvalidFieldError("uploaded_on", "in_future")
            if file is not None and self._files.digest(file) != batch.sha256:
                raise InvalidFieldError("upload_file", "changed", name=batch.file_name)
            after = replace(
                batch, status=UPLOADED, uploaded_on=uploaded_on, uploaded_by=self._session.operator.id,
                platform_import_id=" ".join(clean(import_id, _MOST).split()),
            )  # fmt: skip
            work.facilita.replace_batch(after)
            work.commit()
        return after

    def record_signature(self, batch_id: UUID, signed: Path) -> FacilitaBatch:
        """The signed copy, made outside of the program: its name and digest are kept, and go into the manifest."""
        digest = self._files.digest(signed)
        with self._store.work() as work:
            batch = self._own(work, batch_id, PREPARED, UPLOADED, CLOSED)
            after = replace(batch, signed_name=signed.name, signed_sha256=digest)
            work.facilita.replace_batch(after)
            work.commit()
        return after

    def import_report(self, batch_id: UUID, path: Path) -> Imported:
        """Mark the rows that the platform threw out; read again, the later report counts.

        Raises InvalidFieldError("report", why): nothing was changed then.
        """
        lines, contract = self._files.report(path), self._contract()
        with self._store.work() as work:
            batch = self._own(work, batch_id, PREPARED, UPLOADED)
            rejected = read_report(lines, work.facilita.sent.sent_as(batch.id), contract)
            work.facilita.sent.reject(batch.id, rejected)
            after = replace(batch, status=UPLOADED, uploaded_on=batch.uploaded_on or self._session.clock.today(),
                            uploaded_by=batch.uploaded_by or self._session.operator.id)  # fmt: skip
            work.facilita.replace_batch(after)
            work.commit()
        return Imported(after, rejected)

    def close(self, batch_id: UUID, rejected_there: int) -> FacilitaBatch:
        """The import ended well, and the platform's own register counts so many refused rows.

        Raises InvalidFieldError("rejected_there", "differs") unless the report that was read says the same.
        """
        with self._store.work() as work:
            batch = self._own(work, batch_id, UPLOADED)
            found = work.facilita.sent.states([batch.id]).get(batch.id, {}).get(REJECTED, 0)
            if rejected_there != found:
                raise InvalidFieldError("rejected_there", "differs", here=found, there=rejected_there)
            work.facilita.sent.settle(batch.id, WAITING, ACCEPTED)
            after = replace(batch, status=CLOSED, closed_at=self._session.clock.now(), rejected_count=rejected_there)
            work.facilita.replace_batch(after)
            work.commit()
        return after

    def discard(self, batch_id: UUID) -> FacilitaBatch:
        """It was never uploaded: its rows may leave in another one."""
        with self._store.work() as work:
            batch = self._own(work, batch_id, PREPARED)
            after = thrown_away(work, batch)
            work.commit()
        return after

    def send_again(self, attendance_id: UUID) -> Changes:
        """What was wrong was mended on the platform: the refused row goes out again as it is."""
        self._session.require(RIGHT)
        with self._store.work() as work:
            work.facilita.sent.send_again(attendance_id)
            work.commit()
        return CHANGED

    def keep(self, batches: Sequence[FacilitaBatch], folder: Path) -> Sequence[Path]:
        """A PDF of each file beside it, and the manifest of all. Takes a while."""
        made, listed = [], []
        for batch in batches:
            pdf = self._files.rendition(folder / batch.file_name, batch, self._session.clock.now())
            made.append(pdf)
            listed += [(batch.sha256, batch.file_name), (self._files.digest(pdf), pdf.name)]
            if batch.signed_name:
                listed.append((batch.signed_sha256, batch.signed_name))
        if batches:
            self._files.manifest(folder, manifest_name(batches[0]), listed)
        return made

    def _own(self, work: FacilitaWork, batch_id: UUID, *states: str) -> FacilitaBatch:
        self._session.require(RIGHT)
        batch = work.facilita.batch(batch_id)
        if batch.status not in states:
            raise InvalidFieldError("batch", "wrong_state", state=batch.status)
        if batch.id not in work.facilita.sent.held_here([batch.id]):
            raise InvalidFieldError("batch", "other_desk")
        return batch


def refused_by_reason(rejected: Sequence[RejectedRow]) -> Mapping[str, int]:
    """How many rows for each reason."""
    return Counter(key for one in rejected for key in one.keys)
