"""What a desk says to its centre by the key that it has while locked, too: am I still enrolled, what is to be done."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

from wemi_desk import updating
from wemi_desk.centre_line import operator_of, settings_of
from wemi_desk.config import Profile
from wemi_desk.domain.access import DeviceId, Newcomer, Released
from wemi_desk.domain.centres import CentrePlace
from wemi_desk.domain.errors import NoCentreError
from wemi_desk.domain.exchange_news import LOCK
from wemi_desk.domain.operators import OperatorId
from wemi_desk.domain.spaces import Organisation
from wemi_desk.gateways.central_api import DeskName, SignedCalls, check_in
from wemi_desk.gateways.centre_file import CentreFile
from wemi_desk.gateways.centre_http import CentreHttp
from wemi_desk.gateways.device_keys import Ed25519Keys
from wemi_desk.services.centre_access import CentreAccess
from wemi_desk.sync.admission import (
    CheckInAnswer,
    LoginAnswer,
    LoginRequest,
    NamesAnswer,
    NamesRequest,
    OperatorSheet,
    plain_code,
)
from wemi_desk.sync.exchanged import NEW_KEY
from wemi_desk.sync.joining import not_admitted
from wemi_desk.sync.ports import LineError

T = TypeVar("T")
LOGIN_SECONDS = 14.0
"""The centre derives a key, and others may stand before; whoever waits for keys waits twenty seconds at most."""


class LockedLine:
    """Every call is a line of its own, and raises LineError; a desk without a centre has nothing to say."""

    def __init__(
        self, profile: Profile, access: CentreAccess, device_id: DeviceId,
        in_force: Callable[[CentrePlace], CentrePlace],
    ) -> None:  # fmt: skip
        self._profile = profile
        self._access = access
        self._device_id = device_id
        self._in_force = in_force

    def order(self) -> str:
        """The kind of the first order that waits; another data key only when that is news here.

        To be locked needs nothing more, and is answered.
        """
        with self._speaking() as (calls, tenant):
            if calls is None:
                return ""
            answer = self._checked_in(calls, tenant)
            wanted = max((one.number for one in answer.orders if one.kind == NEW_KEY), default=0)
            is_news = bool(wanted) and self._access.order_new_key(wanted)
            order = next((one for one in answer.orders if one.kind != NEW_KEY), None)
            if order is not None and order.kind == LOCK:
                check_in(calls, tenant, order.number)
        return order.kind if order is not None else NEW_KEY if is_news else ""

    def report(self) -> None:
        """Tell that the data key was changed, if that was not told yet."""
        if self._access.key_order().untold:
            with self._speaking() as (calls, tenant):
                if calls is not None:
                    self._checked_in(calls, tenant)

    def names(self) -> Sequence[Newcomer]:
        """See services.access_ports.LoginLine."""
        answer = self._asked("/v1/names", lambda tenant: NamesRequest(tenant=tenant), NamesAnswer)
        return [_newcomer(one) for one in answer.operators]

    def log_in(self, operator_id: OperatorId, passphrase: str, code: str, slots: Sequence[str]) -> Released:
        """See services.access_ports.LoginLine."""

        def request(tenant: str) -> LoginRequest:
            code_said = plain_code(code)
            return LoginRequest(
                tenant=tenant, operator=operator_id, secret=passphrase, code=code_said, slots=list(slots)
            )

        answer = self._asked("/v1/login", request, LoginAnswer)
        return Released(_newcomer(answer.operator), answer.grant, answer.slot, answer.release)

    def _asked(self, path: str, request: Callable[[str], object], kind: type[T]) -> T:
        with self._speaking() as (calls, tenant):
            if calls is None:
                raise NoCentreError
            try:
                return calls.ask(path, request(tenant), kind, total=LOGIN_SECONDS)
            except LineError as error:
                raise not_admitted(error) from None

    def _checked_in(self, calls: SignedCalls, tenant: str) -> CheckInAnswer:
        """The orders that wait, after what is done was told; a centre that came back from a copy is told again."""
        order = self._access.key_order()
        answer = check_in(calls, tenant, new_key=order.done if order.untold else 0)
        if any(one.kind == NEW_KEY and one.number <= order.done for one in answer.orders):
            answer = check_in(calls, tenant, new_key=order.done)
        if order.untold:
            self._access.key_order_told(order.done)
        return answer

    @contextmanager
    def _speaking(self) -> Iterator[tuple[SignedCalls | None, str]]:
        place = CentreFile(self._profile.centre, self._device_id).place()
        if place is None or not place.tenant:
            yield None, ""
            return
        sign = Ed25519Keys().signer(bytes(self._access.check_in_seed()))
        name = DeskName(
            tenant=place.tenant, device=self._device_id, sign=sign, version=updating.running_version()
        )
        http = CentreHttp(settings_of(self._in_force(place)))
        try:
            yield SignedCalls(http, name), place.tenant
        finally:
            http.close()


def _newcomer(sheet: OperatorSheet) -> Newcomer:
    return Newcomer(operator_of(sheet), Organisation(id=sheet.organisation_id, name=sheet.organisation))
