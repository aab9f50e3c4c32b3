"""Thousands of spoiled acts: none breaks the rules, and a refused one changes nothing."""

from __future__ import annotations

import random
from uuid import UUID

import msgspec
import pytest

from tests.fake_workspace import Acts, FakeWorkspace, application, call_back, caller_of, citizen, contact, uid
from wemi_desk.central.exchange.applying import apply_act
from wemi_desk.central.exchange.erasure import erase_person
from wemi_desk.domain.application_receipts import NOTABLE
from wemi_desk.sync.canonical import canonical
from wemi_desk.sync.wire import ERASED, PARKED, REFUSED

A = caller_of("A")
CASES = 4000
WHEN = "2026-09-20T08:00:00Z"
BY = str(UUID(int=0x0BE8))


def templates(rng, number):
    person, other = (str(uid(rng.choice([1, 2, 3, 99]))) for _ in range(2))
    said = {"id": str(uid(number)), "citizen_id": person, "space_code": "A", "created_at": WHEN, "created_by": BY}
    return [
        ("citizen", citizen(number, fiscal_code=rng.choice(["X", "Y", None]), fiscal_code_provenance="document",
                            birth_date="1958-05-01")),
        ("contact", contact(number, citizen_id=person)),
        ("contact_cancellation", {"id": str(uid(number)), "contact_id": str(uid(4)), "reason": "", "cancelled_at": WHEN,
                                  "cancelled_by": BY}),
        ("call_back", call_back(number, 1) | {"citizen_id": person}),
        ("application", application(number, 1) | {"citizen_id": person, "beneficiary_id": other} | more(rng)),
        ("household", {"id": str(uid(number)), "space_code": "A", "created_at": WHEN, "created_by": BY}),
        ("citizen_merge", {"id": str(uid(number)), "kept_id": person, "merged_id": other, "before": "{}",
                           "merged_at": WHEN, "merged_by": BY, "undone_at": None, "undone_by": None}),
        ("duplicate_decision", {"id": str(uid(number)), "citizen_id": person, "shown_ids": [other], "answer": "other",
                                "reason": "", "decided_at": WHEN, "decided_by": BY}),
        ("fiscal_code_record", {"id": str(uid(number)), "citizen_id": person, "code": "X", "provenance": "document",
                                "recorded_at": WHEN, "recorded_by": BY}),
        ("parrot", {"id": str(uid(number)), "colour": "green"}),
        *((kind, said | fields) for kind, fields in hanging(rng)),
    ]  # fmt: skip


def more(rng):
    """Parts of an application that are objects themselves."""
    parts = {
        "group": {"holder_kind": "school", "holder_name": "IC", "activity": "Nuoto", "participants": 3},
        "representation": {"kind": "guardian"}, "declarations": [{"code": "a", "ticked_at": WHEN}],
        "eligibility": {"verdict": "eligible"}, "applicant_residence": {"municipality": "F205"},
        "typed_fields": ["receipt_number"], "contradictions": [{"field": "x"}], "judged": [],
    }  # fmt: skip
    name = rng.choice([*parts, None, None])
    return {} if name is None else {name: rng.choice([parts[name], parts[name], rng.choice(JUNK)])}


def paper(rng):
    """A receipt, with something wrong in it more often than not."""
    said = {"what": rng.choice([*NOTABLE, "granted"]), "number": "W", "at": WHEN, "on": "2026-09-20",
            "due_on": "2026-12-01", "channel": "portal", "note": "x"}  # fmt: skip
    for _ in range(rng.choice([0, 0, 1, 2])):
        said[rng.choice([*said])] = rng.choice(JUNK)
    return said


def hanging(rng):
    """What hangs on applications and vouchers, by fields."""
    named = str(uid(rng.choice([5, 6, 7, 99])))
    return [
        ("application_event", {"application_id": named, "state": "draft", "at": WHEN}),
        ("attachment", {"application_id": named, "code": "a", "media_type": "x", "size": 1, "pages": 1, "sha256": ""}),
        ("voucher", {"application_id": named, "number": "V", "measure_code": "nido", "amount_cents": 5_000,
                     "issued_on": "2026-09-20"}),
        ("voucher_movement", {"voucher_id": named, "kind": "spend", "amount_cents": 3_000, "at": WHEN}),
        ("isee_certificate", {"value_cents": 0, "valid_until": "2026-12-31"}),
    ]  # fmt: skip


JUNK = [
    None, "", "x", 0, -1, 2**70, 1.5, True, [], [1], ["x"], [None, None], [[], {}], {}, {"a": 1}, "\u202e", "\x00",
    "9" * 5000,
    str(uid(1)), str(uid(2)).upper(), uid(2).hex, str(uid(99)), "2026-13-99", "null", '{"a":', [None, str(uid(1))],
    [str(uid(1)), None], ["1", "2"], [None, "2"], [None, []], [None, {}], "draft", "granted", "\ud83d\ude00" * 3,
]  # fmt: skip
EXTRA = ["apart_from", "own_words", "origin_citizen_id", "merged_into", "state", "answer", "values", "space_code", "?"]


def spoiled(rng, acts, number):
    kind, content = rng.choice(templates(rng, number))
    for _ in range(rng.choice([0, 1, 1, 2])):
        content[rng.choice([*content, *EXTRA])] = rng.choice(JUNK)
    verb = rng.choice(["new", "new", "set", "set", "submit", "withdraw", "receipt", "answer", "nothing", ""])
    record_id = uid(number)
    if verb != "new":
        record_id = uid(rng.randint(1, number))
        content = {name: rng.choice([[None, value], [value, rng.choice(JUNK)]]) for name, value in content.items()
                   if rng.random() < 0.3}  # fmt: skip
        content = paper(rng) if verb == "receipt" else content
    content = rng.choice([content] * 9 + JUNK)
    try:
        raw = msgspec.Raw(canonical(content))
    except (TypeError, ValueError, OverflowError, UnicodeEncodeError):
        raw = msgspec.Raw(b"{")
    if rng.random() < 0.03:
        raw = msgspec.Raw(bytes(raw)[: rng.randint(0, len(bytes(raw)))])
    kind = rng.choice([kind] * 19 + ["question", "measure", "x", "", "Citizen", "a" * 70])
    subject = rng.choice([None, uid(1), uid(99)])
    return acts.act(kind, verb, record_id, raw, subject_id=subject, version=rng.choice([1, 1, 1, 2]),
                    hlc=rng.choice([None, 0, -5, 2**62]), erase_no=rng.choice([0, 1, 10**9]))  # fmt: skip


def snapshot(work):
    return canonical([
        sorted((kind, str(one), held.version) for (kind, one), held in work.records.items()),
        sorted((kind, str(one), sorted(scopes)) for (kind, one), scopes in work.shown.items() if scopes),
        len(work.orders), sorted(work.ledger.values()), sorted(map(str, work.live.values())),
    ])  # fmt: skip


@pytest.mark.parametrize("seed", range(4))
def test_nothing_breaks_the_rules_and_a_refused_act_changes_nothing(seed):
    rng, acts, work = random.Random(seed), Acts(), FakeWorkspace(in_place=bool(seed % 2))
    work.totals["nido"] = 10**6
    for number in (1, 2, 3):
        apply_act(work, A, acts.new("citizen", citizen(number)))
    apply_act(work, A, acts.new("contact", contact(4, citizen_id=str(uid(1)))))
    for case in range(CASES):
        act = spoiled(rng, acts, 5 + case % 60)
        before = snapshot(work)
        code, detail = apply_act(work, A, act)
        assert isinstance(detail, str)
        if code in (REFUSED, PARKED):
            assert snapshot(work) == before, (code, detail, act)
        people = [one for kind, one in work.records if kind == "citizen"]
        if people and case % 700 == 699:
            person = rng.choice(people)
            erase_person(work, person)
            assert apply_act(work, A, acts.set("citizen", person, phone=[None, "1"]))[0] == ERASED
