"""The desk's signing keys (Ed25519)."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from wemi_desk.domain.access import KEY_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable


class Ed25519Keys:
    """See sync.joining.SigningKeys."""

    def new_seed(self) -> bytes:
        """The private half of a new key."""
        return os.urandom(KEY_BYTES)

    def public(self, seed: bytes) -> bytes:
        """What others verify with."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()

    def sign(self, seed: bytes, message: bytes) -> bytes:
        """64 bytes."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return Ed25519PrivateKey.from_private_bytes(seed).sign(message)

    def signer(self, seed: bytes) -> Callable[[bytes], bytes]:
        """The same, with the key loaded once."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return Ed25519PrivateKey.from_private_bytes(seed).sign
