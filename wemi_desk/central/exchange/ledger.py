"""The erasure ledger: orders on a medium that no restore of the database takes back, each one line of a file."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import msgspec

from wemi_desk.central.exchange.ports import LedgerEntry

_NEWLINE = b"\n"


class MemoryErasureLedger:
    """In memory: for tests and simulations."""

    def __init__(self) -> None:
        self.entries: list[LedgerEntry] = []

    def append(self, order: LedgerEntry) -> None:
        self.entries.append(order)

    def after(self, tenant: str, number: int) -> Sequence[LedgerEntry]:
        return [entry for entry in self.entries if entry.tenant == tenant and entry.number > number]

    def last(self, tenant: str) -> int:
        return max((entry.number for entry in self.entries if entry.tenant == tenant), default=0)


class FileErasureLedger(MemoryErasureLedger):
    """Lines are only ever added, each safe on the medium before its order is carried out.

    Several workers write to one file: what others added is read when the file has grown. A line cut short by a power
    cut was not promised to anybody; the next one begins on a line of its own.
    """

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._read = 0

    def append(self, order: LedgerEntry) -> None:
        line = msgspec.json.encode(order) + _NEWLINE
        with self._path.open("ab") as file:
            if file.tell() and not self._ends_whole():
                line = _NEWLINE + line
            file.write(line)
            file.flush()
            os.fsync(file.fileno())

    def after(self, tenant: str, number: int) -> Sequence[LedgerEntry]:
        self._catch_up()
        return super().after(tenant, number)

    def last(self, tenant: str) -> int:
        self._catch_up()
        return super().last(tenant)

    def _ends_whole(self) -> bool:
        with self._path.open("rb") as file:
            file.seek(-1, os.SEEK_END)
            return file.read(1) == _NEWLINE

    def _catch_up(self) -> None:
        size = self._path.stat().st_size if self._path.exists() else 0
        if size < self._read:
            self._read, self.entries = 0, []
        if size == self._read:
            return
        with self._path.open("rb") as file:
            file.seek(self._read)
            whole, _newline, _rest = file.read(size - self._read).rpartition(_NEWLINE)
        self._read += len(whole) + len(_newline)
        self.entries += [entry for line in whole.split(_NEWLINE) if (entry := _entry(line)) is not None]


def _entry(line: bytes) -> LedgerEntry | None:
    try:
        return msgspec.json.decode(line, type=LedgerEntry)
    except msgspec.DecodeError:
        return None
