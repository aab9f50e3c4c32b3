"""The centre's own keys: one file, made once, read by every worker; nothing of it is in the database."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from wemi_desk.domain.errors import UnavailableError
from wemi_desk.shapes import decoded
from wemi_desk.sync.admission import KeyChange

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

KEY_BYTES = 32
_FIELDS = ("signing", "master", "box")


class KeyFileError(UnavailableError):
    """The key file is missing, damaged, or readable by others; *reason* is a code."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class CentreKeys:
    """Ed25519 seed, a master for keyed hashes, and the X25519 half that work carried by hand is sealed to."""

    signing: bytes = field(repr=False)
    master: bytes = field(repr=False)
    box: bytes = field(repr=False)
    first: bytes = b""
    """The public key desks were first given; empty as long as nothing was replaced."""
    changes: tuple[KeyChange, ...] = ()
    old_boxes: tuple[bytes, ...] = field(default=(), repr=False)
    """What was sealed before a replacement can still be opened."""

    def sign(self, message: bytes) -> bytes:
        """64 bytes (Ed25519)."""
        return _signer(self.signing).sign(message)

    def signed(self, signature: bytes, message: bytes) -> bool:
        """Whether this centre signed *message*, with the key of today or one it had before."""
        before = [self.first, *(change.centre_key for change in self.changes[:-1])] if self.changes else []
        return any(is_signed(key, signature, message) for key in (self.public, *before))

    @property
    def public(self) -> bytes:
        """What desks verify receipts, grants and policies with."""
        return _public(self.signing)

    @property
    def box_public(self) -> bytes:
        """What desks seal unsent work and file keys to."""
        return _box_public(self.box)

    def row_key(self, tenant: str) -> bytes:
        """Marks rows that were sent, so that they are known again after a restore (canonical.row_mac)."""
        return self._derived("row", tenant)

    def blind_key(self, tenant: str) -> bytes:
        """Hashes persons' keys, so that the index says nothing by itself."""
        return self._derived("blind", tenant)

    def token_key(self) -> bytes:
        """Seals access tokens."""
        return self._derived("token", "")

    def code_key(self) -> bytes:
        """Hashes enrolment codes."""
        return self._derived("code", "")

    def audit_key(self, tenant: str) -> bytes:
        """Chains the centre's own log."""
        return self._derived("audit", tenant)

    def _derived(self, purpose: str, tenant: str) -> bytes:
        return blake2b(f"wemi|1|{purpose}|{tenant}".encode(), key=self.master, digest_size=KEY_BYTES).digest()

    @property
    def boxes(self) -> tuple[bytes, ...]:
        """The box key of today, then older ones."""
        return (self.box, *reversed(self.old_boxes))


def new_keys() -> CentreKeys:
    """Random ones."""
    return CentreKeys(os.urandom(KEY_BYTES), os.urandom(KEY_BYTES), os.urandom(KEY_BYTES))


def write_keys(path: Path, keys: CentreKeys) -> None:
    """Never over a file that is there: without its keys a centre cannot be known again by its desks."""
    if path.exists():
        raise KeyFileError("exists")
    _write(path, keys, os.O_EXCL)


def replace_keys(path: Path, at: int) -> CentreKeys:
    """New keys to sign with and to seal to; the old one signs that, and is gone. Processes read them when they start.

    Keyed hashes stay as they are: their master is no key anybody outside ever sees. Raises KeyFileError.
    """
    old = read_keys(path)
    new = CentreKeys(os.urandom(KEY_BYTES), old.master, os.urandom(KEY_BYTES))
    bare = KeyChange(number=len(old.changes) + 1, centre_key=new.public, box_key=new.box_public, at=at)
    change = msgspec.structs.replace(bare, signature=old.sign(bare.signed_part()))
    keys = replace(
        new, first=old.first or old.public, changes=(*old.changes, change), old_boxes=(*old.old_boxes, old.box)
    )
    beside = path.with_name(path.name + ".new")
    _write(beside, keys, os.O_TRUNC)
    beside.replace(path)
    return keys


def _write(path: Path, keys: CentreKeys, mode: int) -> None:
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | mode, 0o600)
    except FileExistsError:
        raise KeyFileError("exists") from None
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write("".join(f"{line}\n" for line in _lines(keys)))
        file.flush()
        os.fsync(file.fileno())


def _lines(keys: CentreKeys) -> Iterator[str]:
    yield from (f"{name} {getattr(keys, name).hex()}" for name in _FIELDS)
    if keys.first:
        yield f"first {keys.first.hex()}"
    yield from (f"old-box {box.hex()}" for box in keys.old_boxes)
    yield from (f"change {msgspec.json.encode(change).hex()}" for change in keys.changes)


def _several(text: str, name: str) -> list[bytes]:
    return [bytes.fromhex(line.split(" ", 1)[1]) for line in text.splitlines() if line.startswith(name + " ")]


def read_keys(path: Path) -> CentreKeys:
    """Raises KeyFileError."""
    try:
        text = path.read_text(encoding="ascii")
        shared = os.name == "posix" and path.stat().st_mode & 0o077
    except (OSError, UnicodeDecodeError):
        raise KeyFileError("missing") from None
    if shared:
        raise KeyFileError("readable_by_others")
    pairs = dict(line.split(" ", 1) for line in text.splitlines() if " " in line)
    try:
        found = [bytes.fromhex(pairs[name]) for name in _FIELDS]
        boxes, first = _several(text, "old-box"), b"".join(_several(text, "first"))
        changes = [decoded(one, KeyChange) for one in _several(text, "change")]
    except (KeyError, ValueError):
        raise KeyFileError("damaged") from None
    if any(len(key) != KEY_BYTES for key in (*found, *boxes)) or len(first) not in {0, KEY_BYTES}:
        raise KeyFileError("damaged")
    signing, master, box = found
    return CentreKeys(signing, master, box, first=first, changes=tuple(changes), old_boxes=tuple(boxes))


def is_signed(public_key: bytes, signature: bytes, message: bytes) -> bool:
    """Whether the Ed25519 *signature* on *message* was made with the other half of *public_key*."""
    from cryptography.exceptions import InvalidSignature

    try:
        _verifier(public_key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


@cache
def _signer(seed: bytes) -> Ed25519PrivateKey:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(seed)


@lru_cache(maxsize=4096)
def _verifier(public_key: bytes) -> Ed25519PublicKey:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    return Ed25519PublicKey.from_public_bytes(public_key)


@cache
def _public(seed: bytes) -> bytes:
    return _signer(seed).public_key().public_bytes_raw()


@cache
def _box_public(half: bytes) -> bytes:
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    return X25519PrivateKey.from_private_bytes(half).public_key().public_bytes_raw()
