"""The files of one export: one row of them after the other, no group cut, nothing held but identifiers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from wemi_desk.domain.facilita import Contract
from wemi_desk.domain.facilitation import AttendanceId, SessionId
from wemi_desk.services.facilita.ports import RowFile

Key = tuple[str, UUID | None]
"""Project, and the batch whose refused rows go out again."""
Leaving = tuple[UUID, UUID, tuple[str, ...]]
"""Attendance, sitting, values."""
_ID = 16


@dataclass(slots=True)
class Written:
    """One file; *ids* are attendance and sitting of each row, 32 bytes a row."""

    key: Key
    file: RowFile
    ids: bytearray = field(default_factory=bytearray)
    sha256: str = ""

    def identifiers(self) -> Iterator[tuple[AttendanceId, SessionId]]:
        """Of each row, in the order of the file."""
        for place in range(0, len(self.ids), 2 * _ID):
            one, other = self.ids[place : place + _ID], self.ids[place + _ID : place + 2 * _ID]
            yield AttendanceId(UUID(bytes=bytes(one))), SessionId(UUID(bytes=bytes(other)))


class FileSet:
    """*begin* opens the next file of a project."""

    def __init__(self, begin: Callable[[str], RowFile], contract: Contract) -> None:
        self._begin = begin
        self._most = contract.max_rows
        self._open: dict[Key, Written] = {}
        self.done: list[Written] = []

    def add_group(self, key: Key, rows: Sequence[Leaving]) -> None:
        """The rows of one sitting stay together, unless they are more than a file may have."""
        for start in range(0, len(rows), self._most):
            part = rows[start : start + self._most]
            current = self._open.get(key)
            if current is not None and current.file.count + len(part) > self._most:
                self._finish(key)
                current = None
            if current is None:
                current = self._open[key] = Written(key, self._begin(key[0]))
            for attendance_id, session_id, values in part:
                current.file.add(values)
                current.ids += attendance_id.bytes + session_id.bytes

    def finish(self) -> list[Written]:
        """All of them closed, with their digests."""
        for key in list(self._open):
            self._finish(key)
        return self.done

    def abandon(self) -> None:
        """Nothing stays on the disk."""
        for one in (*self._open.values(), *self.done):
            one.file.abandon()

    def _finish(self, key: Key) -> None:
        written = self._open.pop(key)
        written.sha256 = written.file.finish()
        self.done.append(written)
