"""Make, renew and delete the slots of operators; the state decides which slot counts."""

from __future__ import annotations

import hmac
from dataclasses import replace

from wemi_desk.domain.access import (
    CHECK_PURPOSE,
    KEY_BYTES,
    DeskState,
    EnrolledOperator,
    RecoverySlot,
    SlotAddress,
    SlotKind,
)
from wemi_desk.domain.errors import PinNotReadyError
from wemi_desk.domain.secret_rules import secret_bytes
from wemi_desk.services.attempts import Attempts
from wemi_desk.services.desk_record import AccessPorts, DeskRecord, secret_name, with_operator


class SlotKeeping:
    """Each change makes a slot under a new id beside the old one, so that an interruption loses nothing."""

    def __init__(self, ports: AccessPorts, record: DeskRecord) -> None:
        self._ports = ports
        self._record = record
        self.attempts = Attempts(ports.slots, ports.secrets)

    def address(self, state: DeskState, operator: EnrolledOperator, kind: SlotKind) -> SlotAddress:
        """Raises PinNotReadyError when there is no such slot."""
        slot_id = operator.slot(kind)
        if slot_id is None:
            raise PinNotReadyError
        return SlotAddress(state.device_id, operator.operator_id, kind, slot_id)

    def new_passphrase(
        self, state: DeskState, operator: EnrolledOperator, secret: str, data_key: bytearray
    ) -> EnrolledOperator:
        made = replace(operator, passphrase_slot=self._ports.random(16).hex())
        address = self.address(state, made, SlotKind.PASSPHRASE)
        self._ports.slots.make(address, secret_bytes(secret), bytes(data_key), self._record.secret, b"")
        self.attempts.start(address)
        return made

    def new_pin(self, state: DeskState, operator: EnrolledOperator, pin: str, data_key: bytearray) -> EnrolledOperator:
        kept = self._ports.slots.keep_pin(pin.encode(), bytes(data_key), state.device_id)
        return self.arm_pin(state, replace(operator, kept_pin=kept), data_key)

    def arm_pin(self, state: DeskState, operator: EnrolledOperator, data_key: bytearray) -> EnrolledOperator:
        """A fresh PIN slot and pepper for the PIN the operator already has, if any."""
        if operator.kept_pin is None:
            return operator
        made = replace(operator, pin_slot=self._ports.random(16).hex())
        address = self.address(state, made, SlotKind.PIN)
        pepper = self._ports.random(KEY_BYTES)
        self._ports.secrets.put(pepper_name(address), pepper)
        self._ports.slots.make_again(address, operator.kept_pin, bytes(data_key), self._record.secret, pepper)
        self.attempts.start(address)
        return made

    def disarm_pin(self, state: DeskState, operator: EnrolledOperator) -> EnrolledOperator:
        """Take the PIN slot and its pepper away; a copy of the slot put back later opens nothing."""
        if operator.pin_slot is None:
            return operator
        address = self.address(state, operator, SlotKind.PIN)
        self._ports.secrets.delete(pepper_name(address))
        self.attempts.drop(address)
        return replace(operator, pin_slot=None)

    def drop(self, state: DeskState, operator: EnrolledOperator) -> None:
        """Delete every slot of an operator who leaves."""
        self.disarm_pin(state, operator)
        self.attempts.drop(self.address(state, operator, SlotKind.PASSPHRASE))

    def expire_pins(self, state: DeskState) -> DeskState:
        """Put to sleep the PINs whose twelve hours are over."""
        now = self._record.time.now()
        old = [operator for operator in state.operators if operator.pin_expired(now)]
        for operator in old:
            state = with_operator(state, self.disarm_pin(state, operator))
        return self._record.change(state) if old else state

    def outdated(self, state: DeskState, operator: EnrolledOperator) -> bool:
        """Whether a pass-phrase slot made today would cost more."""
        return self._ports.slots.outdated(self.address(state, operator, SlotKind.PASSPHRASE))

    def settle(self, state: DeskState, data_key: bytearray) -> None:
        """What an interrupted change of the data key left: slots nobody owns, a recovery slot of the old key."""
        self.clean(state)
        if state.recovery_key is None:
            return
        check = bytes(self._ports.derivation.sub_key(bytes(data_key), state.device_id, CHECK_PURPOSE))
        kept = self._ports.recovery.find()
        if kept is None or kept.device_id != state.device_id or not hmac.compare_digest(kept.check, check):
            sealed = self._ports.recovery.seal(bytes(data_key), state.recovery_key, state.device_id)
            self._ports.recovery.put(RecoverySlot(state.device_id, sealed, check))

    def clean(self, state: DeskState) -> None:
        """Delete slots that no operator owns: what changes and interruptions left behind."""
        owned = {operator.slot(kind) for operator in state.operators for kind in SlotKind}
        self._ports.slots.keep_only({slot_id for slot_id in owned if slot_id is not None})


def pepper_name(address: SlotAddress) -> str:
    return secret_name(address.device_id, "pin", address.operator_id)
