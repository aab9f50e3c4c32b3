"""The centre's schema and SQL: the same history on both databases, and nothing a distributed engine forbids."""

import re
from pathlib import Path
from uuid import UUID

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import inspect
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateTable

import wemi_desk.central.store.migrations as migrations
from tests.central_exchange import TENANT, Centre
from wemi_desk.central.office import CENTRE_STAMP
from wemi_desk.central.store import access_tables, upgrade
from wemi_desk.central.store.database import CentreDatabase
from wemi_desk.central.store.tables import METADATA
from wemi_desk.central.store.upgrade import SchemaError
from wemi_desk.sync.wire import CompareRequest, ErasedRequest, GiveBackRequest, GivenRow

WITHOUT_TENANT = {access_tables.ATTEMPT.name}
"""Wrong enrolment codes: before a desk is known there is no tenant; a reference table by its address' hash."""
FORBIDDEN = re.compile(
    r"\b(serial|bigserial|identity|sequence|nextval|currval|setval|trigger|listen|notify|references|foreign|extension|"
    r"advisory|pg_\w+|xid8?|xmin|ctid|txid\w*|now|current_timestamp|clock_timestamp|lock\s+table|deferrable|plpgsql|"
    r"generated|temporary|temp|returning|skip\s+locked|distinct\s+on|lateral|array_agg)\b",
    re.IGNORECASE,
)
"""What Citus, CockroachDB or YugabyteDB lack, make slow, or mean otherwise; and whatever orders by a wall clock."""


def _scripts():
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    return list(ScriptDirectory.from_config(config).walk_revisions())[::-1]


REVISIONS = [script.revision for script in _scripts()]


@pytest.fixture
def empty(any_database):
    database = CentreDatabase(any_database)
    yield database
    database.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def any_database(request, tmp_path):
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'empty.db'}"
    return request.getfixturevalue("databases").fresh()


def test_the_revisions_are_numbered_in_order_and_the_program_knows_the_last():
    assert sorted(REVISIONS) == REVISIONS
    assert all(re.fullmatch(r"\d{4}", revision) for revision in REVISIONS)
    assert REVISIONS[-1] == migrations.LATEST


def test_the_migrations_make_exactly_the_tables(empty, any_database):
    with pytest.raises(SchemaError):
        upgrade.require_latest(any_database)
    upgrade.upgrade(empty)
    upgrade.check(empty)
    upgrade.require_latest(any_database)
    with empty.engine.connect() as connection:
        found = inspect(connection)
        assert set(found.get_table_names()) == {*METADATA.tables, "alembic_version"}
        for name, table in METADATA.tables.items():
            assert found.get_pk_constraint(name)["constrained_columns"] == [one.name for one in table.primary_key]
            indexes = {one["name"]: (one["column_names"], bool(one["unique"])) for one in found.get_indexes(name)}
            assert indexes == {one.name: ([c.name for c in one.columns], one.unique) for one in table.indexes}


@pytest.mark.parametrize("revision", REVISIONS)
def test_each_migration_goes_down_and_up_again_with_a_days_work_inside(empty, revision):
    upgrade.upgrade(empty)
    centre = Centre(empty)
    desk = centre.desk()
    desk.act(note="a")
    desk.push()
    down = REVISIONS[REVISIONS.index(revision) - 1] if revision != REVISIONS[0] else "base"
    upgrade.downgrade(empty, down)
    assert upgrade.current(empty) == (None if down == "base" else down)
    upgrade.upgrade(empty)
    upgrade.check(empty)


def test_every_key_and_every_index_begins_with_the_tenant():
    for table in METADATA.tables.values():
        if table.name not in WITHOUT_TENANT:
            for columns in (table.primary_key.columns, *(index.columns for index in table.indexes)):
                assert next(iter(columns)).name == "tenant", table.name
        assert not table.foreign_keys
        assert all(column.server_default is None and column.default is None for column in table.columns)


def test_no_table_needs_what_a_distributed_engine_forbids():
    for table in METADATA.tables.values():
        for made in (CreateTable(table), *map(CreateIndex, table.indexes)):
            assert not FORBIDDEN.search(str(made.compile(dialect=postgresql.dialect()))), table.name


class Recorded:
    """A cursor that remembers what it was told, transaction by transaction."""

    def __init__(self, cursor, said):
        self._cursor, self._said = cursor, said

    def execute(self, text, values=None):
        self._said[-1].append((text, values))
        return self._cursor.execute(text, values)

    def __getattr__(self, name):
        return getattr(self._cursor, name)


@pytest.fixture
def said(monkeypatch):
    """Every statement that goes to PostgreSQL."""
    transactions, begin, cursor = [], CentreDatabase._begin, CentreDatabase._cursor

    def begun(database, connection, reading):
        transactions.append([])
        return begin(database, connection, reading)

    monkeypatch.setattr(CentreDatabase, "_begin", begun)
    monkeypatch.setattr(CentreDatabase, "_cursor", lambda database, one: Recorded(cursor(database, one), transactions))
    return transactions


@pytest.fixture
def on_postgres(databases):
    url = databases.fresh()
    database = CentreDatabase(url)
    database.create_all()
    yield Centre(database)
    database.close()


def _everything(centre):
    """A little of all that the exchange does."""
    desk, other = centre.desk(), centre.desk("VEN", "LOR")
    first, waiting = desk.act(note="a"), desk.new_id()
    desk.act("set", record_id=waiting, note="presto")
    desk.act(kind="citizen", subject_id=UUID(int=5), citizen_id=str(first.record_id), household_id=str(UUID(int=6)))
    desk.push()
    other.act("set", record_id=first.record_id, note="b")
    other.act(record_id=waiting)
    other.push()
    desk.push()
    for one in (desk, other):
        one.pull(limit=2)
    compare = CompareRequest(scope="space:VEN", incarnation=desk.incarnation, buckets=[bytes(16)] * 256)
    wanted = centre.exchange.compare(desk.caller, compare).differing
    compare = CompareRequest(scope="space:VEN", incarnation=desk.incarnation, wanted=wanted)
    assert len(centre.exchange.compare(desk.caller, compare).rows) == 3
    held = desk.rows["space:VEN"].values()
    rows = [GivenRow("space:VEN", row.kind, row.id, row.data, row.version, row.mac) for row in held]
    centre.exchange.give_back(desk.caller, GiveBackRequest(incarnation=desk.incarnation, rows=rows))
    centre.exchange.within(TENANT, _the_centres_own)
    centre.exchange.erased(desk.caller, ErasedRequest(number=1))
    backup = centre.new_id()
    for step in (
        lambda work: work.begin_backup(backup),
        lambda work: work.finish_backup(backup),
        lambda work: [work.recounted(scope) for scope in work.scopes()],
        lambda work: work.open_epoch(centre.new_id()),
        lambda work: work.end_recovery(work.recovery(1), decided=True),
        lambda work: work.forget_tombstones("space:VEN", centre.now + 1),
        lambda work: work.forget_commits("space:VEN", centre.now + 1),
        lambda work: work.put("look_up", UUID(int=8), {"at": 1}, subject_id=None, birth=CENTRE_STAMP),
        lambda work: work.forget_old("look_up", "at", 2),
    ):
        centre.within(step)


def _the_centres_own(work):
    work.about(UUID(int=5))
    work.pointing("household_id", UUID(int=6), ("citizen",))
    work.set_person_keys(UUID(int=5), [work.blind("a")])
    work.persons_by_key(work.blind("a"))
    work.set_live_application("bonus", b"k", UUID(int=9))
    work.live_application("bonus", b"k")
    work.book(UUID(int=9), "bonus", "grant", 100)
    work.fund("bonus")
    work.next_receipt_number("bonus")
    work.order_erasure([UUID(int=5)], [work.blind("a")], ["space:VEN"])


def test_no_statement_needs_what_a_distributed_engine_forbids_and_each_names_its_tenant(on_postgres, said):
    _everything(on_postgres)
    statements = {text for transaction in said for text, _values in transaction}
    assert len(statements) > 40
    for text in statements:
        assert not FORBIDDEN.search(text), text
        assert "tenant" in text, text
        for joined in re.findall(r"JOIN (\w+) ON (.*)", text):
            assert ".tenant = " in joined[1], text
    for transaction in said:
        named = {_tenant(values) for _text, values in transaction}
        assert named <= {TENANT}


def _tenant(values):
    return values[0] if isinstance(values, list) else values.get("tenant", values.get("of_tenant"))


def test_the_control_is_noticed():
    for bad in ("SELECT nextval('cn')", "SELECT pg_advisory_xact_lock(1)", "id BIGSERIAL", "SELECT now()", "LISTEN x"):
        assert FORBIDDEN.search(bad)


def test_scope_heads_are_locked_in_order_after_everything_else_was_written(on_postgres, said):
    desk, other = on_postgres.desk("VEN"), on_postgres.desk("LOR")
    act = desk.act()
    desk.push()
    other.act()
    other.push()
    said.clear()
    on_postgres.within(
        lambda work: [work.show("contact", act.record_id, [scope]) for scope in ("space:Z", "space:A", "space:M")]
    )
    texts = [text for text, _values in said[-1]]
    heads = [number for number, text in enumerate(texts) if "scope_head" in text]
    locks = [" ".join(text.split()) for text in texts if "scope_head" in text and "FOR UPDATE" in text]
    assert len(locks) == 1
    assert locks[0].endswith("ORDER BY scope_head.scope FOR UPDATE")
    after = [text.split()[2] for text in texts[heads[0] :] if text.startswith("INSERT")]
    assert set(after) <= {"scope_head", "member", "scope_commit"}
