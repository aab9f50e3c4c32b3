"""Unsent work in a file that only the centre can read, for the day the line does not come back."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import msgspec

from wemi_desk.gateways.central_api import DeskName, microseconds
from wemi_desk.gateways.whole_files import write_whole
from wemi_desk.sync.admission import CARRIED_MAGIC, SEALED_TO_CENTRE, Carried
from wemi_desk.sync.compression import zstd_of
from wemi_desk.sync.ports import SyncStore
from wemi_desk.sync.wire import MOST_ACTS, MOST_BYTES, PushRequest

_NONCE_BYTES = 12


def sealed(plain: bytes, box_key: bytes, purpose: bytes) -> bytes:
    """What only the centre with the other half of *box_key* can read."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    once = X25519PrivateKey.generate()
    sender = once.public_key().public_bytes_raw()
    shared = once.exchange(X25519PublicKey.from_public_bytes(box_key))
    key = HKDF(SHA256(), 32, sender + box_key, SEALED_TO_CENTRE + purpose).derive(shared)
    nonce = os.urandom(_NONCE_BYTES)
    return sender + nonce + AESGCM(key).encrypt(nonce, plain, purpose)


class SealedHandOver:
    """See services.exchange_ports.HandOverDoor. The acts stay in the outbox: they go again when the line is back."""

    def __init__(self, store: SyncStore, name: DeskName, box_key: bytes) -> None:
        self._store = store
        self._name = name
        self._box_key = box_key

    def export(self, path: Path) -> int:
        """Write every act that was not answered yet; how many they were. Raises StorageError."""
        pushes, count = self._pushes()
        bare = Carried(tenant=self._name.tenant, device=self._name.device, made_at=microseconds(), pushes=pushes)
        carried = msgspec.structs.replace(bare, signature=self._name.sign(bare.signed_part()))
        plain = zstd_of(msgspec.json.encode(carried))
        write_whole(path, CARRIED_MAGIC + sealed(plain, self._box_key, b"carried"))
        return count

    def _pushes(self) -> tuple[Sequence[msgspec.Raw], int]:
        position = self._store.position()
        after, pushes, count = position.acked_number, [], 0
        while after < position.last_number:
            chain, acts = self._store.outgoing(after, MOST_ACTS, MOST_BYTES)
            if not acts:
                break
            request = PushRequest(
                incarnation=position.incarnation, first=acts[0].number, chain=chain, acts=list(acts),
                erase_no=position.erase_no,
            )  # fmt: skip
            pushes.append(msgspec.Raw(msgspec.json.encode(request)))
            count += len(acts)
            after = acts[-1].number
        return pushes, count
