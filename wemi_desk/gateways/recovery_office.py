"""The Comune's side of recovery: a key in shares of which any two open, and the answer to a PC's request."""

from __future__ import annotations

import secrets
from itertools import combinations
from pathlib import Path

from wemi_desk.domain.access import KEY_BYTES
from wemi_desk.domain.errors import RecoveryRefusedError
from wemi_desk.domain.recovery_text import (
    answer_text,
    public_key_text,
    read_public_key,
    read_request,
    read_share,
    share_text,
)
from wemi_desk.gateways.recovery import X25519Recovery
from wemi_desk.gateways.whole_files import write_whole

HOLDERS = 3
PUBLIC_NAME = "chiave-di-recupero.txt"


def write_keys(folder: Path, holders: int = HOLDERS) -> list[Path]:
    """Make a key pair; write its public half for the desks and one share for each holder, to be kept apart.

    The private half is never written: for each pair of holders it is split into a random piece and the rest,
    so that one share alone says nothing at all.
    """
    private, public = X25519Recovery(folder).new_pair()
    shares: dict[int, dict[int, bytes]] = {holder: {} for holder in range(1, holders + 1)}
    for one, other in combinations(shares, 2):
        shares[one][other] = secrets.token_bytes(KEY_BYTES)
        shares[other][one] = _xor(private, shares[one][other])
    folder.mkdir(parents=True, exist_ok=True)
    texts = {PUBLIC_NAME: public_key_text(public)}
    texts |= {f"quota-{holder}.txt": share_text(holder, pieces) for holder, pieces in shares.items()}
    for name, text in texts.items():
        write_whole(folder / name, text.encode() + b"\n")
    return [folder / name for name in texts]


def answer(request: str, one_share: str, other_share: str) -> str:
    """Open the sealed data key with two shares and seal it to the PC's one-time key. Raises RecoveryRefusedError."""
    asked = read_request(request)
    box = X25519Recovery(Path())
    data_key = box.open(asked.sealed, _joined(one_share, other_share), asked.device_id)
    return answer_text(asked.device_id, box.seal(bytes(data_key), asked.public_key, asked.device_id))


def load_public_key(path: Path) -> bytes:
    """The recovery key a PC is given at enrolment. Raises RecoveryRefusedError when the file is something else."""
    try:
        return read_public_key(path.read_text(encoding="ascii"))
    except (OSError, UnicodeDecodeError):
        raise RecoveryRefusedError from None


def _joined(one_share: str, other_share: str) -> bytes:
    one, its_pieces = read_share(one_share)
    other, their_pieces = read_share(other_share)
    if other not in its_pieces or one not in their_pieces:
        raise RecoveryRefusedError
    return _xor(its_pieces[other], their_pieces[one])


def _xor(left: bytes, right: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(left, right, strict=True))
