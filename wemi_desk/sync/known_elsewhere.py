"""*Perhaps known at another space*, told offline by something that shows nothing: a keyed filter that often says yes.

Of every eight people nobody ever saw, one gets a yes. So a yes is a reason to ask the centre when there is a line, and
never a fact about a person; a no is certain (as of the last publication).
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Collection, Iterable, Mapping
from hashlib import blake2b
from typing import Any

ONE_YES_IN = 8
"""Of people nobody knows, one in so many is answered with a yes."""
SHARD_BYTES = 4096
SHARD_BITS = SHARD_BYTES * 8
_LEAST_BITS = SHARD_BITS


def size_for(count: int) -> int:
    """Bits for *count* people: a power of two, so that the size says little and the shares of yes stay the same."""
    bits = _LEAST_BITS
    while bits < count * ONE_YES_IN:
        bits *= 2
    return bits


def place_of(key: bytes, code: str, bits: int) -> int:
    """Where a codice fiscale (canonical) falls. A larger filter refines a smaller one: comparing two tells no more."""
    digest = blake2b(code.encode(), key=key, digest_size=8, person=b"elsewhere").digest()
    return int.from_bytes(digest) * bits >> 64


def filled(key: bytes, codes: Iterable[str]) -> list[bytes]:
    """The filter of *codes* in shards. Exactly one bit in eight is set, whatever the number of people: what they leave
    over is filled with places of nobody, always the same ones, so that two publications cannot be subtracted."""
    places = [place_of(key, code, 1 << 64) for code in set(codes)]
    bits = size_for(len(places))
    taken = {place * bits >> 64 for place in places}
    wanted, number = bits // ONE_YES_IN, 0
    while len(taken) < wanted:
        taken.add(place_of(key, f"nobody|{number}", bits))
        number += 1
    return _shards(taken, bits)


def _shards(taken: Collection[int], bits: int) -> list[bytes]:
    field = bytearray(bits // 8)
    for place in taken:
        field[place >> 3] |= 1 << (place & 7)
    return [bytes(field[at : at + SHARD_BYTES]) for at in range(0, len(field), SHARD_BYTES)]


def held_here(contents: Iterable[Mapping[str, Any]]) -> KnownElsewhere | None:
    """The filter of the records a desk holds; None where there is none, or not all of it yet."""
    pieces = list(contents)
    sizes, keys = {piece["bits"] for piece in pieces}, {piece["key"] for piece in pieces}
    if len(sizes) != 1 or len(keys) != 1:
        return None
    bits, shards = sizes.pop(), {piece["shard"]: b64decode(piece["data"]) for piece in pieces}
    return KnownElsewhere(b64decode(keys.pop()), bits, shards) if len(shards) * SHARD_BITS == bits else None


class KnownElsewhere:
    """What a desk holds of the filter."""

    def __init__(self, key: bytes, bits: int, shards: Mapping[int, bytes]) -> None:
        self._key = key
        self._bits = bits
        self._shards = shards

    def may_know(self, code: str) -> bool:
        """Perhaps (True) or certainly not (False) known at another space when this was published."""
        place = place_of(self._key, code, self._bits)
        shard, offset = self._shards[place // SHARD_BITS], place % SHARD_BITS
        return bool(shard[offset >> 3] >> (offset & 7) & 1)
