"""One form for the content of a record, the same on both ends, so that hashes can be compared."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b, sha256
from typing import Any
from uuid import UUID

import msgspec

HASH_BYTES = 16
BUCKETS = 256
DIGEST_MODULUS = 1 << 128
_ENCODER = msgspec.json.Encoder(order="sorted")


def canonical(content: Any) -> bytes:
    """JSON with sorted keys: equal contents give equal bytes, unknown fields included."""
    return _ENCODER.encode(content)


def member_hash(kind: str, record_id: bytes, content: bytes) -> bytes:
    """16 bytes that stand for one living member of a scope; *content* is canonical."""
    return blake2b(kind.encode() + b"\0" + record_id + content, digest_size=HASH_BYTES).digest()


def row_mac(key: bytes, tenant: str, kind: str, record_id: bytes, version: int, content_hash: bytes) -> bytes:
    """The centre's mark on a row it sent: what desks give back after a restore is taken only with it."""
    place = f"{tenant}\0{kind}\0{version}\0".encode()
    return blake2b(place + record_id + content_hash, key=key, digest_size=HASH_BYTES).digest()


def body_hash(envelope: bytes, payload: bytes) -> bytes:
    """What the chain knows of an act: it stays when erasure takes the payload away."""
    return sha256(envelope + b"\0" + payload).digest()


def next_link(chain: bytes, act_id: UUID, body: bytes) -> bytes:
    """The chain value after an act whose body hash is *body* (sync.md 2)."""
    return sha256(chain + act_id.int.to_bytes(16) + body).digest()


def blinded(key: bytes, text: str) -> bytes:
    """What an index may hold in place of *text*: without the key it says nothing."""
    return blake2b(text.encode(), key=key, digest_size=HASH_BYTES).digest()


class Digest:
    """Sum modulo 2¹²⁸ of member hashes: adding, changing and removing cost the same wherever it stands."""

    __slots__ = ("count", "value")

    def __init__(self, count: int = 0, value: int = 0) -> None:
        self.count = count
        self.value = value

    def add(self, content_hash: bytes) -> None:
        """A member appeared."""
        self.count += 1
        self.value = (self.value + int.from_bytes(content_hash)) % DIGEST_MODULUS

    def remove(self, content_hash: bytes) -> None:
        """A member went."""
        self.count -= 1
        self.value = (self.value - int.from_bytes(content_hash)) % DIGEST_MODULUS

    def to_bytes(self) -> bytes:
        """16 bytes."""
        return self.value.to_bytes(HASH_BYTES)

    @classmethod
    def from_bytes(cls, count: int, value: bytes) -> Digest:
        """A digest as it was stored."""
        return cls(count, int.from_bytes(value))


def bucket_of(record_id: bytes) -> int:
    """One of 256 parts of a scope; the last byte, because the first ones of a UUIDv7 are the time."""
    return record_id[-1]


def bucket_sums(members: Iterable[tuple[bytes, bytes]]) -> list[bytes]:
    """The digest of every part of a scope, of its members' identifiers and hashes."""
    sums: dict[int, int] = {}
    for record_id, content_hash in members:
        place = record_id[-1]
        sums[place] = sums.get(place, 0) + int.from_bytes(content_hash)
    nothing = bytes(HASH_BYTES)
    return [
        (sums[place] % DIGEST_MODULUS).to_bytes(HASH_BYTES) if place in sums else nothing for place in range(BUCKETS)
    ]
