"""Failures are counted before a secret is judged, in the slot file and in the keyring; the higher count is true."""

from __future__ import annotations

from datetime import datetime

from wemi_desk.domain.access import FAILURE_LIMIT, FailureCount, SlotAddress
from wemi_desk.domain.errors import SlotRefusedError
from wemi_desk.services.access_ports import SecretStore, Slots
from wemi_desk.services.desk_record import secret_name


class Attempts:
    """The count of one slot; a missing or broken half counts as exhausted."""

    def __init__(self, slots: Slots, secrets: SecretStore) -> None:
        self._slots = slots
        self._secrets = secrets

    def start(self, address: SlotAddress) -> None:
        """A new slot begins with the entry at zero: its absence later is a sign of tampering."""
        self._put(address, 0)

    def shown(self, address: SlotAddress, device_secret: bytes) -> FailureCount:
        """The count of the file alone: enough for the lock screen, without a keyring call for each tile."""
        return self._slots.failures(address, device_secret) or _exhausted(address)

    def count(self, address: SlotAddress, device_secret: bytes) -> FailureCount:
        in_file = self._slots.failures(address, device_secret)
        in_keyring = self._secrets.find(_name(address))
        if in_file is None or in_keyring is None:
            return _exhausted(address)
        return FailureCount(max(in_file.count, int.from_bytes(in_keyring, "big")), in_file.last_at)

    def begin(self, address: SlotAddress, device_secret: bytes, before: FailureCount, now: datetime) -> FailureCount:
        """Count this attempt as failed, durably, before anybody looks at the secret; *before* comes from count()."""
        count = FailureCount(before.count + 1, now)
        try:
            self._slots.write_failures(address, device_secret, count)
        except SlotRefusedError:
            return _exhausted(address)
        self._put(address, count.count)
        return count

    def succeed(self, address: SlotAddress, device_secret: bytes) -> None:
        self._slots.write_failures(address, device_secret, FailureCount(0))
        self._put(address, 0)

    def drop(self, address: SlotAddress) -> None:
        """Forget the slot, and what the keyring holds for it."""
        self._slots.delete(address.slot_id)
        self._secrets.delete(_name(address))

    def _put(self, address: SlotAddress, count: int) -> None:
        self._secrets.put(_name(address), count.to_bytes(8, "big"))


def _name(address: SlotAddress) -> str:
    return secret_name(address.device_id, "fail", address.operator_id, address.kind)


def _exhausted(address: SlotAddress) -> FailureCount:
    return FailureCount(FAILURE_LIMIT[address.kind])
