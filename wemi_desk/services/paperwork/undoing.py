"""What undoing an act on a case needs, and how it is put back."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from wemi_desk.domain.paperwork_cases import PaperworkCase
from wemi_desk.services.ports import UnitOfWork

_READ: Mapping[str, Callable[[str], Any]] = {
    "next_on": date.fromisoformat, "closed_at": datetime.fromisoformat, "closed_by": UUID, "citizen_id": UUID,
}  # fmt: skip


def previous_values(before: PaperworkCase, after: PaperworkCase) -> str:
    """``{field: [before, after]}`` of the fields that changed, as JSON."""
    names = (one.name for one in fields(PaperworkCase))
    pairs = {name: [getattr(before, name), getattr(after, name)] for name in names}
    return json.dumps({name: two for name, two in pairs.items() if two[0] != two[1]}, default=str)


def as_before(case: PaperworkCase, detail: str) -> PaperworkCase:
    """The old values, except where somebody has written another one since."""
    pairs = {name: [_value(name, one) for one in two] for name, two in json.loads(detail).items()}
    return replace(case, **{name: old for name, (old, new) in pairs.items() if getattr(case, name) == new})


def let_attendances_follow(work: UnitOfWork, before: PaperworkCase, after: PaperworkCase) -> None:
    """Who was alone at the sittings of a case is whose case it is; those of a group stay as they were written."""
    if before.citizen_id == after.citizen_id:
        return
    mine = [one.id for one in work.paperwork.sittings.of_case(after.id) if one.case_id == after.id]
    for there in work.paperwork.sittings.attended(mine).values():
        if len(there) == 1 and there[0].citizen_id == before.citizen_id:
            work.paperwork.attendances.replace(replace(there[0], citizen_id=after.citizen_id))


def _value(name: str, text: Any) -> Any:
    return _READ[name](text) if name in _READ and text else text
