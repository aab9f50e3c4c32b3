"""Who may speak to the centre, from the first code to the last order."""

from __future__ import annotations

import hmac
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from uuid import UUID

from sqlalchemy import Connection

from wemi_desk.central.auth.codes import meant, new_code
from wemi_desk.central.auth.keys import CentreKeys, is_signed
from wemi_desk.central.auth.reach import reach_of, scopes_of, spaces_within
from wemi_desk.central.auth.refusals import Refusal
from wemi_desk.central.auth.tokens import TOKEN_LIFE, Token, key_hash, written
from wemi_desk.central.store.access import AccessStore
from wemi_desk.central.store.admissions import Admissions, Code
from wemi_desk.central.store.devices import ACTIVE, FLUSHING, LOCKED, MOST_VERSION, REVOKED, Device, Devices
from wemi_desk.central.store.directory import CentreLog, Directory
from wemi_desk.central.store.logins import Releases
from wemi_desk.domain.access import GRANT_LIFE, DeviceId, Grant
from wemi_desk.domain.operators import OperatorId
from wemi_desk.sync.admission import (
    CONFLICT,
    NOT_ADMITTED,
    NOT_ALLOWED,
    OLD_CODE,
    OTHER_SPACE,
    OTHER_TENANT,
    TOO_MANY,
    UNKNOWN,
    USED_CODE,
    WRONG_CODE,
    CheckInAnswer,
    CheckInRequest,
    CodeAnswer,
    CodeSheet,
    DeviceSheet,
    EnrolAnswer,
    EnrolRequest,
    GrantsAnswer,
    GrantsRequest,
    OperatorSheet,
    OrderRequest,
    ProgramHint,
    SignedPolicy,
    TokenAnswer,
    TokenRequest,
    audit_text,
    proof_text,
)
from wemi_desk.sync.exchanged import NEW_KEY
from wemi_desk.sync.wire import Order

PERIOD = 15 * 60 * 1_000_000
WRONG_CODES = 10
"""So many wrong codes from one address in a quarter of an hour, and it waits for the next."""
REMEMBERED = 24 * 3600 * 1_000_000
"""So long a code that was used or is over is told apart from one that never was."""
BROUGHT_ROLES = frozenset({"operator", "organisation_lead", "reader"})
"""What an operator who was at a desk before it knew a centre may keep."""
STATUS_AFTER = {"lock": LOCKED, "flush_and_wipe": FLUSHING, "wipe_now": REVOKED, NEW_KEY: ACTIVE}
_GONE_BACK = re.compile(r"[0-9.]{5,12} \([0-9.]{5,12}: [a-z_]{1,15}\)")
"""The version that runs, and a newer one that did not work on that PC, and why."""
LEADING = frozenset({"network_coordinator", "organisation_lead"})


@dataclass(frozen=True, slots=True)
class FrontDesk:
    """What the reception works with."""

    store: AccessStore
    keys: CentreKeys
    clock: Callable[[], int]
    ids: Callable[[], UUID]
    program: Callable[[], ProgramHint | None] = lambda: None
    """Which versions of the desks' program there are."""


def make_code(desk: FrontDesk, tenant: str, space_code: str, made_by: str, reach: str = "") -> CodeAnswer:
    """A code for one desk in *space_code*; the caller has checked that *made_by* may."""
    now = desk.clock()
    with desk.store.work() as connection:
        directory = Directory(connection, tenant)
        if space_code not in {space.code for space in directory.spaces()}:
            raise Refusal(404, UNKNOWN)
        said, kept = new_code(
            desk.keys, tenant=tenant, code_id=desk.ids(), reach=reach or reach_of("space", space_code),
            space_code=space_code, made_by=made_by, now=now,
        )  # fmt: skip
        Admissions(connection).add_code(kept)
        log_of(desk, connection, tenant).enter(now, made_by, "code_made", space_code)
    return CodeAnswer(code=said, expires_at=kept.expires_at)


def enrol(desk: FrontDesk, request: EnrolRequest, address: str) -> EnrolAnswer:
    """A desk gets known. Nothing is kept of a request whose code or proofs do not fit, but that somebody guessed."""
    now, code = desk.clock(), _said_code(desk, request.code, address)
    _check_proofs(request)
    if request.space_code not in {"", code.space_code}:
        raise Refusal(409, OTHER_SPACE)
    if request.tenant not in {"", code.tenant}:
        raise Refusal(409, OTHER_TENANT)
    with desk.store.work() as connection:
        return _enrolled(desk, connection, request, code, now)


def look_at_code(desk: FrontDesk, said: str, address: str) -> CodeSheet:
    """What a code is for; it stays unused. Who guesses waits as at :func:`enrol`."""
    code, now = _said_code(desk, said, address), desk.clock()
    with desk.store.quick() as connection:
        directory = Directory(connection, code.tenant)
        space = next(one for one in directory.spaces() if one.code == code.space_code)
        operators = [one for one in directory.operators() if code.space_code in one.space_codes]
        recovery_key = directory.recovery_key()
    return CodeSheet(
        tenant=code.tenant, space_id=space.id, space_code=space.code, space_name=space.name,
        expires_at=code.expires_at, now=now, recovery_key=recovery_key,
        operators=[one for one in operators if BROUGHT_ROLES.issuperset(one.roles)],
    )  # fmt: skip


def _said_code(desk: FrontDesk, said: str, address: str) -> Code:
    now = desk.clock()
    source, period = _source(desk, address), now // PERIOD
    with desk.store.quick() as connection:
        admissions = Admissions(connection)
        if admissions.failures(source, period) >= WRONG_CODES:
            raise Refusal(429, TOO_MANY, retry_after=(PERIOD - now % PERIOD) // 1_000_000 + 1)
        code = meant(desk.keys, said, admissions.live_codes(now))
        if code is None:
            admissions.failed(source, period)
            used, old = admissions.spent_codes(now - REMEMBERED)
            fits = partial(meant, desk.keys, said)
            raise Refusal(403, USED_CODE if fits(used) else OLD_CODE if fits(old) else WRONG_CODE)
    return code


def _check_proofs(request: EnrolRequest) -> None:
    text = proof_text(request.code, request.sign_key, request.check_key, request.device)
    proofs = ((request.sign_key, request.sign_proof), (request.check_key, request.check_proof))
    if request.sign_key == request.check_key or not all(is_signed(key, proof, text) for key, proof in proofs):
        raise Refusal(403, NOT_ADMITTED)


def _enrolled(desk: FrontDesk, connection: Connection, request: EnrolRequest, code: Code, now: int) -> EnrolAnswer:
    device = Device(
        tenant=code.tenant, id=request.device, space_code=code.space_code, reach=code.reach, sign_key=request.sign_key,
        check_key=request.check_key, machine=request.machine[:32], enrolled_at=now, enrolled_by=code.made_by,
        version=request.version[:40], seen_at=now,
    )  # fmt: skip
    if not Admissions(connection).use_code(code, now):
        raise Refusal(403, USED_CODE)
    devices, directory = Devices(connection), Directory(connection, code.tenant)
    if not devices.add(device):
        _recognise(devices, device)
    log = log_of(desk, connection, code.tenant)
    log.enter(now, code.made_by, "enrolled", str(device.id))
    if request.replaces is not None and _replaced(devices, device, request.replaces):
        log.enter(now, code.made_by, "replaced", str(request.replaces))
    _bring(directory, request.operators, code.space_code)
    space = next(one for one in directory.spaces() if one.code == code.space_code)
    operators, grants = _granted(desk, directory, device, now)
    return EnrolAnswer(
        tenant=code.tenant, device=device.id, space_code=space.code, space_name=space.name,
        centre_key=desk.keys.public, box_key=desk.keys.box_public, recovery_key=directory.recovery_key(),
        policy=_policy(desk, directory), operators=operators, grants=grants, now=now,
    )  # fmt: skip


def _recognise(devices: Devices, device: Device) -> None:
    """A desk whose first answer was lost comes again with the same keys; anybody else is refused."""
    known = devices.find(device.tenant, device.id)
    same = known is not None and (known.sign_key, known.check_key, known.space_code, known.status) == (
        device.sign_key, device.check_key, device.space_code, ACTIVE
    )  # fmt: skip
    if not same:
        raise Refusal(409, CONFLICT)


def _replaced(devices: Devices, new: Device, old_id: UUID) -> bool:
    """A desk may take the place of one in its own space only."""
    old = devices.find(new.tenant, old_id)
    if old is None or old.space_code != new.space_code or old.id == new.id:
        return False
    devices.set_status(old.tenant, old.id, REVOKED)
    devices.releases(old.tenant, old.id).forget()
    return True


def _bring(directory: Directory, sheets: Sequence[OperatorSheet], space_code: str) -> None:
    """Operators the desk had before; those the centre knows are as the centre knows them."""
    for sheet in sheets[:50]:
        if directory.find_operator(sheet.id) is None:
            roles = sorted(BROUGHT_ROLES & set(sheet.roles))
            kept = OperatorSheet(
                id=sheet.id, given_name=sheet.given_name[:80], surname=sheet.surname[:80],
                badge_code=(sheet.badge_code or "")[:20] or None, organisation_id=sheet.organisation_id,
                organisation=sheet.organisation[:120], space_codes=[space_code], roles=roles,
            )  # fmt: skip
            directory.put_operator(kept)


def token(desk: FrontDesk, device: Device, request: TokenRequest) -> TokenAnswer:
    """For a device whose key was just checked. That of a revoked one opens nothing but its orders."""
    halted = device.status == REVOKED
    with desk.store.work() as connection:
        devices, known = Devices(connection), Directory(connection, device.tenant).spaces()
        spaces = [] if halted else spaces_within(device.reach, known)
        if request.version[:MOST_VERSION] != device.version:
            devices.set_version(device.tenant, device.id, request.version)
            if _GONE_BACK.fullmatch(request.version):
                log = log_of(desk, connection, device.tenant)
                log.enter(desk.clock(), f"desk:{device.id}", "program_gone_back", str(device.id), request.version)
    now, scopes = desk.clock(), [] if halted else scopes_of(device.id, spaces)
    content = Token(
        tenant=device.tenant, device=device.id, key=key_hash(device.sign_key), epoch=device.epoch, scopes=scopes,
        spaces=spaces, expires_at=now + TOKEN_LIFE,
    )  # fmt: skip
    return TokenAnswer(
        token=written(content, desk.keys.token_key()), expires_at=content.expires_at, scopes=scopes, now=now,
        program=desk.program(),
    )  # fmt: skip


def check_in(desk: FrontDesk, device: Device, request: CheckInRequest) -> CheckInAnswer:
    """From the lock screen: what is to be done, and what was."""
    with desk.store.work() as connection:
        devices, log = Devices(connection), log_of(desk, connection, device.tenant)
        if request.done and devices.orders_done(device.tenant, device.id, request.done):
            log.enter(desk.clock(), f"desk:{device.id}", "order_done", str(device.id))
        if request.new_key and devices.orders_done(device.tenant, device.id, request.new_key, new_key=True):
            log.enter(desk.clock(), f"desk:{device.id}", "rekeyed", str(device.id))
        return CheckInAnswer(now=desk.clock(), orders=devices.orders(device.tenant, device.id))


def grants(desk: FrontDesk, device: Device, request: GrantsRequest) -> GrantsAnswer:
    """New grants for everybody who may work at this desk."""
    now = desk.clock()
    with desk.store.work() as connection:
        directory = Directory(connection, device.tenant)
        operators, signed = _granted(desk, directory, device, now)
        policy, release = _policy(desk, directory), Releases(connection, device.tenant, device.id).newest()
    return GrantsAnswer(
        operators=operators, grants=signed, now=now, policy=policy if policy.version > request.policy else None,
        keys=list(desk.keys.changes), release=release,
    )


def _granted(
    desk: FrontDesk, directory: Directory, device: Device, now: int
) -> tuple[list[OperatorSheet], list[Grant]]:
    operators = [one for one in directory.operators() if device.space_code in one.space_codes]
    version = _policy(desk, directory).version
    return operators, [_grant(desk, device, one, now, version) for one in operators]


def _grant(desk: FrontDesk, device: Device, operator: OperatorSheet, now: int, policy: int) -> Grant:
    issued_at = datetime.fromtimestamp(now // 1_000_000, UTC)
    grant = Grant(
        kind="grant", id=desk.ids(), operator=OperatorId(operator.id), organisation=operator.organisation,
        device=DeviceId(device.id), roles=tuple(operator.roles), spaces=tuple(operator.space_codes),
        issued_at=issued_at, valid_to=issued_at + GRANT_LIFE, policy_version=policy,
    )  # fmt: skip
    return replace(grant, signature=desk.keys.sign(grant.payload()))


def granted_to(desk: FrontDesk, directory: Directory, device: Device, operator: OperatorSheet) -> Grant:
    """A new grant for one operator, at one desk."""
    return _grant(desk, device, operator, desk.clock(), _policy(desk, directory).version)


def leader(desk: FrontDesk, device: Device, grant: Grant) -> str:
    """The operator behind a request that only who leads may make; raises Refusal."""
    now = datetime.fromtimestamp(desk.clock() / 1_000_000, UTC)
    fits = grant.expected_of(DeviceId(device.id), grant.operator, centre_known=True) and grant.lives_at(now)
    if not fits or not desk.keys.signed(grant.signature, grant.payload()):
        raise Refusal(403, NOT_ALLOWED)
    with desk.store.quick() as connection:
        sheets = Directory(connection, device.tenant).operators()
    sheet = next((one for one in sheets if one.id == grant.operator), None)
    if sheet is None or not LEADING & set(sheet.roles) & set(grant.roles):
        raise Refusal(403, NOT_ALLOWED)
    return str(grant.operator)


def give_order(desk: FrontDesk, tenant: str, device_id: UUID, kind: str, reason: str, given_by: str) -> Order:
    """Take a desk out of service, or, of one in service, ask for another data key; raises Refusal."""
    now = desk.clock()
    if kind not in STATUS_AFTER:
        raise Refusal(400, NOT_ALLOWED)
    with desk.store.work() as connection:
        devices = Devices(connection)
        device = devices.find(tenant, device_id)
        if device is None:
            raise Refusal(404, UNKNOWN)
        if kind == NEW_KEY and device.status != ACTIVE:
            raise Refusal(409, CONFLICT)
        order = devices.give_order(tenant, device_id, kind, reason[:200], now)
        devices.set_status(tenant, device_id, STATUS_AFTER[kind])
        if STATUS_AFTER[kind] in {FLUSHING, REVOKED}:
            devices.releases(tenant, device_id).forget()
        log_of(desk, connection, tenant).enter(now, given_by, f"order_{kind}", str(device_id))
    return order


def release(desk: FrontDesk, tenant: str, device_id: UUID, released_by: str) -> None:
    """A desk that was locked works again; one that was emptied has to enrol anew. Raises Refusal."""
    with desk.store.work() as connection:
        devices = Devices(connection)
        device = devices.find(tenant, device_id)
        if device is None:
            raise Refusal(404, UNKNOWN)
        if device.status != LOCKED:
            raise Refusal(409, CONFLICT)
        devices.set_status(tenant, device_id, ACTIVE)
        last = max((one.number for one in devices.orders(tenant, device_id)), default=0)
        devices.orders_done(tenant, device_id, last)
        log_of(desk, connection, tenant).enter(desk.clock(), released_by, "released", str(device_id))


def order_from_desk(desk: FrontDesk, tenant: str, spaces: Sequence[str], request: OrderRequest, given_by: str) -> Order:
    """The same, from somebody who leads: only to desks of the spaces their own desk may hold."""
    with desk.store.quick() as connection:
        device = Devices(connection).find(tenant, request.device)
    if device is None or device.space_code not in spaces:
        raise Refusal(404, UNKNOWN)
    return give_order(desk, tenant, request.device, request.kind, request.reason, given_by)


def listed(desk: FrontDesk, tenant: str, spaces: Sequence[str] | None = None) -> list[DeviceSheet]:
    """How desks stand."""
    with desk.store.quick() as connection:
        devices, orders = Devices(connection).listed(tenant, spaces), Devices(connection).waiting_orders(tenant)
    return [
        DeviceSheet(
            id=one.id, space_code=one.space_code, status=one.status, last_contact_at=one.seen_at, unsent=one.unsent,
            version=one.version, audit_marked=one.audit_marked_at is not None, orders=orders.get(one.id, []),
        )
        for one in devices
    ]  # fmt: skip


def countersigned(desk: FrontDesk, device: Device, head: tuple[int, bytes], asked_at: int) -> bytes:
    """Sign the head of a desk's own log, or mark the desk when it does not follow the last one (security.md 5).

    *asked_at*: when the desk wrote the request, by its signature. An older head in a request that was written before
    the one that brought the last head was held back on the line: it proves nothing, and is not signed.
    """
    (seq, tag), now = head, desk.clock()
    same = seq == device.audit_seq and hmac.compare_digest(tag, device.audit_tag)
    if not same and seq <= device.audit_seq:
        is_late = device.audit_asked_at is not None and asked_at <= device.audit_asked_at
        if seq == device.audit_seq or not is_late:
            _mark(desk, device, seq, now)
        return b""
    if not same:
        desk.store.keep_head(device.tenant, device.id, seq, tag[:32], asked_at)
    return now.to_bytes(8) + desk.keys.sign(audit_text(device.id, seq, tag, now))


def _mark(desk: FrontDesk, device: Device, seq: int, now: int) -> None:
    """Once: a log that was cut or written anew does not become whole again."""
    if device.audit_marked_at is not None:
        return
    with desk.store.work() as connection:
        Devices(connection).mark_audit(device.tenant, device.id, seq, now)
        log_of(desk, connection, device.tenant).enter(now, f"desk:{device.id}", "audit_head_broken", str(device.id))


def note(desk: FrontDesk, tenant: str, actor: str, action: str, about: str = "", reason: str = "") -> None:
    """A line in the centre's log by itself: a look-up, a refusal."""
    with desk.store.work() as connection:
        log_of(desk, connection, tenant).enter(desk.clock(), actor, action, about, reason)


def _policy(desk: FrontDesk, directory: Directory) -> SignedPolicy:
    found = directory.policy()
    if found is not None:
        return found
    empty = SignedPolicy(version=0, text="{}", signature=b"")
    return SignedPolicy(version=0, text="{}", signature=desk.keys.sign(empty.signed_part()))


def log_of(desk: FrontDesk, connection: Connection, tenant: str) -> CentreLog:
    """The centre's log, for an entry in the transaction of its deed."""
    return CentreLog(connection, tenant, desk.keys.audit_key(tenant))


def _source(desk: FrontDesk, address: str) -> bytes:
    """Addresses are not kept, only a keyed hash of them."""
    return hmac.digest(desk.keys.code_key(), address.encode(), sha256)[:16]
