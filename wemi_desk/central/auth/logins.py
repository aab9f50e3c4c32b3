"""An operator enters a desk by the centre: who they are is proved here, and the desk's release secret handed out."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from threading import BoundedSemaphore
from uuid import UUID

from sqlalchemy import Connection

from wemi_desk.central.auth.keys import CentreKeys
from wemi_desk.central.auth.reception import FrontDesk, granted_to, log_of
from wemi_desk.central.auth.refusals import Refusal
from wemi_desk.central.boxes import BoxBrokenError, opened
from wemi_desk.central.store.devices import ACTIVE, Device
from wemi_desk.central.store.directory import Directory
from wemi_desk.central.store.logins import Login, Logins, Releases
from wemi_desk.domain.access import CENTRE_COST
from wemi_desk.domain.secret_rules import passphrase_fault, secret_bytes
from wemi_desk.sync.admission import (
    BUSY,
    CODE_ALPHABET,
    CODE_LENGTH,
    LOGIN_CLOSED,
    NO_LOGIN,
    NO_RELEASE,
    NOT_ALLOWED,
    TOO_MANY,
    UNKNOWN,
    WEAK,
    WRONG_LOGIN,
    CodeAnswer,
    LoginAnswer,
    LoginRequest,
    NamesAnswer,
    OperatorSheet,
    ReleaseDeposit,
    ReleaseKept,
    plain_code,
    release_purpose,
)

CODE_LIFE = 72 * 3600 * 1_000_000
"""Given on a Friday, used on a Monday."""
PERIOD = 15 * 60 * 1_000_000
TRIES = 10
"""In a quarter of an hour, for one operator, from wherever."""
MOST_FAILURES = 100
"""In a row: then only a new code opens again (NIST SP 800-63B)."""
COST = CENTRE_COST
SECRET_BYTES = 32
_SALT_BYTES = 16
_WAIT_S = 10.0
_DERIVING = BoundedSemaphore(2)
"""Each takes 64 MiB: no more of them at once in one worker."""


def make_login_code(desk: FrontDesk, tenant: str, operator_id: UUID, made_by: str) -> CodeAnswer:
    """For one operator, once, to choose a pass-phrase with; raises Refusal."""
    now, salt = desk.clock(), secrets.token_bytes(_SALT_BYTES)
    said = "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))
    with desk.store.work() as connection:
        if operator_id not in {one.id for one in Directory(connection, tenant).operators()}:
            raise Refusal(404, UNKNOWN)
        Logins(connection, tenant).put_code(operator_id, salt, _hashed(desk.keys, salt, said), now + CODE_LIFE)
        log_of(desk, connection, tenant).enter(now, made_by, "login_code_made", str(operator_id))
    return CodeAnswer(code=said, expires_at=now + CODE_LIFE)


def names(desk: FrontDesk, device: Device) -> NamesAnswer:
    """Who may work where this desk stands."""
    _refuse_idle(device)
    with desk.store.quick() as connection:
        found = Directory(connection, device.tenant).operators()
    return NamesAnswer(operators=[one for one in found if device.space_code in one.space_codes])


def keep_release(desk: FrontDesk, device: Device, deposit: ReleaseDeposit) -> ReleaseKept:
    """What opens the online slot that the desk has just made."""
    _refuse_idle(device)
    _opened(desk, device, deposit.slot, deposit.sealed)
    with desk.store.work() as connection:
        now = desk.clock()
        Releases(connection, device.tenant, device.id).keep(deposit.slot, deposit.sealed, deposit.keeps, now)
        log_of(desk, connection, device.tenant).enter(now, f"desk:{device.id}", "release_kept", str(device.id))
    return ReleaseKept(slot=deposit.slot)


def log_in(desk: FrontDesk, device: Device, request: LoginRequest) -> LoginAnswer:
    """The grant and the release secret, for an operator of this space who proves to be that one; raises Refusal."""
    _refuse_idle(device)
    with desk.store.work() as connection:
        sheet, (slot, sealed) = _place(connection, device, request)
        login = Logins(connection, device.tenant).find(request.operator)
        refusal = _counted(desk, Logins(connection, device.tenant), login, request)
    if refusal is not None or login is None:
        raise refusal or Refusal(403, NO_LOGIN)
    if not _fits(desk, login, request):
        _note(desk, device, request.operator, "login_refused")
        raise Refusal(403, WRONG_LOGIN)
    secret = _opened(desk, device, slot, sealed)
    _remember(desk, device, sheet, login, request)
    with desk.store.quick() as connection:
        grant = granted_to(desk, Directory(connection, device.tenant), device, sheet)
    return LoginAnswer(operator=sheet, grant=grant, slot=slot, release=secret, now=desk.clock())


def _place(
    connection: Connection, device: Device, request: LoginRequest
) -> tuple[OperatorSheet, tuple[str, bytes]]:
    directory = Directory(connection, device.tenant)
    found = (one for one in directory.operators() if one.id == request.operator)
    sheet = next((one for one in found if device.space_code in one.space_codes), None)
    if sheet is None:
        raise Refusal(403, WRONG_LOGIN)
    box = Releases(connection, device.tenant, device.id).find(request.slots)
    if box is None:
        raise Refusal(409, NO_RELEASE)
    return sheet, box


def _counted(desk: FrontDesk, logins: Logins, login: Login | None, request: LoginRequest) -> Refusal | None:
    """The try counts before it is looked at; a refusal is given when that is in the database."""
    now = desk.clock()
    if login is None or not (login.code_hash if request.code else login.verifier):
        return Refusal(403, NO_LOGIN)
    if login.failures >= MOST_FAILURES and not request.code:
        return Refusal(403, LOGIN_CLOSED)
    tries = login.tries if login.period == now // PERIOD else 0
    if tries >= TRIES:
        return Refusal(429, TOO_MANY, retry_after=(PERIOD - now % PERIOD) // 1_000_000 + 1)
    logins.count_try(request.operator, now // PERIOD, tries + 1)
    return None


def _fits(desk: FrontDesk, login: Login, request: LoginRequest) -> bool:
    if not request.code:
        return _verified(login.verifier, request.secret)
    right = hmac.compare_digest(login.code_hash, _hashed(desk.keys, login.code_salt, plain_code(request.code)))
    return right and desk.clock() < login.code_until


def _remember(
    desk: FrontDesk, device: Device, sheet: OperatorSheet, login: Login, request: LoginRequest
) -> None:
    """Who used a code has the pass-phrase they chose with it from now on."""
    verifier = ""
    if request.code:
        context = (sheet.given_name, sheet.surname, sheet.organisation)
        if passphrase_fault(request.secret, context, frozenset()) is not None:
            raise Refusal(400, WEAK)
        verifier = _verifier(request.secret)
    with desk.store.work() as connection:
        logins = Logins(connection, device.tenant)
        if not request.code:
            logins.succeeded(request.operator)
        elif not logins.use_code(request.operator, login.code_hash, verifier, desk.clock()):
            raise Refusal(403, WRONG_LOGIN)
        log = log_of(desk, connection, device.tenant)
        log.enter(desk.clock(), str(request.operator), "login", str(device.id), "code" if request.code else "")


def _refuse_idle(device: Device) -> None:
    if device.status != ACTIVE:
        raise Refusal(403, NOT_ALLOWED)


def _opened(desk: FrontDesk, device: Device, slot: str, sealed: bytes) -> bytes:
    """Sealed to the key of today, or to one that was replaced meanwhile."""
    for half in desk.keys.boxes:
        try:
            secret = opened(sealed, half, release_purpose(device.id, slot))
        except BoxBrokenError:
            continue
        if len(secret) == SECRET_BYTES:
            return secret
    raise Refusal(409, NO_RELEASE)


def _note(desk: FrontDesk, device: Device, operator_id: UUID, action: str) -> None:
    with desk.store.work() as connection:
        log_of(desk, connection, device.tenant).enter(desk.clock(), str(operator_id), action, str(device.id))


def _hashed(keys: CentreKeys, salt: bytes, code: str) -> bytes:
    return hmac.digest(keys.code_key(), b"login|" + salt + code.encode(), sha256)


def _verifier(secret: str) -> str:
    from argon2.low_level import Type, hash_secret

    with _deriving():
        salt = secrets.token_bytes(_SALT_BYTES)
        made = hash_secret(
            secret_bytes(secret), salt, COST.passes, COST.memory_kib, COST.lanes, SECRET_BYTES, Type.ID
        )
        return made.decode()


def _verified(verifier: str, secret: str) -> bool:
    from argon2.exceptions import InvalidHashError, VerificationError
    from argon2.low_level import Type, verify_secret

    with _deriving():
        try:
            return verify_secret(verifier.encode(), secret_bytes(secret), Type.ID)
        except (VerificationError, InvalidHashError):
            return False


@contextmanager
def _deriving() -> Iterator[None]:
    if not _DERIVING.acquire(timeout=_WAIT_S):
        raise Refusal(503, BUSY, retry_after=int(_WAIT_S))
    try:
        yield
    finally:
        _DERIVING.release()
