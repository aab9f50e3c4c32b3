"""What is written of shared services, and how it is taken back: several records in one deed."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, fields, is_dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from wemi_desk.domain.call_backs import CallBack
from wemi_desk.domain.deeds import Deed
from wemi_desk.domain.errors import NothingToUndoError
from wemi_desk.domain.shared_services import (
    CLOSED,
    Share,
    SharedParticipant,
    SharedRequest,
    SharedService,
    Split,
)
from wemi_desk.domain.shared_slots import WeekSlot
from wemi_desk.services import deeds
from wemi_desk.services.ports import UnitOfWork
from wemi_desk.services.session import DeskSession

UNDONE = "undone"
_READ: Mapping[str, Callable[[Any], Any]] = {
    "slots": lambda kept: tuple(WeekSlot(**one) for one in kept),
    "children": lambda kept: tuple(date.fromisoformat(one) for one in kept),
    "languages": tuple,
    "splits": lambda kept: tuple(_split(one) for one in kept),
} | dict.fromkeys(
    ("from_on", "until_on", "starts_on", "ends_on", "joined_on", "left_on"), date.fromisoformat
) | dict.fromkeys(
    ("closed_at", "agreed_at"), datetime.fromisoformat
) | dict.fromkeys(
    ("household_id", "citizen_id", "agreed_by", "provider_id", "catalogue_service_id", "call_back_id"), UUID
)  # fmt: skip


class Writing:
    """The records of one act, and the deed that takes them all back."""

    def __init__(self, work: UnitOfWork, session: DeskSession) -> None:
        self._work = work
        self._session = session
        self._done: dict[str, dict[str, Any]] = {}

    def add(self, record: Any) -> None:
        """A record that is born; taken back, it ends."""
        self._done[str(record.id)] = {"kind": _kind(record), "new": True}
        records_of(self._work, _kind(record)).add(record)

    def change(self, before: Any, after: Any) -> None:
        """A record that is said anew."""
        known = self._done.get(str(after.id))
        if known is None or not known.get("new"):
            stood = known["fields"] if known else {}
            pairs = {name: [stood.get(name, two)[0], two[1]] for name, two in _pairs(before, after).items()}
            self._done[str(after.id)] = {"kind": _kind(after), "fields": stood | pairs}
        records_of(self._work, _kind(after)).replace(after)

    def deed(self, form_id: UUID | None = None) -> Deed:
        """Remembered in the act's own transaction."""
        ids = [UUID(one) for one in self._done]
        detail = json.dumps(self._done)
        return deeds.remember(self._work, self._session, deeds.SHARED, *ids, detail=detail, form_id=form_id)


def take_back(session: DeskSession, work: UnitOfWork, object_id: UUID, detail: str) -> None:
    """One record of a deed as it was, except for what somebody has written since; one that was born ends."""
    done = json.loads(detail)[str(object_id)]
    records = records_of(work, done["kind"])
    record = records.find(object_id)
    if record is None:
        raise NothingToUndoError
    records.replace(_ended(record, session) if done.get("new") else _as_before(record, done["fields"]))


def records_of(work: UnitOfWork, kind: str) -> Any:
    """The records of one of the kinds this room writes."""
    ways: dict[str, Callable[[], Any]] = {
        "request": lambda: work.shared_requests, "service": lambda: work.shared_services,
        "participant": lambda: work.shared_participants, "call_back": lambda: work.call_backs,
    }  # fmt: skip
    return ways[kind]()


def _kind(record: Any) -> str:
    kinds = {
        SharedRequest: "request", SharedService: "service", SharedParticipant: "participant", CallBack: "call_back",
    }  # fmt: skip
    return kinds[type(record)]


def _ended(record: Any, session: DeskSession) -> Any:
    now, today = session.clock.now(), session.clock.today()
    match record:
        case SharedRequest():
            return replace(record, closed_at=now, closed_reason=UNDONE)
        case SharedService():
            return replace(record, status=CLOSED, closed_reason=UNDONE)
        case SharedParticipant():
            return replace(record, left_on=max(today, record.joined_on or today), left_reason=UNDONE)
    return replace(record, result="closed", closed_at=now)


def _pairs(before: Any, after: Any) -> dict[str, list[Any]]:
    names = [one.name for one in fields(after)]
    return {
        name: [_bare(getattr(before, name)), _bare(getattr(after, name))]
        for name in names if getattr(before, name) != getattr(after, name)
    }  # fmt: skip


def _as_before(record: Any, pairs: Mapping[str, list[Any]]) -> Any:
    still = {name: old for name, (old, new) in pairs.items() if _bare(getattr(record, name)) == new}
    return replace(record, **{name: _value(name, old) for name, old in still.items()})


def _value(name: str, kept: Any) -> Any:
    return _READ[name](kept) if name in _READ and kept is not None else kept


def _bare(value: Any) -> Any:
    """As JSON holds it."""
    return json.loads(json.dumps(value, default=_plain))


def _plain(value: Any) -> Any:
    return asdict(value) if is_dataclass(value) and not isinstance(value, type) else str(value)


def _split(kept: Mapping[str, Any]) -> Split:
    shares = tuple(Share(_participant(one["participant_id"]), one["cents"]) for one in kept["shares"])
    return Split(date.fromisoformat(kept["from_on"]), kept["total_cents"], shares)


def _participant(kept: str) -> Any:
    return UUID(kept)
