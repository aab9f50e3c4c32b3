"""Entering by the centre: for who never entered here, forgot, was suspended, or whose slot a new data key took away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from wemi_desk.domain.access import (
    KEY_BYTES,
    DeskState,
    EnrolledOperator,
    Newcomer,
    OnlineSlot,
    OpenedDesk,
    Released,
    SlotKind,
    find_operator,
    wipe,
)
from wemi_desk.domain.errors import GrantExpiredError, NoCentreError, WeakSecretError
from wemi_desk.domain.operators import OperatorId
from wemi_desk.domain.secret_rules import passphrase_fault
from wemi_desk.services.access_ports import LoginLine
from wemi_desk.services.desk_record import AccessPorts, DeskRecord, in_turn, with_event, with_operator
from wemi_desk.services.opened_desk import opened_desk
from wemi_desk.services.slot_keeping import SlotKeeping


class OnlineAccess:
    """It never works without a line; what it leaves is a slot like any other.

    *introduce* writes into the store who the newcomer is: nobody may have been here since the centre knows.
    """

    def __init__(
        self, ports: AccessPorts, line: LoginLine, introduce: Callable[[OpenedDesk, Newcomer], None]
    ) -> None:
        self._ports = ports
        self._line = line
        self._introduce = introduce
        self._record = DeskRecord(ports)
        self._keeping = SlotKeeping(ports, self._record)

    def names(self) -> Sequence[Newcomer]:
        """Who may work at this desk. Raises CentreRefusedError, CentreNotReachedError."""
        return self._line.names()

    def enter(self, newcomer: Newcomer, passphrase: str, code: str = "") -> OpenedDesk:
        """*code*: the coordination gave it, and *passphrase* is the one to be from now on.

        Raises WeakSecretError, CentreRefusedError, CentreNotReachedError, GrantExpiredError, SlotRefusedError,
        StorageError.
        """
        state = self._record.load()
        if code:
            self._refuse_weak(state, newcomer, passphrase)
        slots = [one for one in (state.online_next, state.online) if one is not None]
        if not slots:
            raise NoCentreError
        released = self._line.log_in(newcomer.operator_id, passphrase, code, [one.slot_id for one in slots])
        self._refuse_foreign(state, newcomer.operator_id, released)
        slot = next(one for one in slots if one.slot_id == released.slot_id)
        data_key = self._ports.release.open(
            slot.box, released.secret, self._record.secret, state.device_id, slot.slot_id
        )
        try:
            state = self._given_slot(released, passphrase, data_key)
            now = self._record.time.now()
            opened = opened_desk(self._ports, now, state, newcomer.operator_id, SlotKind.PASSPHRASE, data_key)
        finally:
            wipe(data_key)
        try:
            self._introduce(opened, released.newcomer)
        except BaseException:
            opened.close()
            raise
        return opened

    @in_turn
    def _given_slot(self, released: Released, passphrase: str, data_key: bytearray) -> DeskState:
        """A slot of their own; a PIN of before does not come along. What changed meanwhile is kept."""
        state, who = self._record.load(), released.newcomer
        known = find_operator(state.operators, who.operator_id)
        begun = self._keeping.disarm_pin(state, known) if known is not None else _blank(released)
        begun = replace(begun, grant=released.grant, kept_pin=None, passphrase_login_at=self._record.time.now())
        made = self._keeping.new_passphrase(state, begun, passphrase, data_key)
        state = with_event(with_operator(state, made), self._record, who.operator_id, SlotKind.PASSPHRASE, "online")
        state = self._record.change(state)
        self._keeping.settle(state, data_key)
        return state

    def _refuse_foreign(self, state: DeskState, operator_id: OperatorId, released: Released) -> None:
        grant = released.grant
        meant = grant.expected_of(state.device_id, operator_id, centre_known=True)
        signed = state.server_key is not None and self._ports.grants.signed_by(grant, state.server_key)
        if not (meant and signed and grant.lives_at(self._record.time.now())):
            raise GrantExpiredError

    def _refuse_weak(self, state: DeskState, newcomer: Newcomer, passphrase: str) -> None:
        who = newcomer.operator
        context = (who.given_name, who.surname, newcomer.organisation.name, state.space_name)
        fault = passphrase_fault(passphrase, context, self._ports.common.passphrases())
        if fault is not None:
            raise WeakSecretError(fault)


class OnlineSlots:
    """Made while the data key is in hand, handed to the centre with the next exchange, renewed every month."""

    def __init__(self, ports: AccessPorts, record: DeskRecord) -> None:
        self._ports = ports
        self._record = record

    @in_turn
    def ready(self, data_key: bytearray) -> DeskState:
        """One more where there is none, or an old one: until the centre has it, the one before goes on."""
        state = self._record.load()
        now, current = self._record.time.now(), state.online_next or state.online
        if state.box_key is None or state.server_key is None or not (current is None or current.is_old(now)):
            return state
        return self._record.change(replace(state, online_next=self.made(state, data_key)))

    def made(self, state: DeskState, data_key: bytearray) -> OnlineSlot | None:
        """A slot under a new release secret, which is forgotten here; None without a centre."""
        if state.box_key is None:
            return None
        secret, slot_id = self._ports.random(KEY_BYTES), self._ports.random(16).hex()
        release, device = self._ports.release, state.device_id
        box = release.shut(bytes(data_key), secret, self._record.secret, device, slot_id)
        for_centre = release.for_centre(secret, state.box_key, device, slot_id)
        return OnlineSlot(slot_id, box, self._record.time.now(), for_centre)


def _blank(released: Released) -> EnrolledOperator:
    who = released.newcomer
    return EnrolledOperator(
        operator_id=who.operator_id, shown_name=who.operator.shown_name, initials=who.initials, grant=released.grant,
        passphrase_slot="", badge=who.operator.badge_code,
    )  # fmt: skip
