"""Another data key for this desk, when somebody may have had the old one (security.md 4)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from wemi_desk.domain.access import (
    CHECK_PURPOSE,
    KEY_BYTES,
    LEADING_ROLES,
    DeskState,
    EnrolledOperator,
    OpenedDesk,
    RecoverySlot,
    SlotKind,
    wipe,
)
from wemi_desk.domain.errors import NotAllowedError
from wemi_desk.domain.operators import OperatorId
from wemi_desk.services.access import opened_desk
from wemi_desk.services.desk_record import AccessPorts, DeskRecord, operator_of, with_event
from wemi_desk.services.slot_keeping import SlotKeeping
from wemi_desk.services.unlocking import Unlocking

Carry = Callable[[OpenedDesk, OpenedDesk], None]
"""(as it opens now, as it will open): writes everything anew beside what is there, and changes nothing."""


class DeskRekey:
    """The change of the state file is the moment: before it the old key counts, after it the new one."""

    def __init__(self, ports: AccessPorts) -> None:
        self._ports = ports
        self._record = DeskRecord(ports)
        self._keeping = SlotKeeping(ports, self._record)
        self._unlocking = Unlocking(ports, self._record, self._keeping)

    def rekey(self, acting: OperatorId, passphrase: str, carry: Carry) -> OpenedDesk:
        """Only *acting*, who leads, can enter afterwards: the others are given a new pass-phrase, as on the first day.

        Raises NotAllowedError, SecretError, StorageError.
        """
        state = self._record.load()
        if not LEADING_ROLES & set(operator_of(state, acting).grant.roles):
            raise NotAllowedError
        state, _method, old = self._unlocking.judge(state, acting, passphrase, SlotKind.PASSPHRASE)
        new = bytearray(self._ports.random(KEY_BYTES))
        before, after = self._desk(state, acting, old), self._desk(state, acting, new)
        try:
            carry(before, after)
            self._switch(state, acting, passphrase, new)
        finally:
            before.close()
            wipe(old)
            wipe(new)
        return after

    def _desk(self, state: DeskState, acting: OperatorId, data_key: bytearray) -> OpenedDesk:
        return opened_desk(self._ports, self._record.time.now(), state, acting, SlotKind.PASSPHRASE, data_key)

    def _switch(self, state: DeskState, acting: OperatorId, passphrase: str, new: bytearray) -> None:
        shut_out = {one.operator_id: self._shut_out(one) for one in state.operators}
        me = self._keeping.new_passphrase(state, shut_out[acting], passphrase, new)
        operators = tuple(me if one == acting else other for one, other in shut_out.items())
        changed = with_event(replace(state, operators=operators), self._record, acting, SlotKind.PASSPHRASE, "rekeyed")
        changed = self._record.change(changed)
        for one in state.operators:
            self._keeping.disarm_pin(state, one)
        if state.recovery_key is not None:
            sealed = self._ports.recovery.seal(bytes(new), state.recovery_key, state.device_id)
            check = bytes(self._ports.derivation.sub_key(bytes(new), state.device_id, CHECK_PURPOSE))
            self._ports.recovery.put(RecoverySlot(state.device_id, sealed, check))
        self._keeping.clean(changed)

    def _shut_out(self, operator: EnrolledOperator) -> EnrolledOperator:
        """Known, with the grant they have, and no slot: as after too many wrong pass-phrases."""
        no_slot = self._ports.random(16).hex()
        return replace(operator, passphrase_slot=no_slot, pin_slot=None, kept_pin=None)

