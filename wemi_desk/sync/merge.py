"""Field-wise three-way merge: pure, and the same at desk and centre (sync.md 5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from dataclasses import field as attribute
from datetime import timedelta
from typing import Any, NamedTuple

from wemi_desk.domain.acts import RECEIPT
from wemi_desk.domain.application_receipts import is_news, with_receipt
from wemi_desk.sync.policies import LATER_VISIT, Policy

Content = Mapping[str, Any]
Changes = Mapping[str, list[Any]]
"""``{field: [value seen before, value wanted]}``; for a field of elements ``[removed, added]`` codes are derived."""
_HLC_MILLISECOND = 1 << 16


class Stamp(NamedTuple):
    """Who said something, and when by the hybrid clock. Compared by clock, then by act.

    A tuple: a centre makes ten for each record it looks at, straight from the bytes.
    """

    hlc: int
    act_id: str
    operator_id: str = ""
    space_code: str = ""
    made_at: int = 0

    def after(self, other: Stamp) -> timedelta:
        """How much later than *other* by the hybrid clocks."""
        return timedelta(milliseconds=(self.hlc - other.hlc) // _HLC_MILLISECOND)

    def above(self, seen: Stamp) -> Stamp:
        """Who saw a word and replaced it came after it, whatever the two clocks say."""
        return self if self > seen else self._replace(hlc=seen.hlc + 1)


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
    beside: Mapping[str, tuple[Any, Any]] = attribute(default_factory=dict)
    """What was said along with the one that stands and along with the other."""
    seen: Mapping[str, Any] = attribute(default_factory=dict)
    """What the author of the new value had seen along with the one it *replaces*."""


Said = tuple[Any, Stamp]
"""A value and who said it."""


@dataclass(frozen=True, slots=True)
class Merged:
    """The record after an act, the stamps of its fields, and what could not be decided."""

    content: dict[str, Any]
    stamps: dict[str, Stamp]
    doubts: tuple[Doubt, ...]
    settled: tuple[str, ...]
    """Fields changed by somebody who had seen what stood."""


def merged(
    content: Content, stamps: Mapping[str, Stamp], birth: Stamp, changes: Changes, stamp: Stamp, policy: Policy
) -> Merged:
    """Apply *changes*, made by *stamp*, to *content*; a field never stamped was last said at *birth*.

    A field whose value is the one seen, or already the one wanted, is simply set. Nothing is lost otherwise: the value
    that does not stand is in a :class:`Doubt`.
    """
    attempt = _Attempt(dict(content), dict(stamps), birth, stamp, policy)
    followers = [field for field in changes if _follows(policy.follows.get(field), content, changes)]
    for field, (before, after) in changes.items():
        if before != after and field not in policy.frozen and field not in followers:
            attempt.change(field, before, after)
    for field in followers:
        leader, (before, after) = policy.follows[field], changes[field]
        attempt.follow(field, before, after, leader, changes[leader][1])
    return Merged(attempt.content, attempt.stamps, tuple(attempt.doubts.values()), tuple(attempt.settled))


def _follows(leader: str | None, content: Content, changes: Changes) -> bool:
    """A word goes with its leader's, unless the leader already stands as it is wanted: then it is a word of its own, or
    what somebody else said beside the same leader would be lost."""
    before, after = changes.get(leader, (None, None)) if leader is not None else (None, None)
    return before != after and content.get(leader or "") != after


class _Attempt:
    """One act on one record, field by field."""

    __slots__ = ("birth", "content", "doubts", "policy", "settled", "stamp", "stamps")

    def __init__(
        self, content: dict[str, Any], stamps: dict[str, Stamp], birth: Stamp, stamp: Stamp, policy: Policy
    ) -> None:
        self.content = content
        self.stamps = stamps
        self.birth = birth
        self.stamp = stamp
        self.policy = policy
        self.doubts: dict[str, Doubt] = {}
        self.settled: list[str] = []

    def change(self, field: str, before: Any, after: Any) -> None:
        """The rule of the field's kind."""
        current, current_stamp = self.content.get(field), self.stamps.get(field, self.birth)
        if field in self.policy.elements:
            self.content[field] = _elements(current, before, after)
        elif current == before:
            self._say(field, after, self.stamp.above(current_stamp))
            self.settled.append(field)
        elif current == after:
            self._say(field, after, max(self.stamp, current_stamp))
        elif field in self.policy.strict:
            self.content[field] = bool(current) or bool(after)
        else:
            doubt = doubt_about(field, (current, current_stamp), (after, self.stamp), before, self.policy)
            self._say(field, doubt.standing, doubt.standing_stamp)
            self.doubts[field] = doubt

    def follow(self, field: str, before: Any, after: Any, leader: str, wanted: Any) -> None:
        """What is said with *leader* stands or waits with it; a word its author had not seen is not replaced unheard,
        though the leader beside it was seen."""
        current, doubt = self.content.get(field), self.doubts.get(leader)
        taken, coming = self.content.get(leader) == wanted, (after, self.stamps.get(leader, self.stamp))
        if doubt is not None:
            beside = {**doubt.beside, field: (after, current) if taken else (current, after)}
            self.doubts[leader] = replace(doubt, beside=beside, seen={**doubt.seen, field: before})
        elif current == before:
            self.settled.append(field)
        elif current != after:
            unseen = (current, self.stamps.get(field, self.birth))
            self.doubts[field] = _between(field, coming, unseen, before, self.policy)
        if taken:
            self._say(field, *coming)

    def _say(self, field: str, value: Any, stamp: Stamp) -> None:
        self.content[field], self.stamps[field] = value, stamp


def doubt_about(field: str, standing: Said, coming: Said, before: Any, policy: Policy) -> Doubt:
    """Two words on one field: which stands, and must a person be asked?"""
    if coming[1] > standing[1] and field not in policy.identity:
        standing, coming = coming, standing
    return _between(field, standing, coming, before, policy)


def _between(field: str, standing: Said, coming: Said, before: Any, policy: Policy) -> Doubt:
    apart = abs(standing[1].after(coming[1]))
    asked = field not in policy.silent and not (field in policy.visit and apart >= LATER_VISIT)
    return Doubt(field, *standing, *coming, before, asked)


def _elements(current: Any, before: Any, after: Any) -> list[Any]:
    """Add what was added and remove what was removed, whatever else happened to the list meanwhile."""
    seen, wanted = list(before or ()), list(after or ())
    kept = [one for one in current or () if one not in seen or one in wanted]
    return kept + [one for one in wanted if one not in kept and one not in seen]


def rebased(content: Content | None, verb: str, payload: Mapping[str, Any], *, forced: bool) -> dict[str, Any] | None:
    """What a desk shows: *content* with an own act on top. A *forced* act is not judged yet: its word is shown.

    One already judged but not yet in the feed shows only where the field is as its author saw it.
    """
    if verb == "new":
        return dict(payload) if content is None else dict(content)
    if content is None:
        return None
    if verb == RECEIPT:
        return (with_receipt(content, payload) if forced or is_news(content, payload) else None) or dict(content)
    shown = dict(content)
    for field, change in payload.items():
        if isinstance(change, list) and len(change) == 2 and (forced or shown.get(field) == change[0]):
            shown[field] = change[1]
    return shown
