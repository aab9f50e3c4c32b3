"""What the people who run a centre do with it: spaces, operators, codes, lists, funds, decisions, erasures."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from wemi_desk.central.auth import reception
from wemi_desk.central.auth.keys import CentreKeys, read_keys
from wemi_desk.central.auth.reach import NETWORK, SPACE, reach_of
from wemi_desk.central.exchange.exchange import DeskExchange
from wemi_desk.central.exchange.ports import Exchanged
from wemi_desk.central.serve import Place, exchange_on, microseconds, new_id
from wemi_desk.central.store.access import AccessStore
from wemi_desk.central.store.database import CentreDatabase
from wemi_desk.central.store.devices import Devices
from wemi_desk.central.store.directory import CentreLog, Directory, KnownSpace
from wemi_desk.domain.errors import InvalidFieldError, RecordMissingError
from wemi_desk.sync.admission import CodeAnswer, DeviceSheet, OperatorSheet
from wemi_desk.sync.merge import Stamp

if TYPE_CHECKING:
    from wemi_desk.central.store.workspace import SqlWorkspace

T = TypeVar("T")

REFERENCE = "ref"
CENTRE_STAMP = Stamp(0, "")


class Office:
    """One tenant of one centre. *actor* stands in the centre's log."""

    def __init__(self, url: str, place: Place, tenant: str, actor: str, keys: CentreKeys | None = None) -> None:
        self.place = place
        self.tenant = tenant
        self.actor = actor
        self.keys = keys or read_keys(place.keys)
        self.database = CentreDatabase(url)
        self.store = AccessStore(url)
        self.front_desk = reception.FrontDesk(self.store, self.keys, microseconds, new_id)
        self.exchange: DeskExchange = exchange_on(self.database, place, self.keys)

    def close(self) -> None:
        """Let go of the database."""
        self.store.close()
        self.database.close()

    def found(self) -> bool:
        """The tenant begins to exist; False when it did."""

        def unit(work: Exchanged) -> bool:
            store = cast("SqlWorkspace", work)  # only a command founds
            known = store.founded()
            if not known:
                store.found(new_id())
            return not known

        return self.within(unit)

    def add_space(self, space: KnownSpace, content: Mapping[str, Any]) -> None:
        """Known to the centre, and published to every desk. In another network than before: the tokens that a network's
        desks have end, and what is not theirs any more leaves them; what they had not sent is still taken."""
        with self.store.work() as connection:
            directory = Directory(connection, self.tenant)
            before = next((one.network for one in directory.spaces() if one.code == space.code), space.network)
            directory.put_space(space)
            if before != space.network:
                networks = {reach_of(NETWORK, name) for name in (before, space.network) if name}
                _end_tokens(Devices(connection), self.tenant, networks)
            self.log(connection).enter(microseconds(), self.actor, "space_put", space.code, space.network[:60])
        self.show_to("space", space.id, content, {REFERENCE})

    def spaces(self) -> Sequence[KnownSpace]:
        """Every space of this tenant."""
        with self.store.quick() as connection:
            return Directory(connection, self.tenant).spaces()

    def add_operator(self, sheet: OperatorSheet) -> None:
        """Known to the centre, and to the desks of their spaces. Raises InvalidFieldError."""
        known = {space.code for space in self.spaces()}
        for code in sheet.space_codes:
            if code not in known:
                raise InvalidFieldError("space", "unknown_code", code=code)
        with self.store.work() as connection:
            Directory(connection, self.tenant).put_operator(sheet)
            self.log(connection).enter(microseconds(), self.actor, "operator_put", str(sheet.id))
        scopes = {f"space:{code}" for code in sheet.space_codes}
        body = {"id": str(sheet.organisation_id), "name": sheet.organisation, "valid_from": None, "valid_to": None}
        self.show_to("organisation", sheet.organisation_id, body, scopes)
        self.show_to("operator", sheet.id, _operator_content(sheet), scopes)

    def operators(self) -> Sequence[OperatorSheet]:
        """Who has not ended."""
        with self.store.quick() as connection:
            return Directory(connection, self.tenant).operators()

    def end_operator(self, operator_id: UUID) -> None:
        """No grant is renewed: within a week nobody enters anywhere under this name. Raises RecordMissingError."""
        with self.store.work() as connection:
            if not Directory(connection, self.tenant).end_operator(operator_id, microseconds()):
                raise RecordMissingError
            self.log(connection).enter(microseconds(), self.actor, "operator_ended", str(operator_id))

    def make_code(self, space_code: str, reach: str = "") -> CodeAnswer:
        """For one desk, within a quarter of an hour."""
        return reception.make_code(self.front_desk, self.tenant, space_code, self.actor, reach)

    def make_login_code(self, operator_id: UUID) -> CodeAnswer:
        """For one operator to choose a pass-phrase with, at any desk of their spaces; raises Refusal."""
        from wemi_desk.central.auth.logins import make_login_code

        return make_login_code(self.front_desk, self.tenant, operator_id, self.actor)

    def devices(self) -> Sequence[DeviceSheet]:
        """How every desk stands."""
        return reception.listed(self.front_desk, self.tenant)

    def set_reach(self, device_id: UUID, reach: str) -> None:
        """What a desk may hold from now on: its space, its network, the city. Raises RecordMissingError."""
        with self.store.work() as connection:
            devices = Devices(connection)
            device = devices.find(self.tenant, device_id)
            if device is None:
                raise RecordMissingError
            devices.set_reach(device, reach or reach_of(SPACE, device.space_code))
            self.log(connection).enter(microseconds(), self.actor, "reach_set", str(device_id), reach[:60])

    def order(self, device_id: UUID, kind: str, reason: str) -> None:
        """Take a desk out of service, or have it change its data key; raises Refusal."""
        reception.give_order(self.front_desk, self.tenant, device_id, kind, reason, self.actor)

    def release(self, device_id: UUID) -> None:
        """A locked desk works again; raises Refusal."""
        reception.release(self.front_desk, self.tenant, device_id, self.actor)

    def first_broken(self) -> int | None:
        """The number of the first entry of the centre's log that was changed; None when it is whole."""
        with self.store.quick() as connection:
            return self.log(connection).first_broken()

    def show_to(self, kind: str, record_id: UUID, content: Mapping[str, Any], scopes: Collection[str]) -> bool:
        """Publish a record to exactly these scopes; False when that is how it stands."""

        def unit(work: Exchanged) -> bool:
            held = work.find(kind, record_id)
            shown = work.scopes_of(kind, record_id)
            if held is not None and held.content == content and shown == set(scopes):
                return False
            work.put(kind, record_id, content, subject_id=None, birth=None if held else CENTRE_STAMP)
            work.show(kind, record_id, set(scopes) - shown)
            work.hide(kind, record_id, shown - set(scopes))
            return True

        return self.within(unit)

    def within(self, unit: Callable[[Exchanged], T]) -> T:
        """One transaction on the records."""
        return self.exchange.within(self.tenant, unit)

    def note(self, action: str, about: str = "", reason: str = "") -> None:
        """A line in the centre's log."""
        reception.note(self.front_desk, self.tenant, self.actor, action, about[:60], reason[:60])

    def log(self, connection: Any) -> CentreLog:
        """The centre's log, for an entry in the transaction of its deed."""
        return CentreLog(connection, self.tenant, self.keys.audit_key(self.tenant))


def _end_tokens(devices: Devices, tenant: str, reaches: Collection[str]) -> None:
    for device in devices.listed(tenant):
        if device.reach in reaches:
            devices.set_reach(device, device.reach)


def _operator_content(sheet: OperatorSheet) -> dict[str, Any]:
    """In the form of domain.operators.Operator."""
    return {
        "id": str(sheet.id), "given_name": sheet.given_name, "surname": sheet.surname,
        "badge_code": sheet.badge_code or "", "organisation_id": str(sheet.organisation_id),
        "space_codes": list(sheet.space_codes), "roles": list(sheet.roles), "valid_from": None, "valid_to": None,
    }  # fmt: skip
