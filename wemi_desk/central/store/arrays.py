"""PostgreSQL's binary arrays, made whole: a driver that adapts value by value costs more than the server does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from struct import Struct
from struct import pack as packed
from typing import Any

_HEAD = Struct(">iiIii")
_BYTEA, _INT8, _TEXT = 17, 20, 25
_NULL = b"\xff\xff\xff\xff"
_EMPTY = Struct(">iiI")
_SHORT = 1024
_LENGTHS = [length.to_bytes(4) for length in range(_SHORT)]


class WireArray:
    """An array as it travels; the subclass says of what."""

    __slots__ = ("wire",)
    oid = 0

    def __init__(self, wire: bytes) -> None:
        self.wire = wire


class ByteaArray(WireArray):
    """bytea[]"""

    oid = 1001


class Int8Array(WireArray):
    """int8[]"""

    oid = 1016


class TextArray(WireArray):
    """text[]"""

    oid = 1009


def bytea_array(values: Sequence[bytes | None]) -> ByteaArray:
    """An array of bytes; None is NULL."""
    length = len(values[0]) if values and values[0] is not None else _SHORT
    if length < _SHORT and None not in values and set(map(len, values)) == {length}:  # type: ignore[arg-type]
        size = _LENGTHS[length]  # identifiers, hashes
        return ByteaArray(_head(_BYTEA, len(values)) + size + size.join(values))  # type: ignore[arg-type]
    parts = [_NULL if value is None else _framed(value) for value in values]
    return ByteaArray(_headed(_BYTEA, parts))


def text_array(values: Sequence[str | None]) -> TextArray:
    """An array of texts."""
    coded = {value: _NULL if value is None else _framed(value.encode()) for value in set(values)}  # they repeat
    return TextArray(_headed(_TEXT, [coded[value] for value in values]))


def int8_array(values: Sequence[int | None]) -> Int8Array:
    """An array of whole numbers."""
    if None in values:
        return Int8Array(_headed(_INT8, [_NULL if value is None else packed(">iq", 8, value) for value in values]))
    flat = [8] * (2 * len(values))
    flat[1::2] = values  # type: ignore[assignment]
    return Int8Array(_head(_INT8, len(values)) + packed(">" + "iq" * len(values), *flat))


def _framed(value: bytes) -> bytes:
    length = len(value)
    return (_LENGTHS[length] if length < _SHORT else length.to_bytes(4)) + value


def _headed(oid: int, parts: Sequence[bytes]) -> bytes:
    return _head(oid, len(parts)) + b"".join(parts)


def _head(oid: int, length: int) -> bytes:
    return _HEAD.pack(1, 1, oid, length, 1) if length else _EMPTY.pack(0, 0, oid)


ARRAYS: dict[str, Callable[[Any], WireArray]] = {
    "Text": text_array, "BigInteger": int8_array, "LargeBinary": bytea_array,
}  # fmt: skip


def register(adapters: Any) -> None:
    """Teach a psycopg connection these arrays."""
    from psycopg.adapt import Dumper
    from psycopg.pq import Format

    class WireDumper(Dumper):
        format = Format.BINARY

        def dump(self, obj: WireArray) -> bytes:
            return obj.wire

    for kind in (ByteaArray, Int8Array, TextArray):
        adapters.register_dumper(kind, type(kind.__name__ + "Dumper", (WireDumper,), {"oid": kind.oid}))
