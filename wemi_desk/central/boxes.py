"""What was sealed to the centre: ephemeral X25519, HKDF-SHA256, AES-256-GCM."""

from __future__ import annotations

from wemi_desk.sync.admission import CARRIED_MAGIC, SEALED_TO_CENTRE

_PUBLIC_BYTES, _NONCE_BYTES = 32, 12


class BoxBrokenError(ValueError):
    """Not for this centre, or not whole."""


def opened(sealed: bytes, half: bytes, purpose: bytes) -> bytes:
    """What only the centre with this private half can read; raises BoxBrokenError."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    private = X25519PrivateKey.from_private_bytes(half)
    sender, rest = sealed[:_PUBLIC_BYTES], sealed[_PUBLIC_BYTES:]
    try:
        shared = private.exchange(X25519PublicKey.from_public_bytes(sender))
        salt = sender + private.public_key().public_bytes_raw()
        key = HKDF(SHA256(), 32, salt, SEALED_TO_CENTRE + purpose).derive(shared)
        return AESGCM(key).decrypt(rest[:_NONCE_BYTES], rest[_NONCE_BYTES:], purpose)
    except (InvalidTag, ValueError):
        raise BoxBrokenError from None


def carried(content: bytes, half: bytes) -> bytes:
    """The plain content of a file of unsent work; raises BoxBrokenError."""
    if not content.startswith(CARRIED_MAGIC):
        raise BoxBrokenError
    return opened(content[len(CARRIED_MAGIC) :], half, b"carried")
