"""Another data key for this desk, when somebody may have had the old one (security.md 4)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from wemi_desk.domain.access import (
    KEY_BYTES,
    LEADING_ROLES,
    DeskState,
    EnrolledOperator,
    KeyRenewal,
    OpenedDesk,
    SlotKind,
    wipe,
)
from wemi_desk.domain.errors import NotAllowedError, StorageError
from wemi_desk.domain.operators import OperatorId
from wemi_desk.services.desk_record import AccessPorts, DeskRecord, in_turn, operator_of, with_event
from wemi_desk.services.online_access import OnlineSlots
from wemi_desk.services.opened_desk import opened_desk
from wemi_desk.services.slot_keeping import SlotKeeping
from wemi_desk.services.unlocking import Unlocking

Carry = Callable[[OpenedDesk, OpenedDesk], None]
"""(as it opens now, as it will open): writes everything anew beside what is there, and changes nothing."""


class DeskRekey:
    """The change of the state file is the moment: before it the old key counts, after it the new one."""

    def __init__(self, ports: AccessPorts, record: DeskRecord, keeping: SlotKeeping, unlocking: Unlocking) -> None:
        self._ports = ports
        self._record = record
        self._keeping = keeping
        self._unlocking = unlocking

    def rekey(self, acting: OperatorId, passphrase: str, carry: Carry) -> OpenedDesk:
        """Only *acting*, who leads, can enter afterwards: the others are given a new pass-phrase, as on the first day.

        Raises NotAllowedError, SecretError, StorageError.
        """
        state = self._record.load()
        if not _leads(operator_of(state, acting)):
            raise NotAllowedError
        state, _method, old = self._unlocking.judge(state, acting, passphrase, SlotKind.PASSPHRASE)
        try:
            state, new = self._renew(state, acting, passphrase, old, carry)
        finally:
            wipe(old)
        try:
            return self._desk(state, acting, new)
        finally:
            wipe(new)

    def by_order(
        self, state: DeskState, acting: OperatorId, passphrase: str, data_key: bytearray, carry: Carry
    ) -> tuple[DeskState, bytearray, KeyRenewal]:
        """What the coordination ordered, with the store closed: the state and the data key that count from now on.

        By whoever enters, where the centre lets the others in again; otherwise by who leads, who gives pass-phrases.
        Nobody is kept from working: where it cannot be done, the old key goes on until the next pass-phrase.
        """
        if not state.key_order.waits:
            return state, data_key, KeyRenewal.NONE
        if not (_leads(operator_of(state, acting)) or state.online is not None):
            return state, data_key, KeyRenewal.NOT_BY_YOU
        try:
            state, new = self._renew(state, acting, passphrase, data_key, carry)
        except StorageError:
            failed = with_event(state, self._record, acting, SlotKind.PASSPHRASE, "rekey_failed")
            return self._record.save(failed), data_key, KeyRenewal.FAILED
        wipe(data_key)
        return state, new, KeyRenewal.DONE

    def _renew(
        self, state: DeskState, acting: OperatorId, passphrase: str, old: bytearray, carry: Carry
    ) -> tuple[DeskState, bytearray]:
        new = bytearray(self._ports.random(KEY_BYTES))
        before, after = self._desk(state, acting, old), self._desk(state, acting, new)
        try:
            carry(before, after)
            return self._switch(state, acting, passphrase, new), new
        except BaseException:
            wipe(new)
            raise
        finally:
            before.close()
            after.close()

    def _desk(self, state: DeskState, acting: OperatorId, data_key: bytearray) -> OpenedDesk:
        return opened_desk(self._ports, self._record.time.now(), state, acting, SlotKind.PASSPHRASE, data_key)

    @in_turn
    def _switch(self, state: DeskState, acting: OperatorId, passphrase: str, new: bytearray) -> DeskState:
        """PINs sleep first: a cut leaves no pepper for the old key. What the centre said meanwhile is kept."""
        said = self._record.load()
        asleep = tuple(self._keeping.disarm_pin(said, one) for one in said.operators)
        state = self._record.change(replace(said, events=state.events, operators=asleep))
        shut_out = {one.operator_id: self._shut_out(one) for one in state.operators}
        me = self._keeping.new_passphrase(state, shut_out[acting], passphrase, new)
        operators = tuple(me if one == acting else other for one, other in shut_out.items())
        order = replace(state.key_order, done=state.key_order.heard)
        online = OnlineSlots(self._ports, self._record).made(state, new)
        state = replace(state, operators=operators, key_order=order, online=None, online_next=online)
        state = self._record.change(with_event(state, self._record, acting, SlotKind.PASSPHRASE, "rekeyed"))
        self._keeping.settle(state, new)
        return state

    def _shut_out(self, operator: EnrolledOperator) -> EnrolledOperator:
        """Known, with the grant they have, and no slot: as after too many wrong pass-phrases."""
        no_slot = self._ports.random(16).hex()
        return replace(operator, passphrase_slot=no_slot, pin_slot=None, kept_pin=None)


def desk_rekey(ports: AccessPorts) -> DeskRekey:
    """By itself, for a command."""
    record = DeskRecord(ports)
    keeping = SlotKeeping(ports, record)
    return DeskRekey(ports, record, keeping, Unlocking(ports, record, keeping))


def _leads(operator: EnrolledOperator) -> bool:
    return bool(LEADING_ROLES & set(operator.grant.roles))
