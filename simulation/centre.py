"""The centre of the simulated world: the real exchange on its real SQL."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

import msgspec

from simulation import centre_store
from simulation.credit import NUMBER, facts_of_credit
from simulation.line import read_request, written_answer
from simulation.people import MEASURE
from simulation.traps import CrashError, Trap
from wemi_desk.central.exchange import applications, applying, case_steps, credit, erasure, recovery
from wemi_desk.central.exchange.exchange import DeskExchange
from wemi_desk.central.exchange.ledger import MemoryErasureLedger
from wemi_desk.central.exchange.ports import UnfitMessageError
from wemi_desk.central.exchange.workspace import Caller
from wemi_desk.central.store.database import CentreBusyError, CentreDatabase
from wemi_desk.domain.errors import WemiError
from wemi_desk.sync.identifiers import uuid_of
from wemi_desk.sync.merge import Stamp
from wemi_desk.sync.ports import LineError
from wemi_desk.sync.wire import PullAnswer, PullRequest

if TYPE_CHECKING:
    from collections.abc import Callable

    from simulation.desk import SimDesk
    from simulation.picks import Picks
    from simulation.world import World

T = TypeVar("T")
TENANT = "milano"
_STEPS = ("registered", "under_review", "integration_requested", "integrated", "withdrawn", "lapsed")
_SIGNING = b"s" * 32


class QuickKeys:
    """The centre's keys without public-key arithmetic."""

    def sign(self, message: bytes) -> bytes:
        return blake2b(message, key=_SIGNING, digest_size=32).digest()

    def signed(self, signature: bytes, message: bytes) -> bool:
        return signature == self.sign(message)

    def row_key(self, _tenant: str) -> bytes:
        return b"r" * 32

    def blind_key(self, _tenant: str) -> bytes:
        return b"b" * 32


KEYS = QuickKeys()


@dataclass
class CentreBackup:
    """What the centre was at some moment."""

    content: Any
    has: frozenset[UUID]
    number: int
    effects: dict[UUID, int] = field(default_factory=dict)


class _Watched(DeskExchange):
    """Notes whether looking for news, alone or with acts, moved the centre on: the last word ends a recovery."""

    def __init__(self, centre: SimCentre, database: CentreDatabase, **parts: Any) -> None:
        super().__init__(database, **parts)
        self._centre = centre

    def pull(self, caller: Caller, request: PullRequest) -> PullAnswer:
        before = self._centre.commits()
        try:
            return super().pull(caller, request)
        finally:
            self._centre.moved_on = self._centre.commits() != before


class SimCentre:
    """The centre: what desks ask, and what is commanded there."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.trap = Trap()
        self.ledger = MemoryErasureLedger()
        self.offset = 0
        self.backups: list[CentreBackup] = []
        self.has: set[UUID] = set()
        self.effects: Counter[UUID] = Counter()
        self.seen_row = 0
        self.moved_on = False
        self.blind_cents = 0
        """Granted after a restore of which nobody had told the program, and before it noticed."""
        self._blind_epoch = b""
        self._applied: list[UUID] = []
        self._done: list[UUID] = []
        self._met = False
        self.ended_meanwhile = False
        """A recovery, by whom the last request met."""
        self._counted: tuple[Any, Any] = (None, None)
        self.store = centre_store.made(self.trap)
        self.start()
        self.command(lambda work: work.found(world.ids()))
        self.store.write(
            "INSERT INTO fund (tenant, measure_code, total_cents, booked_cents) VALUES (?, ?, ?, 0)",
            TENANT, MEASURE, world.script.fund,
        )  # fmt: skip

    def start(self) -> None:
        """The process starts."""
        self.store.heard = self._heard
        self.exchange = _Watched(
            self, self.store.database, clock=self.clock, keys=KEYS, ids=self.world.ids, ledger=self.ledger,
            apply_act=self._judged,
        )  # fmt: skip

    def clock(self) -> int:
        return self.world.now + self.offset

    def crash(self) -> None:
        """The process dies and is started again."""
        self.store.died()
        self.trap.disarm()
        self.start()

    def answer(self, caller: Caller, name: str, request: bytes) -> bytes:
        """One request; raises LineError when the centre died of it or could not write."""
        self.world.trace(request)
        before, answered, seen = self.store.changes(), False, self.seen_row
        self.moved_on = self._met = self.ended_meanwhile = False
        self._applied, self._done = [], []
        try:
            answer = getattr(self.exchange, name)(caller, read_request(name, request))
            answered = True
            return written_answer(answer)
        except CrashError:
            self.crash()
            raise LineError("down") from None
        except CentreBusyError:
            raise LineError("busy") from None
        except UnfitMessageError as error:
            if error.reason != "halted":
                raise
            raise LineError("refused") from None  # it was put back, between two questions, to when this desk was locked
        except Exception as error:
            if not self.trap.sprung:
                raise
            raise LineError("server") from error
        finally:
            self.trap.disarm()
            self.store.alone()
            if self._met:
                self.seen_row = seen  # what began before and ended after whom it met
            changed = self.store.changes() != before
            fresh = self.world.oracle.centre_changed() if changed else ()
            self.effects.update(one for one in (*self._done, *self._applied) if answered or one in fresh)

    def _judged(self, work: Any, caller: Caller, act: Any) -> tuple[str, str]:
        """The real rules; which acts had an effect is noted beside them."""
        verdict = applying.apply_act(work, caller, act)
        if verdict[0] in ("ok", "conflict"):
            self._applied.append(act.id)
        return verdict

    def _heard(self, step: str) -> None:
        """A unit that met another runs again from its beginning: what it had applied is undone."""
        if step == "begin":
            self._applied = []
        elif step == "committed":
            self._done, self._applied = [*self._done, *self._applied], []

    def meanwhile(self, what: Callable[[], None]) -> None:
        """Somebody else, in the middle of a request."""
        kept = self._applied, self._done, self.moved_on
        recovering = self.recovering()
        try:
            what()
        finally:
            self._applied, self._done, self.moved_on = kept
            self._met, self.ended_meanwhile = True, recovering and not self.recovering()

    def commits(self) -> Any:
        """How many there were, in all scopes."""
        now = self.store.changes()
        if self._counted[0] != now:
            self._counted = now, self.rows("SELECT sum(cn) FROM scope_head")
        return self._counted[1]

    # --- backups ---------------------------------------------------------------------------------

    def backup(self) -> None:
        """A backup, declared to the centre when it is safe."""
        backup_id = self.world.ids()
        self.command(lambda work: work.begin_backup(backup_id))
        self.backups.append(
            CentreBackup(self.store.image(), frozenset(self.has), len(self.backups), dict(self.effects))
        )
        self.command(lambda work: work.finish_backup(backup_id))

    def put_back(self, pick: int) -> None:
        """The database is set back to a backup: mostly the newest, as the operations guide says."""
        back = 0 if pick % 4 else pick // 4 % len(self.backups)
        chosen = self.backups[-1 - back]
        self.store.put_back(chosen.content)
        self.has, self.effects = set(chosen.has), Counter(chosen.effects)
        self.seen_row = (self.rows("SELECT max(rowid) FROM act")[0][0]) or 0
        self.start()
        self.world.oracle.put_back()
        if pick % 3:  # else nobody told the program: desks have to notice
            self.command(lambda work: work.open_epoch(self.world.ids()))
            if self.world.has_papers:
                self.world.papers.forget()
        else:
            self._blind_epoch = self._epoch()

    def _epoch(self) -> Any:
        return self.rows("SELECT epoch FROM centre")[0][0]

    def end_recovery(self) -> None:
        """Somebody decides that it is enough."""
        if self.recovering():
            self.command(lambda work: recovery.end(work, decided=True))

    def recovering(self) -> bool:
        """Does it wait for what the desks know of hours it lost?"""
        return bool(self.rows("SELECT recovering FROM centre")[0][0])

    # --- commands --------------------------------------------------------------------------------

    def command(self, unit: Callable[[Any], T]) -> T:
        """One transaction of a central command; a fault set for a request that never came is none of its own."""
        self.trap.disarm()
        return self.exchange.within(TENANT, unit)

    def decide(self, picks: Picks) -> None:
        """Somebody decides an application under the fund."""
        found = self.contents("application")
        open_ones = [one for one, content in found if content["state"] in ("submitted", "waiting")]
        if not open_ones:
            return
        chosen, cents = picks.one(open_ones), None if picks.chance(15) else 1 + picks.number(40_000)
        try:
            decision = self.command(lambda work: applications.decide(work, chosen, cents, "per l'avviso"))
            self.blind_cents += decision.granted_cents if self._epoch() == self._blind_epoch else 0
        except WemiError as error:
            self.world.note(f"decide: {type(error).__name__}")

    def office(self, picks: Picks) -> None:
        """The office goes on with an application, or issues and moves a voucher."""
        found = self.contents("application")
        if not found:
            return
        chosen, content = picks.one(found)
        try:
            if content["state"] == "granted":
                self._credit(picks, chosen, content)
            else:
                self.command(lambda work: case_steps.take_step(work, chosen, picks.one(_STEPS), _paper(picks)))
        except WemiError as error:
            self.world.note(f"office: {type(error).__name__}")

    def _credit(self, picks: Picks, application_id: UUID, content: Any) -> None:
        said = {"number": NUMBER, "amount_cents": content["granted_cents"], "issued_on": "2026-11-20"}
        issued = self.contents("voucher")
        vouchers = [one for one, voucher in issued if voucher["application_id"] == str(application_id)]
        if not vouchers:
            self.command(lambda work: credit.issue(work, application_id, said | {"spend_until": "2027-11-20"}))
            return
        spent = {"kind": "spend", "amount_cents": 1 + picks.number(5_000), "at": "2026-11-20T08:00:00Z"}
        self.command(lambda work: credit.move(work, vouchers[0], spent | {"external_reference": str(picks.number(9))}))

    def erase(self, picks: Picks) -> None:
        """Somebody is erased, by any record of theirs."""
        people = [one for one, _ in self.contents("citizen")]
        if not people:
            return
        chosen = picks.one(people)
        alias, before = self.aliases(), self.ledger.last(TENANT)
        try:
            number = self.command(lambda work: erasure.erase_person(work, chosen))
            if self.world.has_papers:
                self.world.papers.forget()
        except WemiError as error:
            self.world.note(f"erase: {type(error).__name__}")
            number = self.ledger.last(TENANT)
            if number == before:
                return  # else whoever asks next carries it out: it stands in the ledger
        self.world.oracle.erased(number, {one for one in alias if alias[one] == alias[chosen]})

    def publish(self, picks: Picks) -> None:
        """A measure, changed at the centre, flows down to every desk."""
        record_id, content = UUID(int=7000 + picks.number(3)), {"title": f"misura {picks.number(1000)}"}
        stamp = Stamp(self.clock() // 1000 << 16, "", "", "", self.clock())

        def unit(work: Any) -> None:
            work.put("measure", record_id, content | {"id": str(record_id)}, subject_id=None, birth=stamp)
            work.show("measure", record_id, ("ref",))

        self.command(unit)

    def aliases(self) -> dict[UUID, UUID]:
        """Each person's record with the one at the end of its redirects, read from the contents themselves."""
        into = {one: content.get("merged_into") for one, content in self.contents("citizen")}
        found = {}
        for one in into:
            at, path = one, {one}
            while into.get(at) and UUID(into[at]) not in path:
                at = UUID(into[at])
                path.add(at)
            found[one] = at
        return found

    def merges(self) -> list[tuple[UUID, UUID]]:
        """Which record was merged into which."""
        found = ((one, content.get("merged_into")) for one, content in self.contents("citizen"))
        return [(one, UUID(into)) for one, into in found if into]

    def grants(self) -> list[tuple[UUID, int]]:
        """What is granted."""
        found = self.contents("application")
        return [(one, content["granted_cents"]) for one, content in found if content["state"] == "granted"]

    def credit(self) -> set[tuple[UUID, str]]:
        """What the office said of vouchers."""
        found = self.contents("voucher")
        facts = (facts_of_credit(one, content["provenance"], content.get("revoked_at")) for one, content in found)
        return {fact for some in facts for fact in some}

    def contents(self, kind: str) -> list[tuple[UUID, Any]]:
        """Living records of a kind, read past the program."""
        rows = self.rows("SELECT id, data FROM record WHERE kind = ? AND state = 'live' ORDER BY id", kind)
        return [(uuid_of(one), msgspec.json.decode(data)) for one, data in rows if data]

    def revoke(self, desk: SimDesk, picks: Picks) -> None:
        """A desk is locked for a while, or has to wipe itself."""
        kind, status = picks.one((("lock", "locked"), ("lock", "locked"), ("wipe_now", "revoked")))
        number = self.world.now // 1_000_000  # as the real ones: numbers only grow, whatever is put back
        self.store.write("UPDATE device SET status = ? WHERE id = ?", status, desk.device_id.bytes)
        self.store.write(
            "INSERT INTO device_order (tenant, device_id, number, kind, reason, at) VALUES (?, ?, ?, ?, '', ?)",
            TENANT, desk.device_id.bytes, number, kind, self.clock(),
        )  # fmt: skip

    def unlock(self) -> None:
        """Those who were locked may speak again."""
        self.store.write("UPDATE device SET status = 'active' WHERE status = 'locked'")
        self.store.write("DELETE FROM device_order WHERE kind = 'lock'")

    def halted(self, desk: SimDesk) -> None:
        """A desk obeys its order; a wiped one is no more."""
        if desk.rows("SELECT order_kind FROM desk")[0][0] == "wipe_now":
            with self.world.oracle.destruction():
                desk.gone = True

    def stand(self) -> Any:
        """All that an exchange may change, for comparing."""
        records = self.rows("SELECT id, kind, version, hash FROM record ORDER BY id")
        return records, self.rows("SELECT count(*) FROM act")

    def rows(self, query: str, *values: Any) -> list[Any]:
        """Rows of the database, read past the program."""
        return self.store.rows(query, *values)

    def end(self) -> None:
        self.store.end()


def _paper(picks: Picks) -> dict[str, Any]:
    return {"number": f"P {picks.number(99)}", "on": "2026-11-20", "due_on": "2026-12-20", "note": "per l'avviso"}
