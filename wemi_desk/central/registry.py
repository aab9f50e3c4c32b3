"""What is decided about people at the centre: funds and applications, erasures, unsent work that came by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

import msgspec

from wemi_desk.central.auth.keys import is_signed
from wemi_desk.central.auth.reach import scopes_of, spaces_within
from wemi_desk.central.boxes import BoxBrokenError, carried
from wemi_desk.central.exchange.ports import Exchanged
from wemi_desk.central.exchange.workspace import Caller, Fund
from wemi_desk.central.files import FileStore
from wemi_desk.central.office import Office
from wemi_desk.central.store.devices import Devices
from wemi_desk.central.store.directory import Directory
from wemi_desk.central.store.file_list import FileList
from wemi_desk.central.store.money import Money
from wemi_desk.domain.errors import InvalidFieldError, RecordMissingError
from wemi_desk.shapes import decoded
from wemi_desk.sync.admission import Carried
from wemi_desk.sync.compression import BrokenBodyError, LargeBodyError, unpacked
from wemi_desk.sync.wire import PushRequest

if TYPE_CHECKING:
    from wemi_desk.central.store.workspace import SqlWorkspace
    from wemi_desk.domain.vouchers import Voucher, VoucherMovement

MOST_CARRIED_BYTES = 1 << 30


@dataclass(frozen=True, slots=True)
class Received:
    """What a file of unsent work held: acts, and how the centre answered them."""

    device: UUID
    acts: int
    verdicts: Mapping[str, int]


class Registry:
    """The records of one office's tenant."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def set_fund(self, measure_code: str, total_cents: int) -> Fund:
        """Raises InvalidFieldError when more than that is granted already."""
        with self._office.store.work() as connection:
            fund = Money(connection, self._office.tenant).set_fund(measure_code, total_cents)
        self._office.note("fund_set", measure_code, str(total_cents))
        return fund

    def funds(self) -> Sequence[Fund]:
        """What may be spent and what is."""
        with self._office.store.quick() as connection:
            return Money(connection, self._office.tenant).funds()

    def applications(self, measure_code: str = "") -> Sequence[Mapping[str, Any]]:
        """Live applications as they stand."""
        with self._office.store.quick() as connection:
            places = Money(connection, self._office.tenant).live(measure_code)

        def unit(work: Exchanged) -> list[Mapping[str, Any]]:
            held = [work.find("application", place.application_id) for place in places]
            return [one.content for one in held if one is not None]

        return self._office.within(unit)

    def decide(self, application_id: UUID, grant_cents: int | None, reason: str) -> str:
        """Grant or reject; the state it has now. Never past the fund."""
        from wemi_desk.central.exchange.applications import decide

        decision = self._office.within(lambda work: decide(work, application_id, grant_cents, reason))
        self._office.note("decided", str(application_id), decision.state)
        return decision.state

    def step(self, application_id: UUID, to: str, said: Mapping[str, Any]) -> str:
        """What the office says of an application (central.exchange.case_steps); the state it has now."""
        from wemi_desk.central.exchange.case_steps import take_step

        state = self._office.within(lambda work: take_step(work, application_id, to, said))
        self._office.note("application_step", str(application_id), to)
        return state

    def history(self, application_id: UUID) -> Sequence[Mapping[str, Any]]:
        """An application's events, oldest first."""

        def unit(work: Exchanged) -> list[Mapping[str, Any]]:
            found = work.pointing("application_id", application_id, ("application_event",))
            return sorted((one.content for one in found), key=lambda content: str(content["at"]))

        return self._office.within(unit)

    def issue_voucher(self, application_id: UUID, said: Mapping[str, Any]) -> UUID:
        """Credit for what was granted (central.exchange.credit); its identifier."""
        from wemi_desk.central.exchange.credit import issue

        voucher_id = self._office.within(lambda work: issue(work, application_id, said))
        self._office.note("voucher_issued", str(voucher_id))
        return voucher_id

    def move_voucher(self, voucher_id: UUID, said: Mapping[str, Any]) -> UUID:
        """A movement that the platform tells, taken as it is."""
        from wemi_desk.central.exchange.credit import move

        movement_id = self._office.within(lambda work: move(work, voucher_id, said))
        self._office.note("voucher_moved", str(voucher_id), str(said["kind"]))
        return movement_id

    def revoke_voucher(self, voucher_id: UUID, reason: str) -> None:
        """Nothing can be spent any more."""
        from wemi_desk.central.exchange.credit import revoke

        self._office.within(lambda work: revoke(work, voucher_id, reason))
        self._office.note("voucher_revoked", str(voucher_id))

    def voucher(self, voucher_id: UUID) -> tuple[Voucher, Sequence[VoucherMovement]]:
        """Credit and what moved on it. Raises RecordMissingError."""
        from wemi_desk.central.exchange.credit import held_voucher

        return self._office.within(lambda work: held_voucher(work, voucher_id))

    def erase(self, citizen_id: UUID) -> int:
        """Erase a person everywhere; the number of the order."""
        from wemi_desk.central.exchange.erasure import erase_person

        number = self._office.within(lambda work: erase_person(work, citizen_id))
        self.forget_files()
        self._office.note("erased", str(number))
        return number

    def leave(self, citizen_id: UUID, space_code: str) -> None:
        """A person is no business of a space any more: its desks let go of them and of what hangs on them there, and
        nobody else does. What those desks had not sent is still taken. Raises RecordMissingError."""
        from wemi_desk.central.exchange.membership import leave

        scope = f"space:{space_code}"

        def unit(work: Exchanged) -> bool:
            was_there = scope in work.scopes_of("citizen", citizen_id)
            if was_there:
                leave(work, citizen_id, scope)
            return was_there

        if not self._office.within(unit):
            raise RecordMissingError
        self._office.note("left_space", str(citizen_id), space_code)

    def publish_known_elsewhere(self) -> int:
        """Tell every space, in a way that shows nothing, whose codes the others know; how many pieces changed."""
        from wemi_desk.central.exchange.elsewhere import publish

        def unit(code: str) -> Callable[[Exchanged], int]:
            return lambda work: publish(work, code, cast("SqlWorkspace", work).people_outside(f"space:{code}"))

        changed = sum(self._office.within(unit(space.code)) for space in self._office.spaces())
        self._office.note("known_elsewhere", "", str(changed))
        return changed

    def receive(self, content: bytes) -> Received:
        """Take in unsent work that came by hand. The same file twice changes nothing. Raises InvalidFieldError."""
        try:
            plain = unpacked(self._opened(content), "zstd", MOST_CARRIED_BYTES)
            file = decoded(plain, Carried)
        except (BoxBrokenError, BrokenBodyError, LargeBodyError, msgspec.MsgspecError):
            raise InvalidFieldError("file", "not_for_us") from None
        if file.tenant != self._office.tenant:
            raise InvalidFieldError("file", "not_for_us")
        caller = self._caller(file)
        verdicts: dict[str, int] = {}
        acts = 0
        for push in file.pushes:
            request = decoded(push, PushRequest)
            answer = self._office.exchange.push(caller, self._up_to_date(request))
            acts += len(request.acts)
            for verdict in answer.verdicts:
                verdicts[verdict.code] = verdicts.get(verdict.code, 0) + 1
            if not answer.verdicts and request.acts:
                verdicts[answer.state] = verdicts.get(answer.state, 0) + len(request.acts)
        self._office.note("received_by_hand", str(file.device))
        return Received(file.device, acts, verdicts)

    def _opened(self, content: bytes) -> bytes:
        """Sealed to the key of today, or to one that was replaced meanwhile."""
        *others, last = self._office.keys.boxes
        for half in others:
            with suppress(BoxBrokenError):
                return carried(content, half)
        return carried(content, last)

    def _up_to_date(self, request: PushRequest) -> PushRequest:
        """A file cannot carry out erasures first; what each act had seen is in the act itself."""
        return msgspec.structs.replace(request, erase_no=self._office.within(lambda work: work.erase_no()))

    def _caller(self, file: Carried) -> Caller:
        with self._office.store.quick() as connection:
            device = Devices(connection).find(self._office.tenant, file.device)
            spaces = Directory(connection, self._office.tenant).spaces()
        if device is None or not is_signed(device.sign_key, file.signature, file.signed_part()):
            raise InvalidFieldError("file", "not_for_us")
        reached = spaces_within(device.reach, spaces)
        scopes = frozenset(scopes_of(device.id, reached))
        return Caller(tenant=self._office.tenant, device_id=device.id, scopes=scopes, spaces=frozenset(reached))

    def forget_files(self) -> int:
        """The attachments of all who were erased go, with their keys; how many. Also those of an order that an exchange
        carried out, or of which nobody heard the end: the process was killed, and it stood in the ledger."""
        files = FileStore(self._office.place.files)
        with self._office.store.work() as connection:
            listed = FileList(connection, self._office.tenant)
            gone = listed.of_erased()
            for digest in gone:
                files.delete(self._office.tenant, digest)
                listed.forget(digest)
        return len(gone)
