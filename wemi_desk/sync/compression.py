"""Bodies on the wire: zstd or gzip both ways, never larger than whoever reads them allows."""

from __future__ import annotations

import sys
import zlib

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

LEVEL = 3
SMALL = 512
"""Below this nothing is gained."""


class BrokenBodyError(ValueError):
    """Not whole, not of that encoding, or of one nobody knows."""


class LargeBodyError(ValueError):
    """It would grow beyond what its reader allows."""


def packed(plain: bytes, accepted: str) -> tuple[bytes, str]:
    """The bytes to send and their Content-Encoding (none: an empty text)."""
    if len(plain) < SMALL:
        return plain, ""
    if "zstd" in accepted:
        return zstd_of(plain), "zstd"
    if "gzip" in accepted:
        packer = zlib.compressobj(LEVEL, wbits=31)
        return packer.compress(plain) + packer.flush(), "gzip"
    return plain, ""


def zstd_of(plain: bytes) -> bytes:
    """Compressed, however small."""
    packed_bytes: bytes = zstd.compress(plain, level=LEVEL)
    return packed_bytes


def unpacked(body: bytes, encoding: str, most: int) -> bytes:
    """The plain bytes; raises BrokenBodyError, LargeBodyError."""
    encoding = encoding.strip().lower()
    if encoding in {"", "identity"}:
        if len(body) > most:
            raise LargeBodyError
        return body
    if encoding not in {"zstd", "gzip"}:
        raise BrokenBodyError
    plain, ended = _unzstd(body, most) if encoding == "zstd" else _ungzip(body, most)
    if len(plain) > most:
        raise LargeBodyError
    if not ended:
        raise BrokenBodyError
    return plain


def _unzstd(body: bytes, most: int) -> tuple[bytes, bool]:
    decompressor = zstd.ZstdDecompressor()
    try:
        plain = decompressor.decompress(body, max_length=most + 1)
    except (zstd.ZstdError, EOFError, MemoryError):
        raise BrokenBodyError from None
    return plain, decompressor.eof and not decompressor.unused_data


def _ungzip(body: bytes, most: int) -> tuple[bytes, bool]:
    decompressor = zlib.decompressobj(31)
    try:
        plain = decompressor.decompress(body, most + 1)
    except zlib.error:
        raise BrokenBodyError from None
    return plain, decompressor.eof and not decompressor.unused_data

