"""Publishing to each space a filter of who is known at the others (sync.known_elsewhere, docs/decisions/0013)."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from wemi_desk.central.exchange.redirects import canonical_code
from wemi_desk.central.exchange.turns import NOBODY, space_scope
from wemi_desk.central.exchange.workspace import Workspace
from wemi_desk.sync.known_elsewhere import SHARD_BITS, filled
from wemi_desk.sync.merge import Stamp

KNOWN_ELSEWHERE = "known_elsewhere"
"""The kind of its records: one per shard, in the scope of the space it is for."""


def publish(work: Workspace, space_code: str, people: Iterable[Mapping[str, Any]]) -> int:
    """Write the filter for one space, by night; how many shards changed. *people*: who is not shown to that space.

    Who hides an address is never in it: for them a no says nothing and a yes cannot be theirs.
    """
    key = work.blind("known elsewhere")
    shards = filled(key, _codes(people))
    changed = sum(_write(work, space_code, key, number, shards) for number in range(len(shards)))
    return changed + _hide_after(work, space_code, len(shards))


def _hide_after(work: Workspace, space_code: str, number: int) -> int:
    """A filter that became smaller leaves no old piece behind."""
    scope, hidden = space_scope(space_code), 0
    while work.find(KNOWN_ELSEWHERE, _shard_id(work, space_code, number)) is not None:
        work.hide(KNOWN_ELSEWHERE, _shard_id(work, space_code, number), (scope,))
        number, hidden = number + 1, hidden + 1
    return hidden


def _shard_id(work: Workspace, space_code: str, number: int) -> UUID:
    return uuid5(NAMESPACE_OID, f"{work.tenant}|{KNOWN_ELSEWHERE}|{space_code}|{number}")


def _codes(people: Iterable[Mapping[str, Any]]) -> Iterable[str]:
    for content in people:
        hidden = content.get("is_protected") or content.get("withdrawn_at") or content.get("merged_into")
        code = canonical_code(content)
        if code and not hidden:
            yield code


def _write(work: Workspace, space_code: str, key: bytes, number: int, shards: list[bytes]) -> bool:
    record_id, scope = _shard_id(work, space_code, number), space_scope(space_code)
    content: dict[str, Any] = {
        "id": str(record_id), "shard": number, "bits": len(shards) * SHARD_BITS, "key": b64encode(key).decode(),
        "data": b64encode(shards[number]).decode(),
    }  # fmt: skip
    known = work.find(KNOWN_ELSEWHERE, record_id)
    if known is not None and known.content == content and scope in work.scopes_of(KNOWN_ELSEWHERE, record_id):
        return False
    birth = Stamp((work.now // 1000) << 16, str(record_id), str(NOBODY), space_code, work.now)
    work.put(KNOWN_ELSEWHERE, record_id, content, subject_id=None, birth=birth)
    work.show(KNOWN_ELSEWHERE, record_id, (scope,))
    return True
