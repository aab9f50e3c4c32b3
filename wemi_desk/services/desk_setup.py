"""Set up a desk before a centre exists, its operators, and recovery after a lost keyring."""

from __future__ import annotations

import hmac
from dataclasses import replace
from uuid import UUID

from wemi_desk.domain.access import (
    CHECK_PURPOSE,
    KEY_BYTES,
    LEADING_ROLES,
    DeskState,
    DeviceId,
    EnrolledOperator,
    Enrolment,
    Grant,
    NewOperator,
    RecoveryRequest,
    RecoverySlot,
    SlotKind,
    find_operator,
    wipe,
)
from wemi_desk.domain.errors import (
    AlreadyEnrolledError,
    NoRecoveryError,
    NotAllowedError,
    RecoveryRefusedError,
    WeakSecretError,
)
from wemi_desk.domain.operators import OperatorId
from wemi_desk.domain.secret_rules import passphrase_fault
from wemi_desk.services.desk_record import AccessPorts, DeskRecord, operator_of, secret_name, with_event, with_operator
from wemi_desk.services.slot_keeping import SlotKeeping
from wemi_desk.services.unlocking import Unlocking


class DeskSetup:
    """Who belongs to this desk, and the data key's life outside of daily unlocking."""

    def __init__(self, ports: AccessPorts, record: DeskRecord, keeping: SlotKeeping, unlocking: Unlocking) -> None:
        self._ports = ports
        self._record = record
        self._keeping = keeping
        self._unlocking = unlocking

    def enrol(self, enrolment: Enrolment, passphrase: str) -> tuple[DeskState, bytearray]:
        """A new data key under a new device secret; the state file comes last, so half an enrolment is none."""
        if self._ports.state_file.header() is not None or self._ports.state_file.orphaned():
            raise AlreadyEnrolledError
        new = enrolment.first_operator
        self.refuse_weak(passphrase, self._context(new, enrolment.space_name))
        data_key = bytearray(self._ports.random(KEY_BYTES))
        return self._found(enrolment, passphrase, data_key), data_key

    def add_operator(self, acting: OperatorId, secret: str, new: NewOperator, passphrase: str) -> None:
        state, data_key = self._as_leader(acting, secret, spare=new.operator_id)
        try:
            self.refuse_weak(passphrase, self._context(new, state.space_name))
            known = find_operator(state.operators, new.operator_id)
            if known is not None:
                self._keeping.disarm_pin(state, known)
            signed = known is not None and state.server_key is not None  # the centre's word on a colleague stays
            begun = replace(known, pin_slot=None, kept_pin=None) if known and signed else self._blank(state, new)
            operator = self._keeping.new_passphrase(state, begun, passphrase, data_key)
            self._keeping.clean(self._record.change(with_operator(state, operator)))
        finally:
            wipe(data_key)

    def remove_operator(self, acting: OperatorId, secret: str, leaving: OperatorId) -> None:
        state, data_key = self._as_leader(acting, secret, spare=leaving)
        wipe(data_key)
        operator = operator_of(state, leaving)
        left = tuple(one for one in state.operators if one.operator_id != leaving)
        self._keeping.drop(state, operator)
        self._keeping.clean(self._record.change(replace(state, operators=left)))

    def recovery_request(self) -> RecoveryRequest:
        """The one-time private half waits in the keyring: the answer may come days later."""
        slot = self._recovery_slot()
        name = secret_name(slot.device_id, "recovery")
        private, public = self._ports.recovery.new_pair()
        self._ports.secrets.put(name, private)
        return RecoveryRequest(slot.device_id, slot.sealed, public)

    def recover(self, resealed: bytes, enrolment: Enrolment, passphrase: str) -> tuple[DeskState, bytearray]:
        slot = self._recovery_slot()
        name = secret_name(slot.device_id, "recovery")
        private = self._ports.secrets.find(name)
        if private is None or slot.device_id != enrolment.device_id:
            raise RecoveryRefusedError
        self.refuse_weak(passphrase, self._context(enrolment.first_operator, enrolment.space_name))
        data_key = self._ports.recovery.open(resealed, private, slot.device_id)
        if not hmac.compare_digest(self._check(data_key, slot.device_id), slot.check):
            raise RecoveryRefusedError
        state = self._found(enrolment, passphrase, data_key, how="recovered")
        self._ports.secrets.delete(name)
        return state, data_key

    def refuse_weak(self, passphrase: str, context: tuple[str, ...]) -> None:
        """Raises WeakSecretError."""
        fault = passphrase_fault(passphrase, context, self._ports.common.passphrases())
        if fault is not None:
            raise WeakSecretError(fault)

    def _found(self, enrolment: Enrolment, passphrase: str, data_key: bytearray, how: str = "enrolled") -> DeskState:
        """Device secret, first slot and state around *data_key*."""
        self._record.adopt(enrolment.device_id, self._ports.random(KEY_BYTES))  # first: without a keyring, no file
        if enrolment.recovery_key is not None:
            self._ports.recovery.put(self._sealed(data_key, enrolment.recovery_key, enrolment.device_id))
        now = self._record.time.now()
        state = DeskState(
            device_id=enrolment.device_id,
            space_code=enrolment.space_code,
            space_name=enrolment.space_name,
            generation=0,
            highest_seen_at=now,
            recovery_key=enrolment.recovery_key,
            practice=self._ports.practice,
        )
        blank = replace(self._blank(state, enrolment.first_operator), passphrase_login_at=now)
        operator = self._keeping.new_passphrase(state, blank, passphrase, data_key)
        state = with_event(state, self._record, operator.operator_id, SlotKind.PASSPHRASE, how)
        state = self._record.change(with_operator(state, operator))
        self._keeping.clean(state)
        self._ports.files.clear_order()
        return state

    def _as_leader(self, acting: OperatorId, secret: str, spare: OperatorId | None) -> tuple[DeskState, bytearray]:
        """Only who leads may change who enters, never for oneself, and with the secret given again."""
        state = self._record.load()
        if spare == acting or not LEADING_ROLES & set(operator_of(state, acting).grant.roles):
            raise NotAllowedError
        state, _method, data_key = self._unlocking.judge(state, acting, secret)
        return state, data_key

    def _blank(self, state: DeskState, new: NewOperator) -> EnrolledOperator:
        """An operator with a grant of this desk's own, and no slot yet."""
        if new.practice_hint and not self._ports.practice:
            raise NotAllowedError
        grant = Grant(
            kind="standalone",
            id=UUID(bytes=self._ports.random(16), version=4),
            operator=new.operator_id,
            organisation=new.organisation,
            device=state.device_id,
            roles=new.roles,
            spaces=(state.space_code,),
            issued_at=self._record.time.now(),
            valid_to=None,
        )
        return EnrolledOperator(
            operator_id=new.operator_id,
            shown_name=new.shown_name,
            initials=new.initials,
            grant=grant,
            passphrase_slot="",
            badge=new.badge,
            practice_hint=new.practice_hint,
        )

    def _sealed(self, data_key: bytearray, public_key: bytes, device_id: DeviceId) -> RecoverySlot:
        sealed = self._ports.recovery.seal(bytes(data_key), public_key, device_id)
        return RecoverySlot(device_id, sealed, self._check(data_key, device_id))

    def _check(self, data_key: bytearray, device_id: DeviceId) -> bytes:
        return bytes(self._ports.derivation.sub_key(bytes(data_key), device_id, CHECK_PURPOSE))

    @staticmethod
    def _context(new: NewOperator, space_name: str) -> tuple[str, ...]:
        return (*new.context, new.shown_name, new.organisation, space_name)

    def _recovery_slot(self) -> RecoverySlot:
        slot = self._ports.recovery.find()
        if slot is None:
            raise NoRecoveryError
        return slot
