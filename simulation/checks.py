"""What must hold when all is quiet, read from the stores themselves and compared with what the oracle noted."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import fields
from functools import cache
from typing import TYPE_CHECKING, Any
from uuid import UUID

import msgspec

from simulation.credit import voucher_of
from simulation.oracle import Act, Oracle, differing
from simulation.places import without_place
from simulation.words import only_seen, said
from wemi_desk.central.exchange import contents
from wemi_desk.central.exchange.workspace import AFTER_RECOVERY
from wemi_desk.persistence.sync_views import view_of
from wemi_desk.persistence.tables import SYNCHRONISED
from wemi_desk.sync.canonical import Digest, member_hash
from wemi_desk.sync.identifiers import uuid_of

if TYPE_CHECKING:
    from simulation.desk import SimDesk
    from simulation.world import World

_TOKEN = re.compile(r"Q\d{6}Z|q\d{6}z|\+?39330\d{7}")
_BEGINNING = 5
_HOUR = 3_600_000_000
_HELD_CONTENTS = "SELECT kind, id, data FROM shadow WHERE data IS NOT NULL ORDER BY version, scope <> 'copy'"
_TAKEN = {"ok", "conflict"}
_HELD = {None, "refused", "parked"}
_OUR_FAULTS = {"fault", "act_reused", "other_kind"}
_MOST_LIVES = 4
_LIVE = (
    "submitted", "registered", "under_review", "integration_requested", "integrated", "waiting", "granted",
)  # fmt: skip
_SPACE_BOUND = ("contact", "call_back", "household", "application")
_MOVING = (
    "household_member", "call_back", "application", "application_event", "voucher", "voucher_movement",
    "paperwork_case", "mandate", "facilitation_attendance", "activity_enrolment", "activity_presence",
    "workstation_turn", "appointment",
    "volunteer", "volunteer_hours",
    "shared_request", "shared_participant",
)  # fmt: skip
_NAMES_PERSON = ("citizen_id", "beneficiary_id", "delegate_id", "kept_id", "merged_id", "subject_id")


def check_all(world: World) -> None:
    """Every invariant of sync.md 11, at rest."""
    judgement = Judgement(world)
    judgement.acts_arrived()
    judgement.at_home()
    judgement.values_stand()
    judgement.parked()
    judgement.readable()
    judgement.redirects()
    judgement.digests()
    judgement.fund()
    judgement.erased()
    judgement.papers()
    for desk in world.desks:
        if not desk.gone:
            judgement.desk(desk)


class Judgement:
    """The centre read once, and everything compared with it."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.oracle: Oracle = world.oracle
        centre = world.centre
        self.records: dict[UUID, tuple[str, bytes]] = {
            uuid_of(row[0]): (row[1], row[2])
            for row in centre.rows("SELECT id, kind, data FROM record WHERE state = 'live' AND data IS NOT NULL")
        }
        self.codes: dict[UUID, tuple[str, str]] = {
            uuid_of(row[0]): (row[1], row[2]) for row in centre.rows("SELECT id, code, detail FROM act")
        }
        self.haystack = b"\n".join(data for _, data in self.records.values())
        self.shown: defaultdict[UUID, set[str]] = defaultdict(set)
        for one, scope in centre.rows("SELECT id, scope FROM member WHERE state = 'put'"):
            self.shown[uuid_of(one)].add(scope)
        self._rows: dict[tuple[str, bytes], Any] = {}
        self._persons_of: dict[frozenset[str], set[UUID]] = {}
        self.oracle.look_at_families()

    def say(self, rule: str, detail: str) -> None:
        self.oracle.violation(rule, detail)

    def acts_arrived(self) -> None:
        """No act that was saved is missing, and none had two effects."""
        kept: set[UUID] = set(self.world.centre.has)
        for desk in self.world.desks:
            if not desk.gone:
                kept |= desk.holds
        for act in self.oracle.acts.values():
            if act.id in self.codes:
                self._born(act)
            elif act.id in kept and act.id not in self.oracle.destroyed:
                self.say("act lost", self._words(act))
        for act_id, times in self.world.centre.effects.items():
            if times > 1:
                self.say("applied twice", f"{self.oracle._words(act_id)} {times} times")

    def _born(self, act: Act) -> None:
        code, detail = self.codes[act.id]
        if code == "refused" and detail in _OUR_FAULTS:
            self.say("rules broke", f"{self._words(act)} {detail}")
        if code == "erased" and not self.oracle.may_be_erased(act):
            self.say("erased without an order", self._words(act))
        if act.verb != "new" or code not in _TAKEN or self.oracle.is_erased(act):
            return
        if act.record_id not in self.records:
            self.say("record lost", f"{self._words(act)} {code} {detail}")

    def at_home(self) -> None:
        """What was made at a space is shown there, however it came to the centre."""
        for act in self.oracle.acts.values():
            code = self.codes[act.id][0] if act.verb == "new" and act.id in self.codes else ""
            if code not in _TAKEN | {"exists"} or (code == "exists" and self._may_not_name(act)):
                continue
            if act.record_id in self.records and f"space:{act.space}" not in self.shown[act.record_id]:
                self.say("not shown at home", f"{self._words(act)} {act.record_id} {self.codes[act.id]}")

    def _may_not_name(self, act: Act) -> bool:
        """The desk lost the space that showed it the person before it said the same as somebody there."""
        scopes = set(self.world.desks[act.desk].scope_names())
        return bool(self.world.faults["scope_change"]) and scopes.isdisjoint(self.shown[act.record_id])

    def values_stand(self) -> None:
        """No typed value is gone without a question, a kept word, or somebody who saw it and changed it.

        Who puts the centre back again and again makes lives that know nothing of each other; then a word may be left in
        the log of acts alone.
        """
        if self.world.faults["restore_centre"] > _MOST_LIVES:
            return
        seen_and_changed = self._seen_and_changed()
        for act in self.oracle.acts.values():
            code = self.codes.get(act.id, ("", ""))[0]
            stands = code in _TAKEN or self._is_said_again(act, code)
            if act.carried or not stands or self.oracle.is_erased(act):  # what is carried was typed elsewhere
                continue
            for name, value in _values(act):
                if (act.record_id, name, value) in seen_and_changed:
                    continue
                if any(token.encode() not in self.haystack for token in _TOKEN.findall(value)):
                    self.say("value lost", f"{self._words(act)} {name}={value} ({code})")

    def _is_said_again(self, act: Act, code: str) -> bool:
        """Its author had words of somebody erased before their eyes: what they said themselves stands all the same. Not
        where it had been answered, and both its record and the answer went with a backup."""
        if code != "erased" or act.carried or self.world.faults["restore_centre"]:
            return False
        return self.oracle.may_hold_erased(act) and not self.oracle.may_be_erased(self.oracle.birth_of[act.record_id])

    def _seen_and_changed(self) -> set[tuple[UUID, str, str]]:
        """What somebody saw and replaced; also by an act that the centre took once and no store holds any more, or that
        waits since a restore: its word came back in a row of somebody who had seen it."""
        found = set()
        for act in self.oracle.acts.values():
            code = self.codes[act.id][0] if act.id in self.codes else "ok" if act.id in self.oracle.received else ""
            said_again = code == "erased" and not act.carried and self.oracle.may_hold_erased(act)
            if said_again or (code == "parked" and act.id in self.oracle.taken):
                code = "ok"
            if act.verb == "set" and code in _TAKEN:
                for name, change in act.payload.items():
                    if isinstance(change[0], str):
                        found.add((act.record_id, name, change[0]))
        return found

    def parked(self) -> None:
        """Nothing waits for a record that is there and shown to who waits, whatever scopes it has gained since; nor
        for the end of a recovery that is over."""
        scopes = {desk.device_id: desk.scope_names() for desk in self.world.desks if not desk.gone}
        query = "SELECT p.waits_for, a.id, a.device_id FROM parked p JOIN act a ON a.id = p.act_id"
        for target, act_id, device_id in self.world.centre.rows(query):
            target_id, device = uuid_of(target), uuid_of(device_id)
            over = target_id == AFTER_RECOVERY and not self.world.centre.recovering()
            if over or self.shown[target_id] & scopes.get(device, set()):
                self.say("parked though there", self.oracle._words(uuid_of(act_id)))

    def readable(self) -> None:
        """What the centre made of the words of several is still a record of its kind."""
        for one, (kind, data) in self.records.items():
            try:
                contents.fit(kind, msgspec.json.decode(data), 1)
            except contents.UnfitError as fault:
                self.say("unreadable", f"{kind} {one}: {fault.field}:{fault.reason}")

    def redirects(self) -> None:
        """Redirects end at a living record or at an erasure."""
        target = {}
        for one, (kind, data) in self.records.items():
            if kind == "citizen":
                into = msgspec.json.decode(data).get("merged_into")
                if into:
                    target[one] = UUID(into)
        self._belongings(target)
        for one in target:
            path, at = {one}, target[one]
            while at in target and at not in path:
                path.add(at)
                at = target[at]
            if at in path:
                self.say("redirects in a circle", str(one))
            elif at not in self.records and not any(at in order.ids for order in self.oracle.erasures):
                self.say("redirect to nobody", f"{one} → {at}")

    def _belongings(self, target: Collection[UUID]) -> None:
        """What moves with a person names the record that stands."""
        for kind, data in self.records.values():
            named = msgspec.json.decode(data).get("citizen_id") if kind in _MOVING else None
            if named and UUID(named) in target:
                self.say("left with a redirect", f"{kind} names {named}")

    def digests(self) -> None:
        """What the centre kept counting is what a fresh count finds."""
        sums: defaultdict[str, Digest] = defaultdict(Digest)
        rows = self.world.centre.rows(
            "SELECT m.scope, m.id, m.kind, m.hash, r.data FROM member m LEFT JOIN record r ON r.id = m.id "
            "WHERE m.state = 'put'"
        )
        for scope, one, kind, content_hash, data in rows:
            fresh = member_hash(kind, one, data or b"")
            sums[scope].add(fresh)
            if fresh != content_hash:
                self.say("member of another content", f"{scope} {kind} {uuid_of(one)}")
        for scope, count, digest in self.world.centre.rows("SELECT scope, count, digest FROM scope_head"):
            if (sums[scope].count, sums[scope].to_bytes()) != (count, digest):
                self.say("digest of the centre", f"{scope} says {count}, holds {sums[scope].count}")

    def fund(self) -> None:
        """The ledger never passes the fund, one live application per person, no grant that was shown is gone."""
        applications = {
            one: msgspec.json.decode(data) for one, (kind, data) in self.records.items() if kind == "application"
        }
        granted = {one: content for one, content in applications.items() if content["state"] == "granted"}
        self._spent(granted.values())
        live: defaultdict[tuple[str, Any], list[UUID]] = defaultdict(list)
        standing: dict[UUID, UUID] = {}
        for one, content in applications.items():
            if content["state"] in _LIVE:
                standing[one] = self._beneficiary(content)
                live[content["measure_code"], standing[one]].append(one)
        for one in without_place(self.world.centre, standing, self.records):
            self.say("without its place", str(one))
        for (code, _), several in live.items():
            if len(several) > 1 and not self._asked("double_application", several):
                self.say("two live applications", f"{code}: {several}")
        self._grants({one: content["granted_cents"] for one, content in granted.items()}, self.oracle)
        self._credit(applications)

    def _credit(self, applications: Collection[UUID]) -> None:
        """No voucher that was shown is gone but with its application, and a revoked one stays revoked."""
        there = {voucher_of(one) for one in applications}
        for one, fact in sorted(self.oracle.credit_seen - self.world.centre.credit()):
            if one in there:
                self.say("credit lost", f"{one} was shown as {fact}")

    def _spent(self, granted: Iterable[dict[str, Any]]) -> None:
        centre = self.world.centre
        totals = dict(centre.rows("SELECT measure_code, total_cents FROM fund"))
        booked: defaultdict[str, int] = defaultdict(int)
        for content in granted:
            booked[content["measure_code"]] += content["granted_cents"]
        for code, cents in centre.rows("SELECT measure_code, sum(cents) FROM fund_entry GROUP BY measure_code"):
            booked[code] = max(booked[code], cents)
        for code, cents in booked.items():
            # Who decides on a centre that was put back without a word cannot know of the grants it lost (0013).
            if cents > totals.get(code, 0) + centre.blind_cents:
                self.say("fund overspent", f"{code}: {cents} of {totals.get(code, 0)}")

    def _grants(self, granted: dict[UUID, int], oracle: Oracle) -> None:
        for one, cents in oracle.granted_seen.items():
            gone = any(one in order.ids for order in oracle.erasures) or one not in self.records
            if gone and self._application_erased(one):
                continue
            if granted.get(one) != cents and not self._was_withdrawn(one) and not self._is_told(one, cents):
                self.say("grant lost", f"{one}: {cents} was shown, now {granted.get(one)}")

    def _application_erased(self, one: UUID) -> bool:
        return any(
            self.oracle.is_erased(act) or self._names_erased(act)
            for act in self.oracle.acts.values() if act.record_id == one
        )  # fmt: skip

    def _names_erased(self, act: Act) -> bool:
        named = {UUID(act.payload[name]) for name in _NAMES_PERSON if isinstance(act.payload.get(name), str)}
        return any(named & order.ids for order in self.oracle.erasures)

    def _is_told(self, one: UUID, cents: int) -> bool:
        """Another sum was granted in another life, or it is examined again there: this one is shown beside it."""
        content = msgspec.json.decode(self.records[one][1]) if one in self.records else {}
        told = content.get("contradictions") or ()
        return str(cents) in [said["typed"] for said in told]

    def _was_withdrawn(self, one: UUID) -> bool:
        content = msgspec.json.decode(self.records[one][1]) if one in self.records else {}
        return content.get("state") == "withdrawn" or bool(content.get("reviews") and self._said_withdrawn(one))

    def _said_withdrawn(self, one: UUID) -> bool:
        """Somebody withdrew it; the office examines it again."""
        acts = (act for act in self.oracle.acts.values() if act.record_id == one and act.verb == "withdraw")
        return any(act.id in self.oracle.taken for act in acts)

    def _beneficiary(self, content: dict[str, Any]) -> Any:
        """Whom an application is for, by the oracle: the record at the end of the redirects."""
        one = UUID(content["beneficiary_id"])
        seen: set[UUID] = set()
        while one in self.records and one not in seen:
            seen.add(one)
            into = msgspec.json.decode(self.records[one][1]).get("merged_into")
            if not into:
                break
            one = UUID(into)
        return one

    def _asked(self, field: str, ids: list[UUID]) -> bool:
        return any(
            kind == "question" and field.encode() in data and sum(str(one).encode() in data for one in ids) > 1
            for kind, data in self.records.values()
        )

    def erased(self) -> None:
        """Erased stays erased: in every table and index of every store."""
        gone, stays = set[str](), set[str]()
        for act in self.oracle.acts.values() if self.oracle.erasures else ():
            erased = self.oracle.is_erased(act)
            if act.carried and not erased:
                continue
            typed, words = (gone, act.payload) if erased else (stays, said(act))
            typed.update(_TOKEN.findall(msgspec.json.encode(words).decode()))
        gone -= stays  # an operator wrote the same on somebody else's sheet
        if not gone:
            return
        wanted = {token.lstrip("+").encode() for token in gone}
        centre = self.world.centre.store
        places = {"the centre": (centre.pages, centre.packed)}
        desks = {desk.name: desk for desk in self.world.desks if not desk.gone}
        places |= {name: (desk.pages, desk.rewritten) for name, desk in desks.items()}
        for name, (as_it_is, packed) in places.items():
            if not _among(as_it_is(), wanted):
                continue  # what is nowhere in the pages is not there after they are written anew
            still, desk = _among(packed(), wanted), desks.get(name)
            found = sorted(one.decode() for one in still if not (desk and only_seen(self.oracle, desk.number, one)))
            if found:
                self.say("erased and still there", f"{name}: {found[:4]} of {self._of_token(found[0])}")

    def papers(self) -> None:
        """Every attachment is whole at the centre, or gone with its person."""
        if not self.world.has_papers:
            return
        living = {one for one, (kind, _) in self.records.items() if kind == "attachment"}
        gone = self.world.centre.rows("SELECT id FROM record WHERE kind = 'attachment' AND state = 'erased'")
        for rule, detail in self.world.papers.faults(living, {uuid_of(row[0]) for row in gone}):
            self.say(rule, detail)

    def _of_token(self, token: str) -> str:
        for act in self.oracle.acts.values():
            if token in msgspec.json.encode(act.payload).decode():
                return self._words(act) + f" subject {act.subject_id} code {self.codes.get(act.id)}"
        return "?"

    # --- one desk ------------------------------------------------------------------------------

    def desk(self, desk: SimDesk) -> None:
        """Equal to the centre, by content; what is seen is what is held; nothing that is not its own."""
        for scope, mine, theirs in differing(desk, self.world.centre):
            self.say("desk and centre differ", f"{desk.name} {scope}: {mine} only here, {theirs} only there")
        told = desk.told_last
        if told is not None and not (told.complete and told.verified):
            self.say("not at rest", f"{desk.name}: complete {told.complete}, verified {told.verified}")
        self._desk_digests(desk)
        self._verdicts(desk)
        held = self._held_records(desk)
        self._view(desk, held)
        self._leaks(desk, held)

    def _desk_digests(self, desk: SimDesk) -> None:
        sums: defaultdict[str, Digest] = defaultdict(Digest)
        for scope, one, kind, content_hash, data in desk.rows(
            "SELECT scope, id, kind, hash, data FROM shadow WHERE target IS NULL"
        ):
            if member_hash(kind, one, data) != content_hash:
                self.say("shadow of another content", f"{desk.name} {scope} {kind}")
            sums[scope].add(content_hash)
        for scope, count, digest in desk.rows("SELECT scope, count, digest FROM scope_cursor"):
            if (sums[scope].count, sums[scope].to_bytes()) != (count, digest):
                self.say("digest of a desk", f"{desk.name} {scope} says {count}, holds {sums[scope].count}")

    def _verdicts(self, desk: SimDesk) -> None:
        for act_id, verdict in desk.rows("SELECT id, verdict FROM outbox WHERE withdrawn_at IS NULL"):
            code = self.codes.get(uuid_of(act_id), (None, ""))[0]
            # After a restore what came of a taken act may be another thing, and told to who brought it late.
            moved = self.world.faults["restore_centre"] and (code in _HELD) == (verdict in _HELD)
            if code not in ("erased", verdict) and not moved:
                words = self.oracle._words(uuid_of(act_id))
                self.say("verdict not told", f"{desk.name} {words}: centre {code}, desk {verdict}")

    def _view(self, desk: SimDesk, held: set[bytes]) -> None:
        contents: defaultdict[str, dict[bytes, bytes]] = defaultdict(dict)
        for kind, one, data in desk.rows(_HELD_CONTENTS):
            contents[kind][one] = data
        filled = {row[0] for row in desk.rows(_filled())}
        for kind, (_, table) in SYNCHRONISED.items():
            if table.name in filled or kind in contents:
                self._seen_as_held(desk, kind, contents[kind], held)

    def _seen_as_held(self, desk: SimDesk, kind: str, shadow: dict[bytes, bytes], held: set[bytes]) -> None:
        names = _columns(kind)
        query = f"SELECT {', '.join(names)} FROM {SYNCHRONISED[kind][1].name}"
        shown = {row[0]: row for row in desk.rows(query)}
        for one, row in shown.items():
            if one in held:
                continue
            if one not in shadow:
                self.say("shown and not held", f"{desk.name} {kind} {uuid_of(one)}")
            elif (wanted := self._as_row(kind, shadow[one])) is not None and list(row) != wanted:
                unlike = [name for name, a, b in zip(names, row, wanted, strict=True) if a != b]
                self.say("shown otherwise than held", f"{desk.name} {kind} {uuid_of(one)} {unlike}")
        for one in shadow.keys() - shown.keys() - held:
            if self._as_row(kind, shadow[one]) is not None:
                self.say("held and not shown", f"{desk.name} {kind} {uuid_of(one)}")

    def _held_records(self, desk: SimDesk) -> set[bytes]:
        """Records with own acts that stand apart from the centre: refused or waiting, until somebody mends them."""
        return {
            row[0]
            for row in desk.rows(
                "SELECT record_id FROM outbox WHERE withdrawn_at IS NULL AND verdict IN ('refused', 'parked')"
            )
        }

    def _as_row(self, kind: str, data: bytes) -> Any:
        key = kind, data
        if key not in self._rows:
            view = view_of(kind)
            record = view.record(data) if view else None
            self._rows[key] = None if record is None or view is None else view.row(record)[: len(_columns(kind))]
        return self._rows[key]

    def _leaks(self, desk: SimDesk, held: set[bytes]) -> None:
        own = set(desk.spaces)
        self._shadow_leaks(desk, own, self._touched(frozenset(own)))
        for kind in _SPACE_BOUND:
            for one, code in desk.rows(f"SELECT id, space_code FROM {kind}"):
                if code not in own and one not in held:
                    self.say("outside its scope", f"{desk.name} shows {kind} of {code}")

    def _shadow_leaks(self, desk: SimDesk, own: set[str], touched: set[UUID]) -> None:
        scopes = desk.scope_names()
        for kind, one, data, scope in desk.rows("SELECT kind, id, data, scope FROM shadow WHERE data IS NOT NULL"):
            if scope == "copy":
                self._copy(desk, one)
            elif scope not in scopes:
                self.say("outside its scope", f"{desk.name} still holds {kind} of {scope}")
            elif not scope.startswith("space:"):
                continue
            elif kind in _SPACE_BOUND:
                self._leak(desk, kind, one, data, own)
            elif kind == "citizen" and self.oracle.families.root(uuid_of(one)) not in touched:
                self.say("outside its scope", f"{desk.name} {kind} {uuid_of(one)} in {scope}")

    def _copy(self, desk: SimDesk, one: bytes) -> None:
        """A sheet that was looked up stays for the working day."""
        ends = desk.rows("SELECT expires_at FROM look_up_copy WHERE id = ?", one)
        if not ends or ends[0][0] < desk.clock.microseconds() - _HOUR:
            self.say("copy beyond its time", f"{desk.name} {uuid_of(one)}")

    def _leak(self, desk: SimDesk, kind: str, one: bytes, data: bytes, own: set[str]) -> None:
        code = msgspec.json.decode(data).get("space_code")
        if code not in own:
            self.say("outside its scope", f"{desk.name} {kind} {uuid_of(one)} of {code}")

    def _touched(self, spaces: frozenset[str]) -> set[UUID]:
        """People about whom somebody of these spaces did something."""
        if spaces in self._persons_of:
            return self._persons_of[spaces]
        families, found = self.oracle.families, self._persons_of.setdefault(spaces, set())
        for act in self.oracle.acts.values():
            if act.space in spaces:
                named = [act.payload.get(name) for name in _NAMES_PERSON]
                about = [UUID(one) for one in named if isinstance(one, str)]
                found.update(families.root(one) for one in (act.subject_id, act.record_id, *about) if one)
        return found

    def _words(self, act: Act) -> str:
        return self.oracle._words(act.id)


def _among(content: bytes, tokens: Collection[bytes]) -> set[bytes]:
    """Which of *tokens* stand in *content*: their beginnings are few, and looked for one by one."""
    found = set()
    lengths: defaultdict[bytes, set[int]] = defaultdict(set)
    for token in tokens:
        lengths[token[:_BEGINNING]].add(len(token))
    for beginning, several in lengths.items():
        at = content.find(beginning)
        while at >= 0:
            found.update(one for length in several if (one := content[at : at + length]) in tokens)
            at = content.find(beginning, at + 1)
    return found


def _values(act: Act) -> list[tuple[str, str]]:
    """The typed texts of an act that stand nowhere else."""
    found = []
    for name, value in act.payload.items():
        typed = value[1] if act.verb == "set" and isinstance(value, list) and len(value) == 2 else value
        if isinstance(typed, str) and _TOKEN.search(typed) and name != "before":
            found.append((name, typed))
    return found


@cache
def _columns(kind: str) -> list[str]:
    record_type, table = SYNCHRONISED[kind]
    return [f'"{one.name}"' for one in fields(record_type) if one.name in table.c]


@cache
def _filled() -> str:
    """Which of the tables that the screens read hold anything."""
    tables = [table.name for _, table in SYNCHRONISED.values()]
    return " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {name})" for name in tables)
