"""Wire records: the JSON form of a domain record, derived from the dataclass by field name."""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

from wemi_desk import shapes

T = TypeVar("T")
KIND_VERSION = 1
EMPTY_CHAIN = bytes(32)


def encoded(value: object) -> bytes:
    """Canonical JSON of a record or of plain values: fields in their declared order, UUIDs and instants as text."""
    return msgspec.json.encode(value)


def decoded(payload: bytes, record_type: type[T]) -> T:
    """The record that :func:`encoded` wrote; raises msgspec.ValidationError when it is not one."""
    return shapes.decoded(payload, record_type)


def plain(payload: bytes) -> Any:
    """The payload as dicts, lists and scalars."""
    return msgspec.json.decode(payload)


def difference(before: object, after: object) -> dict[str, list[Any]]:
    """What a ``set`` act carries: the fields that changed, each with the value seen and the value wanted."""
    old, new = msgspec.to_builtins(before), msgspec.to_builtins(after)
    return {name: [old[name], new[name]] for name in new if old.get(name) != new[name]}
