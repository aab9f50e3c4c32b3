"""The recovery slot: the data key sealed to a public key of the Comune (security.md 3.5)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from wemi_desk.domain.access import FORMAT, KEY_BYTES, DeviceId, RecoverySlot
from wemi_desk.domain.errors import RecoveryRefusedError
from wemi_desk.gateways.boxes import SealBrokenError, seal, unseal
from wemi_desk.gateways.derivation import expand
from wemi_desk.gateways.whole_files import write_whole

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

SEALED_BYTES = 92
SUFFIX = ".recovery"


class X25519Recovery:
    """Seals with a one-time key; the slot file is named after its PC, so it can be used when all else is lost."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def new_pair(self) -> tuple[bytes, bytes]:
        from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

        private = X25519PrivateKey.generate()
        return private.private_bytes_raw(), private.public_key().public_bytes_raw()

    def seal(self, data_key: bytes, public_key: bytes, device_id: DeviceId) -> bytes:
        """92 bytes: one-time public key, nonce, ciphertext. Raises RecoveryRefusedError on a bad public key."""
        from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

        once = X25519PrivateKey.generate()
        once_public = once.public_key().public_bytes_raw()
        key = _agreed(once, public_key, once_public + public_key, device_id)
        return once_public + seal(key, data_key, _info(device_id))

    def open(self, sealed: bytes, private_key: bytes, device_id: DeviceId) -> bytearray:
        from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

        if len(sealed) != SEALED_BYTES:
            raise RecoveryRefusedError
        private = X25519PrivateKey.from_private_bytes(private_key)
        once_public, box = sealed[:KEY_BYTES], sealed[KEY_BYTES:]
        key = _agreed(private, once_public, once_public + private.public_key().public_bytes_raw(), device_id)
        try:
            return bytearray(unseal(key, box, _info(device_id)))
        except SealBrokenError:
            raise RecoveryRefusedError from None

    def find(self) -> RecoverySlot | None:
        found = (_read(path) for path in sorted(self._folder.glob("*" + SUFFIX)))
        return next((slot for slot in found if slot is not None), None)

    def put(self, slot: RecoverySlot) -> None:
        self._folder.mkdir(mode=0o700, exist_ok=True)
        place = self._folder / f"{slot.device_id}{SUFFIX}"
        write_whole(place, slot.sealed + slot.check)
        for old in self._folder.glob("*" + SUFFIX):
            if old != place:
                old.unlink()


def _read(path: Path) -> RecoverySlot | None:
    try:
        device_id, content = DeviceId(UUID(path.stem)), path.read_bytes()
    except (ValueError, OSError):
        return None
    whole = len(content) == SEALED_BYTES + KEY_BYTES
    return RecoverySlot(device_id, content[:SEALED_BYTES], content[SEALED_BYTES:]) if whole else None


def _agreed(private: X25519PrivateKey, public_key: bytes, salt: bytes, device_id: DeviceId) -> bytes:
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey

    try:
        shared = private.exchange(X25519PublicKey.from_public_bytes(public_key))
    except ValueError:
        raise RecoveryRefusedError from None
    return expand(shared, _info(device_id), salt)


def _info(device_id: DeviceId) -> bytes:
    return f"wemi|{FORMAT}|{device_id}|recovery".encode()
