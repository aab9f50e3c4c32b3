"""Is this request from an enrolled desk, made now, once, and not by somebody else?"""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode
from binascii import Error as Base64Error
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil
from uuid import UUID

from wemi_desk.central.auth.keys import CentreKeys, is_signed
from wemi_desk.central.auth.limits import Buckets, Limits
from wemi_desk.central.auth.refusals import Refusal
from wemi_desk.central.auth.tokens import Token, key_hash, read
from wemi_desk.central.exchange.workspace import Caller
from wemi_desk.central.releases import too_old
from wemi_desk.central.store.access import AccessStore
from wemi_desk.central.store.admissions import Admissions
from wemi_desk.central.store.devices import REVOKED, Device, Devices
from wemi_desk.domain.releases import Version
from wemi_desk.sync.admission import (
    CLOCK,
    HALTED,
    NOT_ADMITTED,
    TOKEN,
    TOO_MANY,
    TOO_OLD,
    signed_text,
)
from wemi_desk.sync.wire import OLDEST_PROTOCOL, Order

SKEW = 5 * 60 * 1_000_000
NONCE_LIFE = 2 * SKEW
_MOST_MET = 20_000
_NONCE = re.compile(r"[A-Za-z0-9_-]{16,32}")


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestHead:
    """What the head of a request says; nothing of it is believed yet."""

    method: str
    path: str
    address: str = ""
    device: str = ""
    time: str = ""
    nonce: str = ""
    signature: str = ""
    token: str = ""
    protocol: str = ""
    version: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Admitted:
    """A desk that may ask, and for what."""

    caller: Caller
    device: Device
    head: RequestHead

    @property
    def tenant(self) -> str:
        return self.caller.tenant


class Gate:
    """Checks requests; raises :class:`Refusal`, always before anything is changed."""

    def __init__(
        self, store: AccessStore, keys: CentreKeys, clock: Callable[[], int], limits: Limits | None = None,
        oldest: Callable[[], Version | None] = lambda: None,
    ) -> None:  # fmt: skip
        limits = limits or Limits()
        self._oldest = oldest
        self._store = store
        self._keys = keys
        self._token_key = keys.token_key()
        self._clock = clock
        self._devices = Buckets(limits.device, self._seconds)
        self._addresses = Buckets(limits.address, self._seconds)
        self._accounts = Buckets(limits.account, self._seconds)
        self._met: dict[tuple[str, UUID, bytes], bytes] = {}
        """Device keys by what their tokens say of them, which stands for one key for ever."""

    def stranger(self, head: RequestHead) -> None:
        """Somebody nobody knows yet."""
        self._throttle(self._addresses, head.address)

    def refuse_old(self, head: RequestHead) -> None:
        """A version the centre does not answer any more; what it pushes is always taken."""
        if self.is_old(head):
            raise Refusal(426, TOO_OLD)

    def is_old(self, head: RequestHead) -> bool:
        """Does it come from a version that is answered pushes alone?"""
        if not head.protocol.isdecimal() or int(head.protocol[:6]) < OLDEST_PROTOCOL:
            return True
        return too_old(head.version, self._oldest())

    def account(self, name: object) -> None:
        """An operator's name that is used for something rare."""
        self._throttle(self._accounts, name)

    def admit(
        self, head: RequestHead, body: bytes, *, takes_old: bool = False, takes_halted: bool = False
    ) -> Admitted:
        """A desk with a token, and the device key it was given to."""
        token = read(head.token, self._token_key, self._clock())
        if token is None:
            raise Refusal(401, TOKEN)
        self._throttle(self._devices, token.device)
        if not takes_old:
            self.refuse_old(head)
        met = (token.tenant, token.device, token.key)
        device = self._signed(head, body, *met[:2], known=self._met.get(met))
        if token.key != key_hash(device.sign_key) or token.epoch != device.epoch:
            raise Refusal(401, TOKEN)
        self._remember(met, device.sign_key)
        if device.status == REVOKED and not takes_halted:
            raise Refusal(403, HALTED, orders=self._orders(device))
        return Admitted(caller=_caller(token), device=device, head=head)

    def admit_key(self, head: RequestHead, body: bytes, tenant: str, *, check: bool = False) -> Device:
        """A desk without a token: by its device key, or (*check*) by the key it has while locked."""
        device_id = _uuid(head.device)
        self._throttle(self._devices, device_id)
        return self._signed(head, body, tenant, device_id, check=check)

    def _signed(
        self, head: RequestHead, body: bytes, tenant: str, device_id: UUID, *, check: bool = False,
        known: bytes | None = None,
    ) -> Device:  # fmt: skip
        """The signature, then the nonce, which is kept: by then nobody but this device can have written it."""
        at = _time(head.time)
        if abs(at - self._clock()) > SKEW:
            raise Refusal(401, CLOCK)
        if head.device != str(device_id) or not _NONCE.fullmatch(head.nonce):
            raise Refusal(401, NOT_ADMITTED)
        if known is None:
            device = self._find(tenant, device_id)
            known = device.check_key if check else device.sign_key
        text = signed_text(head.method, head.path, body, head.nonce, at, device_id, head.token)
        if not is_signed(known, _bytes(head.signature), text):
            raise Refusal(401, NOT_ADMITTED)
        now_known, is_first = self._store.let_in(tenant, device_id, head.nonce, at)
        if now_known is None or not is_first:
            raise Refusal(401, NOT_ADMITTED)
        if head.nonce[:2] == "AA":  # about one in 4,000
            with self._store.quick() as connection:
                Admissions(connection).forget_nonces(tenant, self._clock() - NONCE_LIFE)
        return now_known

    def _find(self, tenant: str, device_id: UUID) -> Device:
        with self._store.quick() as connection:
            device = Devices(connection).find(tenant, device_id)
        if device is None:
            raise Refusal(401, NOT_ADMITTED)
        return device

    def _remember(self, met: tuple[str, UUID, bytes], sign_key: bytes) -> None:
        if len(self._met) >= _MOST_MET:
            self._met.clear()
        self._met[met] = sign_key

    def _orders(self, device: Device) -> list[Order]:
        with self._store.quick() as connection:
            return Devices(connection).orders(device.tenant, device.id)

    def _throttle(self, buckets: Buckets, caller: object) -> None:
        wait = buckets.wait(caller)
        if wait:
            raise Refusal(429, TOO_MANY, retry_after=ceil(wait))

    def _seconds(self) -> float:
        return self._clock() / 1_000_000


def _caller(token: Token) -> Caller:
    return Caller(
        tenant=token.tenant, device_id=token.device, scopes=frozenset(token.scopes), spaces=frozenset(token.spaces)
    )


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Refusal(401, NOT_ADMITTED) from None


def _time(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 18):
        raise Refusal(401, NOT_ADMITTED)
    return int(text)


def _bytes(text: str) -> bytes:
    try:
        return urlsafe_b64decode(text.encode("ascii"))
    except (UnicodeEncodeError, Base64Error):
        raise Refusal(401, NOT_ADMITTED) from None
