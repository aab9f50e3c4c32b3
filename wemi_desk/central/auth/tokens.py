"""Access tokens: what a desk may touch, sealed by the centre, for a quarter of an hour."""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as Base64Error
from hashlib import sha256
from uuid import UUID

import msgspec

from wemi_desk.shapes import decoder_of

TOKEN_LIFE = 15 * 60 * 1_000_000


class Token(msgspec.Struct, frozen=True, kw_only=True):
    """*epoch*: that of the device's rights when the token was given; *key*: a hash of the device key it is bound to."""

    tenant: str
    device: UUID
    key: bytes
    epoch: int
    scopes: list[str]
    spaces: list[str]
    expires_at: int


_DECODER = decoder_of(Token)


def written(token: Token, key: bytes) -> str:
    """The token as it travels."""
    content = urlsafe_b64encode(msgspec.json.encode(token))
    return (content + b"." + urlsafe_b64encode(_seal(content, key))).decode()


def read(text: str, key: bytes, now: int) -> Token | None:
    """None when it is not ours, not whole, or over."""
    try:
        content, _, seal = text.encode("ascii").partition(b".")
        if not hmac.compare_digest(urlsafe_b64decode(seal), _seal(content, key)):
            return None
        token = _DECODER.decode(urlsafe_b64decode(content))
    except (UnicodeEncodeError, Base64Error, msgspec.MsgspecError):
        return None
    return token if now < token.expires_at else None


def key_hash(sign_key: bytes) -> bytes:
    """What binds a token to a device key."""
    return sha256(b"wemi|token|" + sign_key).digest()[:16]


def _seal(content: bytes, key: bytes) -> bytes:
    return hmac.digest(key, content, sha256)
