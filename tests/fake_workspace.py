"""The centre's records in memory, so that its rules run in microseconds; and acts as desks send them."""

from __future__ import annotations

from collections import Counter, defaultdict
from hashlib import blake2b
from uuid import UUID

import msgspec

from wemi_desk.central.exchange.workspace import NO_WORDS, Caller, Fund, Held, TakenWords
from wemi_desk.sync.canonical import canonical
from wemi_desk.sync.wire import SentAct

START = 1_790_000_000_000_000
"""September 2026, in microseconds."""
RAW = msgspec.Raw


class FakeWorkspace:
    """See wemi_desk.central.exchange.workspace.Workspace."""

    tenant = "milano"
    faulty = ()

    def __init__(self, *, in_place: bool = False) -> None:
        self.now = START
        self.recovering = False
        self.in_place = in_place
        """Does a write change the record that was read, as a store that keeps one object per record does?"""
        self.records: dict[tuple[str, UUID], Held] = {}
        self.shown: dict[tuple[str, UUID], set[str]] = defaultdict(set)
        self.ever: dict[UUID, set[str]] = defaultdict(set)
        self.keys: dict[UUID, set[bytes]] = {}
        self.parked: dict[UUID, list[tuple[Caller, SentAct]]] = defaultdict(list)
        self.settled: dict[UUID, tuple[str, str]] = {}
        self.log: dict[UUID, UUID] = {}
        """Of which record an act spoke; filled by tests that play the exchange's part."""
        self.forgotten: list[tuple[UUID, dict[str, set[str]]]] = []
        self.totals: dict[str, int] = {}
        self.ledger: dict[tuple[UUID, str], tuple[str, int]] = {}
        self.live: dict[tuple[str, bytes], UUID] = {}
        self.receipts: Counter[str] = Counter()
        self.spared: list[dict[UUID, bool]] = []
        self.taken: list[TakenWords] = []
        self.orders: list[tuple[frozenset[UUID], frozenset[bytes], frozenset[str]]] = []

    def prefetch(self, wanted) -> None:
        list(wanted)

    def find(self, kind: str, record_id: UUID) -> Held | None:
        return self.records.get((kind, record_id))

    def put(self, kind, record_id, content, *, subject_id, birth=None, stamps=None) -> Held:
        content = msgspec.json.decode(canonical(content))
        held = self.records.get((kind, record_id))
        if held is None:
            assert birth is not None, "a new record needs its birth"
            held = Held(kind=kind, id=record_id, content=content, version=1, subject_id=subject_id, birth=birth,
                        stamps=dict(stamps or {}))  # fmt: skip
        elif self.in_place:
            held.content, held.version, held.subject_id = content, held.version + 1, subject_id
            held.stamps = dict(stamps) if stamps is not None else held.stamps
        else:
            held = Held(kind=kind, id=record_id, content=content, version=held.version + 1, subject_id=subject_id,
                        birth=held.birth, stamps=dict(stamps) if stamps is not None else held.stamps)  # fmt: skip
        self.records[kind, record_id] = held
        return held

    def scopes_of(self, kind, record_id) -> frozenset[str]:
        return frozenset(self.shown.get((kind, record_id), ()))

    def show(self, kind, record_id, scopes) -> None:
        assert (kind, record_id) in self.records
        self.shown[kind, record_id] |= set(scopes)
        self.ever[record_id] |= set(scopes)

    def hide(self, kind, record_id, scopes) -> None:
        self.shown[kind, record_id] -= set(scopes)

    def about(self, subject_id) -> list[Held]:
        found = [held for held in self.records.values() if subject_id in (held.subject_id, held.id)]
        return sorted(found, key=lambda held: held.id)

    def pointing(self, field_name, target, kinds) -> list[Held]:
        text = str(target)
        found = [held for held in self.records.values() if held.kind in kinds and held.content.get(field_name) == text]
        return sorted(found, key=lambda held: held.id)

    def persons_by_key(self, key) -> list[UUID]:
        return sorted(one for one, keys in self.keys.items() if key in keys)

    def set_person_keys(self, citizen_id, keys) -> None:
        self.keys[citizen_id] = set(keys)

    def blind(self, text: str) -> bytes:
        return blake2b(text.encode(), key=b"the tenant's", digest_size=32).digest()

    def park(self, act, waits_for, caller) -> None:
        self.parked[waits_for].append((caller, act))

    def parked_on(self, record_id) -> list[tuple[Caller, SentAct]]:
        return self.parked.pop(record_id, [])

    def waiting_with_less(self, caller) -> list[UUID]:
        return [
            one for one, waiting in self.parked.items()
            if any(by.device_id == caller.device_id and not caller.scopes <= by.scopes for by, _ in waiting)
        ]  # fmt: skip

    def waiting_of(self, device_id) -> list[UUID]:
        return [act.id for waiting in self.parked.values() for by, act in waiting if by.device_id == device_id]

    def said_of(self, act_ids) -> dict[UUID, UUID]:
        return {one: self.log[one] for one in act_ids if one in self.log}

    def settle(self, act_id, code, detail="") -> None:
        assert act_id not in self.settled
        self.settled[act_id] = (code, detail)

    def fund(self, measure_code) -> Fund | None:
        total = self.totals.get(measure_code)
        return None if total is None else Fund(measure_code, total, self.booked(measure_code))

    def booked(self, measure_code) -> int:
        return sum(cents for measure, cents in self.ledger.values() if measure == measure_code)

    def book(self, application_id, measure_code, entry, cents) -> bool:
        if (application_id, entry) in self.ledger:
            return False
        self.ledger[application_id, entry] = (measure_code, cents)
        return True

    def live_application(self, measure_code, beneficiary_key) -> UUID | None:
        return self.live.get((measure_code, beneficiary_key))

    def set_live_application(self, measure_code, beneficiary_key, application_id) -> None:
        self.live.pop((measure_code, beneficiary_key), None)
        if application_id is not None:
            self.live[measure_code, beneficiary_key] = application_id

    def next_receipt_number(self, measure_code) -> str:
        self.receipts[measure_code] += 1
        return f"{measure_code}-{self.receipts[measure_code]:06}"

    def is_erased(self, record_id) -> bool:
        return any(record_id in ids for ids, _, _ in self.orders)

    def erase_no(self) -> int:
        return len(self.orders)

    def erased_key_nos(self, key) -> set[int]:
        return {number for number, (_, keys, _) in enumerate(self.orders, 1) if key in keys}

    def spared_by(self, number) -> dict[UUID, bool]:
        return self.spared[number - 1]

    def taken_words(self) -> TakenWords:
        return TakenWords(tuple(one for each in self.taken for one in each.sheets))

    def order_erasure(self, ids, keys, scopes, seen=(), taken=NO_WORDS) -> int:
        self.taken.append(taken)
        bearers = {one for key in keys for one in self.persons_by_key(key)} - set(ids)
        self.spared.append({one: one in seen for one in bearers})
        self.orders.append((frozenset(ids), frozenset(keys), frozenset(scopes)))
        for place in [place for place in self.records if place[1] in self.orders[-1][0]]:
            del self.records[place]
            self.shown.pop(place, None)
        for one in ids:
            self.keys.pop(one, None)
            self.parked.pop(one, None)
        return len(self.orders)

    def forget_words(self, citizen_id, words) -> list[UUID]:
        self.forgotten.append((citizen_id, words))
        return [act for act, record_id in self.log.items() if record_id == citizen_id]

    def words_of(self, ids) -> dict[str, set[str]]:
        return {}

    def exposed(self, ids) -> frozenset[str]:
        return frozenset().union(*(self.ever.get(one, ()) for one in ids))


def caller_of(*spaces: str, device: int = 1) -> Caller:
    """A desk enrolled at *spaces*."""
    device_id = UUID(int=0xDE5C << 64 | device)
    scopes = {f"space:{space}" for space in spaces} | {"ref", f"desk:{device_id}"}
    return Caller(tenant="milano", device_id=device_id, scopes=frozenset(scopes), spaces=frozenset(spaces))


class Acts:
    """Acts as a desk writes them; ids and clock count upwards, so that runs repeat."""

    def __init__(self) -> None:
        self._last = 0
        self.operator_id = UUID(int=0x0BE8)

    def act(self, kind, verb, record_id, payload, *, space="A", hlc=None, subject_id=None, erase_no=0, version=1,
            made_at=None) -> SentAct:  # fmt: skip
        self._last = number = self._last + 1
        at = made_at if made_at is not None else START + number * 1_000_000
        raw = payload if payload is None or isinstance(payload, msgspec.Raw) else RAW(canonical(payload))
        return SentAct(
            number=number, id=UUID(int=0xAC7 << 64 | number), kind=kind, verb=verb, record_id=record_id,
            subject_id=subject_id, operator_id=self.operator_id, space_code=space, made_at=at,
            hlc=hlc if hlc is not None else (at // 1000) << 16, kind_version=version, erase_no=erase_no, payload=raw,
        )  # fmt: skip

    def new(self, kind, content, **more) -> SentAct:
        return self.act(kind, "new", UUID(content["id"]), content, **more)

    def set(self, kind, record_id, **changes) -> SentAct:
        """``set(kind, id, phone=["1", "2"], at={"space": "B"})``: *at* holds what is not a change."""
        return self.act(kind, "set", record_id, changes, **changes.pop("at", {}))


def uid(number: int) -> UUID:
    """A record's id; greater numbers are younger."""
    return UUID(int=0x0190_0000_0000_7000_8000_0000_0000_0000 + number)


CODE = "RSSMRA58E41F205T"


def citizen(number: int, space: str = "A", **fields):
    """The JSON of a person as a desk sends it."""
    return {
        "id": str(uid(number)), "surname": "Rossi", "given_name": "Maria", "birth_date": None,
        "birth_date_provenance": None, "birth_year": None, "birth_place_code": None, "registered_sex": None,
        "gender": "not_recorded", "fiscal_code": None, "fiscal_code_provenance": None, "unchecked_code": None,
        "phone": None, "phone_typed": None, "email": None, "address": None, "municipio": "unknown", "language": "it",
        "is_protected": False, "to_verify": False, "space_code": space, "created_at": "2026-09-20T08:00:00Z",
        "created_by": str(UUID(int=0x0BE8)), "merged_into": None, "withdrawn_at": None,
    } | fields  # fmt: skip


def known_citizen(number: int, space: str = "A", **fields):
    """A person whose codice fiscale was seen on a document."""
    seen = {"fiscal_code": CODE, "fiscal_code_provenance": "card_scan", "birth_date": "1958-05-01"}
    return citizen(number, space, **(seen | fields))


def contact(number: int, space: str = "A", **fields):
    """The JSON of a contact."""
    return {
        "id": str(uid(number)), "space_code": space, "operator_id": str(UUID(int=0x0BE8)),
        "started_at": "2026-09-20T08:00:00Z", "duration_band": "to_5", "duration_typed": False, "channel": "desk",
        "appointment": "walk_in", "first_time": "unknown", "asking_for": "self", "age_band": "not_recorded",
        "gender": "not_recorded", "municipio": "unknown", "language": "it", "mediation": "none", "reason": None,
        "needs": ["isee"], "answers": ["information"], "destinations": [], "service_text": "", "outcome": "solved",
        "note": "", "entered_later": False, "citizen_id": None, "batch_id": None, "corrects": None,
        "recorded_at": "2026-09-20T08:01:00Z",
    } | fields  # fmt: skip


def call_back(number: int, person: int, space: str = "A", **fields):
    """The JSON of a promise to call back."""
    return {
        "id": str(uid(number)), "space_code": space, "citizen_id": str(uid(person)), "contact_id": None,
        "due_on": "2026-09-25", "reason": "", "tries": 0, "result": None, "closed_at": None,
        "created_at": "2026-09-20T08:00:00Z", "created_by": str(UUID(int=0x0BE8)),
    } | fields  # fmt: skip


def application(number: int, person: int, space: str = "A", **fields):
    """The JSON of a draft application."""
    return {
        "id": str(uid(number)), "space_code": space, "citizen_id": str(uid(person)), "beneficiary_id": str(uid(person)),
        "measure_code": "nido", "asked_cents": 10_000, "state": "draft", "created_at": "2026-09-20T08:00:00Z",
        "created_by": str(UUID(int=0x0BE8)), "receipt_number": None, "submitted_at": None, "granted_cents": 0,
        "outcome": "", "duplicate_of": None,
    } | fields  # fmt: skip
