"""Judge a secret: count, derive, open, and what follows from success or failure."""

from __future__ import annotations

from dataclasses import replace
from typing import NoReturn

from wemi_desk.domain.access import (
    DeskState,
    EnrolledOperator,
    FailureCount,
    OperatorTile,
    SlotAddress,
    SlotKind,
    tile_of,
)
from wemi_desk.domain.errors import (
    GrantExpiredError,
    PinNotReadyError,
    SecretWaitError,
    SlotDestroyedError,
    SlotRefusedError,
    SlotSuspendedError,
    WrongSecretError,
)
from wemi_desk.domain.operators import OperatorId
from wemi_desk.domain.secret_rules import looks_like_pin, secret_bytes
from wemi_desk.services.desk_record import AccessPorts, DeskRecord, in_turn, operator_of, with_event, with_operator
from wemi_desk.services.slot_keeping import SlotKeeping, pepper_name


class Unlocking:
    """Opens the data key for one operator; every use case that asks a secret goes through here."""

    def __init__(self, ports: AccessPorts, record: DeskRecord, keeping: SlotKeeping) -> None:
        self._ports = ports
        self._record = record
        self._keeping = keeping
        self._attempts = keeping.attempts

    def judge(
        self, state: DeskState, operator_id: OperatorId, secret: str, only: SlotKind | None = None
    ) -> tuple[DeskState, SlotKind, bytearray]:
        """The state with this attempt noted, the kind of secret given, the data key. Raises SecretError."""
        operator = operator_of(state, operator_id)
        kind = only or self._kind(operator, secret)
        address = self._keeping.address(state, operator, kind)
        before = self._refuse_early(state, address, secret)
        count = self._attempts.begin(address, self._record.secret, before, self._record.time.now())
        try:
            data_key = self._open(address, secret_bytes(secret))
        except SlotRefusedError:
            self._failed(state, address, count)
        self._attempts.succeed(address, self._record.secret)
        return with_event(state, self._record, operator_id, kind, "accepted"), kind, data_key

    def refuse_expired(self, state: DeskState, operator_id: OperatorId, method: SlotKind) -> None:
        """The grant is looked at only after the secret: a stranger learns nothing."""
        grant = operator_of(state, operator_id).grant
        expected = grant.expected_of(state.device_id, operator_id, state.server_key is not None)
        signed = state.server_key is None or self._ports.grants.signed_by(grant, state.server_key)
        if not (expected and signed and grant.lives_at(self._record.time.now())):
            self._record.save(with_event(state, self._record, operator_id, method, "expired"))
            raise GrantExpiredError

    @in_turn
    def welcome(
        self, judged: DeskState, operator_id: OperatorId, secret: str, method: SlotKind, data_key: bytearray
    ) -> DeskState:
        """After a pass-phrase: twelve hours of PIN begin, and an old slot is made again at today's cost.

        What the centre said while the secret was judged is kept.
        """
        state = replace(self._record.load(), events=judged.events)
        self._keeping.settle(state, data_key)
        before = operator_of(state, operator_id)
        if method is SlotKind.PIN:
            return self._record.save(state)
        operator = replace(before, passphrase_login_at=self._record.time.now())
        if before.pin_slot is None:
            operator = self._keeping.arm_pin(state, operator, data_key)
        if self._keeping.outdated(state, before):
            operator = self._keeping.new_passphrase(state, operator, secret, data_key)
        state = with_operator(state, operator)
        if operator.passphrase_slot == before.passphrase_slot and operator.pin_slot == before.pin_slot:
            return self._record.save(state)
        state = self._record.change(state)
        self._keeping.clean(state)
        return state

    def tiles(self, state: DeskState) -> tuple[OperatorTile, ...]:
        """What the lock screen shows of each operator."""
        now, centre = self._record.time.now(), state.server_key is not None
        return tuple(tile_of(one, self._shown(state, one), now, centre_known=centre) for one in state.operators)

    def _shown(self, state: DeskState, operator: EnrolledOperator) -> dict[SlotKind, FailureCount]:
        kinds = [kind for kind in SlotKind if operator.slot(kind)]
        addresses = {kind: self._keeping.address(state, operator, kind) for kind in kinds}
        return {kind: self._attempts.shown(address, self._record.secret) for kind, address in addresses.items()}

    def _kind(self, operator: EnrolledOperator, secret: str) -> SlotKind:
        if not looks_like_pin(secret):
            return SlotKind.PASSPHRASE
        if not operator.pin_usable(self._record.time.now()):
            raise PinNotReadyError
        return SlotKind.PIN

    def _refuse_early(self, state: DeskState, address: SlotAddress, secret: str) -> FailureCount:
        """The count before this attempt. Raises SecretError when it may not be judged at all."""
        count = self._attempts.count(address, self._record.secret)
        if count.remaining(address.kind) == 0:
            self._exhausted(state, address)
        wait = count.wait_seconds(self._record.time.now())
        if wait:
            raise SecretWaitError(wait)
        if not secret:
            raise WrongSecretError(count.remaining(address.kind))  # Enter by mistake costs no attempt
        return count

    def _open(self, address: SlotAddress, secret: bytes) -> bytearray:
        pepper: bytes | None = b""
        if address.kind is SlotKind.PIN:
            pepper = self._ports.secrets.find(pepper_name(address))
        if pepper is None:
            raise SlotRefusedError
        return self._ports.slots.open(address, secret, self._record.secret, pepper)

    def _failed(self, state: DeskState, address: SlotAddress, count: FailureCount) -> NoReturn:
        if count.remaining(address.kind) == 0:
            self._exhausted(state, address)
        self._record.save(with_event(state, self._record, address.operator_id, address.kind, "refused"))
        raise WrongSecretError(count.remaining(address.kind), count.wait_seconds(self._record.time.now()))

    def _exhausted(self, state: DeskState, address: SlotAddress) -> NoReturn:
        if address.kind is SlotKind.PASSPHRASE:
            self._record.save(with_event(state, self._record, address.operator_id, address.kind, "suspended"))
            raise SlotSuspendedError
        operator = operator_of(state, address.operator_id)
        bare = replace(self._keeping.disarm_pin(state, operator), kept_pin=None)
        state = with_event(state, self._record, address.operator_id, address.kind, "destroyed")
        self._record.change(with_operator(state, bare))
        raise SlotDestroyedError
