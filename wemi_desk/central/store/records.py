"""See exchange.workspace.Records: what the rules read and write."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import literal_column

from wemi_desk.central.exchange.workspace import Held
from wemi_desk.central.store.database import Transaction
from wemi_desk.central.store.slots import AWAITED, ERASED, LIVE, REFERENCES, IdentityMap, Shown
from wemi_desk.central.store.statements import Statement, finding
from wemi_desk.central.store.tables import RECORD, REFERENCE
from wemi_desk.sync.canonical import canonical
from wemi_desk.sync.identifiers import text_of, uuid_of
from wemi_desk.sync.merge import Stamp
from wemi_desk.sync.wire import ERASE, EVICT, PUT

_SUBJECT = ""
"""In place of a field: the record is about the other."""
_NOTHING: Any = literal_column("''")
_AROUND = Statement(
    finding(RECORD, "id", "kind", subject_id="named").add_columns(_NOTHING.label("field"))
    .union_all(finding(REFERENCE, "id", target="named").add_columns(_NOTHING.label("kind"), REFERENCE.c.field))
)


class SqlRecords(IdentityMap):
    """See exchange.workspace.Records."""

    def __init__(self, transaction: Transaction, tenant: str) -> None:
        super().__init__(transaction, tenant)
        self._patient = False
        self._around: dict[bytes, dict[str, dict[bytes, str]]] = {}

    def prefetch(self, wanted: Iterable[tuple[str, UUID]]) -> None:
        kinds = {record_id.bytes: kind for kind, record_id in wanted}
        self._kinds.update(kinds)
        self.load(kinds, locked=self._patient)

    def find(self, kind: str, record_id: UUID) -> Held | None:
        slot = self.at(record_id)
        slot.used = True
        return self.held(record_id, slot) if slot.state == LIVE and slot.kind == kind else None

    def kind_of(self, record_id: UUID) -> str | None:
        """The kind of the living record under this identifier."""
        slot = self.at(record_id)
        return slot.kind if slot.state == LIVE else None

    def is_erased(self, record_id: UUID) -> bool:
        slot = self.at(record_id)
        slot.used = True
        return slot.state == ERASED

    def put(
        self,
        kind: str,
        record_id: UUID,
        content: Mapping[str, Any],
        *,
        subject_id: UUID | None,
        birth: Stamp | None = None,
        stamps: Mapping[str, Stamp] | None = None,
    ) -> Held:
        slot = self.at(record_id)
        before = self.held(record_id, slot) if slot.state == LIVE else None
        born = before.birth if before else birth
        if slot.state == ERASED or born is None or (before and before.kind != kind):
            raise ValueError(f"{kind} cannot stand here")
        kept = before.stamps if before else {}
        held = Held(
            kind=kind, id=record_id, content=dict(content), version=slot.version + 1, subject_id=subject_id, birth=born,
            stamps=dict(kept if stamps is None else stamps),
        )  # fmt: skip
        self.write(slot, held, canonical(held.content))
        return held

    def put_back(self, held: Held, data: bytes) -> None:
        """A record from a desk that had seen it, at the version it had there."""
        slot = self.at(held.id)
        self.write(slot, held, data)

    def scopes_of(self, kind: str, record_id: UUID) -> frozenset[str]:
        slot = self.at(record_id)
        if slot.kind != kind:
            return frozenset()
        return frozenset(scope for scope, shown in self.members(slot).items() if shown.state == PUT)

    def show(self, kind: str, record_id: UUID, scopes: Collection[str]) -> None:
        slot = self.at(record_id)
        if slot.state != LIVE:
            raise ValueError(f"no {kind} to show")
        members = self.members(slot)
        for scope in scopes:
            shown = members.get(scope)
            if shown is None:
                shown = members[scope] = Shown(kind)
            if shown.state != PUT:
                self.change(slot, scope, shown, PUT, slot.hash)

    def hide(self, kind: str, record_id: UUID, scopes: Collection[str]) -> None:
        slot = self.at(record_id)
        members = self.members(slot)
        for scope in scopes:
            shown = members.get(scope)
            if shown is not None and shown.state == PUT and shown.kind == kind:
                self.change(slot, scope, shown, EVICT, None)

    def about(self, subject_id: UUID) -> Collection[Held]:
        key = subject_id.bytes
        found = self._found({key, *self._about_it(key), *self.naming(key)})
        return [held for held in found if held.subject_id == subject_id or held.id == subject_id]

    def pointing(self, field_name: str, target: UUID, kinds: Collection[str]) -> Collection[Held]:
        if field_name not in REFERENCES:
            raise ValueError(field_name)
        key = target.bytes
        about = (one for one, kind in self._about_it(key).items() if not kinds or kind in kinds)
        found = self._found({*about, *self._pointing_at(field_name, key), *self.naming(key)}, kinds)
        if not found:
            return found
        text = text_of(target)
        return [held for held in found if held.content.get(field_name) == text]

    def _about_it(self, subject: bytes) -> Mapping[bytes, str]:
        """Records in the database whose subject this is, and their kinds."""
        return self._around_it(subject)[_SUBJECT]

    def _pointing_at(self, field_name: str, target: bytes) -> Collection[bytes]:
        """Records in the database that name *target* in this field."""
        return self._around_it(target).get(field_name, ())

    def _around_it(self, key: bytes) -> Mapping[str, dict[bytes, str]]:
        """Per field, the records in the database that name this one, and the kinds of those that are about it.

        Whoever hangs something on a record locks it before it commits: once it is locked here, nothing is missed. What
        is only being made is named by nothing there; what was lost with a backup may be.
        """
        found = self._around.get(key)
        if found is None:
            found, slot = {_SUBJECT: {}}, self.slot(key)
            self._around[key] = found
            if slot.base is not None:
                self.lock([key])
            if slot.base is not None or slot.state != LIVE:
                for record_id, kind, name in self._transaction.rows(_AROUND, tenant=self.tenant, named=key):
                    found.setdefault(name, {})[record_id] = kind
        return found

    def _found(self, ids: Collection[bytes], kinds: Collection[str] = ()) -> list[Held]:
        """What lives of *ids*, of these kinds only where any are named, in the order of the identifiers."""
        if not ids:
            return []
        self.load(ids)
        slots = ((one, self.slot(one)) for one in sorted(ids))
        return [
            slot.held or self.held(uuid_of(one), slot)
            for one, slot in slots if slot.state == LIVE and (not kinds or slot.kind in kinds)
        ]  # fmt: skip

    def await_record(self, record_id: UUID) -> None:
        """An act waits for this record: whoever makes it meets this row, even at the same moment."""
        slot = self.at(record_id)
        slot.state, slot.awaited, slot.dirty, slot.used = slot.state or AWAITED, 1, True, True

    def erase_record(self, record_id: UUID, kind: str, scopes: Collection[str]) -> None:
        """Nothing of it stays but its identifier, and a tombstone in *scopes* and wherever it was."""
        slot = self.blank(record_id.bytes, kind)
        members = self.members(slot)
        for scope in sorted({*scopes, *members}):
            shown = members.get(scope)
            if shown is None:
                shown = members[scope] = Shown(slot.kind)
            if shown.state != ERASE:
                self.change(slot, scope, shown, ERASE, None)
