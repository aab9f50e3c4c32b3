"""Open and close this desk: the one door for screens and start-up. Every call blocks; run it in a lane."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from wemi_desk.domain.access import (
    CLOCK_LEAP,
    DeskCondition,
    DeskState,
    Enrolment,
    Grant,
    KeyRenewal,
    LockScreen,
    NewOperator,
    OpenedDesk,
    OperatorTile,
    RecoveryRequest,
    SlotKind,
    wipe,
)
from wemi_desk.domain.errors import (
    KeyringChangedError,
    KeyringMissingError,
    NotEnrolledError,
    StateDamagedError,
    UnavailableError,
    WeakSecretError,
)
from wemi_desk.domain.operators import OperatorId
from wemi_desk.domain.secret_rules import pin_fault
from wemi_desk.services.centre_access import CentreAccess
from wemi_desk.services.desk_record import AccessPorts, DeskRecord, in_turn, operator_of, with_operator
from wemi_desk.services.desk_rekey import Carry, DeskRekey
from wemi_desk.services.desk_setup import DeskSetup
from wemi_desk.services.desk_wipe import DeskWipe
from wemi_desk.services.online_access import OnlineSlots
from wemi_desk.services.opened_desk import opened_desk
from wemi_desk.services.slot_keeping import SlotKeeping
from wemi_desk.services.unlocking import Unlocking

_CONDITIONS: dict[type[UnavailableError], DeskCondition] = {
    NotEnrolledError: DeskCondition.NOT_ENROLLED,
    KeyringMissingError: DeskCondition.KEYRING_MISSING,
    KeyringChangedError: DeskCondition.KEYRING_CHANGED,
    StateDamagedError: DeskCondition.STATE_DAMAGED,
}


class AccessService:
    """What the lock screen and the start-up wizard can do."""

    def __init__(self, ports: AccessPorts, carry: Carry | None = None) -> None:
        self._ports = ports
        self._carry = carry
        self._record = DeskRecord(ports)
        self._keeping = SlotKeeping(ports, self._record)
        self._unlocking = Unlocking(ports, self._record, self._keeping)
        self._rekey = DeskRekey(ports, self._record, self._keeping, self._unlocking)
        self._online = OnlineSlots(ports, self._record)
        self._wipe = DeskWipe(ports, self._record)
        self._setup = DeskSetup(ports, self._record, self._keeping, self._unlocking)

    def lock_screen(self) -> LockScreen:
        """Tiles, or the reason why there are none; never raises for what the screen has words for."""
        recoverable = self._ports.recovery.find() is not None
        try:
            if self._wipe.found():
                return LockScreen(DeskCondition.DISABLED, recovery_possible=recoverable)
            return self._ready(self._record.load(), recoverable)
        except tuple(_CONDITIONS) as error:
            condition = next(known for kind, known in _CONDITIONS.items() if isinstance(error, kind))
            return LockScreen(condition, practice=self._ports.practice, recovery_possible=recoverable)

    def operators(self) -> tuple[OperatorTile, ...]:
        """The tiles alone. Raises NotEnrolledError, StateDamagedError, KeyringError."""
        return self._unlocking.tiles(self._keeping.expire_pins(self._record.load()))

    def unlock(self, operator_id: OperatorId, secret: str, *, may_renew: bool = False) -> OpenedDesk:
        """*may_renew*: nobody has the store open, and a change of the data key that was ordered is carried out.

        Raises SecretError (see the classes), KeyringError, StateDamagedError.
        """
        self._record.forget()  # ask the keyring again: it may have been emptied while the desk was locked
        state = self._keeping.expire_pins(self._record.load())
        state, method, data_key = self._unlocking.judge(state, operator_id, secret)
        try:
            self._unlocking.refuse_expired(state, operator_id, method)
            renewal = KeyRenewal.NONE
            if may_renew and self._carry is not None and method is SlotKind.PASSPHRASE:
                state, data_key, renewal = self._rekey.by_order(state, operator_id, secret, data_key, self._carry)
            state = self._unlocking.welcome(state, operator_id, secret, method, data_key)
            state = self._online.ready(data_key)
            return opened_desk(self._ports, self.now(), state, operator_id, method, data_key, renewal)
        finally:
            wipe(data_key)

    def confirm(self, operator_id: OperatorId, secret: str) -> None:
        """Ask the secret again before a grave act. Raises SecretError."""
        state, _method, data_key = self._unlocking.judge(self._record.load(), operator_id, secret)
        wipe(data_key)
        self._record.save(state)

    def set_pin(self, operator_id: OperatorId, passphrase: str, pin: str, context: tuple[str, ...] = ()) -> None:
        """A new PIN; *context* holds own phone and birth date. Raises WeakSecretError, SecretError."""
        fault = pin_fault(pin, context, self._ports.common.pins(), self.now().date())
        if fault is not None:
            raise WeakSecretError(fault)
        state, _method, data_key = self._unlocking.judge(
            self._record.load(), operator_id, passphrase, SlotKind.PASSPHRASE
        )
        operator = replace(operator_of(state, operator_id), passphrase_login_at=self.now())
        operator = self._keeping.new_pin(state, self._keeping.disarm_pin(state, operator), pin, data_key)
        wipe(data_key)
        self._record.change(with_operator(state, operator))

    def change_passphrase(self, operator_id: OperatorId, old: str, new: str, context: tuple[str, ...] = ()) -> None:
        """Raises WeakSecretError, SecretError; the old pass-phrase works until the new one is on the disk."""
        state = self._record.load()
        operator = operator_of(state, operator_id)
        known = (operator.shown_name, operator.grant.organisation, state.space_name)
        self._setup.refuse_weak(new, (*known, *context))
        state, _method, data_key = self._unlocking.judge(state, operator_id, old, SlotKind.PASSPHRASE)
        made = self._keeping.new_passphrase(state, operator_of(state, operator_id), new, data_key)
        wipe(data_key)
        self._keeping.clean(self._record.change(with_operator(state, made)))

    def lock(self) -> None:
        """Drop what this service holds; the caller closes the store and the OpenedDesk."""
        self._record.forget()

    def leave(self, operator_id: OperatorId) -> None:
        """End of the day for this operator: the PIN sleeps until the next pass-phrase."""
        state = self._record.load()
        self._record.change(with_operator(state, self._keeping.disarm_pin(state, operator_of(state, operator_id))))

    def now(self) -> datetime:
        """Trusted time: never earlier than anything seen before."""
        return self._record.time.now()

    @in_turn
    def note_time(self, seen: datetime | None = None) -> None:
        """Remember the highest time, once a minute; *seen* is the last instant found in the store."""
        self._record.time.anchor(seen)
        self._record.save(self._record.load())

    @in_turn
    def events_entered(self, count: int) -> None:
        """The first *count* events of the closed desk now stand in the audit log."""
        state = self._record.load()
        self._record.save(replace(state, events=state.events[count:]))

    def enrol_standalone(self, enrolment: Enrolment, passphrase: str) -> OpenedDesk:
        """Set up a desk before a centre exists. Raises AlreadyEnrolledError, WeakSecretError, KeyringError."""
        state, data_key = self._setup.enrol(enrolment, passphrase)
        try:
            return opened_desk(
                self._ports, self.now(), state, enrolment.first_operator.operator_id, SlotKind.PASSPHRASE, data_key
            )
        finally:
            wipe(data_key)

    def add_operator(self, acting: OperatorId, secret: str, new: NewOperator, passphrase: str) -> None:
        """Also gives a known operator a new pass-phrase. Raises NotAllowedError, WeakSecretError, SecretError."""
        self._setup.add_operator(acting, secret, new, passphrase)

    def remove_operator(self, acting: OperatorId, secret: str, leaving: OperatorId) -> None:
        """Raises NotAllowedError (also for oneself), SecretError."""
        self._setup.remove_operator(acting, secret, leaving)

    def disable(self, *, unsent_work: bool) -> None:
        """By order of the coordinator: delete the keys, then (unless work is unsent) the store. See DeskWipe."""
        self._wipe.disable(unsent_work=unsent_work)

    def renew_grant(self, grant: Grant) -> None:
        """Keep a grant signed by the centre. Raises NotAllowedError when it is not for this desk."""
        CentreAccess(self._ports, self._record).renew_grant(grant)

    def recovery_request(self) -> RecoveryRequest:
        """Raises NoRecoveryError, KeyringMissingError."""
        return self._setup.recovery_request()

    def recover(self, resealed: bytes, enrolment: Enrolment, passphrase: str) -> OpenedDesk:
        """New device secret and first operator around the same data key. Raises RecoveryRefusedError."""
        state, data_key = self._setup.recover(resealed, enrolment, passphrase)
        try:
            return opened_desk(
                self._ports, self.now(), state, enrolment.first_operator.operator_id, SlotKind.PASSPHRASE, data_key
            )
        finally:
            wipe(data_key)

    def _ready(self, state: DeskState, recoverable: bool) -> LockScreen:
        """Nothing is written after a leap of the clock: it is shown first, and believed at the next unlock."""
        ahead = self.now() - state.highest_seen_at
        leapt = ahead > CLOCK_LEAP
        state = state if leapt else self._keeping.expire_pins(state)
        return LockScreen(
            condition=DeskCondition.READY if state.operators else DeskCondition.NO_OPERATORS,
            space_code=state.space_code,
            space_name=state.space_name,
            tiles=self._unlocking.tiles(state),
            clock_behind=self._record.time.clock_behind(),
            clock_ahead=ahead if leapt else timedelta(0),
            practice=state.practice,
            recovery_possible=recoverable,
            online=state.online is not None or state.online_next is not None,
            new_key=state.key_order.waits,
        )
