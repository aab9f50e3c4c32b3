"""Bodies of requests and answers: compressed both ways, limited before and after, decoded by type."""

from __future__ import annotations

from typing import TypeVar

import msgspec

from wemi_desk import shapes
from wemi_desk.central.auth.refusals import Refusal
from wemi_desk.sync.admission import TOO_LARGE, UNDECODABLE
from wemi_desk.sync.compression import BrokenBodyError, LargeBodyError, packed, unpacked

T = TypeVar("T")
MOST_PLAIN_BYTES = 32 << 20
KNOWN_ENCODINGS = frozenset({"", "identity", "zstd", "gzip"})
_ENCODER = msgspec.json.Encoder()


def expanded(body: bytes, encoding: str, most: int = MOST_PLAIN_BYTES) -> bytes:
    """The plain body; raises Refusal for what is broken, unknown or larger than *most*."""
    if encoding.strip().lower() not in KNOWN_ENCODINGS:
        raise Refusal(415, UNDECODABLE)
    try:
        return unpacked(body, encoding, most)
    except LargeBodyError:
        raise Refusal(413, TOO_LARGE) from None
    except BrokenBodyError:
        raise Refusal(400, UNDECODABLE) from None


def decoded(plain: bytes, kind: type[T]) -> T:
    """The message; raises Refusal. Which field was wrong is not said: only programs send these."""
    try:
        return shapes.decoded(plain, kind)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, ValueError, OverflowError):
        raise Refusal(400, UNDECODABLE) from None


def encoded(message: object, accepted: str) -> tuple[bytes, str]:
    """The answer and its Content-Encoding (none: an empty text)."""
    return packed(_ENCODER.encode(message), accepted)
