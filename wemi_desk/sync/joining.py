"""How a desk gets to know its centre: one code, once; and how its operators' grants stay alive."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar
from uuid import UUID

from wemi_desk.domain.access import DeviceId, Grant, OnlineSlot
from wemi_desk.domain.centres import CentrePlace, MetCentre
from wemi_desk.domain.errors import CentreNotReachedError, CentreRefusedError, NotAllowedError, RecordMissingError
from wemi_desk.sync.admission import (
    CONFLICT,
    LOGIN_CLOSED,
    NO_LOGIN,
    NO_RELEASE,
    NOT_ADMITTED,
    NOT_ALLOWED,
    OLD_CODE,
    OTHER_SPACE,
    OTHER_TENANT,
    USED_CODE,
    WEAK,
    WRONG_CODE,
    WRONG_LOGIN,
    EnrolAnswer,
    EnrolRequest,
    GrantsAnswer,
    OperatorSheet,
    ReleaseDeposit,
    ReleaseKept,
    plain_code,
    proof_text,
)
from wemi_desk.sync.ports import LineError, TooOldError
from wemi_desk.sync.trust import CentreTrust

T = TypeVar("T")
_SAID = frozenset({
    WRONG_CODE, USED_CODE, OLD_CODE, CONFLICT, NOT_ADMITTED, OTHER_SPACE, OTHER_TENANT, "busy",
    WRONG_LOGIN, NO_LOGIN, LOGIN_CLOSED, NO_RELEASE, NOT_ALLOWED, WEAK,
})  # fmt: skip


class SigningKeys(Protocol):
    """Ed25519, by the private half."""

    def new_seed(self) -> bytes: ...

    def public(self, seed: bytes) -> bytes: ...

    def sign(self, seed: bytes, message: bytes) -> bytes: ...


class MetCentres(Protocol):
    """Where it is kept which centre this desk belongs to."""

    def read(self, device_key: bytes) -> MetCentre | None: ...

    def write(self, met: MetCentre, device_key: bytes) -> None: ...


class Access(Protocol):
    """As much of services.access as joining needs."""

    def join_centre(self, centre_key: bytes, grants: Sequence[Grant], box_key: bytes) -> None: ...

    def renew_grant(self, grant: Grant) -> None: ...

    def release_to_hand_over(self, box_key: bytes, held: str | None) -> tuple[OnlineSlot, str] | None: ...

    def release_handed_over(self, slot_id: str) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Joining:
    """What joining works with. *check_seed* is the key of the locked desk; *enrol* asks the centre."""

    device: DeviceId
    space_code: str
    device_key: bytes
    check_seed: bytes
    keys: SigningKeys
    kept: MetCentres
    access: Access
    enrol: Callable[[CentrePlace, EnrolRequest], EnrolAnswer]
    version: str

    def join(self, place: CentrePlace, code: str, operators: Sequence[OperatorSheet]) -> MetCentre:
        """The desk's key is kept before it is shown to anybody, so that an answer that is lost costs only a new code.

        Raises CentreRefusedError, CentreNotReachedError, StorageError.
        """
        begun = self.kept.read(self.device_key)
        seed = begun.sign_seed if begun is not None else self.keys.new_seed()
        if begun is None or not begun.centre_key:
            self.kept.write(MetCentre(place=place, sign_seed=seed), self.device_key)
        tenant = begun.place.tenant if begun is not None else ""
        answer = self._asked(place, self._request(seed, code, operators, tenant))
        if begun is not None and begun.centre_key not in {b"", answer.centre_key}:
            raise CentreRefusedError("other_centre")
        met = MetCentre(
            place=replace(place, tenant=answer.tenant), sign_seed=seed, centre_key=answer.centre_key,
            box_key=answer.box_key, policy_version=answer.policy.version, policy=answer.policy.text,
        )  # fmt: skip
        self.kept.write(met, self.device_key)
        self.access.join_centre(met.centre_key, answer.grants, met.box_key)
        return met

    def _request(self, seed: bytes, code: str, operators: Sequence[OperatorSheet], tenant: str) -> EnrolRequest:
        code = plain_code(code)
        sign_key, check_key = self.keys.public(seed), self.keys.public(self.check_seed)
        text = proof_text(code, sign_key, check_key, self.device)
        return EnrolRequest(
            code=code, device=self.device, sign_key=sign_key, check_key=check_key,
            sign_proof=self.keys.sign(seed, text), check_proof=self.keys.sign(self.check_seed, text),
            version=self.version, space_code=self.space_code, operators=list(operators),
            tenant=tenant,
        )  # fmt: skip

    def _asked(self, place: CentrePlace, request: EnrolRequest) -> EnrolAnswer:
        try:
            return self.enrol(place, request)
        except LineError as error:
            raise not_admitted(error) from None


def not_admitted(error: LineError) -> CentreRefusedError | CentreNotReachedError:
    """Whether the centre said no, or is not there."""
    if isinstance(error, TooOldError):
        return CentreRefusedError("too_old")
    return CentreRefusedError(error.reason) if error.reason in _SAID else CentreNotReachedError(error.reason)


class GrantLine(Protocol):
    """The line, as far as grants go."""

    def grants(self, policy: int) -> GrantsAnswer: ...

    def ask(self, path: str, message: object, kind: type[T]) -> T: ...


def renew_grants(line: GrantLine, access: Access, trust: CentreTrust) -> frozenset[UUID]:
    """New grants for the operators of this desk, under a new key of the centre if it has one; who got one.

    Raises LineError.
    """
    answer = line.grants(trust.met.policy_version)
    if trust.follow(answer.keys, answer.grants, access):
        return frozenset(grant.operator for grant in answer.grants)
    renewed = _kept(answer, access)
    _hand_over_release(line, access, trust, answer.release)
    return renewed


def _kept(answer: GrantsAnswer, access: Access) -> frozenset[UUID]:
    renewed = set()
    for grant in answer.grants:
        try:
            access.renew_grant(grant)
        except (NotAllowedError, RecordMissingError):
            continue  # an operator who never entered here
        renewed.add(grant.operator)
    return frozenset(renewed)


def _hand_over_release(line: GrantLine, access: Access, trust: CentreTrust, held: str | None) -> None:
    """What opens this desk for an operator who enters by the centre. An answer that is lost costs a repetition."""
    waits = access.release_to_hand_over(trust.box_key, held)
    if waits is not None:
        slot, before = waits
        if held != slot.slot_id:
            deposit = ReleaseDeposit(slot=slot.slot_id, sealed=slot.for_centre, keeps=before)
            line.ask("/v1/release", deposit, ReleaseKept)
        access.release_handed_over(slot.slot_id)
