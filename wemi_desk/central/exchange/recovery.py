"""After a restore: noticing it, taking back what desks saw, and keeping the erased erased (sync.md 6)."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from hmac import compare_digest
from pathlib import Path
from uuid import UUID

import msgspec

from wemi_desk.central.exchange.ports import CentreKeys, Exchanged, LedgerEntry
from wemi_desk.central.exchange.workspace import Caller, Held
from wemi_desk.sync.canonical import member_hash, row_mac
from wemi_desk.sync.merge import Stamp
from wemi_desk.sync.wire import GivenRow

GivenBack = Callable[[Exchanged, Held], None]
_SUBJECTS = {"citizen": "id", "citizen_merge": "kept_id", "question": "subject_id"}


def take_back(work: Exchanged, caller: Caller, rows: Sequence[GivenRow], keys: CentreKeys, given: GivenBack) -> int:
    """Take the rows that bear the centre's own mark and are unknown here, or newer; how many they were."""
    key, taken = keys.row_key(work.tenant), 0
    work.prefetch((row.kind, row.id) for row in rows)
    for row in rows:
        data = bytes(row.data)
        mark = member_hash(row.kind, row.id.bytes, data)
        mac = row_mac(key, work.tenant, row.kind, row.id.bytes, row.version, mark)
        if row.scope in caller.scopes and compare_digest(mac, row.mac) and not work.is_erased(row.id):
            taken += _take_back(work, row, data, given)
    return taken


def _take_back(work: Exchanged, row: GivenRow, data: bytes, given: GivenBack) -> bool:
    there, here = work.kind_of(row.id), work.find(row.kind, row.id)
    if there not in (None, row.kind) or (here and here.version >= row.version):
        return False
    content = msgspec.json.decode(data)
    held = Held(
        kind=row.kind, id=row.id, content=content, version=row.version, subject_id=_subject(row.kind, content),
        birth=here.birth if here else Stamp(0, ""), stamps=here.stamps if here else {},
    )  # fmt: skip
    work.put_back(held, data)
    if row.scope not in work.exposed((row.id,)):
        work.show(row.kind, row.id, (row.scope,))
    given(work, held)
    return True


def _subject(kind: str, content: dict[str, object]) -> UUID | None:
    text = content.get(_SUBJECTS.get(kind, "citizen_id"))
    return UUID(text) if isinstance(text, str) else None


class FileErasureLedger:
    """Erasure orders in a file of their own, one JSON line each; lines are only ever added."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def append(self, order: LedgerEntry) -> None:
        line = msgspec.json.encode(order) + b"\n"
        with self._path.open("ab") as file:
            file.write(line)
            file.flush()
            os.fsync(file.fileno())

    def after(self, tenant: str, number: int) -> Sequence[LedgerEntry]:
        if not self._path.exists():
            return []
        entries = [msgspec.json.decode(line, type=LedgerEntry) for line in self._path.read_bytes().splitlines() if line]
        return [entry for entry in entries if entry.tenant == tenant and entry.number > number]


class MemoryErasureLedger:
    """The same, for tests and simulations."""

    def __init__(self) -> None:
        self.entries: list[LedgerEntry] = []

    def append(self, order: LedgerEntry) -> None:
        self.entries.append(order)

    def after(self, tenant: str, number: int) -> Sequence[LedgerEntry]:
        return [entry for entry in self.entries if entry.tenant == tenant and entry.number > number]
