"""What undoing an act about activities or volunteers needs: each changed field, as it was and as it was said."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from wemi_desk.domain.courses import Activity, ActivityDate, Enrolment, Presence
from wemi_desk.domain.errors import NothingToUndoError
from wemi_desk.domain.facilitation import FacilitationSession
from wemi_desk.domain.volunteers import Volunteer, VolunteerHours
from wemi_desk.services.ports import Records, UnitOfWork

_KINDS: dict[str, type] = {
    one.__name__: one
    for one in (Activity, ActivityDate, Enrolment, FacilitationSession, Presence, Volunteer, VolunteerHours)
}


def steps_back(*pairs: tuple[Any, Any]) -> str:
    """Of each record as it stands now and as undoing makes it, the fields that differ."""
    return json.dumps({str(now.id): [type(now).__name__, _differences(now, back)] for now, back in pairs})


def take_back(work: UnitOfWork, record_id: UUID, detail: str) -> None:
    """The old values, except where somebody has written another one since."""
    name, differences = json.loads(detail)[str(record_id)]
    records: Records[Any] = work.records(_KINDS[name])
    stood = records.get(record_id)
    back = {
        field: _value(old) for field, (old, said) in differences.items() if _plain(getattr(stood, field)) == said
    }  # fmt: skip
    if differences and not back:
        raise NothingToUndoError
    records.replace(replace(stood, **back))


def _differences(now: Any, back: Any) -> dict[str, list[Any]]:
    names = [field.name for field in fields(now)]
    return {
        name: [_plain(getattr(back, name)), _plain(getattr(now, name))]
        for name in names if getattr(now, name) != getattr(back, name)
    }  # fmt: skip


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return {"at": value.isoformat()}
    if isinstance(value, date):
        return {"on": value.isoformat()}
    if isinstance(value, UUID):
        return {"id": str(value)}
    return [_plain(one) for one in value] if isinstance(value, tuple) else value


def _value(plain: Any) -> Any:
    if isinstance(plain, list):
        return tuple(_value(one) for one in plain)
    if not isinstance(plain, dict):
        return plain
    ((what, text),) = plain.items()
    read: dict[str, Callable[[str], Any]] = {"at": datetime.fromisoformat, "on": date.fromisoformat, "id": UUID}
    return read[what](text)


