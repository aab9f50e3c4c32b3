"""The schema's history: up and down with data, equal to the tables, and all or nothing."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory

import wemi_desk.persistence.migrations as migrations
from tests.case_desk import CaseDesk
from tests.desk import KEY, Desk
from tests.factories import CODE, person, visit
from wemi_desk.domain.errors import (
    DiskFullError,
    MigrationFailedError,
    StoreDamagedError,
    StoreTooNewError,
    WrongStoreKeyError,
)
from wemi_desk.persistence import copying, opening, tables, upgrade
from wemi_desk.persistence.database import open_engine
from wemi_desk.services.citizens import RegisterCitizen

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


def _scripts():
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    return list(ScriptDirectory.from_config(config).walk_revisions())[::-1]


REVISIONS = [script.revision for script in _scripts()]


@pytest.fixture
def engine(tmp_path):
    engine = open_engine(tmp_path / "new.db", KEY)
    try:
        yield engine
    finally:
        engine.dispose()


def _tables(engine):
    with engine.connect() as connection:
        return set(connection.exec_driver_sql("SELECT name FROM sqlite_master").scalars())


def _dump(engine):
    """Every row of every table, as bytes on the disk tell it."""
    with engine.connect() as connection:
        names = sorted(connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars())
        return {name: connection.exec_driver_sql(f"SELECT * FROM {name}").all() for name in names}


def _work(desk):
    giulia = desk.giulia
    citizen = giulia.citizens.register(RegisterCitizen(form=person("De Luca", code=CODE, phone="333 1234567"))).citizen
    giulia.contacts.record(visit(citizen_id=citizen.id, note="Torna giovedì", destinations=("caf",)))
    giulia.queue.arrive("1", "Ada")
    giulia.notices.give(citizen.id, "it")
    giulia.drafts.save(giulia.drafts.begin(), "contact", {"note": "a metà"})


def test_the_revisions_are_numbered_in_order_and_the_program_knows_the_last():
    assert sorted(REVISIONS) == REVISIONS
    assert all(re.fullmatch(r"\d{4}", revision) for revision in REVISIONS)
    assert REVISIONS[-1] == migrations.LATEST


def test_the_migrations_make_exactly_the_tables(engine):
    upgrade.upgrade(engine)
    upgrade.check(engine)
    assert upgrade.current(engine) == migrations.LATEST


def test_every_table_has_what_its_declaration_says_even_what_alembic_does_not_compare(engine, tmp_path):
    upgrade.upgrade(engine)
    other = open_engine(tmp_path / "declared.db", KEY)
    tables.METADATA.create_all(other)
    try:
        assert _shape(engine) == _shape(other)
    finally:
        other.dispose()


def _shape(engine):
    """Columns, keys, row ids and indexes as SQLite understands them."""
    found = {}
    with engine.connect() as connection:
        for name in _names(connection):
            columns = connection.exec_driver_sql(f"PRAGMA table_info({name})").all()
            indexes = connection.exec_driver_sql(f"PRAGMA index_list({name})").all()
            listed = connection.exec_driver_sql(f"PRAGMA table_list({name})").all()
            parts = {row[1]: connection.exec_driver_sql(f"PRAGMA index_xinfo('{row[1]}')").all() for row in indexes}
            found[name] = (columns, sorted((row[1], *row[2:]) for row in indexes), parts, [row[2:] for row in listed])
    return found


def _names(connection):
    query = "SELECT name FROM sqlite_master WHERE type = 'table' AND name != 'alembic_version'"
    return connection.exec_driver_sql(query).scalars().all()


@pytest.mark.parametrize("revision", REVISIONS)
def test_each_migration_goes_down_and_up_again_with_the_days_work_inside(desk, revision):
    _work(desk)
    before = _dump(desk.engine)
    down = REVISIONS[REVISIONS.index(revision) - 1] if revision != REVISIONS[0] else "base"
    upgrade.downgrade(desk.engine, down)
    assert upgrade.current(desk.engine) == (None if down == "base" else down)
    upgrade.upgrade(desk.engine)
    upgrade.check(desk.engine)
    after = _dump(desk.engine)
    if down != "base":
        assert {name: len(rows) for name, rows in after.items()} == {name: len(rows) for name, rows in before.items()}


def test_an_application_made_before_there_was_more_to_it_comes_through_up_and_down(desk):
    case = CaseDesk(desk.giulia)
    application = case.one_ready()
    case.cases.submit(application.id)
    old = ("id", "space_code", "citizen_id", "beneficiary_id", "measure_code", "asked_cents", "state", "created_at",
           "receipt_number", "outcome")  # fmt: skip
    query = f"SELECT {', '.join(old)} FROM application"

    def rows():
        with desk.engine.connect() as connection:
            return connection.exec_driver_sql(query).all()

    before = rows()
    upgrade.downgrade(desk.engine, "0004")
    assert rows() == before
    assert "voucher" not in _tables(desk.engine)
    upgrade.upgrade(desk.engine)
    upgrade.check(desk.engine)
    assert rows() == before
    stands = case.cases.get(application.id)
    assert (stands.state, stands.asked_cents, stands.declarations, stands.typed_fields) == ("queued", 10_000, (), ())


def test_going_down_to_the_base_leaves_no_table_of_ours(engine):
    upgrade.upgrade(engine)
    upgrade.downgrade(engine, "base")
    assert _tables(engine) <= {"alembic_version", "sqlite_autoindex_alembic_version_1"}


def test_a_migration_that_fails_leaves_nothing(engine, monkeypatch):
    monkeypatch.setattr("alembic.command.upgrade", _create_half_and_fail)
    with pytest.raises(RuntimeError, match="power"):
        upgrade.upgrade(engine)
    assert _tables(engine) == set()


def test_a_migration_says_nothing_on_the_terminal(engine, capfd):
    upgrade.upgrade(engine)
    upgrade.check(engine)
    assert capfd.readouterr() == ("", "")


def test_a_wrong_key_is_an_error_and_stays_silent(engine, tmp_path, capfd):
    upgrade.upgrade(engine)
    engine.dispose()
    with pytest.raises(WrongStoreKeyError):
        opening.open_store(tmp_path / "new.db", bytes(32), tmp_path / "copies", NOW)
    assert capfd.readouterr().err == ""


def _create_half_and_fail(config, revision):
    config.attributes["connection"].exec_driver_sql("CREATE TABLE half (a)")
    raise RuntimeError("power")


# Opening: what surrounds a migration on a desk.


@pytest.fixture
def older(desk):
    """A store with a day's work whose schema the program takes for an older one."""
    _work(desk)
    with desk.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0000'")
    rows = _dump(desk.engine)
    desk.close()
    return desk, rows


def _reopen(desk):
    return opening.open_store(desk.path, KEY, desk.copies, NOW)


def test_a_current_store_opens_without_a_copy(desk):
    _reopen(desk).dispose()
    assert not desk.copies.exists()


def test_before_a_migration_an_encrypted_copy_is_kept_under_revision_and_time(older, monkeypatch):
    desk, rows = older
    monkeypatch.setattr(upgrade, "upgrade", _pretend_upgrade)
    engine = _reopen(desk)
    assert upgrade.current(engine) == migrations.LATEST
    engine.dispose()
    copy = desk.copies / "before-migration-0000-20261122T030000Z.db"
    assert [path.name for path in desk.copies.iterdir()] == [copy.name]
    assert b"SQLite format" not in copy.read_bytes()[:64]
    kept = open_engine(copy, KEY)
    assert _dump(kept) == rows
    kept.dispose()


def test_a_failed_migration_leaves_the_old_store_and_says_so(older, monkeypatch):
    desk, rows = older
    monkeypatch.setattr("alembic.command.upgrade", _create_half_and_fail)
    with pytest.raises(MigrationFailedError) as caught:
        _reopen(desk)
    assert (caught.value.revision, caught.value.cause) == ("0000", "RuntimeError")
    assert _still(desk) == rows


def test_a_store_that_a_migration_broke_is_put_back_from_the_copy(older, monkeypatch):
    desk, rows = older

    def wreck(engine):
        engine.dispose()
        desk.path.write_bytes(b"x" * 40_000)
        raise RuntimeError("power")

    monkeypatch.setattr(upgrade, "upgrade", wreck)
    with pytest.raises(MigrationFailedError):
        _reopen(desk)
    assert _still(desk) == rows
    assert desk.path.with_name("store.db.failed").exists()


def test_a_disk_that_fills_while_copying_stops_the_migration_before_it_begins(older, monkeypatch):
    desk, rows = older

    def full(*_):
        raise DiskFullError

    monkeypatch.setattr(copying, "_write", full)
    with pytest.raises(DiskFullError):
        _reopen(desk)
    assert list(desk.copies.iterdir()) == []
    assert _still(desk) == rows


def test_a_damaged_store_is_not_migrated(older):
    desk, _ = older
    content = bytearray(desk.path.read_bytes())
    content[len(content) // 2] ^= 1
    desk.path.write_bytes(content)
    with pytest.raises(StoreDamagedError):
        _reopen(desk)


def test_a_store_of_a_newer_program_is_left_alone(desk):
    with desk.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    desk.close()
    with pytest.raises(StoreTooNewError):
        _reopen(desk)


def test_a_new_file_becomes_a_store_that_nobody_owns_yet(tmp_path):
    desk = Desk(tmp_path)
    assert not opening.is_founded(desk.engine)
    desk.found()
    assert opening.is_founded(desk.engine)
    desk.close()


def _pretend_upgrade(engine):
    with engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{migrations.LATEST}'")


def _still(desk):
    engine = open_engine(desk.path, KEY)
    try:
        return _dump(engine)
    finally:
        engine.dispose()
