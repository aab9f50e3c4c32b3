"""The same random history on records in memory and on the real store: same verdicts, same records, same scopes."""

from __future__ import annotations

import random
from contextlib import suppress
from datetime import date
from uuid import UUID

import msgspec
import pytest
from msgspec.structs import replace
from sqlalchemy import insert

from tests.central_exchange import KEYS, TENANT, Centre
from tests.fake_workspace import Acts, FakeWorkspace, application, call_back, caller_of, citizen, contact, uid
from wemi_desk.central.exchange.applications import decide
from wemi_desk.central.exchange.applying import apply_act
from wemi_desk.central.exchange.case_steps import STEPS as STEPS_OF_THE_OFFICE
from wemi_desk.central.exchange.case_steps import take_step
from wemi_desk.central.exchange.credit import held_voucher, issue
from wemi_desk.central.exchange.erasure import erase_person
from wemi_desk.central.exchange.lookup import look_up
from wemi_desk.central.exchange.ports import Judged
from wemi_desk.central.exchange.turns import came_back
from wemi_desk.central.store.tables import FUND
from wemi_desk.central.store.workspace import SqlWorkspace
from wemi_desk.domain.application_receipts import NOTABLE
from wemi_desk.domain.applications import LIVE_STATES
from wemi_desk.domain.errors import InvalidFieldError, RecordMissingError
from wemi_desk.domain.vouchers import balance
from wemi_desk.sync.canonical import blinded, body_hash
from wemi_desk.sync.wire import PARKED, LookUpRequest

SPACES = ("A", "B", "C")
STEPS = 150
PEOPLE = [uid(number) for number in range(10, 15)]


def judged(work, caller, act):
    """An act and its verdict, written down as the exchange does: a store finds there what had to wait."""
    code, detail = apply_act(work, caller, act)
    if isinstance(work, SqlWorkspace):
        body = body_hash(act.envelope(), bytes(act.payload))
        device = caller.device_id
        work.take(device, act.id, None, [(act.id, bytes(32))], [Judged(act, body, code, detail)])
    return code, detail


class Play:
    """Random deeds; every one is a function of the workspace, so that it can be done twice."""

    def __init__(self, seed: int) -> None:
        self.rng, self.acts, self.number = random.Random(seed), Acts(), 1000
        self.records: list[tuple[str, UUID]] = []

    def deed(self):
        kinds = [self.register, self.say, self.say, self.promise, self.visit, self.apply, self.submit, self.join,
                 self.separate, self.answer, self.erase, self.decide, self.search, self.note, self.note, self.step,
                 self.credit, self.spend, self.spend]  # fmt: skip
        return self.rng.choice(kinds)()

    def sent(self, act, *spaces):
        caller = caller_of(*(spaces or (act.space_code,)), device=ord(act.space_code))
        return lambda work: judged(work, caller, act)

    def new(self, kind, make, *more, **fields):
        space, self.number = self.rng.choice(SPACES), self.number + 1
        content = make(self.number, *more, space) | fields
        self.records.append((kind, uid(self.number)))
        return self.sent(self.acts.new(kind, content, space=space))

    def person(self):
        return self.rng.choice(PEOPLE)

    def register(self):
        person, space = self.person(), self.rng.choice(SPACES)
        seen = {"fiscal_code": "X", "fiscal_code_provenance": self.rng.choice(["document", "declared"]),
                "birth_date": "1958-05-01", "surname": self.rng.choice(["Rossi", "Russo"])}  # fmt: skip
        made = citizen(0, space, **self.rng.choice([seen, {}])) | {"id": str(person)}
        return self.sent(self.acts.new("citizen", made, space=space, erase_no=self.rng.choice([0, 99])))

    def say(self):
        field, value = self.rng.choice(["phone", "address", "given_name", "fiscal_code"]), self.rng.choice("12345")
        act = self.acts.set("citizen", self.person(), **{field: [None, value]}, at={"space": self.rng.choice(SPACES)})
        return self.sent(act)

    def promise(self):
        return self.new("call_back", call_back, 0, citizen_id=str(self.person()))

    def visit(self):
        return self.new("contact", contact, citizen_id=self.rng.choice([None, str(self.person())]))

    def apply(self):
        named = str(self.person())
        return self.new("application", application, 0, citizen_id=named, beneficiary_id=named)

    def one(self, kind):
        found = [record_id for known, record_id in self.records if known == kind]
        return self.rng.choice(found) if found else uid(1)

    def submit(self):
        verb, space = self.rng.choice(["submit", "submit", "withdraw"]), self.rng.choice(SPACES)
        return self.sent(self.acts.act("application", verb, self.one("application"), {}, space=space), *SPACES)

    def note(self):
        what, space = self.rng.choice(NOTABLE), self.rng.choice(SPACES)
        said = {"what": what, "number": self.rng.choice(["W1", "W2", ""]), "at": "2026-09-20T08:00:00Z"}
        said |= {"on": "2026-09-20", "due_on": "2026-12-01", "note": "pagina 2"}
        return self.sent(self.acts.act("application", "receipt", self.one("application"), said, space=space), *SPACES)

    def step(self):
        target, to = self.one("application"), self.rng.choice(STEPS_OF_THE_OFFICE)
        said = {"number": self.rng.choice(["W1", "P9"]), "at": "2026-09-20T08:00:00Z", "on": "2026-09-20",
                "due_on": "2026-12-01", "note": "x"}  # fmt: skip

        def unit(work):
            with suppress(RecordMissingError, InvalidFieldError):
                return take_step(work, target, to, said)
            return None

        return unit

    def credit(self):
        if self.rng.random() < 0.5:
            return self.new("voucher", voucher, citizen_id=str(self.person()))
        target, number = self.one("application"), self.rng.choice(["V1", "V2"])
        said = {"number": number, "amount_cents": 9_000, "issued_on": "2026-09-20", "spend_until": "2026-12-31"}

        def unit(work):
            with suppress(RecordMissingError, InvalidFieldError):
                return issue(work, target, said)
            return None

        return unit

    def spend(self):
        named, cents = self.one("voucher"), self.rng.choice([1_000, 6_000])
        kind = self.rng.choice(["spend", "hold"])
        return self.new("voucher_movement", movement, named, cents, kind, citizen_id=str(self.person()))

    def join(self):
        return self.sent(self.acts.set("citizen", self.person(), merged_into=[None, str(self.person())]), *SPACES)

    def separate(self):
        return self.sent(self.acts.set("citizen", self.person(), merged_into=[str(self.person()), None]), *SPACES)

    def answer(self):
        person, said = self.person(), self.rng.choice(['"same"', '"other"', '"1"', '"2"', '"3"'])
        base = self.acts.act("question", "answer", uid(1), {"answer": said})

        def unit(work):
            asked = [one for one in work.pointing("record_id", person, ("question",)) if one.content["state"] == "open"]
            if not asked:
                return "nothing", ""
            return judged(work, caller_of(*SPACES), replace(base, record_id=asked[0].id))

        return unit

    def erase(self):
        if self.rng.random() < 0.7:
            return self.say()
        person = self.person()

        def unit(work):
            with suppress(RecordMissingError):
                return "erased", str(erase_person(work, person))
            return "nobody", ""

        return unit

    def decide(self):
        target, cents = self.one("application"), self.rng.choice([None, 4_000, 11_000])

        def unit(work):
            with suppress(RecordMissingError, InvalidFieldError):
                return decide(work, target, cents, "")
            return None

        return unit

    def search(self):
        caller, code = caller_of("C", device=5), self.rng.choice(["X", "1", "2"])
        asked = LookUpRequest(reason="at_desk", fiscal_code=code)
        return lambda work: [one.id for one in look_up(work, caller, asked).matches]


def voucher(number, space="A", **fields):
    """The JSON of a voucher that was copied from a letter."""
    return {
        "id": str(uid(number)), "number": f"L{number}", "citizen_id": "", "space_code": space, "measure_code": "nido",
        "amount_cents": 9_000, "issued_on": "2026-09-20", "created_at": "2026-09-20T08:00:00Z",
        "created_by": str(UUID(int=0x0BE8)),
    } | fields  # fmt: skip


def movement(number, voucher_id, cents, kind, space="A", **fields):
    """The JSON of a movement."""
    return {
        "id": str(uid(number)), "voucher_id": str(voucher_id), "citizen_id": "", "space_code": space, "kind": kind,
        "amount_cents": cents, "at": "2026-09-20T08:00:00Z", "created_at": "2026-09-20T08:00:00Z",
        "created_by": str(UUID(int=0x0BE8)),
    } | fields  # fmt: skip


def dump(work, known):
    """Everything a workspace holds of these records."""
    return {
        (kind, record_id): (held.content, held.subject_id, held.stamps, held.birth, work.scopes_of(kind, record_id))
        for kind, record_id in known if (held := work.find(kind, record_id)) is not None
    }  # fmt: skip


def assert_never_overspent(work):
    """What desks brought never takes more than there is; every live application has its number."""
    for (kind, record_id), held in list(work.records.items()):
        if kind == "voucher":
            stands = balance(*held_voucher(work, record_id), date(2026, 9, 21))
            assert [odd.code for odd in stands.anomalies] == []
        elif kind == "application" and held.content["state"] in LIVE_STATES:
            assert held.content.get("receipt_number") or held.content.get("protocol_number")


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("batch", [1, 17])
def test_memory_and_store_agree(database, seed, batch):
    play, centre, fake = Play(seed), Centre(database), FakeWorkspace()
    fake.now = centre.now
    fake.blind = lambda text: blinded(KEYS.blind_key(TENANT), text)
    fake.totals["nido"] = 25_000
    with database.engine.begin() as connection:
        connection.execute(insert(FUND), {"tenant": TENANT, "measure_code": "nido", "total_cents": 25_000,
                                          "booked_cents": 0})  # fmt: skip
    for _ in range(STEPS // batch):
        deeds = [play.deed() for _ in range(batch)]
        there = [deed(fake) for deed in deeds]
        assert centre.within(lambda work, deeds=deeds: [deed(work) for deed in deeds]) == there
        centre.now = fake.now = fake.now + 60_000_000
    assert centre.within(lambda work: dump(work, fake.records)) == dump(fake, fake.records)
    assert centre.within(lambda work: work.fund("nido")) == fake.fund("nido")
    assert centre.within(lambda work: work.erase_no()) == fake.erase_no()
    assert_never_overspent(fake)


def test_the_log_keeps_what_was_said_and_not_what_was_seen_also_of_an_act_that_waited(database):
    acts, centre, a = Acts(), Centre(database), caller_of("A")
    waits, then = (acts.set("citizen", uid(10), phone=seen) for seen in (["333canary", "1"], ["1", "2"]))
    assert centre.within(lambda work: judged(work, a, waits))[0] == PARKED
    kept = "SELECT payload FROM act WHERE kind = 'citizen' AND verb = 'set' ORDER BY number"
    with database.engine.connect() as connection:
        [(payload,)] = connection.exec_driver_sql(kept)
    assert msgspec.json.decode(payload) == {"phone": ["333canary", "1"]}
    centre.within(lambda work: judged(work, a, acts.new("citizen", citizen(10))))
    centre.within(lambda work: judged(work, a, then))
    with database.engine.connect() as connection:
        told = [msgspec.json.decode(payload) for (payload,) in connection.exec_driver_sql(kept)]
    assert told == [{"phone": [None, "1"]}, {"phone": [None, "2"]}]


def test_who_leads_to_a_sheet_that_was_lost_is_found_and_erased_with_it(database):
    centre, came_first = Centre(database), [uid(11), uid(12)]

    def give_back(work):
        for one in came_first:
            content = citizen(11) | {"id": str(one), "merged_into": str(uid(10))}
            work.put("citizen", one, content, subject_id=one, birth=came_back(one))

    centre.within(give_back)
    centre.within(lambda work: erase_person(work, uid(11)))
    assert centre.within(lambda work: [work.is_erased(one) for one in (uid(10), *came_first)]) == [True, True, True]
