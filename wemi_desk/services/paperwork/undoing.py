"""What undoing the closing of a case needs, and how it is put back."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from wemi_desk.domain.paperwork_cases import PaperworkCase

_READ: Mapping[str, Callable[[str], Any]] = {
    "next_on": date.fromisoformat, "closed_at": datetime.fromisoformat, "closed_by": UUID,
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


def _value(name: str, text: Any) -> Any:
    return _READ[name](text) if name in _READ and text else text
