"""Small secrets sealed under one key."""

from __future__ import annotations

import secrets

NONCE_BYTES = 12
_VERSION = b"\x01"


class AesGcmSealer:
    """AES-256-GCM: version byte, nonce, ciphertext. *about* is authenticated, not stored."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def seal(self, plain: bytes, about: bytes) -> bytes:
        """Seal *plain* to its place."""
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        nonce = secrets.token_bytes(NONCE_BYTES)
        return _VERSION + nonce + AESGCM(self._key).encrypt(nonce, plain, about)

    def open(self, sealed: bytes, about: bytes) -> bytes:
        """The plain bytes; ValueError when the text was changed, moved or sealed under another key."""
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        if sealed[:1] != _VERSION:
            raise ValueError("unknown seal")
        try:
            return AESGCM(self._key).decrypt(sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :], about)
        except InvalidTag as error:
            raise ValueError("the seal does not fit") from error
