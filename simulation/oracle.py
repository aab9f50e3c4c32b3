"""What really happened, noted from outside: it believes nobody's own account of the sync."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

import msgspec

from simulation.people import person, person_with
from wemi_desk.sync import wire
from wemi_desk.sync.identifiers import uuid_of

if TYPE_CHECKING:
    from simulation.desk import SimDesk
    from simulation.said import Said
    from simulation.world import World

MOST_VIOLATIONS = 40
TOKEN = re.compile(rb"Q\d{6}Z|q\d{6}z|39330\d{7}")
NAMING = (
    "citizen_id", "beneficiary_id", "kept_id", "merged_id", "subject_id", "merged_into", "household_id", "contact_id",
    "record_id", "delegate_id", "application_id",
)  # fmt: skip
_MADE_FOR_ONE = ("call_back", "paperwork_case")


@dataclass(slots=True)
class Act:
    """One act as the outbox held it the moment it was saved."""

    id: UUID
    order: int
    desk: int
    kind: str
    verb: str
    record_id: UUID
    subject_id: UUID | None
    space: str
    payload: dict[str, Any]
    told: int
    """The last erasure this desk had been told of."""
    knew: int
    """The last one of which an exchange that ended well had told it."""
    carried: bool = False
    """Part of making one of two, or two of one: its words are another sheet's, nobody typed them on this one."""


@dataclass(frozen=True, slots=True)
class Violation:
    """Something that must never be."""

    rule: str
    detail: str

    def __str__(self) -> str:
        return f"{self.rule}: {self.detail}"


@dataclass(slots=True)
class ErasureOrder:
    """Who was to vanish, by the oracle's own account."""

    number: int
    ids: set[UUID]
    persons: set[int]
    perhaps: set[int]
    """Those, and whoever was given a code later, by an edit that may have come to nothing."""
    had: set[UUID]
    """The acts that the centre held when the order was given, and those whose record had come back without them."""
    spared: set[int]
    """Who stood beside the erased as a record of their own, their card seen: who surely is one with that is taken."""


class Families:
    """Which records were one person at any time (union by merges, never undone here)."""

    def __init__(self) -> None:
        self._root: dict[UUID, UUID] = {}

    def root(self, one: UUID) -> UUID:
        while (above := self._root.get(one, one)) != one:
            one = above
        return one

    def join(self, one: UUID, other: UUID) -> None:
        first, second = sorted((self.root(one), self.root(other)))
        if first != second:
            self._root[second] = first


class Oracle:
    """Notes what was said, typed, shown and decided; judges when all is quiet."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.acts: dict[UUID, Act] = {}
        self.violations: list[Violation] = []
        self.destroyed: set[UUID] = set()
        self.received: set[UUID] = set()
        self.taken: set[UUID] = set()
        self.verdicts: dict[tuple[int, UUID], str] = {}
        self.person_of: dict[UUID, int] = {}
        self.identified: set[UUID] = set()
        self.coded: set[UUID] = set()
        self.coded_later: dict[UUID, int] = {}
        self.birth_of: dict[UUID, Act] = {}
        self.erasures: list[ErasureOrder] = []
        self.named: dict[UUID, set[UUID]] = {}
        self._made_for: dict[UUID, UUID] = {}
        self.had_words: dict[tuple[int, bytes], int] = {}
        """What a desk had of somebody erased, as theirs, when it heard of the order; its number."""
        self.granted_seen: dict[UUID, int] = {}
        self.credit_seen: set[tuple[UUID, str]] = set()
        self.families = Families()
        self._looked_at: dict[int, tuple[Any, ...]] = {}
        self._words_of: dict[tuple[int, UUID], list[Act]] = {}
        self._unanswered: dict[int, list[Act]] = {}

    def violation(self, rule: str, detail: str) -> None:
        if len(self.violations) < MOST_VIOLATIONS:
            self.violations.append(Violation(rule, detail))
            self.world.note(f"VIOLATION {rule}: {detail}")

    # --- what desks say ------------------------------------------------------------------------

    def saved(self, desk: SimDesk, said: Sequence[Said], rows: Sequence[Any]) -> None:
        """An operator's deed ended: *said* is what the desk told them, *rows* what its outbox gained."""
        fresh = [self._note(desk, row) for row in rows]
        carried = any(act.kind == "citizen_merge" for act in fresh)
        for act in fresh:
            act.carried = carried and act.kind == "citizen"
        for one in said:
            if not any(act.kind == one.kind and act.record_id == one.record_id for act in fresh):
                self.violation("saved without an act", f"{desk.name} {one.kind} {one.record_id}")
            if one.person is not None:
                self.person_of[one.record_id] = one.person
            self.named.setdefault(one.record_id, set()).update(one.asked_of)
            self._shown(desk, one)

    def answered(self, desk: SimDesk, name: str, request: Any, answer: Any) -> None:
        """An answer has reached a desk."""
        news = answer.news.notice.erasures if name == "push" and answer.news else ()
        for erasure in (*(answer if name == "erased" else answer.notice).erasures, *news):
            desk.hears(erasure.number)
            words = b"".join(map(desk.words_of, erasure.ids))
            for token in TOKEN.findall(words):
                self.had_words[desk.number, token] = erasure.number
        if name == "push":
            for verdict in answer.verdicts:
                self.verdicts[desk.number, verdict.id] = verdict.code

    @contextmanager
    def destruction(self) -> Iterator[None]:
        """Something is set back: what nobody holds afterwards cannot be asked for."""
        before, granted = self._custody(), self._grants_held()
        yield
        self.destroyed |= before - self._custody()
        self.credit_seen &= self._credit_held()
        for one, cents in granted - self._grants_held():
            if self.granted_seen.get(one) == cents:
                del self.granted_seen[one]  # decided in hours that no store remembers any more

    def _grants_held(self) -> set[tuple[UUID, int]]:
        if not self.granted_seen:
            return set()
        held = set(self.world.centre.grants())
        return held.union(*(desk.grants_held() for desk in self.world.desks if not desk.gone))

    def _credit_held(self) -> set[tuple[UUID, str]]:
        if not self.credit_seen:
            return set()
        desks = [desk for desk in self.world.desks if not desk.gone]
        return self.world.centre.credit().union(*(desk.credit_held() for desk in desks))

    def centre_changed(self) -> set[UUID]:
        """A request was carried out at the centre, or not; the acts that are new there."""
        centre, fresh = self.world.centre, set[UUID]()
        rows = centre.rows("SELECT rowid, id, code FROM act WHERE rowid > ?", centre.seen_row)
        for number, act_id, code in rows:
            centre.seen_row = number
            found = uuid_of(act_id)
            self.received.add(found)
            if code in ("ok", "conflict"):
                self.taken.add(found)
            centre.has.add(found)
            fresh.add(found)
        return fresh

    # --- what is shown -------------------------------------------------------------------------

    def shown(self, desk: SimDesk, *, sent: bool, verified: bool) -> None:
        """The indicator says that everything is sent, or verified: is it true now?"""
        if sent:
            missing = desk.holds - self.received
            for act_id in sorted(missing - desk.withdrawn() if missing else missing)[:3]:
                self.violation("shown as sent", f"{desk.name} {self._words(act_id)}")
        if verified and not (self.world.centre.moved_on or desk.line.met):
            for scope, only_desk, only_centre in differing(desk, self.world.centre):
                self.violation("shown as verified", f"{desk.name} {scope} desk+{only_desk} centre+{only_centre}")

    def exchanged(self, desk: SimDesk) -> None:
        """An exchange ended well."""
        self.words_stand(desk)
        for application, cents in desk.grants_shown():
            self.granted_seen[application] = cents
        self.credit_seen.update(desk.credit_shown())

    def recovered(self, desk: SimDesk) -> None:
        """The centre takes this desk for the last that had something to say: it has to have said it."""
        for act_id in sorted(desk.answered() - self.world.centre.has)[:1]:
            self.violation("recovery ended early", f"{desk.name} {self._words(act_id)}")

    def words_stand(self, desk: SimDesk) -> None:
        """Own words that are not answered yet still stand on the screen."""
        now = desk.connection, desk.connection.total_changes, len(self.acts), len(self.verdicts), len(self.erasures)
        if self._looked_at.get(desk.number) == now:
            return  # nothing was written since
        self._looked_at[desk.number] = now
        for act in self._open_words(desk):
            self._still_shown(desk, act)

    def erased(self, number: int, ids: set[UUID]) -> None:
        """The centre gave an erasure order about these records: everything the person was has to go."""
        persons = {self.person_of[one] for one in ids if one in self.person_of and one in self.coded}
        centre = self.world.centre
        came_back = {self.birth_of[one].id for one, _ in centre.contents("citizen") if one in self.birth_of}
        standing = {one for one, _ in centre.contents("citizen")} & self.identified
        spared = {self.person_of[one] for one in standing}
        perhaps = persons | {self.coded_later[one] for one in ids if one in self.coded_later}
        self.erasures.append(ErasureOrder(number, ids, persons, perhaps, centre.has | came_back, spared))

    def put_back(self) -> None:
        """The centre was set to a backup, perhaps one that knows more than it knew when an order was given: who stands
        there beside the erased is judged by both sheets, as if the order were given now."""
        standing = {one for one, _ in self.world.centre.contents("citizen")}
        for order in self.erasures:
            if standing & order.ids:
                order.had |= {self.birth_of[one].id for one in standing if one in self.birth_of}

    def look_at_families(self) -> None:
        """Who is one with whom at the centre, which makes one of two by itself: before a backup takes it away, too."""
        for one, into in self.world.centre.merges():
            self.families.join(one, into)
        for _, merge in self.world.centre.contents("citizen_merge"):  # undone ones too, and those of another life
            self.families.join(UUID(merge["kept_id"]), UUID(merge["merged_id"]))

    # --- at the end ----------------------------------------------------------------------------

    def judge(self) -> None:
        """All is quiet."""
        from simulation.checks import check_all

        check_all(self.world)

    def is_erased(self, act: Act) -> bool:
        """Must everything that was typed with this act be gone?"""
        return any(self._falls_under(act, order) for order in self.erasures)

    def may_be_erased(self, act: Act) -> bool:
        """Could an order have taken it: it hangs on somebody erased, or on one of the same code, even if nobody saw
        the card?"""
        named = self._hangs_on(act)
        return any(
            self._falls_under(act, order)
            or named & order.ids
            or any(self._is_alike(one, order) for one in named)
            or self._were_one(named, order)
            for order in self.erasures
        ) or self.may_hold_erased(act)

    def may_hold_erased(self, act: Act) -> bool:
        """Words of somebody erased, put on the sheet of who was one with them once, or seen there and changed."""
        if (act.kind, act.verb) != ("citizen", "set"):
            return False
        root = self.families.root
        births = (birth for one, birth in self.birth_of.items() if root(one) == root(act.record_id))
        return any(self.may_be_erased(birth) for birth in births)

    def _were_one(self, named: set[UUID], order: ErasureOrder) -> bool:
        """After a restore an order reaches on to who had been merged in the hours that were lost with the erased, or
        with a record that it takes by its code; not by the code of somebody it left alone."""
        if not self.world.faults["restore_centre"]:
            return False
        root, alike = self.families.root, (one for one in self.birth_of if self._is_taken_by_code(one, order))
        return not {root(one) for one in named}.isdisjoint({root(one) for one in (*order.ids, *alike)})

    def _is_taken_by_code(self, citizen_id: UUID, order: ErasureOrder) -> bool:
        return self._is_alike(citizen_id, order) and self.person_of.get(citizen_id) not in order.spared

    def _is_alike(self, citizen_id: UUID, order: ErasureOrder) -> bool:
        """Who is registered after an order is somebody new, if the desk knew; one that was told may have crashed."""
        birth = self.birth_of.get(citizen_id)
        knew = birth is not None and birth.knew >= order.number
        return not knew and citizen_id in self.coded and self.person_of.get(citizen_id) in order.perhaps

    def _hangs_on(self, act: Act) -> set[UUID]:
        """Everybody and everything that acts on this record ever named, and what those records name in their turn."""
        reached = {one for one in (act.record_id, act.subject_id) if one}
        queue = list(reached)
        for one in queue:
            fresh = self.named.get(one, set()) - reached
            reached |= fresh
            queue += fresh
        return reached

    def _falls_under(self, act: Act, order: ErasureOrder) -> bool:
        """By its ids; or, arriving later from a desk that did not know, by who it is about."""
        about = {self._whose(act), act.record_id} | self._of_application(act)
        if about & order.ids:
            return True
        birth = self.birth_of.get(act.subject_id) if act.subject_id else None
        if birth is None or birth.id in order.had or birth.told >= order.number:
            return False
        who = self.person_of.get(birth.record_id)
        return act.subject_id in self.identified and who in order.persons and who not in order.spared

    def _of_application(self, act: Act) -> set[UUID]:
        """An application hangs on whom it is for as on who brings it, and with it what was put to it."""
        told = act.record_id if act.kind == "application" else act.payload.get("application_id")
        application = UUID(told) if isinstance(told, str) else told
        return {application} | self.named.get(application, set()) if isinstance(application, UUID) else set()

    def _whose(self, act: Act) -> UUID | None:
        """What moved with somebody to who was one with them is theirs again when they are told apart, whoever the desk
        showed that changed it."""
        return self._made_for.get(act.record_id, act.subject_id) if act.verb == "set" else act.subject_id

    def _note(self, desk: SimDesk, row: Any) -> Act:
        act_id, kind, verb, record_id, subject_id, payload, space = row
        act = Act(
            uuid_of(act_id), len(self.acts), desk.number, kind, verb, uuid_of(record_id),
            uuid_of(subject_id) if subject_id else None, space, msgspec.json.decode(payload), desk.told,
            desk.knew,
        )  # fmt: skip
        self.acts[act.id] = act
        if act.verb == "set":
            self._words_of.setdefault((act.desk, act.record_id), []).append(act)
            if act.kind == "citizen":
                self._unanswered.setdefault(act.desk, []).append(act)
        desk.holds.add(act.id)
        self.named.setdefault(act.record_id, set()).update(_named(act))
        if verb == "new" and kind in _MADE_FOR_ONE and isinstance(whose := act.payload.get("citizen_id"), str):
            self._made_for.setdefault(act.record_id, UUID(whose))
        if kind == "citizen" and verb == "new" and act.record_id not in self.birth_of:
            self._identify(act)
        if kind == "citizen" and verb == "set" and (code := act.payload.get("fiscal_code", [None, None])[1]):
            self.coded_later[act.record_id] = person_with(code).number
        if kind == "citizen_merge" and verb == "set":
            self.named[act.record_id].update(_made_one(desk.view_of(kind, act.record_id)))
        if kind == "citizen_merge" and verb == "new":
            self.families.join(UUID(act.payload["kept_id"]), UUID(act.payload["merged_id"]))
        return act

    def _identify(self, act: Act) -> None:
        """Who it is about, as the act says: the operator may not have been told any more that it was saved."""
        self.birth_of[act.record_id] = act
        code = act.payload.get("fiscal_code")
        if code:
            self.person_of[act.record_id] = person_with(code).number
            self.coded.add(act.record_id)
        if code and act.payload.get("fiscal_code_provenance") == "card_scan":
            self.identified.add(act.record_id)

    def _shown(self, desk: SimDesk, said: Said) -> None:
        if not said.fields:
            return
        found = desk.view_of(said.kind, said.record_id)
        for name, value in said.fields.items():
            shown = found.get(name) if found else None
            if not _same(shown, value):
                self.violation("not shown after saving", f"{desk.name} {said.kind}.{name} {value!r} is {shown!r}")

    def _open_words(self, desk: SimDesk) -> list[Act]:
        number, verdicts, last = desk.number, self.verdicts, dict[tuple[UUID, str], Act]()
        still = [act for act in self._unanswered.get(number, ()) if (number, act.id) not in verdicts]
        self._unanswered[number] = still
        for act in still:
            if act.id in desk.holds:
                last.update(((act.record_id, name), act) for name in act.payload)
        return list({act.id: act for act in last.values()}.values())

    def _still_shown(self, desk: SimDesk, act: Act) -> None:
        if self.is_erased(act) or (act.carried and self.may_be_erased(act)):
            return
        said = self._words_of.get((act.desk, act.record_id), ())
        later = [one.payload for one in said if one.order > act.order]
        found = desk.view_of(act.kind, act.record_id)
        if found is None:
            return  # it has left this desk's scopes
        for name, (_, value) in act.payload.items():
            if any(name in payload for payload in later) or name == "merged_into" or name not in found:
                continue
            shown = found[name]
            if not _same(shown, value):
                self.violation("own word not shown", f"{desk.name} {act.kind}.{name} {value!r} is {shown!r}")

    def _custody(self) -> set[UUID]:
        held = set(self.world.centre.has)
        for desk in self.world.desks:
            if not desk.gone:
                held |= desk.holds
        return held

    def _words(self, act_id: UUID) -> str:
        act = self.acts.get(act_id)
        return f"{act.kind} {act.verb} of desk{act.desk} ({act_id})" if act else str(act_id)


def _named(act: Act) -> Iterator[UUID]:
    found = (act.payload.get(name) for name in NAMING)
    texts = [value[-1] if isinstance(value, list) and value else value for value in found]
    yield from (UUID(text) for text in texts if isinstance(text, str))


def _made_one(merge: dict[str, Any] | None) -> Iterator[UUID]:
    """Whom a merge is about, as the desk shows it: the centre may have made it, and no act says so."""
    yield from (uuid_of(merge[name]) for name in ("kept_id", "merged_id")) if merge else ()


def differing(desk: SimDesk, centre: Any) -> Iterator[tuple[str, int, int]]:
    """Scopes in which desk and centre do not hold the same, read from both stores."""
    scopes = desk.scopes()
    among = f"scope IN ({', '.join('?' * len(scopes))})"
    mine = set(desk.rows(f"SELECT hash, scope FROM shadow WHERE {among} AND target IS NULL", *scopes))
    theirs = set(centre.rows(f"SELECT hash, scope FROM member WHERE {among} AND state = 'put'", *scopes))
    if mine == theirs:
        return
    for scope in scopes:
        more = sum(row[1] == scope for row in mine - theirs)
        lacking = sum(row[1] == scope for row in theirs - mine)
        if more or lacking:
            yield scope, more, lacking


def _same(shown: Any, value: Any) -> bool:
    if isinstance(value, bool):
        return bool(shown) == value
    if isinstance(shown, bytes):
        return str(uuid_of(shown)) == str(value)
    return bool(shown == value) or wire.PROTOCOL == 0


__all__ = ["Act", "Oracle", "Violation", "differing", "person"]
