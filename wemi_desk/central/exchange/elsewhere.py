"""Publishing to each space a filter of who is known at the others (see sync.known_elsewhere, docs/decisions/0013)."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from wemi_desk.central.exchange.redirects import CITIZEN, canonical_code
from wemi_desk.central.exchange.turns import NOBODY, space_scope
from wemi_desk.central.exchange.workspace import Held, Workspace
from wemi_desk.sync.known_elsewhere import SHARD_BITS, filled
from wemi_desk.sync.merge import Stamp

KNOWN_ELSEWHERE = "known_elsewhere"
"""The kind of its records: one per shard, in the scope of the space it is for."""


def publish(work: Workspace, space_code: str, people: Iterable[Held]) -> int:
    """Write the filter for one space; how many shards changed. *people* are all the centre knows, run by night.

    Who hides an address is never in it: for them a no says nothing and a yes cannot be theirs.
    """
    key = work.blind("known elsewhere")
    shards = filled(key, _codes_elsewhere(work, space_scope(space_code), people))
    return sum(_write(work, space_code, key, number, shards) for number in range(len(shards)))


def _codes_elsewhere(work: Workspace, scope: str, people: Iterable[Held]) -> Iterable[str]:
    for person in people:
        content = person.content
        if content.get("is_protected") or content.get("withdrawn_at") or content.get("merged_into"):
            continue
        code = canonical_code(content)
        if code and scope not in work.scopes_of(CITIZEN, person.id):
            yield code


def _write(work: Workspace, space_code: str, key: bytes, number: int, shards: list[bytes]) -> bool:
    record_id = uuid5(NAMESPACE_OID, f"{work.tenant}|{KNOWN_ELSEWHERE}|{space_code}|{number}")
    content: dict[str, Any] = {
        "id": str(record_id), "shard": number, "bits": len(shards) * SHARD_BITS, "key": b64encode(key).decode(),
        "data": b64encode(shards[number]).decode(),
    }  # fmt: skip
    known = work.find(KNOWN_ELSEWHERE, record_id)
    if known is not None and known.content == content:
        return False
    birth = Stamp((work.now // 1000) << 16, str(record_id), str(NOBODY), space_code, work.now)
    work.put(KNOWN_ELSEWHERE, record_id, content, subject_id=None, birth=birth)
    work.show(KNOWN_ELSEWHERE, record_id, (space_scope(space_code),))
    return True
