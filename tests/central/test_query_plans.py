"""The centre's hot statements read by index on PostgreSQL, also before it has counted anything."""

import json
from uuid import UUID

import pytest

from tests.central_exchange import TENANT
from wemi_desk.central.store import feeds, log, people, records, slots, workspace
from wemi_desk.central.store.arrays import bytea_array
from wemi_desk.central.store.database import CentreDatabase
from wemi_desk.central.store.statements import Lookup

ROWS = 20_000
_FILL = f"""
INSERT INTO record (tenant, id, kind, state, turn, awaited, version, subject_id, hash, data, said)
SELECT '{TENANT}', decode(lpad(to_hex(n), 32, '0'), 'hex'), 'contact', 'live', 1, 0, 1,
       decode(lpad(to_hex(n % 500), 32, '0'), 'hex'), 'h', repeat('x', 300)::bytea, ''
FROM generate_series(1, {ROWS}) n;
INSERT INTO member (tenant, id, scope, kind, cn, state, hash)
SELECT '{TENANT}', id, 'space:VEN', 'contact', 1 + get_byte(id, 15) % 100, 'put', 'h' FROM record;
INSERT INTO act (tenant, id, device_id, number, kind, verb, record_id, about, operator_id, space_code, made_at, hlc,
                 kind_version, erase_no, received_at, body, code, detail)
SELECT '{TENANT}', id, 'd', 1, 'contact', 'new', id, subject_id, 'o', 'VEN', 1, 1, 1, 0, 1, 'b', 'ok', '' FROM record;
INSERT INTO parked (tenant, waits_for, act_id, device_id, scopes, spaces, at)
SELECT '{TENANT}', id, id, decode(lpad(to_hex(get_byte(id, 15)), 32, '0'), 'hex'), '[]', '[]', 1 FROM record;
INSERT INTO reference (tenant, target, field, id) SELECT '{TENANT}', subject_id, 'contact_id', id FROM record;
INSERT INTO person_key (tenant, key, rank, citizen_id, erase_no) SELECT '{TENANT}', id, 1, id, 0 FROM record;
INSERT INTO scope_commit (tenant, scope, cn, chain, at)
SELECT '{TENANT}', 'space:VEN', n, 'c', n FROM generate_series(1, {ROWS}) n;
INSERT INTO pushed (tenant, device_id, incarnation, last, first, act_ids, chains, at)
SELECT '{TENANT}', 'd', 'i', n, n, 'a', 'c', n FROM generate_series(1, {ROWS}) n;
"""
_ONE = UUID(int=9).bytes
_VALUES = {
    "tenant": TENANT, "scope": "space:VEN", "after_cn": 5, "after_kind": "", "after_id": _ONE, "most": 100, "cn": 5,
    "named": _ONE, "key": _ONE, "citizen_id": _ONE, "device_id": b"d",
    "incarnation": b"i", "from_number": 5, "to_number": 9, "waits_for": _ONE, "after": 1, "of": _ONE,
    "among": bytea_array([_ONE, UUID(int=77).bytes]),
}  # fmt: skip
HOT = {
    f"{module.__name__.rpartition('.')[2]}.{name}": getattr(module, name)
    for module, names in (
        (feeds, ("_PAGE", "_ROWS", "_CHAIN_OF")),
        (slots, ("RECORDS", "LOCKED_RECORDS", "_LOCKED", "_MEMBERS", "_FORGET")),
        (records, ("_AROUND",)),
        (log, ("_KNOWN", "_LINKS", "_PARKED_ON", "KEPT_FOR")),
        (people, ("_BEARERS", "_KEYS_OF", "_ACTS_ABOUT")),
        (workspace, ("_STANDING", "_ERASURES")),
    )
    for name in names
}
_LARGE = {"record", "member", "act", "reference", "person_key", "scope_commit", "pushed", "parked"}


@pytest.fixture(scope="module")
def filled(databases):
    database = CentreDatabase(databases.fresh())
    database.create_all()
    with database.engine.begin() as connection:
        connection.exec_driver_sql(_FILL.replace("%", "%%"))
    yield database
    database.close()


def _nodes(plan):
    yield plan
    for part in plan.get("Plans", ()):
        yield from _nodes(part)


@pytest.mark.parametrize("name", HOT)
def test_a_hot_statement_reads_by_index(filled, name):
    statement = HOT[name]
    dialect = filled.engine.dialect
    text, constants = statement.text(dialect, 0) if isinstance(statement, Lookup) else statement.text(dialect)
    with filled.transaction() as transaction:
        transaction._cursor.execute("EXPLAIN (FORMAT JSON) " + text, constants | _VALUES)
        found = transaction._cursor.fetchone()[0]
    plan = json.loads(found)[0]["Plan"] if isinstance(found, str | bytes) else found[0]["Plan"]
    scanned = {node["Relation Name"] for node in _nodes(plan) if node["Node Type"] == "Seq Scan"}
    assert not scanned & _LARGE, plan
