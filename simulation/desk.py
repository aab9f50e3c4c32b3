"""One desk of the simulated world: a real store in memory, the real services and the real engine on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any
from unittest.mock import patch
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import Engine, event

from simulation.credit import facts_of_credit
from simulation.files import FilePlace, open_file
from simulation.line import CENTRE_OLDER, DESKS_NEWER, SimLine
from simulation.operators import Operators
from simulation.people import START, operator, space
from simulation.picks import Picks
from simulation.plain_applications import ApplicationService
from simulation.stores import Place
from simulation.traps import CrashError, Trap, open_trapped
from wemi_desk.central.exchange.workspace import Caller
from wemi_desk.domain.errors import WemiError
from wemi_desk.gateways.reference_lists import load_permissions
from wemi_desk.persistence import database, sync_log, upgrade
from wemi_desk.persistence.driver import kept
from wemi_desk.persistence.journal import Author
from wemi_desk.persistence.opening import found_store
from wemi_desk.persistence.rewriting import Rewriting
from wemi_desk.persistence.sync_store import SqlSyncStore
from wemi_desk.persistence.unit_of_work import SqlStore
from wemi_desk.services.cases import CaseService
from wemi_desk.services.measures import MeasureService
from wemi_desk.services.mending import MendingService
from wemi_desk.services.merging import MergeService
from wemi_desk.services.questions import QuestionService
from wemi_desk.services.session import DeskSession
from wemi_desk.sync.engine import SyncEngine
from wemi_desk.sync.identifiers import uuid_of
from wemi_desk.sync.messages import KIND_VERSION
from wemi_desk.sync.ports import LineError, Mark, RevokedError
from wemi_desk.sync.status import SyncStatus
from wemi_desk.sync.wire import Receipt

if TYPE_CHECKING:
    from simulation.script import Step
    from simulation.world import World

_ROME = ZoneInfo("Europe/Rome")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NOBODY = UUID(int=0)
_SAME = nullcontext()
_NEWER_KINDS = patch.object(sync_log, "KIND_VERSION", KIND_VERSION + 1)
_LIVING = "FROM citizen WHERE merged_into IS NULL AND withdrawn_at IS NULL"


class DeskClock:
    """The virtual time as this PC believes it to be."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.offset = 0

    def now(self) -> datetime:
        return _EPOCH + timedelta(microseconds=self._world.now + self.offset)

    def today(self) -> date:
        return self.now().astimezone(_ROME).date()

    def monotonic_ms(self) -> int:
        return self._world.now // 1000

    def microseconds(self) -> int:
        return self._world.now + self.offset


class PlainSealer:
    """Binds a text to its place without ciphering it."""

    def seal(self, plain: bytes, about: bytes) -> bytes:
        return about + b"|" + plain

    def open(self, sealed: bytes, about: bytes) -> bytes:
        return sealed[len(about) + 1 :]


class MemoryMarker:
    """The place outside the store: it stays when the store is put back."""

    def __init__(self, trap: Trap, mark: Mark | None = None) -> None:
        self._trap = trap
        self.mark = mark

    def read(self) -> Mark | None:
        return self.mark

    def write(self, mark: Mark) -> None:
        self._trap.step()
        self.mark = mark


class PlainDetails:
    """Telephones and e-mail addresses as they are typed."""

    def normalised_phone(self, text: str) -> str | None:
        return text

    def shown_phone(self, number: str | None) -> str:
        return number or ""

    def normalised_email(self, text: str) -> str | None:
        return text


@cache
def place(number: int) -> Place:
    """Where the desk of this number keeps its store, in every history."""
    made = Place(hide_parameters=True)
    event.listen(made.engine, "begin", database._begin)
    return made


@cache
def file_place(_number: int) -> FilePlace:
    """The same for a store in a file."""
    return FilePlace()


@cache
def empty_store() -> bytes:
    """The real schema, as the migrations make it, and what the first start writes there."""
    store = open_trapped(b"", Trap())
    content = _founded(place(-1), store)
    store.end()
    return content


@cache
def empty_file() -> bytes:
    """The same as an encrypted file."""
    store = open_file(b"", Trap())
    content = _founded(file_place(-1), store)
    store.end()
    return content


def _founded(made: Place | FilePlace, store: Any) -> bytes:
    upgrade.upgrade(made.on(store))
    found_store(
        made.engine, device_id=_NOBODY, incarnation=_NOBODY, space_code="", is_practice=False, sealer=PlainSealer(),
        audit_key=b"\x07" * 32, at=START,
    )  # fmt: skip
    return bytes(store.serialize())


@dataclass
class Copy:
    """What a desk was at some moment."""

    content: bytes
    holds: frozenset[UUID]
    told: int
    knew: int
    home: str
    device_id: UUID
    mark: Mark | None = None


class SimDesk:
    """One PC at a counter."""

    def __init__(self, world: World, number: int, home: str, device_id: UUID, copy: Copy | None = None) -> None:
        self.world, self.number, self.home, self.device_id = world, number, home, device_id
        self.name = f"desk{number}"
        self.spaces = {home}
        self.clock = DeskClock(world)
        self.ids = world.ids
        self.operator = operator(number, home)
        self.author = self.operator.id
        self.trap = Trap()
        self.marker = MemoryMarker(self.trap, copy.mark if copy else None)
        self._in_file = bool(world.script.files)
        self.connection: Any = self._opened(copy.content) if copy else self._made()
        self.holds: set[UUID] = set(copy.holds) if copy else set()
        self.told = copy.told if copy else 0
        self.knew = copy.knew if copy else 0
        self.copies: list[Copy] = []
        self.gone = False
        self._caller: Caller | None = None
        self.told_last: Any = None
        self.is_clone = copy is not None
        self.line = SimLine(world, self)
        self.open()
        if copy is None:
            self._found()
        self._seen = self._known_acts()

    # --- life of the process -------------------------------------------------------------------

    @property
    def engine(self) -> Engine:
        """The engine on this desk's connection."""
        kept_at = file_place if self._in_file else place
        return kept_at(self.number).on(self.connection)

    def _made(self) -> Any:
        if self._in_file:
            return open_file(empty_file(), self.trap)
        return place(self.number).fresh(empty_store(), self.trap)

    def _opened(self, content: bytes) -> Any:
        return open_file(content, self.trap) if self._in_file else open_trapped(content, self.trap)

    def open(self) -> None:
        """The program starts."""
        engine, sealer = self.engine, PlainSealer()
        self.store = SqlStore(engine, sealer, Author(self.author, self.home), self.clock, self.ids)
        self.session = DeskSession(self.operator, space(self.home), _permissions(), self.clock, self.ids)
        self.merging = MergeService(self.store, self.session)
        self.applications = ApplicationService(self.store, self.session)
        self.cases = CaseService(self.store, self.session, MeasureService(self.store, self.session, tuple))
        self.questions = QuestionService(self.store, self.session)
        self.mending = MendingService(self.store, self.session, PlainDetails())
        self.operators = Operators(self)
        self.status = SyncStatus()
        self.sync_store = SqlSyncStore(kept(self.connection), self.clock.microseconds)
        self.sync = SyncEngine(
            self.sync_store, self.line, self.clock.microseconds, self.ids, self.marker, genuine=_genuine,
            page_rows=self.world.script.page, batch_acts=self.world.script.batch,
        )  # fmt: skip

    def crash(self) -> None:
        """The process dies and is started again."""
        self.trap.disarm()
        self.connection = self.connection.killed(self.trap)
        self.open()

    def saved_copy(self) -> Copy:
        """A backup of this store, made by hand."""
        return Copy(
            self.content(), frozenset(self.holds), self.told, self.knew, self.home, self.device_id, self.marker.mark
        )

    def put_back(self, copy: Copy) -> None:
        """The PC is set back to an old copy of its store."""
        self.connection.end()
        self.connection = self._opened(copy.content)
        self.holds, self.told, self.knew = set(copy.holds), copy.told, copy.knew
        self.open()
        self._seen = self._known_acts()

    def content(self) -> bytes:
        """The store, to be copied."""
        return bytes(self.connection.serialize())

    @property
    def is_newer(self) -> bool:
        """Does it run the next version of the program?"""
        return self.world.script.skew == CENTRE_OLDER or (
            self.world.script.skew == DESKS_NEWER and self.number % 2 == 1
        )

    def pages(self) -> bytes:
        """All that can be read in it."""
        return self.connection.pages()

    def rewritten(self) -> bytes:
        """The same after the upkeep that follows an erasure."""
        Rewriting(kept(self.connection)).rewrite_if_due()
        return self.pages()

    def end(self) -> None:
        self.connection.end()

    # --- the exchange ----------------------------------------------------------------------------

    def scope_names(self) -> set[str]:
        """What the centre lets this desk see now."""
        return {"ref", f"desk:{self.device_id}", *(f"space:{code}" for code in self.spaces)}

    def scopes(self) -> list[str]:
        return sorted(self.scope_names())

    def caller(self) -> Caller:
        """What its token says."""
        if self._caller is None or self._caller.spaces != self.spaces:
            scopes, spaces = frozenset(self.scope_names()), frozenset(self.spaces)
            self._caller = Caller(tenant="milano", device_id=self.device_id, scopes=scopes, spaces=spaces)
        return self._caller

    def exchange(self) -> None:
        """One exchange with the centre, and what the screens say after it."""
        try:
            told = self.told_last = self.sync.exchange()
        except LineError as error:
            self.status.failed(self.clock.now(), revoked=isinstance(error, RevokedError))
            self._look_at_the_bar(fresh=False)
            raise
        self.world.note(f"{self.name} exchanged: {replace(told, kinds=set())} {sorted(told.kinds)}")
        if told.halted:
            self.world.centre.halted(self)
            return
        if told.healed and not any(self.world.faults[kind] for kind in ("restore_centre", "restore_desk", "clone")):
            self.world.oracle.violation("healed without a reason", f"{self.name} {told.healed}")
        if told.complete:  # a centre that knows no such program as this told nothing
            self.knew = self.told
        self.status.succeeded(told)
        self.world.oracle.exchanged(self)
        self._look_at_the_bar(fresh=True)

    def _look_at_the_bar(self, *, fresh: bool) -> None:
        """What the indicator may say now: "Tutto inviato", "verificato"."""
        state = self.status.state(self.sync_store.facts(), self.clock.now())
        self.world.oracle.shown(self, sent=state.waiting == 0, verified=fresh and state.digest_agreed)

    def hears(self, erasure: int) -> None:
        """The desk was told of an erasure order."""
        self.told = max(self.told, erasure)

    def lose_marker(self) -> None:
        self.marker.mark = None

    # --- operators -----------------------------------------------------------------------------

    def do(self, step: Step) -> None:
        """One deed of an operator; what the desk said was saved goes to the oracle."""
        for fault in step.faults:
            self.world.count_fault(fault.kind)
            self.trap.set(fault.kind.removeprefix("desk_"), fault.at)
        self._deed(step.deed, Picks(step.pick))
        self.trap.disarm()
        self._look_at_the_bar(fresh=False)

    def operator_meanwhile(self, pick: int) -> None:
        """An operator works on while the engine talks; if the process dies of it, the engine dies too."""
        picks = Picks(pick)
        self._deed(picks.one(("edit", "contact", "register", "call_back")), picks, talking=True)

    def _deed(self, deed: str, picks: Picks, *, talking: bool = False) -> None:
        said: Sequence[Any] = ()
        death: CrashError | None = None
        self._seen, writes = self._known_acts(), self.connection.total_changes
        connection = self.connection
        try:
            with _NEWER_KINDS if self.is_newer else _SAME:
                said = getattr(self.operators, deed)(picks)
        except CrashError as error:
            if talking:
                death = error
                self.trap.disarm()
                self.connection.rollback()
            else:
                self.crash()
        except WemiError as error:
            self.world.note(f"{self.name} {deed}: {type(error).__name__}")
        written = connection is not self.connection or self.connection.total_changes != writes
        self.world.oracle.saved(self, said, self._new_acts() if written else ())
        if death is not None:
            raise death

    # --- reading -------------------------------------------------------------------------------

    def rows(self, query: str, *values: Any) -> list[Any]:
        """Rows of the store, read past the program."""
        return self.connection.read(query, *values).fetchall()

    def ids_of(self, query: str) -> list[UUID]:
        return [uuid_of(row[0]) for row in self.rows(query)]

    def twins(self) -> list[tuple[UUID, UUID]]:
        """Living people of one surname: an operator takes them for one."""
        by_name: dict[str, list[UUID]] = {}
        for name, one in self.rows(f"SELECT surname, id {_LIVING} ORDER BY id"):
            by_name.setdefault(name, []).append(uuid_of(one))
        return [(same[0], other) for same in by_name.values() for other in same[1:]]

    def words_of(self, citizen_id: UUID) -> bytes:
        """What is here of somebody, as the centre or an operator of this desk said it of them."""
        query = "SELECT data FROM shadow WHERE id = ?1 UNION ALL SELECT payload FROM outbox WHERE record_id = ?1"
        return b"".join(row[0] or b"" for row in self.rows(query, citizen_id.bytes))

    def view_of(self, kind: str, record_id: UUID) -> dict[str, Any] | None:
        """One row that the screens read."""
        found = self.connection.read(f"SELECT * FROM {kind} WHERE id = ?", record_id.bytes)
        row = found.fetchone()
        return None if row is None else {column[0]: value for column, value in zip(found.description, row, strict=True)}

    def answered(self) -> set[UUID]:
        """Acts that the centre answered, as this store knows."""
        return set(self.ids_of("SELECT id FROM outbox JOIN desk USING (incarnation) WHERE number <= acked_number"))

    def withdrawn(self) -> set[UUID]:
        return set(self.ids_of("SELECT id FROM outbox WHERE withdrawn_at IS NOT NULL"))

    def grants_shown(self) -> list[tuple[UUID, int]]:
        """Applications that the screens call granted."""
        rows = self.rows("SELECT id, granted_cents FROM application WHERE state = 'granted'")
        return [(uuid_of(one), cents) for one, cents in rows]

    def grants_held(self) -> list[tuple[UUID, int]]:
        """Grants that the centre told this store, those it has to give back included."""
        places = (f"SELECT id, data FROM {place} WHERE kind = 'application'" for place in ("shadow", "limbo"))
        rows = [row for place in places for row in self.rows(place)]
        found = ((uuid_of(one), msgspec.json.decode(data)) for one, data in rows if data)
        return [(one, content["granted_cents"]) for one, content in found if content["state"] == "granted"]

    def credit_shown(self) -> Iterator[tuple[UUID, str]]:
        """Vouchers that the screens show, and what the office said of them."""
        for one, provenance, revoked in self.rows("SELECT id, provenance, revoked_at FROM voucher"):
            yield from facts_of_credit(uuid_of(one), provenance, revoked)

    def credit_held(self) -> Iterator[tuple[UUID, str]]:
        """The same as the centre told this store, what it has to give back included."""
        for place in ("shadow", "limbo"):
            for one, data in self.rows(f"SELECT id, data FROM {place} WHERE kind = 'voucher'"):
                if data:
                    content = msgspec.json.decode(data)
                    yield from facts_of_credit(uuid_of(one), content["provenance"], content.get("revoked_at"))

    def stand(self) -> Any:
        """All that an exchange may change, for comparing."""
        return (
            self.rows("SELECT kind, id, scope, version, hash FROM shadow ORDER BY 1, 2, 3"),
            self.rows("SELECT id, verdict, number FROM outbox ORDER BY id"),
            self.rows("SELECT kind, id, scope, version FROM limbo ORDER BY 1, 2, 3"),
        )

    def _known_acts(self) -> int:
        return self.rows("SELECT max(rowid) FROM outbox")[0][0] or 0

    def _new_acts(self) -> list[Any]:
        rows = self.rows(
            "SELECT rowid, id, kind, verb, record_id, subject_id, payload, space_code FROM outbox WHERE rowid > ?",
            self._seen,
        )
        if rows:
            self._seen = rows[-1][0]
        return [row[1:] for row in rows]

    def _found(self) -> None:
        identity = self.device_id.bytes, self.ids().bytes, self.home
        self.connection.read("UPDATE desk SET device_id = ?, incarnation = ?, space_code = ?", *identity)


def _genuine(receipt: Receipt) -> bool:
    from simulation.centre import KEYS

    return KEYS.signed(receipt.signature, receipt.signed_part())


@cache
def _permissions() -> Any:
    return load_permissions()
