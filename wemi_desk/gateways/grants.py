"""Signatures of the centre on grants (Ed25519, no other algorithm)."""

from __future__ import annotations

from wemi_desk.domain.access import Grant


class Ed25519Grants:
    """Checks what the centre signed; the key comes from enrolment only."""

    def signed_by(self, grant: Grant, server_key: bytes) -> bool:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

        try:
            Ed25519PublicKey.from_public_bytes(server_key).verify(grant.signature, grant.payload())
        except (InvalidSignature, ValueError):
            return False
        return True
