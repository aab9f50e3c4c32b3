"""Recovery on paper, as QR or file: request, answer, public key and shares as one line of text each."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from uuid import UUID
from zlib import crc32

from wemi_desk.domain.access import KEY_BYTES, DeviceId, RecoveryRequest
from wemi_desk.domain.errors import RecoveryRefusedError

_VERSION = "1"


def request_text(request: RecoveryRequest) -> str:
    """What the PC shows to the two people of the Comune."""
    return _line("RICHIESTA", request.device_id.bytes, request.sealed, request.public_key)


def read_request(text: str) -> RecoveryRequest:
    """Raises RecoveryRefusedError."""
    device, sealed, public_key = _parts("RICHIESTA", text, 3)
    return RecoveryRequest(_device(device), sealed, public_key)


def answer_text(device_id: DeviceId, resealed: bytes) -> str:
    """What the two people give back."""
    return _line("RISPOSTA", device_id.bytes, resealed)


def read_answer(text: str) -> tuple[DeviceId, bytes]:
    """Raises RecoveryRefusedError."""
    device, resealed = _parts("RISPOSTA", text, 2)
    return _device(device), resealed


def public_key_text(public_key: bytes) -> str:
    """What every PC is given at enrolment."""
    return _line("CHIAVE", public_key)


def read_public_key(text: str) -> bytes:
    """Raises RecoveryRefusedError."""
    (public_key,) = _parts("CHIAVE", text, 1)
    return _key(public_key)


def share_text(holder: int, pieces: dict[int, bytes]) -> str:
    """One person's share: a piece for each of the other holders."""
    packed = b"".join(bytes([other]) + piece for other, piece in sorted(pieces.items()))
    return _line("QUOTA", bytes([holder]), packed)


def read_share(text: str) -> tuple[int, dict[int, bytes]]:
    """Raises RecoveryRefusedError."""
    holder, packed = _parts("QUOTA", text, 2)
    size = KEY_BYTES + 1
    if len(holder) != 1 or len(packed) % size:
        raise RecoveryRefusedError
    return holder[0], {packed[at]: packed[at + 1 : at + size] for at in range(0, len(packed), size)}


def _line(kind: str, *parts: bytes) -> str:
    body = ":".join(["WEMI", kind, _VERSION, *(urlsafe_b64encode(part).decode().rstrip("=") for part in parts)])
    return f"{body}:{crc32(body.encode()):08x}"


def _parts(kind: str, text: str, count: int) -> list[bytes]:
    """The binary parts of a line; blanks and line breaks of a mail or a scanner do not matter."""
    line = "".join(text.split())
    body, _colon, check = line.rpartition(":")
    head = body.split(":")
    if head[:3] != ["WEMI", kind, _VERSION] or len(head) != 3 + count or not line.isascii():
        raise RecoveryRefusedError
    if check != f"{crc32(body.encode()):08x}":
        raise RecoveryRefusedError
    try:
        return [urlsafe_b64decode(part + "=" * (-len(part) % 4)) for part in head[3:]]
    except ValueError:
        raise RecoveryRefusedError from None


def _device(part: bytes) -> DeviceId:
    if len(part) != 16:
        raise RecoveryRefusedError
    return DeviceId(UUID(bytes=part))


def _key(part: bytes) -> bytes:
    if len(part) != KEY_BYTES:
        raise RecoveryRefusedError
    return part
