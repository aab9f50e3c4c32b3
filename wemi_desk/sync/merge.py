"""Field-wise three-way merge: pure, and the same at desk and centre (sync.md 5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from wemi_desk.sync.policies import LATER_VISIT, Policy

Content = Mapping[str, Any]
Changes = Mapping[str, list[Any]]
"""``{field: [value seen before, value wanted]}``; for a field of elements ``[removed, added]`` codes are derived."""
_HLC_MILLISECOND = 1 << 16


@dataclass(frozen=True, slots=True, order=True)
class Stamp:
    """Who said something, and when by the hybrid clock. Compared by clock, then by act."""

    hlc: int
    act_id: str
    operator_id: str = ""
    space_code: str = ""
    made_at: int = 0

    def after(self, other: Stamp) -> timedelta:
        """How much later than *other* by the hybrid clocks."""
        return timedelta(milliseconds=(self.hlc - other.hlc) // _HLC_MILLISECOND)


@dataclass(frozen=True, slots=True)
class Doubt:
    """Two values for one field: the one that stands and the other, each with who said it."""

    field: str
    standing: Any
    standing_stamp: Stamp
    other: Any
    other_stamp: Stamp
    replaces: Any = None
    """What the author of the new value had seen: an earlier word of theirs, no more a candidate."""
    asked: bool = True
    """A person must say which is right; otherwise the other is only kept."""


@dataclass(frozen=True, slots=True)
class Merged:
    """The record after an act, the stamps of its fields, and what could not be decided."""

    content: dict[str, Any]
    stamps: dict[str, Stamp]
    doubts: tuple[Doubt, ...]
    settled: tuple[str, ...]
    """Fields changed by somebody who had seen what stood: an open question about them is answered."""


def merged(
    content: Content, stamps: Mapping[str, Stamp], birth: Stamp, changes: Changes, stamp: Stamp, policy: Policy
) -> Merged:
    """Apply *changes*, made by *stamp*, to *content*; a field never stamped was last said at *birth*.

    A field whose value is the one seen, or already the one wanted, is simply set. Nothing is lost otherwise: the value
    that does not stand is in a :class:`Doubt`.
    """
    result, said, doubts, settled = dict(content), dict(stamps), [], []
    for field, (before, after) in changes.items():
        if field in policy.frozen:
            continue
        current, current_stamp = result.get(field), said.get(field, birth)
        if field in policy.elements:
            result[field] = _elements(current, before, after)
        elif current in (before, after):
            result[field], said[field] = after, max(stamp, current_stamp) if current == after else stamp
            settled.append(field)
        elif field in policy.strict:
            result[field] = bool(current) or bool(after)
        else:
            doubt = _doubt(field, current, current_stamp, before, after, stamp, policy)
            result[field], said[field] = doubt.standing, doubt.standing_stamp
            doubts.append(doubt)
    return Merged(result, said, tuple(doubts), tuple(settled))


def _doubt(
    field: str, current: Any, current_stamp: Stamp, before: Any, after: Any, stamp: Stamp, policy: Policy
) -> Doubt:
    newer = stamp > current_stamp
    if newer and field not in policy.identity:
        standing, standing_stamp, other, other_stamp = after, stamp, current, current_stamp
    else:
        standing, standing_stamp, other, other_stamp = current, current_stamp, after, stamp
    apart = abs(stamp.after(current_stamp))
    asked = field not in policy.silent and not (field in policy.visit and apart >= LATER_VISIT)
    return Doubt(field, standing, standing_stamp, other, other_stamp, before, asked)


def _elements(current: Any, before: Any, after: Any) -> list[Any]:
    """Add what was added and remove what was removed, whatever else happened to the list meanwhile."""
    gone = set(before or ()) - set(after or ())
    kept = [one for one in current or () if one not in gone]
    return kept + [one for one in after or () if one not in kept and one not in set(before or ())]


def rebased(content: Content | None, verb: str, payload: Mapping[str, Any], *, forced: bool) -> dict[str, Any] | None:
    """What a desk shows: *content* with an own act on top. A *forced* act is not judged yet: its word is shown.

    One already judged but not yet in the feed shows only where the field is as its author saw it.
    """
    if verb == "new":
        return dict(payload) if content is None else dict(content)
    if content is None:
        return None
    shown = dict(content)
    for field, change in payload.items():
        if isinstance(change, list) and len(change) == 2 and (forced or shown.get(field) == change[0]):
            shown[field] = change[1]
    return shown
