"""Keys from secrets (Argon2id) and from keys (HKDF-SHA256)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from time import perf_counter

from wemi_desk.domain.access import FORMAT, KEY_BYTES, Cost, DeviceId
from wemi_desk.guards import forbid_on_ui_thread

FLOOR = Cost(passes=3, memory_kib=64 * 1024, lanes=1)
DEFAULT = Cost(passes=3, memory_kib=128 * 1024, lanes=2)
SALT_BYTES = 16
_LONGEST_SECONDS = 0.5
_LARGER_KIB = (192 * 1024, 256 * 1024, 384 * 1024, 512 * 1024)


class CostBelowFloorError(ValueError):
    """A slot asks for a cheaper derivation than this program accepts."""


@dataclass(frozen=True, slots=True)
class Derivation:
    """Argon2id at *cost* for new slots; slots below *floor* are not opened."""

    cost: Cost
    floor: Cost = FLOOR

    def __post_init__(self) -> None:
        if not self.cost.reaches(self.floor):
            raise CostBelowFloorError

    def derive(self, secret: bytes, salt: bytes, cost: Cost) -> bytes:
        """32 bytes; raises CostBelowFloorError."""
        from argon2.low_level import Type, hash_secret_raw

        forbid_on_ui_thread("key derivation")
        if not cost.reaches(self.floor):
            raise CostBelowFloorError
        return hash_secret_raw(secret, salt, cost.passes, cost.memory_kib, cost.lanes, KEY_BYTES, Type.ID)


def production_derivation(memory_kib: int | None = None) -> Derivation:
    """The derivation of a real desk; *memory_kib* is what calibrated_memory() found, never below the floor."""
    return Derivation(DEFAULT if memory_kib is None else replace(DEFAULT, memory_kib=memory_kib))


def calibrated_memory() -> int:
    """The most memory (KiB) with which one derivation on this PC stays under half a second; takes some seconds."""
    best = DEFAULT.memory_kib
    for memory_kib in _LARGER_KIB:
        if seconds_for(replace(DEFAULT, memory_kib=memory_kib)) >= _LONGEST_SECONDS:
            break
        best = memory_kib
    return best


def seconds_for(cost: Cost) -> float:
    start = perf_counter()
    Derivation(cost).derive(b"x" * 16, b"y" * SALT_BYTES, cost)
    return perf_counter() - start


def expand(key: bytes, info: bytes, salt: bytes | None = None) -> bytes:
    """HKDF-SHA256 to 32 bytes."""
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(SHA256(), KEY_BYTES, salt, info).derive(key)


class HkdfKeys:
    """One key per purpose from the data key."""

    def sub_key(self, data_key: bytes, device_id: DeviceId, purpose: str) -> bytearray:
        return bytearray(expand(data_key, f"wemi|{FORMAT}|{device_id}|{purpose}".encode()))
