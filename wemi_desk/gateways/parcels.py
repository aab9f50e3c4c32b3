"""Sealing to the centre: only its box key opens what this desk gives away."""

from __future__ import annotations

from wemi_desk.gateways.boxes import seal
from wemi_desk.gateways.derivation import expand
from wemi_desk.sync.admission import SEALED_TO_CENTRE


def sealed_to_centre(box_key: bytes, plain: bytes, purpose: bytes) -> bytes:
    """A one-time public key (32 bytes), then nonce and ciphertext; raises ValueError on a bad *box_key*."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

    once = X25519PrivateKey.generate()
    sender = once.public_key().public_bytes_raw()
    shared = once.exchange(X25519PublicKey.from_public_bytes(box_key))
    key = expand(shared, SEALED_TO_CENTRE + purpose, sender + box_key)
    return sender + seal(key, plain, purpose)
