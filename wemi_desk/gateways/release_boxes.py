"""The online slot: the data key under a secret that only the centre has, and the device secret (security.md 3.7)."""

from __future__ import annotations

from wemi_desk.domain.access import FORMAT, DeviceId
from wemi_desk.domain.errors import SlotRefusedError
from wemi_desk.gateways.boxes import SealBrokenError, seal, unseal
from wemi_desk.gateways.derivation import expand


class CentreRelease:
    """The centre alone lacks the device secret and the slot; this PC alone lacks the release secret."""

    def shut(self, data_key: bytes, secret: bytes, device_secret: bytes, device_id: DeviceId, slot_id: str) -> bytes:
        info = _info(device_id, slot_id)
        return seal(expand(secret, info, device_secret), data_key, info)

    def open(
        self, box: bytes, secret: bytes, device_secret: bytes, device_id: DeviceId, slot_id: str
    ) -> bytearray:
        info = _info(device_id, slot_id)
        try:
            return bytearray(unseal(expand(secret, info, device_secret), box, info))
        except SealBrokenError:
            raise SlotRefusedError from None

    def for_centre(self, secret: bytes, box_key: bytes, device_id: DeviceId, slot_id: str) -> bytes:
        from wemi_desk.gateways.parcels import sealed_to_centre
        from wemi_desk.sync.admission import release_purpose

        return sealed_to_centre(box_key, secret, release_purpose(device_id, slot_id))


def _info(device_id: DeviceId, slot_id: str) -> bytes:
    return f"wemi|{FORMAT}|{device_id}|online|{slot_id}".encode()
