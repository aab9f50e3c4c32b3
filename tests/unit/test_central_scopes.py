"""Whatever a desk asks of a record outside its scope is answered as if the record did not exist: thousands of cases."""

from __future__ import annotations

import random
from uuid import UUID

import pytest

from tests.fake_workspace import Acts, FakeWorkspace, application, call_back, caller_of, citizen, contact, uid
from wemi_desk.central.exchange.applying import apply_act
from wemi_desk.sync.canonical import canonical
from wemi_desk.sync.wire import ERASED, PARKED, REFUSED

SPACES = ("A", "B", "C", "D", "E")
ROLES = {"desk": 1, "network": 3, "city": 4, "nobody": 0}
"""How many spaces a caller speaks for."""
CASES = 15_000
SEED = 20261122


def hanging(number_: int, person: int, space: str, **fields):
    """The JSON of something that hangs on a person."""
    said = {"id": str(uid(number_)), "citizen_id": str(uid(person)), "space_code": space}
    return said | {"created_at": "2026-09-20T08:00:00Z", "created_by": str(uid(1)), **fields}


class Town:
    """Five spaces with people and what hangs on them; *homes* is kept beside the centre: who may see what, by hand."""

    def __init__(self) -> None:
        self.work, self.acts = FakeWorkspace(), Acts()
        self.homes: dict[tuple[str, UUID], set[str]] = {}
        self._number = 0
        for space in SPACES:
            for _ in range(4):
                self._household(space)
        self._guest()

    def next_id(self) -> int:
        self._number += 1
        return self._number

    def _born(self, kind: str, content: dict, space: str, *persons: int) -> None:
        code, _ = apply_act(self.work, caller_of(space), self.acts.new(kind, content, space=space))
        assert code == "ok"
        self.homes[kind, UUID(content["id"])] = {space}
        for person in persons:
            self.homes["citizen", uid(person)].add(space)

    def _household(self, space: str) -> None:
        person = self.next_id()
        self._born("citizen", citizen(person, space, surname=f"Canary{space}{person}"), space)
        self._born("contact", contact(self.next_id(), space, citizen_id=str(uid(person))), space, person)
        self._born("call_back", call_back(self.next_id(), person, space), space, person)
        asked = self.next_id()
        self._born("application", application(asked, person, space), space, person)
        credit = {"number": "V", "measure_code": "nido", "amount_cents": 10_000, "issued_on": "2026-09-20"}
        self._born("voucher", hanging(self.next_id(), person, space, **credit), space, person)
        self._born("parrot", {"id": str(uid(self.next_id())), "colour": f"Canary{space}"}, space)

    def _guest(self) -> None:
        """Somebody of A who was seen at B too."""
        person = next(key[1].int - uid(0).int for key, homes in self.homes.items() if key[0] == "citizen")
        both = caller_of("A", "B", device=9)
        note = contact(self.next_id(), "B", citizen_id=str(uid(person)))
        apply_act(self.work, both, self.acts.new("contact", note, space="B"))
        self.homes["contact", UUID(note["id"])] = {"B"}
        self.homes["citizen", uid(person)].add("B")


def speak(town: Town, rng: random.Random, kind: str, target: UUID, space: str):
    """An act that speaks of *target*, as itself or by naming it in a new record."""
    acts, at = town.acts, {"space": space}
    new = town.next_id() + 100_000
    if kind == "citizen" and rng.random() < 0.6:
        named = str(target)
        made = rng.choice([
            ("contact", contact(new, space, citizen_id=named)),
            ("call_back", call_back(new, 1, space) | {"citizen_id": named}),
            ("application", application(new, 1, space) | {"citizen_id": named, "beneficiary_id": named}),
            ("citizen", citizen(new, space, merged_into=named)),
            ("parrot", {"id": str(uid(new)), "space_code": space, "citizen_id": named}),
            ("household", {"id": str(uid(new)), "space_code": space, "created_at": "2026-09-20T08:00:00Z",
                           "created_by": named, "beneficiary_id": named}),
        ])  # fmt: skip
        return acts.new(*made, **at)
    if kind in ("application", "voucher") and rng.random() < 0.5:
        mine = next(key[1].int - uid(0).int for key in town.homes if key[0] == "citizen" and space in town.homes[key])
        at_eight = {"at": "2026-09-20T08:00:00Z"}
        file = {"code": "act", "media_type": "application/pdf", "size": 1, "pages": 1, "sha256": "00"}
        made = rng.choice([
            ("application_event", {"application_id": str(target), "state": "draft", **at_eight}),
            ("attachment", {"application_id": str(target), **file}),
            ("voucher", {"application_id": str(target), "number": "W", "measure_code": "nido", "amount_cents": 1,
                         "issued_on": "2026-09-20"}),
        ] if kind == "application" else [
            ("voucher_movement", {"voucher_id": str(target), "kind": "spend", "amount_cents": 1, **at_eight}),
            ("voucher_movement", {"voucher_id": str(target), "kind": "spend", "amount_cents": 10**9, **at_eight}),
        ])  # fmt: skip
        return acts.new(made[0], hanging(new, mine, space, **made[1]), **at)
    paper = {"what": "submitted", "number": "W", "at": "2026-09-20T08:00:00Z"}
    verbs = {
        "citizen": [("set", {"phone": [None, "1"]}), ("set", {"merged_into": [None, str(uid(99_999))]})],
        "call_back": [("set", {"reason": ["", "x"]})],
        "application": [("set", {"asked_cents": [10_000, 1]}), ("submit", {}), ("withdraw", {}), ("receipt", paper),
                        ("receipt", {"what": "granted"})],
        "voucher": [("set", {"amount_cents": [10_000, 1]}), ("set", {"revoked_at": [None, "2026-09-20T08:00:00Z"]})],
        "parrot": [("set", {"colour": [None, "red"]})],
        "contact": [("set", {"note": ["", "x"]})],
    }  # fmt: skip
    verb, payload = rng.choice(verbs[kind])
    return acts.act(kind, verb, target, payload, **at)


def answer(town: Town, caller, act, target: UUID):
    code, detail = apply_act(town.work, caller, act)
    return code, detail.replace(str(target), "<id>")


def test_no_leak_in_thousands_of_cases():
    town, rng, foreign_cases = Town(), random.Random(SEED), 0
    world = sorted(town.homes, key=str)
    for case in range(CASES):
        role = rng.choice(list(ROLES))
        spaces = rng.sample(SPACES, ROLES[role])
        caller = caller_of(*spaces, device=100 + case)
        kind, target = rng.choice(world)
        space = rng.choice(spaces or SPACES)
        allowed = bool(town.homes[kind, target] & set(spaces))
        if allowed:  # what is allowed is judged below; here it would only change the town
            continue
        foreign_cases += bool(spaces)
        before = canonical(town.work.find(kind, target).content)
        shown = town.work.scopes_of(kind, target)
        state = rng.getstate()
        there = answer(town, caller, speak(town, rng, kind, target, space), target)
        rng.setstate(state)
        unknown = uid(500_000 + case)
        nowhere = answer(town, caller, speak(town, rng, kind, unknown, space), unknown)
        assert there == nowhere, (role, spaces, kind)
        assert there[0] in (PARKED, REFUSED)
        assert canonical(town.work.find(kind, target).content) == before
        assert town.work.scopes_of(kind, target) == shown
    assert foreign_cases >= 5000
    assert_nothing_is_shown_outside(town)


def assert_nothing_is_shown_outside(town: Town) -> None:
    for (kind, record_id), homes in town.homes.items():
        assert town.work.scopes_of(kind, record_id) == {f"space:{space}" for space in homes}
    for (kind, record_id), held in town.work.records.items():
        assert (kind, record_id) in town.homes, held


@pytest.mark.parametrize("space", SPACES)
def test_own_records_are_spoken_of_freely(space):
    town, rng = Town(), random.Random(SEED)
    for kind, target in sorted(town.homes, key=str):
        if space in town.homes[kind, target]:
            code, _ = apply_act(town.work, caller_of(space), speak(town, rng, kind, target, space))
            assert code != PARKED or kind == "citizen"


def test_the_space_of_an_act_is_always_one_of_the_callers():
    town, rng = Town(), random.Random(SEED)
    for _ in range(500):
        kind, target = rng.choice(sorted(town.homes, key=str))
        mine, other = rng.sample(SPACES, 2)
        verdict = apply_act(town.work, caller_of(mine), speak(town, rng, kind, target, other))
        assert verdict == (REFUSED, "foreign_space")
    assert_nothing_is_shown_outside(town)


def test_an_erased_person_of_elsewhere_is_answered_alike_everywhere():
    town = Town()
    kind, target = next(key for key, homes in town.homes.items() if key[0] == "citizen" and homes == {"C"})
    town.work.order_erasure([target], (), ["space:C"])
    for space in SPACES:
        act = town.acts.set(kind, target, phone=[None, "1"], at={"space": space})
        assert apply_act(town.work, caller_of(space), act) == (ERASED, "")
