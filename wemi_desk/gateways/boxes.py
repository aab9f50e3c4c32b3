"""Authenticated encryption (AES-256-GCM)."""

from __future__ import annotations

import os

NONCE_BYTES = 12


class SealBrokenError(Exception):
    """Wrong key, wrong context or changed bytes; nothing says which."""


def seal(key: bytes, plain: bytes, context: bytes) -> bytes:
    """Nonce and ciphertext."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, context)


def unseal(key: bytes, sealed: bytes, context: bytes) -> bytes:
    """Raises SealBrokenError."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], context)
    except (InvalidTag, ValueError):
        raise SealBrokenError from None
