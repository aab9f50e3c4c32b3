"""What the people who run a centre do with it: spaces, operators, codes, lists, funds, decisions, erasures."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID, uuid5

import msgspec

from wemi_desk.central.auth import reception
from wemi_desk.central.auth.keys import CentreKeys, read_keys
from wemi_desk.central.exchange.exchange import DeskExchange
from wemi_desk.central.exchange.ports import Exchanged
from wemi_desk.central.exchange.redirects import person_keys
from wemi_desk.central.serve import Place, exchange_on, microseconds, new_id
from wemi_desk.central.store.access import AccessStore
from wemi_desk.central.store.database import CentreDatabase
from wemi_desk.central.store.directory import CentreLog, Directory, KnownSpace
from wemi_desk.domain.errors import InvalidFieldError, RecordMissingError
from wemi_desk.sync.admission import CodeAnswer, DeviceSheet, OperatorSheet, SignedPolicy
from wemi_desk.sync.merge import Stamp

if TYPE_CHECKING:
    from wemi_desk.central.store.workspace import SqlWorkspace

T = TypeVar("T")

REFERENCE = "ref"
KINDS = {"lists": "reference_list", "measures": "measure", "catalogue": "catalogue_entry"}
_PUBLISHED = UUID("5f9f5b62-6f0c-4b0e-8a4e-0f3f5a7c9d21")
_CENTRE_STAMP = Stamp(0, "")


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
        """Known to the centre, and published to every desk."""
        with self.store.work() as connection:
            Directory(connection, self.tenant).put_space(space)
            self._log(connection).enter(microseconds(), self.actor, "space_put", space.code)
        self._publish("space", space.id, content, {REFERENCE})

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
            self._log(connection).enter(microseconds(), self.actor, "operator_put", str(sheet.id))
        scopes = {f"space:{code}" for code in sheet.space_codes}
        body = {"id": str(sheet.organisation_id), "name": sheet.organisation, "valid_from": None, "valid_to": None}
        self._publish("organisation", sheet.organisation_id, body, scopes)
        self._publish("operator", sheet.id, _operator_content(sheet), scopes)

    def operators(self) -> Sequence[OperatorSheet]:
        """Who has not ended."""
        with self.store.quick() as connection:
            return Directory(connection, self.tenant).operators()

    def end_operator(self, operator_id: UUID) -> None:
        """No grant is renewed: within a week nobody enters anywhere under this name. Raises RecordMissingError."""
        with self.store.work() as connection:
            if not Directory(connection, self.tenant).end_operator(operator_id, microseconds()):
                raise RecordMissingError
            self._log(connection).enter(microseconds(), self.actor, "operator_ended", str(operator_id))

    def make_code(self, space_code: str, reach: str = "") -> CodeAnswer:
        """For one desk, within a quarter of an hour."""
        return reception.make_code(self.front_desk, self.tenant, space_code, self.actor, reach)

    def publish(self, what: str, entries: Collection[Mapping[str, Any]]) -> int:
        """Reference data for every desk; how many entries are new or changed. Raises InvalidFieldError."""
        kind, changed = KINDS[what], 0
        for entry in entries:
            code = entry.get("code")
            if not isinstance(code, str) or not code:
                raise InvalidFieldError("code", "required")
            record_id = uuid5(_PUBLISHED, f"{self.tenant}|{kind}|{code}")
            changed += self._publish(kind, record_id, {"id": str(record_id), **entry}, {REFERENCE})
        self.note(f"published_{what}", str(len(entries)))
        return changed

    def bring(self, kind: str, contents: Sequence[Mapping[str, Any]], scope: str) -> None:
        """Records that were somewhere before this centre was: as if a desk of the scope's space had sent them."""

        def unit(work: Exchanged) -> None:
            for content in contents:
                record_id = UUID(str(content["id"]))
                subject = record_id if kind == "citizen" else content.get("citizen_id")
                subject_id = UUID(str(subject)) if subject else None
                work.put(kind, record_id, content, subject_id=subject_id, birth=_CENTRE_STAMP)
                work.show(kind, record_id, (scope,))
                if kind == "citizen":
                    work.set_person_keys(record_id, person_keys(work, dict(content)))

        self.within(unit)

    def set_policy(self, text: str) -> SignedPolicy:
        """The next version of the signed policy. Raises InvalidFieldError when it is not JSON."""
        try:
            msgspec.json.decode(text)
        except msgspec.DecodeError:
            raise InvalidFieldError("policy", "not_json") from None
        with self.store.work() as connection:
            directory = Directory(connection, self.tenant)
            last = directory.policy()
            bare = SignedPolicy(version=last.version + 1 if last else 1, text=text, signature=b"")
            policy = msgspec.structs.replace(bare, signature=self.keys.sign(bare.signed_part()))
            directory.add_policy(policy, microseconds())
            self._log(connection).enter(microseconds(), self.actor, "policy", str(policy.version))
        return policy

    def set_recovery_key(self, public_key: bytes) -> None:
        """For desks enrolled from now on."""
        with self.store.work() as connection:
            Directory(connection, self.tenant).put_recovery_key(public_key, microseconds())
            self._log(connection).enter(microseconds(), self.actor, "recovery_key")

    def devices(self) -> Sequence[DeviceSheet]:
        """How every desk stands."""
        return reception.listed(self.front_desk, self.tenant)

    def order(self, device_id: UUID, kind: str, reason: str) -> None:
        """Take a desk out of service; raises Refusal."""
        reception.give_order(self.front_desk, self.tenant, device_id, kind, reason, self.actor)

    def release(self, device_id: UUID) -> None:
        """A locked desk works again; raises Refusal."""
        reception.release(self.front_desk, self.tenant, device_id, self.actor)

    def first_broken(self) -> int | None:
        """The number of the first entry of the centre's log that was changed; None when it is whole."""
        with self.store.quick() as connection:
            return self._log(connection).first_broken()

    def _publish(self, kind: str, record_id: UUID, content: Mapping[str, Any], scopes: Collection[str]) -> bool:
        def unit(work: Exchanged) -> bool:
            held = work.find(kind, record_id)
            shown = work.scopes_of(kind, record_id)
            if held is not None and held.content == content and shown == set(scopes):
                return False
            work.put(kind, record_id, content, subject_id=None, birth=None if held else _CENTRE_STAMP)
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

    def _log(self, connection: Any) -> CentreLog:
        return CentreLog(connection, self.tenant, self.keys.audit_key(self.tenant))


def _operator_content(sheet: OperatorSheet) -> dict[str, Any]:
    """In the form of domain.operators.Operator."""
    return {
        "id": str(sheet.id), "given_name": sheet.given_name, "surname": sheet.surname,
        "badge_code": sheet.badge_code or "", "organisation_id": str(sheet.organisation_id),
        "space_codes": list(sheet.space_codes), "roles": list(sheet.roles), "valid_from": None, "valid_to": None,
    }  # fmt: skip
