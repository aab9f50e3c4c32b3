"""What undoing an act of the agenda needs, and how it is put back."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from wemi_desk.domain.appointments import CANCELLED
from wemi_desk.domain.errors import NothingToUndoError
from wemi_desk.domain.queue import GONE
from wemi_desk.services.ports import UnitOfWork
from wemi_desk.services.session import DeskSession

APPOINTMENT, SLOT, EXCEPTION, SHIFT, LEAVE, NOTE, TICKET = (
    "appointment", "slot", "exception", "shift", "leave", "note", "ticket",
)  # fmt: skip
_TABLES: Mapping[str, Callable[[UnitOfWork], Any]] = {
    APPOINTMENT: lambda work: work.appointments, SLOT: lambda work: work.opening_slots,
    EXCEPTION: lambda work: work.opening_exceptions, SHIFT: lambda work: work.shifts,
    LEAVE: lambda work: work.leaves, NOTE: lambda work: work.handover_notes, TICKET: lambda work: work.queue,
}  # fmt: skip
_ENDED = {APPOINTMENT: CANCELLED, TICKET: GONE}
_SEEN_TO = {APPOINTMENT: ("status", "changed_by"), TICKET: ("state", "changed_by")}
_READ: Mapping[str, Callable[[str], Any]] = {
    "at": datetime.fromisoformat, "on": date.fromisoformat, "id": UUID,
}  # fmt: skip
_MARKS = ("changed_at", "changed_by")


@dataclass(frozen=True, slots=True)
class Change:
    """One record that an act wrote; *before* is None for what was born with it."""

    kind: str
    before: Any
    after: Any


def detail_of(changes: Iterable[Change]) -> str:
    """What a deed keeps of an act: of each record the fields that changed, with both values."""
    return json.dumps({str(one.after.id): {"kind": one.kind, "fields": _changed(one)} for one in changes})


def _changed(one: Change) -> dict[str, Any]:
    if one.before is None:
        return {}
    names = [field.name for field in fields(one.after) if field.name not in _MARKS]
    pairs = {name: (getattr(one.before, name), getattr(one.after, name)) for name in names}
    return {name: [_told(value) for value in two] for name, two in pairs.items() if two[0] != two[1]}


def take_back(work: UnitOfWork, session: DeskSession, object_id: UUID, detail: str) -> None:
    """Put one record as it was. Raises NothingToUndoError when a colleague has gone on with it."""
    said = json.loads(detail)[str(object_id)]
    kind, table = said["kind"], _TABLES[said["kind"]](work)
    record, now, by = table.get(object_id), session.clock.now(), session.operator.id
    if kind in _ENDED and record.changed_by != by:
        raise NothingToUndoError
    if said["fields"]:
        pairs = {name: [_value(one) for one in two] for name, two in said["fields"].items()}
        back = {name: old for name, (old, new) in pairs.items() if getattr(record, name) == new}
    else:
        back = {_SEEN_TO[kind][0]: _ENDED[kind]} if kind in _ENDED else {"withdrawn_at": now}
    marks = {"changed_at": now, "changed_by": by} if kind in _ENDED else {}
    table.replace(replace(record, **back, **marks))


def _told(value: Any) -> Any:
    if isinstance(value, datetime):
        return {"at": value.isoformat()}
    if isinstance(value, date):
        return {"on": value.isoformat()}
    if isinstance(value, UUID):
        return {"id": str(value)}
    return list(value) if isinstance(value, tuple) else value


def _value(told: Any) -> Any:
    if isinstance(told, dict):
        (kind, text), = told.items()
        return _READ[kind](text)
    return tuple(told) if isinstance(told, list) else told
