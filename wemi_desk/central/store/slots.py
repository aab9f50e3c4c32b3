"""One transaction's identity map: what was read of each identifier, what became of it, and writing that in bulk."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import delete, select

from wemi_desk.central.exchange.workspace import Held
from wemi_desk.central.store.database import AgainError, Row, Transaction
from wemi_desk.central.store.statements import Bulk, Lookup, Statement, where
from wemi_desk.central.store.tables import MEMBER, RECORD, REFERENCE
from wemi_desk.shapes import decoder_of
from wemi_desk.sync.canonical import member_hash
from wemi_desk.sync.identifiers import text_of, uuid_of
from wemi_desk.sync.merge import Stamp
from wemi_desk.sync.policies import Rule, policy_of
from wemi_desk.sync.wire import PUT

LIVE, AWAITED, ERASED = "live", "awaited", "erased"
REFERENCES = frozenset({
    "citizen_id", "beneficiary_id", "kept_id", "merged_id", "merged_into", "household_id", "contact_id", "duplicate_of",
    "application_id", "voucher_id", "record_id", "object_id", "corrects", "case_id", "activity_id",
    "delegate_id", "date_id", "workstation_id",
})  # fmt: skip
"""Fields by which one record names another, and may be asked for it."""
_ID_LENGTH = 36
RECORDS = Lookup(
    select(*(RECORD.c[name] for name in RECORD.c.keys()[1:])).where(*where(RECORD)),
    RECORD.c.id,
)
LOCKED_RECORDS = Lookup(select(*RECORD.c.values()[1:]).where(*where(RECORD)), RECORD.c.id, locking=True)
_LOCKED = Lookup(select(RECORD.c.id, RECORD.c.turn).where(*where(RECORD)), RECORD.c.id, locking=True)
_MEMBERS = Lookup(
    select(MEMBER.c.id, MEMBER.c.scope, MEMBER.c.kind, MEMBER.c.state, MEMBER.c.hash).where(*where(MEMBER)), MEMBER.c.id
)
_FORGET = Statement(delete(REFERENCE).where(*where(REFERENCE, id="of")))
_NEW_RECORDS, _CHANGED_RECORDS, _REFERENCES = Bulk(RECORD), Bulk(RECORD, replacing=True), Bulk(REFERENCE)
_decoded: Callable[[bytes], Any] = msgspec.json.Decoder().decode
_said = decoder_of(tuple[Stamp, dict[str, Stamp]]).decode
_encoded = msgspec.json.Encoder().encode


Link = tuple[bytes, str]
"""A record named, and the field that names it."""


@dataclass(slots=True)
class Shown:
    """One record in one scope: as the database has it, and as it shall be."""

    kind: str
    state: str = ""
    hash: bytes | None = None
    was_state: str = ""
    was_hash: bytes | None = None
    changed: bool = False


@dataclass(slots=True)
class Slot:
    """One identifier. *base* is the turn the database has, None where it has no row."""

    key: bytes
    kind: str = ""
    state: str = ""
    turn: int = 0
    awaited: int = 0
    version: int = 0
    subject: bytes | None = None
    hash: bytes | None = None
    data: bytes | None = None
    said: bytes | None = None
    base: int | None = None
    held: Held | None = None
    used: bool = False
    dirty: bool = False
    links: tuple[Link, ...] = ()
    was_links: tuple[Link, ...] | None = None
    shown_in: dict[str, Shown] = field(default_factory=dict)
    """See IdentityMap.members."""


class IdentityMap:
    """Every identifier that a transaction touched."""

    def __init__(self, transaction: Transaction, tenant: str) -> None:
        self.tenant = tenant
        self._transaction = transaction
        self._slots: dict[bytes, Slot] = {}
        self._at: dict[int, Slot] = {}
        self._shown: list[tuple[bytes, str, Shown]] = []
        self._naming: dict[bytes, set[bytes]] = {}
        self._kinds: dict[bytes, str] = {}
        self._locked: set[bytes] = set()
        self._unread: list[bytes] = []
        """Records whose scopes nobody has asked for yet; then all are read at once."""

    def load(self, ids: Collection[bytes], *, locked: bool = False) -> None:
        """Read what is not here yet; *locked*: and let nobody change it any more."""
        missing = self.begin_load(ids)
        if missing:
            lookup = LOCKED_RECORDS if locked else RECORDS
            self.end_load(self._transaction.among(lookup, missing, tenant=self.tenant), locked=locked)

    def begin_load(self, ids: Collection[bytes]) -> list[bytes]:
        """Those of *ids* that are not here yet; :meth:`end_load` has to follow, with their rows."""
        missing = sorted(one for one in ids if one not in self._slots)
        for one in missing:
            self._slots[one] = Slot(one)
        return missing

    def end_load(self, rows: Sequence[Row], *, locked: bool) -> None:
        """Rows of RECORDS or LOCKED_RECORDS have come."""
        there = []
        for row in rows:
            key, kind, state, turn, awaited, version, subject, mark, data, said = row
            self._slots[key] = Slot(key, kind, state, turn, awaited, version, subject, mark, data, said, turn)
            there.append(key)
        if locked:
            self._locked.update(there)
        self._unread += there

    def members(self, slot: Slot) -> dict[str, Shown]:
        """Where a record is shown, or was."""
        if self._unread:
            unread, self._unread = self._unread, []
            for record_id, scope, kind, state, mark in self._transaction.among(_MEMBERS, unread, tenant=self.tenant):
                self._slots[record_id].shown_in[scope] = Shown(kind, state, mark, state, mark)
        return slot.shown_in

    def lock(self, ids: Collection[bytes]) -> None:
        """Keep everybody else from these records until the end; they must be as they were read."""
        if not self._transaction.on_postgres:
            return
        self.load(ids)
        wanted = [one for one in ids if one not in self._locked]
        self._locked.update(wanted)
        there = {one: self._slots[one].base for one in wanted if self._slots[one].base is not None}
        found = {row[0]: row[1] for row in self._transaction.among(_LOCKED, sorted(there), tenant=self.tenant)}
        if found != there:
            raise AgainError

    def changes(self) -> list[tuple[bytes, str, Shown]]:
        """Every membership that changed: (record, scope, what)."""
        return self._shown

    def write_records(self) -> None:
        """Lock what this unit relied on, in one order, then write what it changed."""
        if not any(slot.dirty for slot in self._slots.values()):
            return
        self.lock([one for one, slot in self._slots.items() if slot.base is not None and _matters(slot)])
        dirty = sorted(((one, slot) for one, slot in self._slots.items() if slot.dirty), key=_first)
        self._transaction.write(_NEW_RECORDS, self.tenant, [_row(*one) for one in dirty if one[1].base is None])
        self._transaction.write(_CHANGED_RECORDS, self.tenant, [_row(*one) for one in dirty if one[1].base is not None])
        self._write_links(dirty)

    def _write_links(self, dirty: Sequence[tuple[bytes, Slot]]) -> None:
        links = []
        for key, slot in dirty:
            if slot.links != (slot.was_links or ()):
                if slot.was_links:
                    self._transaction.run(_FORGET, tenant=self.tenant, of=key)
                links += [(target, name, key) for target, name in slot.links]
        self._transaction.write(_REFERENCES, self.tenant, sorted(links))

    def naming(self, target: bytes) -> Collection[bytes]:
        """Records written in this transaction that name *target*, or are about it."""
        return self._naming.get(target, ())

    def at(self, record_id: UUID) -> Slot:
        """The slot of an identifier, found by the number that a UUID holds: its bytes are made anew at each asking."""
        slot = self._at.get(record_id.int)
        if slot is None:
            slot = self._at[record_id.int] = self.slot(record_id.bytes)
        return slot

    def slot(self, key: bytes) -> Slot:
        slot = self._slots.get(key)
        if slot is None:
            self.load((key,))
            slot = self._slots[key]
        return slot

    def held(self, record_id: UUID, slot: Slot) -> Held:
        if slot.held is None:
            birth, stamps = _said(slot.said) if slot.said else (Stamp(0, ""), {})
            slot.held = Held(
                kind=slot.kind, id=record_id, content=_decoded(slot.data or b"{}"), version=slot.version,
                subject_id=uuid_of(slot.subject) if slot.subject else None, birth=birth, stamps=stamps,
            )  # fmt: skip
        return slot.held

    def write(self, slot: Slot, held: Held, data: bytes) -> None:
        """*held* stands now; *data* is its canonical content."""
        key = slot.key
        mark = member_hash(held.kind, key, data)
        if slot.was_links is None:
            slot.was_links = _links(self.held(held.id, slot)) if slot.state == LIVE else ()
        slot.links = _links(held)
        slot.subject = held.subject_id.bytes if held.subject_id else None
        if slot.subject is not None:
            self._naming.setdefault(slot.subject, set()).add(key)
        for target, _name in slot.links:
            self._naming.setdefault(target, set()).add(key)
        slot.kind, slot.state, slot.version = held.kind, LIVE, held.version
        slot.hash, slot.data, slot.held = mark, data, held
        slot.said = _encoded((held.birth, held.stamps))
        slot.dirty = slot.used = True
        for scope, shown in self.members(slot).items():
            if shown.state == PUT and shown.hash != mark:
                self.change(slot, scope, shown, PUT, mark)

    def blank(self, key: bytes, kind: str) -> Slot:
        """The record is gone for good: nothing of it stays but its identifier."""
        slot = self.slot(key)
        if slot.was_links is None:
            slot.was_links = _links(self.held(uuid_of(key), slot)) if slot.state == LIVE else ()
        slot.links = ()
        slot.kind, slot.state, slot.version = slot.kind or self._kinds.get(key, kind), ERASED, slot.version + 1
        slot.data = slot.said = slot.hash = slot.subject = slot.held = None
        slot.dirty = slot.used = True
        return slot

    def change(self, slot: Slot, scope: str, shown: Shown, state: str, mark: bytes | None) -> None:
        shown.state, shown.hash = state, mark
        slot.dirty = True  # who waits for it, or hangs something on it, must notice
        if not shown.changed:
            shown.changed = True
            self._shown.append((slot.key, scope, shown))


def _matters(slot: Slot) -> bool:
    """Reference data may be a moment old; everything else that was read must still be so."""
    policy = policy_of(slot.kind)
    return slot.dirty or (slot.used and not (policy and policy.rule is Rule.DOWN))


def _row(key: bytes, slot: Slot) -> Row:
    return (
        key, slot.kind, slot.state, slot.turn + 1, slot.awaited, slot.version, slot.subject, slot.hash, slot.data,
        slot.said,
    )  # fmt: skip


def _links(held: Held) -> tuple[Link, ...]:
    """The records this one names, but for its subject: that has a column of its own."""
    content, links = held.content, []
    subject = text_of(held.subject_id) if held.subject_id else ""
    for name in content.keys() & REFERENCES:
        value = content[name]
        if isinstance(value, str) and len(value) == _ID_LENGTH and value != subject:
            with suppress(ValueError):
                links.append((UUID(value).bytes, name))
    return tuple(sorted(links)) if links else ()


def _first(pair: tuple[bytes, Slot]) -> bytes:
    return pair[0]
