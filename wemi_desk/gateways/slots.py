"""Operator slots: one file each, the data key under a personal secret and the device secret."""

from __future__ import annotations

import hmac
import os
from collections.abc import Container
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from wemi_desk.domain.access import FORMAT, Cost, DeviceId, FailureCount, KeptPin, SlotAddress
from wemi_desk.domain.errors import SlotRefusedError
from wemi_desk.gateways.boxes import SealBrokenError, seal, unseal
from wemi_desk.gateways.derivation import SALT_BYTES, CostBelowFloorError, Derivation, expand
from wemi_desk.gateways.whole_files import sync_folder, write_whole
from wemi_desk.shapes import decoded

ALGORITHMS = ("argon2id", "hkdf-sha256", "aes-256-gcm")
SUFFIX = ".slot"


@dataclass(frozen=True, slots=True)
class SlotRecord:
    """What one slot file holds; *mac* covers everything else and the address."""

    format: int
    algorithms: tuple[str, ...]
    cost: Cost
    salt: bytes
    sealed: bytes
    failures: int = 0
    last_failure_at: datetime | None = None
    mac: bytes = b""


class FileSlots:
    """Slots as files of the profile; every write is whole and durable."""

    def __init__(self, folder: Path, derivation: Derivation) -> None:
        self._folder = folder
        self._derivation = derivation

    def make(self, address: SlotAddress, secret: bytes, data_key: bytes, device_secret: bytes, pepper: bytes) -> None:
        cost, salt = self._derivation.cost, os.urandom(SALT_BYTES)
        derived = self._derivation.derive(secret, salt, cost)
        self._put(address, cost, salt, derived, data_key, device_secret, pepper)

    def open(self, address: SlotAddress, secret: bytes, device_secret: bytes, pepper: bytes) -> bytearray:
        record = self._whole(address, device_secret)
        try:
            derived = self._derivation.derive(secret, record.salt, record.cost)
            wrapping = expand(derived, address.info, device_secret + pepper)
            return bytearray(unseal(wrapping, record.sealed, address.info))
        except (SealBrokenError, CostBelowFloorError):
            raise SlotRefusedError from None

    def outdated(self, address: SlotAddress) -> bool:
        record = self._find(address)
        return record is not None and not record.cost.reaches(self._derivation.cost)

    def failures(self, address: SlotAddress, device_secret: bytes) -> FailureCount | None:
        try:
            record = self._whole(address, device_secret)
        except SlotRefusedError:
            return None
        return FailureCount(record.failures, record.last_failure_at)

    def write_failures(self, address: SlotAddress, device_secret: bytes, count: FailureCount) -> None:
        record = self._whole(address, device_secret)
        self._write(address, replace(record, failures=count.count, last_failure_at=count.last_at), device_secret)

    def delete(self, slot_id: str) -> None:
        self._path(slot_id).unlink(missing_ok=True)
        if self._folder.is_dir():
            sync_folder(self._folder)

    def keep_only(self, slot_ids: Container[str]) -> None:
        for path in self._folder.glob("*" + SUFFIX):
            if path.stem not in slot_ids:
                self.delete(path.stem)

    def keep_pin(self, pin: bytes, data_key: bytes, device_id: DeviceId) -> KeptPin:
        cost, salt = self._derivation.cost, os.urandom(SALT_BYTES)
        derived = self._derivation.derive(pin, salt, cost)
        return KeptPin(cost, salt, seal(_keeping_key(data_key, device_id), derived, salt))

    def make_again(
        self, address: SlotAddress, kept: KeptPin, data_key: bytes, device_secret: bytes, pepper: bytes
    ) -> None:
        try:
            derived = unseal(_keeping_key(data_key, address.device_id), kept.sealed, kept.salt)
        except SealBrokenError:
            raise SlotRefusedError from None
        self._put(address, kept.cost, kept.salt, derived, data_key, device_secret, pepper)

    def _put(
        self,
        address: SlotAddress,
        cost: Cost,
        salt: bytes,
        derived: bytes,
        data_key: bytes,
        device_secret: bytes,
        pepper: bytes,
    ) -> None:
        sealed = seal(expand(derived, address.info, device_secret + pepper), data_key, address.info)
        self._folder.mkdir(mode=0o700, exist_ok=True)
        self._write(address, SlotRecord(FORMAT, ALGORITHMS, cost, salt, sealed), device_secret)

    def _whole(self, address: SlotAddress, device_secret: bytes) -> SlotRecord:
        """The record if it is there, of this format, and exactly as this desk wrote it for this address."""
        record = self._find(address)
        if record is None or (record.format, record.algorithms) != (FORMAT, ALGORITHMS):
            raise SlotRefusedError
        if not hmac.compare_digest(record.mac, _mac(address, record, device_secret)):
            raise SlotRefusedError
        return record

    def _find(self, address: SlotAddress) -> SlotRecord | None:
        import msgspec

        try:
            content = self._path(address.slot_id).read_bytes()
            record = decoded(content, SlotRecord)
        except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
            return None
        return record if msgspec.json.encode(record) == content else None  # exactly as written

    def _write(self, address: SlotAddress, record: SlotRecord, device_secret: bytes) -> None:
        import msgspec

        sealed = replace(record, mac=_mac(address, record, device_secret))
        write_whole(self._path(address.slot_id), msgspec.json.encode(sealed))

    def _path(self, slot_id: str) -> Path:
        if not slot_id.isalnum():
            raise ValueError("a slot id is hexadecimal")
        return self._folder / (slot_id + SUFFIX)


def _mac(address: SlotAddress, record: SlotRecord, device_secret: bytes) -> bytes:
    import msgspec

    key = expand(device_secret, f"wemi|{FORMAT}|{address.device_id}|slot-seal".encode())
    bound = address.info + b"|" + address.slot_id.encode() + b"|"
    return hmac.digest(key, bound + msgspec.json.encode(replace(record, mac=b"")), sha256)


def _keeping_key(data_key: bytes, device_id: DeviceId) -> bytes:
    return expand(data_key, f"wemi|{FORMAT}|{device_id}|kept-pin".encode())
