"""Enrolment codes: read out over the telephone, good once and for a quarter of an hour."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterable
from hashlib import sha256
from uuid import UUID

from wemi_desk.central.auth.keys import CentreKeys
from wemi_desk.central.store.admissions import Code
from wemi_desk.sync.admission import CODE_ALPHABET, CODE_LENGTH, plain_code

CODE_LIFE = 15 * 60 * 1_000_000
SALT_BYTES = 16


def new_code(
    keys: CentreKeys, *, tenant: str, code_id: UUID, reach: str, space_code: str, made_by: str, now: int
) -> tuple[str, Code]:
    """The code to say, and what is kept of it."""
    said = "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))
    salt = secrets.token_bytes(SALT_BYTES)
    kept = Code(
        tenant=tenant, id=code_id, salt=salt, hash=_hashed(keys, salt, said), reach=reach, space_code=space_code,
        made_by=made_by, made_at=now, expires_at=now + CODE_LIFE,
    )  # fmt: skip
    return said, kept


def meant(keys: CentreKeys, said: str, live: Iterable[Code]) -> Code | None:
    """The one of the live codes that was said; every one is compared, whichever fits."""
    plain, found = plain_code(said), None
    for code in live:
        if hmac.compare_digest(code.hash, _hashed(keys, code.salt, plain)):
            found = code
    return found


def _hashed(keys: CentreKeys, salt: bytes, code: str) -> bytes:
    return hmac.digest(keys.code_key(), salt + code.encode(), sha256)
