"""Identifiers, their bytes and their texts, made by the thousand."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID, SafeUUID

import msgspec

_new, _set = UUID.__new__, object.__setattr__
_UNKNOWN = SafeUUID.unknown
text_of: Callable[[UUID], str] = msgspec.to_builtins
"""``str(uuid)``, six times as fast."""


def uuid_of(data: bytes) -> UUID:
    """``UUID(bytes=data)``, three times as fast: thousands are made for each page."""
    made = _new(UUID)
    _set(made, "int", int.from_bytes(data))
    _set(made, "is_safe", _UNKNOWN)
    return made
