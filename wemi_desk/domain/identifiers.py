"""Identifiers in the order of time (RFC 9562)."""

from __future__ import annotations

from uuid import UUID


def uuid7(milliseconds: int, noise: bytes) -> UUID:
    """48 bits of time, 74 of *noise* (10 random bytes)."""
    value = int.from_bytes(milliseconds.to_bytes(6, "big") + noise, "big")
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return UUID(int=value)
