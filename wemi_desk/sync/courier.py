"""Attachments travel by themselves: in parts, resumable, and only while no record waits (sync.md 8)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from wemi_desk.sync.admission import CONFLICT, PART_BYTES, UNKNOWN, FileOffer, FileState
from wemi_desk.sync.ports import LineError


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingFile:
    """One encrypted file that waits: by the hash of its ciphertext; *sealed_key* opens at the centre alone."""

    sha256: bytes
    size: int
    record_id: UUID
    sealed_key: bytes


class FileRecords(Protocol):
    """What this desk knows of the records that files belong to. That one is not known now says nothing: a centre that
    was put back shows it again later, and so does the centre to a desk that was. Raises StorageError."""

    def is_known(self, record_id: UUID) -> bool: ...

    def is_gone(self, record_id: UUID) -> bool:
        """It was erased, or withdrawn, and will not be known again."""
        ...


class FileSpool(Protocol):
    """Encrypted files of this desk that wait to go. Raises StorageError."""

    def waiting(self) -> Sequence[OutgoingFile]: ...

    def part(self, sha256: bytes, offset: int, size: int) -> bytes: ...

    def settle(self, records: FileRecords) -> None:
        """What is of somebody erased is gone."""
        ...

    def enter(self, epoch: UUID) -> None:
        """The centre is in this life: what it was given in one before goes again."""
        ...

    def kept_files(self) -> Sequence[OutgoingFile]:
        """What the centre has, oldest first."""
        ...

    def doubt(self, sha256: bytes) -> None:
        """The centre has it no more: it goes again."""
        ...

    def delivered(self, sha256: bytes) -> None:
        """The centre has it whole, and compared it: the copy here is kept aside, should the centre be put back."""
        ...


class FileLine(Protocol):
    """The centre, as far as files go. Raises LineError."""

    def offer_file(self, offer: FileOffer) -> FileState: ...

    def send_part(self, sha256: bytes, offset: int, part: bytes) -> FileState: ...


@dataclass(slots=True)
class Round:
    """What one round of the courier did."""

    parts: int = 0
    delivered: int = 0
    spoiled: int = 0
    """Files that arrived other than they left: they go again from the beginning."""


MOST_ASKED = 64
"""Of so many files that the centre has, the youngest, a courier asks when it begins whether they are still there."""


class FileCourier:
    """*records_wait* is asked before every part; *most_parts* bounds what one round takes of the line. *records* are
    those of this desk, *epoch* says which life of the centre it has met."""

    def __init__(
        self,
        line: FileLine,
        spool: FileSpool,
        records_wait: Callable[[], bool],
        *,
        most_parts: int = 16,
        records: FileRecords | None = None,
        epoch: Callable[[], UUID | None] = lambda: None,
    ) -> None:
        self._line = line
        self._spool = spool
        self._records_wait = records_wait
        self._most_parts = most_parts
        self._records = records
        self._epoch = epoch
        self._has_asked = False

    def round(self) -> Round:
        """Carry what the line bears; wherever it breaks off, the next round goes on there. Raises LineError."""
        done = Round()
        if self._records is not None:
            self._spool.settle(self._records)
        if (epoch := self._epoch()) is not None:
            self._spool.enter(epoch)
        if not self._has_asked and not self._records_wait():
            self._ask_again()
        for file in self._spool.waiting():
            if not self._goes_on(done):
                break
            self._carry(file, done)
        return done

    def _ask_again(self) -> None:
        """A centre put back without a word, before which nothing but files is missing, has no next life to tell it."""
        for file in self._spool.kept_files()[-MOST_ASKED:]:
            state = self._offered(file)
            if state is not None and not state.whole:
                self._spool.doubt(file.sha256)
        self._has_asked = True

    def _goes_on(self, done: Round) -> bool:
        return done.parts < self._most_parts and not self._records_wait()

    def _carry(self, file: OutgoingFile, done: Round) -> None:
        state = self._offered(file)
        while state is not None and not state.whole and self._goes_on(done):
            part = self._spool.part(file.sha256, state.offset, PART_BYTES)
            after = self._sent(file, state, part)
            done.parts += 1
            if after is not None and after.offset == 0 and not after.whole:
                done.spoiled += 1
                return
            state = after
        if state is not None and state.whole:
            self._spool.delivered(file.sha256)
            done.delivered += 1

    def _offered(self, file: OutgoingFile) -> FileState | None:
        """None while the centre does not show the file's record to this desk: the record travels first."""
        offer = FileOffer(
            sha256=file.sha256, size=file.size, record_id=file.record_id, sealed_key=file.sealed_key
        )
        try:
            return self._line.offer_file(offer)
        except LineError as error:
            if error.reason in {UNKNOWN, CONFLICT}:
                return None
            raise

    def _sent(self, file: OutgoingFile, state: FileState, part: bytes) -> FileState | None:
        try:
            return self._line.send_part(file.sha256, state.offset, part)
        except LineError as error:
            if error.reason == CONFLICT:  # somebody was there before: ask again where it stands
                return self._offered(file)
            raise
