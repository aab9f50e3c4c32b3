"""Signatures of the centre on grants and receipts (Ed25519, no other algorithm)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from wemi_desk.domain.access import Grant

if TYPE_CHECKING:
    from wemi_desk.sync.wire import Receipt

_INSTANT = 8


class Ed25519Grants:
    """Checks what the centre signed; the key comes from enrolment only."""

    def signed_by(self, grant: Grant, server_key: bytes) -> bool:
        return is_signed(server_key, grant.signature, grant.payload())


def receipt_is_signed(centre_key: bytes, receipt: Receipt) -> bool:
    """Did the centre of this desk's enrolment sign it?"""
    return is_signed(centre_key, receipt.signature, receipt.signed_part())


def head_is_signed(centre_key: bytes, device: UUID, head: tuple[int, bytes], receipt: bytes) -> bool:
    """Did it sign how far this desk's own log goes? A receipt is its instant (8 bytes) and its signature."""
    from wemi_desk.sync.admission import audit_text

    at = int.from_bytes(receipt[:_INSTANT])
    return is_signed(centre_key, receipt[_INSTANT:], audit_text(device, *head, at))


def is_signed(key: bytes, signature: bytes, message: bytes) -> bool:
    """Whether the Ed25519 *signature* on *message* is that of *key*."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
