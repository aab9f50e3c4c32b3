"""How long an operator waits for "Registrato", fsync included, on a store with a city's people in it."""

import random
import tempfile
from contextlib import closing
from datetime import timedelta
from itertools import islice
from pathlib import Path
from time import perf_counter
from uuid import UUID

from sqlalchemy import insert

from benchmarks import share
from benchmarks.people import people
from tests.desk import KEY, Desk
from tests.factories import OPERATORS, SPACE, make_contact, person, visit
from wemi_desk.domain.citizens import Citizen
from wemi_desk.domain.contacts import Contact
from wemi_desk.gateways.clock import SystemClock, TimeOrderedIds
from wemi_desk.gateways.sealing import AesGcmSealer
from wemi_desk.persistence.database import connect
from wemi_desk.persistence.indexing import indexed, sort_key
from wemi_desk.persistence.mapping import RecordMapping
from wemi_desk.persistence.search import SqlPersonSearch
from wemi_desk.persistence.tables import CITIZEN, CONTACT, METADATA
from wemi_desk.services.citizens import RegisterCitizen

NAME = "saving"
LIMITS = {"quick contact p95 ms": 20, "contact of a person p95 ms": 20}
PEOPLE, CONTACTS, TIMES = 100_000, 50_000, 400
_BATCH = 5_000


def run(scale):
    """Milliseconds a commit, and what a person and a contact take on the disk."""
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(Path(folder), clock=SystemClock(), ids=TimeOrderedIds(), sealer=AesGcmSealer(b"w" * 32)).found()
        try:
            sizes = _fill(desk, int(PEOPLE * share(scale)), int(CONTACTS * share(scale)))
            return {**_figures(desk, max(30, int(TIMES * min(share(scale), 1)))), **sizes}
        finally:
            desk.close()


def _figures(desk, times):
    giulia = desk.giulia
    known = [card.citizen.id for card in giulia.citizens.page(0, 50)]
    draft = giulia.drafts.begin()
    acts = {
        "quick contact": lambda number: giulia.contacts.quick(str(number % 9 + 1)),
        "contact of a person": lambda number: giulia.contacts.record(
            visit(citizen_id=known[number % len(known)], destinations=("caf",), note="Torna con il modello. " * 10)
        ),
        "registration": lambda number: giulia.citizens.register(
            RegisterCitizen(form=person(f"Prova {number}", phone=f"333 {number:07}"))
        ),
        "draft": lambda number: giulia.drafts.save(draft, "contact", {"note": "x" * (number % 500)}),
        "opening a person": lambda number: giulia.citizens.open(known[number % len(known)]),
        "undo": lambda number: giulia.undo.undo(),
    }
    figures = {}
    for name, act in acts.items():
        spells = sorted(_milliseconds(act, number) for number in range(times))
        figures[f"{name} p50 ms"] = round(spells[times // 2], 2)
        figures[f"{name} p95 ms"] = round(spells[int(times * 0.95)], 2)
    return figures | {"backup s": round(_milliseconds(lambda _: giulia.backups.back_up(), 0) / 1000, 2)}


def _milliseconds(act, number):
    began = perf_counter()
    act(number)
    return (perf_counter() - began) * 1000


def _fill(desk, count, contacts):
    citizens = [_citizen(one) for one in people(count, seed=7)]
    began = perf_counter()
    with desk.engine.begin() as connection:
        _insert(connection, CITIZEN, Citizen, citizens, lambda one: {"sort_key": sort_key(one)})
        SqlPersonSearch(METADATA).rebuild(connection, (indexed(one) for one in citizens))
    spent, with_people = perf_counter() - began, _bytes(desk)
    pick = random.Random(7)
    with desk.engine.begin() as connection:
        _insert(connection, CONTACT, Contact, (_contact(desk, pick, citizens, n) for n in range(contacts)))
    return {
        "people in the store": count,
        "contacts in the store": contacts,
        "filling s": round(spent, 1),
        "bytes a person": round(with_people / count),
        "bytes a contact": round((_bytes(desk) - with_people) / contacts),
    }


def _insert(connection, table, kind, records, extra=lambda record: {}):
    mapping = RecordMapping(kind)
    remaining = iter(records)
    while batch := list(islice(remaining, _BATCH)):
        connection.execute(insert(table), [mapping.to_row(record) | extra(record) for record in batch])


def _citizen(one):
    return Citizen(
        id=one.citizen_id, surname=one.surname, given_name=one.given_name, birth_date=one.birth_date,
        fiscal_code=one.fiscal_code, phone=one.phones[0] if one.phones else None, space_code=SPACE.code,
        created_at=one.seen_at, created_by=OPERATORS["giulia"].id,
    )  # fmt: skip


def _contact(desk, pick, citizens, number):
    at = desk.clock.now() - timedelta(minutes=1 + number)
    citizen = pick.choice(citizens).id if pick.random() < 0.6 else None
    return make_contact(number, id=UUID(int=pick.getrandbits(128)), citizen_id=citizen, started_at=at, recorded_at=at)


def _bytes(desk):
    with closing(connect(desk.path, KEY)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    return desk.path.stat().st_size
