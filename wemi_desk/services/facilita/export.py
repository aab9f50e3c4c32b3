"""The files of a site and a period, checked before they leave; what cannot leave, with why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path

from wemi_desk.domain.days import bounds
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.facilita import Contract
from wemi_desk.domain.facilita_batches import file_name
from wemi_desk.domain.facilita_ledger import DISCARDED, FacilitaBatch, FacilitaBatchId, FacilitaRow, ledger_row
from wemi_desk.domain.facilita_register import Register
from wemi_desk.domain.pick_lists import PickLists
from wemi_desk.services.facilita.discarding import thrown_away
from wemi_desk.services.facilita.file_set import FileSet, Key, Leaving, Written
from wemi_desk.services.facilita.ports import RIGHT, Candidate, FacilitaFiles, FacilitaStore, FacilitaWork, RowFile
from wemi_desk.services.facilita.sieve import Sieve, Sorted, WorkLine, content_hash, keyed, outward_of, work_line
from wemi_desk.services.session import DeskSession

MOST_LINES = 500
"""Of the work list: the others are counted."""
Progress = Callable[[int, int], bool]
"""Told how many are done, and of about how many; False stops."""
LOOKED_AT = frozenset({"blocked", "refused", "differs", "stale", "cancelled"})
_EVERY = 100


@dataclass(frozen=True, slots=True)
class Period:
    """Of one site, from a day to a day, both included."""

    space_code: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Outlook:
    """What would leave now, what has left, and what a person must look at; *counts* are attendances by kind."""

    counts: Mapping[str, int]
    reasons: Mapping[str, int]
    """Per code, how many lines it holds back."""
    lines: Sequence[WorkLine]
    stopped: bool = False

    @property
    def leaving(self) -> int:
        return self.counts.get("new", 0) + self.counts.get("again", 0)

    @property
    def to_look_at(self) -> int:
        """Also those beyond the lines."""
        return sum(self.counts.get(kind, 0) for kind in LOOKED_AT)


@dataclass(frozen=True, slots=True)
class Exported:
    """The batches of one export, with what stayed behind."""

    batches: Sequence[FacilitaBatch]
    outlook: Outlook
    folder: Path

    @property
    def stopped(self) -> bool:
        return self.outlook.stopped


class _Count:
    """An outlook in the making."""

    def __init__(self, contract: Contract) -> None:
        self._contract = contract
        self.kinds: Counter[str] = Counter()
        self.reasons: Counter[str] = Counter()
        self.lines: list[WorkLine] = []
        self.stopped = False

    def add(self, candidate: Candidate, judged: Sorted) -> None:
        self.kinds[judged.kind] += 1
        if judged.kind in LOOKED_AT:
            self.reasons.update(judged.codes)
            if len(self.lines) < MOST_LINES:
                self.lines.append(work_line(candidate, judged, self._contract))

    def outlook(self) -> Outlook:
        return Outlook(dict(self.kinds), dict(self.reasons), tuple(self.lines), self.stopped)


class ExportService:
    """Looks, and writes. Both read for seconds: not on the lane of the store."""

    def __init__(
        self, store: FacilitaStore, session: DeskSession, lists: PickLists, contract: Callable[[], Contract],
        files: FacilitaFiles, fresh_key: Callable[[], bytes],
    ) -> None:  # fmt: skip
        self._store, self._session, self._lists = store, session, lists
        self._contract, self._files, self._fresh_key = contract, files, fresh_key

    def look(self, period: Period, progress: Progress | None = None) -> Outlook:
        """What would leave, and what would not. Writes nothing."""
        self._require(period)
        key, contract = self.hash_key(), self._contract()
        count = _Count(contract)
        with self._store.reading() as work:
            for _session, group in self._judged(work, period, key, contract, count, progress):
                del group
        return count.outlook()

    def export(self, period: Period, folder: Path, progress: Progress | None = None) -> Exported:
        """Files, manifest and ledger, or none of them: stopped half way there is nothing.

        Raises InvalidFieldError, AlreadyExportedError, StorageError, DataFolderError.
        """
        self._require(period)
        key, contract = self.hash_key(), self._contract()
        count = _Count(contract)
        self._files.clear_unfinished(folder)
        files = None
        try:
            with self._store.reading() as work:
                files = FileSet(self._beginner(work, period, folder, contract), contract)
                for key_of, group in self._judged(work, period, key, contract, count, progress):
                    files.add_group(key_of, group)
            written = files.finish()
            batches = [] if count.stopped else self._entered(written, period, folder, key, contract)
        except BaseException:
            if files is not None:
                files.abandon()
            raise
        if count.stopped:
            files.abandon()
        return Exported(batches, count.outlook(), folder)

    def hash_key(self) -> bytes:
        """Of the register's hashes; made when it is first needed."""
        with self._store.reading() as work:
            known = work.facilita.hash_key()
        if known is not None:
            return known
        with self._store.work() as work:
            known = work.facilita.hash_key()
            if known is None:
                known = self._fresh_key()
                work.facilita.keep_hash_key(known)
                work.commit()
        return known

    def _require(self, period: Period) -> None:
        self._session.require(RIGHT)
        if period.last < period.first:
            raise InvalidFieldError("facilita_to", "before_start")
        if period.last > self._session.clock.today():
            raise InvalidFieldError("facilita_to", "in_future")

    def _judged(
        self, work: FacilitaWork, period: Period, key: bytes, contract: Contract, count: _Count,
        progress: Progress | None,
    ) -> Iterator[tuple[Key, list[Leaving]]]:  # fmt: skip
        """The rows that leave, sitting by sitting and file by file."""
        ledger, space = work.facilita, period.space_code
        sites = ledger.sites(space)
        if not sites and space != self._session.space.code:
            raise InvalidFieldError("facilita_site", "unknown", site=space)
        begin, end = bounds(period.first)[0], bounds(period.last)[1]
        known = ledger.batches(space)
        here = ledger.sent.held_here(one.id for one in known)
        sieve = Sieve(
            Register(sites, ledger.operators(space)), outward_of(self._lists), contract, self._session.clock.today(),
            key, [one for one in known if one.id not in here and one.status != DISCARDED],
        )  # fmt: skip
        total = ledger.count(space, begin, end) if progress else 0
        found = self._told(ledger.candidates(space, begin, end), total, count, progress)
        for _session, together in groupby(found, key=lambda one: one.session.id):
            yield from _leaving(together, sieve, count)

    def _told(
        self, candidates: Iterator[Candidate], total: int, count: _Count, progress: Progress | None
    ) -> Iterator[Candidate]:
        for number, candidate in enumerate(candidates, start=1):
            if progress is not None and number % _EVERY == 0 and not progress(number, max(total, number)):
                count.stopped = True
                return
            yield candidate

    def _beginner(
        self, work: FacilitaWork, period: Period, folder: Path, contract: Contract
    ) -> Callable[[str], RowFile]:
        """Opens the next file of a project under the first number that the ledger does not know."""
        taken = {one.file_name for one in work.facilita.batches(period.space_code)}

        def begin(project: str) -> RowFile:
            number = 1
            while (name := file_name(project, period.first, period.last, number)) in taken:
                number += 1
            taken.add(name)
            return self._files.begin(folder, name, contract)

        return begin

    def _entered(
        self, written: Sequence[Written], period: Period, folder: Path, key: bytes, contract: Contract
    ) -> list[FacilitaBatch]:
        """Into the ledger as the disk holds them, then under their own names: no file has one that is not in there."""
        if not written:
            return []
        with self._store.work() as work:
            batches = [self._entered_one(work, one, period, key, contract) for one in written]
            work.commit()
        try:
            self._publish(written, batches, folder)
        except BaseException:
            with self._store.work() as work:
                for batch in batches:
                    thrown_away(work, batch)
                work.commit()
            raise
        return batches

    def _publish(self, written: Sequence[Written], batches: Sequence[FacilitaBatch], folder: Path) -> None:
        published: list[Path] = []
        try:
            for one in written:
                published.append(one.file.publish())
            digests = [(one.sha256, one.file_name) for one in batches]
            self._files.manifest(folder, manifest_name(batches[0]), digests)
        except BaseException:
            for path in published:
                path.unlink(missing_ok=True)
            raise

    def _entered_one(
        self, work: FacilitaWork, written: Written, period: Period, key: bytes, contract: Contract
    ) -> FacilitaBatch:
        project, replaces = written.key
        batch = FacilitaBatch(
            id=FacilitaBatchId(self._session.ids()), space_code=period.space_code, project_code=project,
            date_from=period.first, date_to=period.last, created_at=self._session.clock.now(),
            created_by=self._session.operator.id, file_name=written.file.name, row_count=written.file.count,
            sha256=written.sha256, replaces=FacilitaBatchId(replaces) if replaces else None,
        )  # fmt: skip
        work.facilita.add_batch(batch)
        if replaces:
            work.facilita.sent.replace_rejected(attendance for attendance, _session in written.identifiers())
        work.facilita.sent.add(_ledger_rows(batch, written, key, contract))
        return batch


def _leaving(together: Iterator[Candidate], sieve: Sieve, count: _Count) -> Iterator[tuple[Key, list[Leaving]]]:
    """One sitting: nearly always one file; people whose rows were refused in different batches go to different ones."""
    groups: dict[Key, list[Leaving]] = {}
    for candidate in together:
        judged = sieve.sort(candidate)
        count.add(candidate, judged)
        if judged.leaves:
            replaces = candidate.mark.batch_id if candidate.mark else None
            leaving = (candidate.attendance_id, candidate.session.id, judged.values)
            groups.setdefault((judged.project, replaces), []).append(leaving)
    yield from groups.items()


def _ledger_rows(batch: FacilitaBatch, written: Written, key: bytes, contract: Contract) -> Iterator[FacilitaRow]:
    """As the disk holds them: what the ledger says of a file is read from it."""
    hashed, place = keyed(key), contract.column("AN3")
    both = zip(written.identifiers(), written.file.rows(), strict=True)
    for number, (ids, values) in enumerate(both, start=1):
        marks = hashed(values[place]), content_hash(values, contract, key)
        yield ledger_row(batch.id, number, ids, values, contract, marks)


def manifest_name(batch: FacilitaBatch) -> str:
    """Beside the files of one export; named after the first of them."""
    return batch.file_name.removesuffix(".csv") + ".sha256"
