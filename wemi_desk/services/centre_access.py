"""What the centre has to say about who enters this desk, and the key a locked desk asks it with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from wemi_desk.domain.access import CHECK_IN_PURPOSE, Grant, KeyOrder, OnlineSlot
from wemi_desk.domain.errors import NotAllowedError
from wemi_desk.services.desk_record import AccessPorts, DeskRecord, in_turn, operator_of, with_operator
from wemi_desk.services.slot_keeping import SlotKeeping


class CentreAccess:
    """Grants of the centre in the desk's state."""

    def __init__(self, ports: AccessPorts, record: DeskRecord | None = None) -> None:
        self._ports = ports
        self._record = record or DeskRecord(ports)
        self._keeping = SlotKeeping(ports, self._record)

    @in_turn
    def join_centre(self, centre_key: bytes, grants: Sequence[Grant], box_key: bytes) -> None:
        """From now on the centre signs who may enter; who got no grant enters no more."""
        state = self._record.load()
        fitting = [one for one in grants if self._ports.grants.signed_by(one, centre_key)]
        by_operator = {
            one.operator: one for one in fitting if one.expected_of(state.device_id, one.operator, centre_known=True)
        }
        operators = tuple(
            replace(one, grant=by_operator.get(one.operator_id, one.grant)) for one in state.operators
        )
        self._record.change(replace(state, operators=operators, server_key=centre_key, box_key=box_key))

    @in_turn
    def renew_grant(self, grant: Grant) -> None:
        """Keep a grant signed by the centre. Raises NotAllowedError when it is not for this desk."""
        state = self._record.load()
        operator = operator_of(state, grant.operator)
        centre = state.server_key
        if centre is None or not grant.expected_of(state.device_id, grant.operator, centre_known=True):
            raise NotAllowedError
        if not self._ports.grants.signed_by(grant, centre) or grant.issued_at < operator.grant.issued_at:
            raise NotAllowedError
        self._record.change(with_operator(state, replace(operator, grant=grant)))

    @in_turn
    def release_to_hand_over(self, box_key: bytes, held: str | None) -> tuple[OnlineSlot, str] | None:
        """The online slot whose secret the centre does not have yet, and the slot before it, which goes on until then.

        *box_key* is the centre's of today, *held* the slot the centre has the secret of; None: it knows of no such
        thing. What it has lost is made anew at the next unlock.
        """
        state = self._record.load()
        made = {one.slot_id for one in (state.online, state.online_next) if one is not None}
        lost = held is not None and held not in made
        if state.box_key != box_key or (lost and state.online is not None):
            online = None if lost else state.online
            state = self._record.change(replace(state, box_key=box_key, online=online))
        waits = state.online_next
        return None if held is None or waits is None else (waits, _id_of(state.online))

    @in_turn
    def release_handed_over(self, slot_id: str) -> None:
        """The centre has it: from now on it is the slot that counts."""
        state = self._record.load()
        if _id_of(state.online_next) == slot_id and state.online_next is not None:
            kept = replace(state.online_next, for_centre=b"")
            self._record.change(replace(state, online=kept, online_next=None))

    @in_turn
    def order_new_key(self, number: int) -> bool:
        """The coordination wants another data key: it is made at the next pass-phrase, so PINs sleep until then.

        False when this order was heard before.
        """
        state = self._record.load()
        if number <= state.key_order.heard:
            return False
        asleep = tuple(self._keeping.disarm_pin(state, one) for one in state.operators)
        order = replace(state.key_order, heard=number)
        self._record.change(replace(state, operators=asleep, key_order=order))
        return True

    def key_order(self) -> KeyOrder:
        """What was ordered, and how far it is."""
        return self._record.load().key_order

    @in_turn
    def key_order_told(self, number: int) -> None:
        """The centre knows that the orders up to *number* are carried out."""
        state = self._record.load()
        self._record.save(replace(state, key_order=replace(state.key_order, told=number)))

    def check_in_seed(self) -> bytearray:
        """The key a locked desk asks the centre with: from the device secret alone."""
        state = self._record.load()
        return self._ports.derivation.sub_key(self._record.secret, state.device_id, CHECK_IN_PURPOSE)


def _id_of(slot: OnlineSlot | None) -> str:
    return slot.slot_id if slot is not None else ""
