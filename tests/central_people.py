"""Desks as the centre meets them: keys, signatures, and everything a test wants to say wrongly."""

from __future__ import annotations

import os
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field, replace
from uuid import UUID, uuid4

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from wemi_desk.central.auth.gate import RequestHead
from wemi_desk.sync import admission as a

TENANT = "milano"
NOON = 1_795_000_000_000_000


@dataclass
class CentreClock:
    """Microseconds, moved by hand."""

    now: int = NOON

    def __call__(self) -> int:
        return self.now


@dataclass
class SigningDesk:
    """A desk's two keys, and how it signs."""

    id: UUID = field(default_factory=uuid4)
    sign: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    check: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    token: str = ""

    def enrol_request(self, code, **changes):
        sign_key, check_key = (key.public_key().public_bytes_raw() for key in (self.sign, self.check))
        text = a.proof_text(code, sign_key, check_key, self.id)
        request = a.EnrolRequest(
            code=code, device=self.id, sign_key=sign_key, check_key=check_key, sign_proof=self.sign.sign(text),
            check_proof=self.check.sign(text), version="0.1.0",
        )  # fmt: skip
        return msgspec.structs.replace(request, **changes)

    def head(self, path, body=b"", *, at=NOON, method="POST", nonce="", check=False, **changes):
        nonce = nonce or urlsafe_b64encode(os.urandom(18)).decode()
        token = changes.get("token", "" if check else self.token)
        text = a.signed_text(method, path, body, nonce, at, self.id, token)
        key = self.check if check else self.sign
        head = RequestHead(
            method=method, path=path, address="192.0.2.1", device=str(self.id), time=str(at), nonce=nonce,
            signature=urlsafe_b64encode(key.sign(text)).decode(), token=token, protocol="1", version="0.1.0",
        )  # fmt: skip
        return replace(head, **changes)
