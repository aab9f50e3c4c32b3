"""Backups: encrypted, whole or not there, rotated, and good for a restore."""

import contextlib
import itertools
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from tests.desk import KEY
from tests.factories import CODE, person, visit
from wemi_desk.domain import audit
from wemi_desk.domain.errors import BackupMissingError, DiskFullError, StoreDamagedError, WrongStoreKeyError
from wemi_desk.persistence import backup, copying, tables
from wemi_desk.persistence.database import open_engine
from wemi_desk.persistence.opening import open_store
from wemi_desk.services.citizens import RegisterCitizen

CANARY = "CANARINO"


@pytest.fixture
def worked(desk):
    """A desk with a person, a contact, and the small files that open the store."""
    (desk.path.parent / "slots").mkdir()
    (desk.path.parent / "slots" / "giulia.slot").write_bytes(b"sealed")
    (desk.path.parent / "state").write_bytes(b"sealed too")
    citizen = desk.giulia.citizens.register(RegisterCitizen(form=person(CANARY, code=CODE))).citizen
    desk.giulia.contacts.record(visit(citizen_id=citizen.id, note=CANARY))
    return desk


def _restore(desk, place, **options):
    desk.close()
    values = {"at": desk.clock.now(), "incarnation": desk.ids(), "after": lambda engine: None, **options}
    replaced = backup.restore(place, desk.path, KEY, **values)
    desk.engine = open_store(desk.path, KEY, desk.copies, desk.clock.now())
    desk.__dict__.pop("giulia", None)
    return replaced


def test_a_backup_is_encrypted_whole_and_takes_slots_and_state_along(worked):
    made = worked.giulia.backups.back_up()
    names = {str(file.relative_to(made.place)) for file in made.place.rglob("*") if file.is_file()}
    assert names == {"store.db", "state", "slots/giulia.slot"}
    content = (made.place / "store.db").read_bytes()
    assert CANARY.encode() not in content
    assert b"SQLite format" not in content[:32]
    assert backup.counts(made.place / "store.db", KEY)["contact"] == 1
    with pytest.raises(WrongStoreKeyError):
        backup.counts(made.place / "store.db", bytes(32))


def test_a_backup_holds_the_last_commit_while_the_store_is_open_and_written_to(worked):
    with worked.marco.store.work() as work:
        work.log("open_person")  # a writer in the middle of its transaction
        made = worked.giulia.backups._place.make(worked.clock.now())
        work.commit()
    assert backup.counts(made.place / "store.db", KEY)["contact"] == 1


def test_backups_are_logged_and_counted_by_the_hour(worked):
    backups = worked.giulia.backups
    assert backups.last_at() is None
    assert backups.back_up_if_due() is not None
    assert backups.back_up_if_due() is None
    worked.clock.pass_by(hours=1)
    assert backups.back_up_if_due() is not None
    assert backups.last_at() == worked.clock.now()
    logged = [(entry.action, entry.result) for entry in worked.accesses() if entry.action == audit.BACKUP]
    assert logged == [(audit.BACKUP, "ok")] * 2


def test_looking_at_the_store_is_logged_whatever_it_finds(worked, monkeypatch):
    worked.giulia.backups.check_store()

    def damaged():
        raise StoreDamagedError

    monkeypatch.setattr(worked.giulia.backups._place, "check_store", damaged)
    with pytest.raises(StoreDamagedError):
        worked.giulia.backups.check_store()
    logged = [(entry.action, entry.result) for entry in worked.accesses()[-2:]]
    assert logged == [(audit.INTEGRITY, "ok"), (audit.INTEGRITY, "failed")]


def test_a_desk_that_closes_begins_no_backup_any_more(worked):
    worked.giulia.backups.finish()
    assert worked.giulia.backups.back_up_if_due() is None
    worked.giulia.backups.check_store()
    assert worked.giulia.backups.last_at() is None


def test_old_copies_go_only_when_a_new_one_is_whole(worked, monkeypatch):
    for _ in range(4):
        worked.giulia.backups.back_up()
        worked.clock.pass_by(hours=1)
    before = worked.giulia.backups._place.listed()
    assert len(before) == 2

    def full(*_):
        raise DiskFullError

    monkeypatch.setattr(copying, "_write", full)
    with pytest.raises(DiskFullError):
        worked.giulia.backups.back_up()
    assert worked.giulia.backups._place.listed() == before
    assert sorted(path.name for path in worked.backup_folder.iterdir()) == sorted(copy.place.name for copy in before)
    assert worked.accesses()[-1].result == "failed"


def test_what_a_cut_backup_left_is_never_listed_and_goes_with_the_next_one(worked):
    left = worked.backup_folder / "wemi-20261118T080000.000000Z.part"
    left.mkdir(parents=True)
    (left / "store.db").write_bytes(b"half")
    assert worked.giulia.backups.last_at() is None
    worked.giulia.backups.back_up()
    assert not left.exists()


def test_a_damaged_store_is_not_backed_up_over_good_copies(worked):
    good = worked.giulia.backups.back_up()
    place = worked.giulia.backups._place
    worked.close()
    content = bytearray(worked.path.read_bytes())
    content[len(content) // 2] ^= 1
    worked.path.write_bytes(content)
    with pytest.raises(StoreDamagedError):
        place.make(worked.clock.now() + timedelta(hours=2))
    assert [copy.place for copy in place.listed()] == [good.place]


def test_the_drill_is_due_each_week_and_again_when_it_failed(worked, monkeypatch):
    backups = worked.giulia.backups
    assert backups.drill_if_due() is None  # no copy yet
    backups.back_up()
    assert backups.drill_if_due()["contact"] == 1
    assert backups.drill_if_due() is None
    worked.clock.pass_by(days=7)
    with monkeypatch.context() as damage:
        damage.setattr(backup, "check_integrity", _damaged)
        with pytest.raises(StoreDamagedError):
            backups.drill_if_due()
    assert backups.drill_if_due() is not None
    assert backups.drill_if_due() is None
    logged = [(entry.result, entry.object_id) for entry in worked.accesses() if entry.action == audit.DRILL]
    assert logged == [("ok", audit.DRILLS), ("failed", audit.DRILLS), ("ok", audit.DRILLS)]


def _damaged(*_):
    raise StoreDamagedError


def test_a_copy_passes_its_own_drill_with_the_same_counts(worked):
    with pytest.raises(BackupMissingError):
        worked.giulia.backups.drill()
    worked.giulia.backups.back_up()
    drilled = dict(worked.giulia.backups.drill())
    here = {name: len(worked.rows(table)) for name, table in tables.METADATA.tables.items()}
    here["audit"] -= 2  # the entries of the backup and of the drill come after the copy
    assert drilled == here


def test_the_restore_drill_into_a_scratch_folder_gives_back_every_row(worked, tmp_path):
    made = worked.giulia.backups.back_up()
    scratch = tmp_path / "scratch" / "store.db"
    scratch.parent.mkdir()
    replaced = backup.restore(
        made.place, scratch, KEY, at=worked.clock.now(), incarnation=worked.ids(), after=lambda engine: None
    )
    assert replaced is None
    assert backup.counts(scratch, KEY) == worked.giulia.backups.drill()
    assert {file.name for file in scratch.parent.iterdir()} == {"store.db"}


def test_a_restore_keeps_the_replaced_store_and_begins_a_new_incarnation(worked):  # S62
    made = worked.giulia.backups.back_up()
    later = worked.giulia.contacts.quick("1").contact
    old = worked.rows(tables.DESK)[0]
    unsent = len(worked.acts()) - 1
    replaced = _restore(worked, made.place)
    with worked.giulia.store.reading() as work:
        assert work.contacts.find(later.id) is None
        assert work.outbox.unsent() == unsent
    kept = open_engine(replaced, KEY)
    with kept.connect() as connection:
        assert len(connection.execute(tables.CONTACT.select()).all()) == 2
    kept.dispose()
    worked.giulia.contacts.quick("2")
    new = worked.rows(tables.DESK)[0]
    assert new.incarnation != old.incarnation
    assert new.last_number == unsent + 1  # the acts of the copy were numbered anew
    assert {act.incarnation for act in worked.acts()} == {new.incarnation}
    with worked.giulia.store.reading() as work:
        assert work.outbox.unsent() == unsent + 1
    assert worked.first_bad_entry() is None


def test_what_the_centre_erased_is_erased_in_the_restored_copy_before_it_is_used(worked):
    made = worked.giulia.backups.back_up()

    def tombstones(engine):
        with engine.begin() as connection:
            connection.execute(tables.CITIZEN.delete())

    _restore(worked, made.place, after=tombstones)
    assert worked.rows(tables.CITIZEN) == []


@pytest.mark.parametrize("harm", ["flip", "cut", "empty", "other key", "missing"])
def test_a_bad_copy_is_refused_and_the_store_stays(worked, harm):
    made = worked.giulia.backups.back_up()
    file = made.place / "store.db"
    content = bytearray(file.read_bytes())
    match harm:
        case "flip":
            content[len(content) // 2] ^= 1
            file.write_bytes(content)
        case "cut":
            file.write_bytes(content[: len(content) // 2])
        case "empty":
            file.write_bytes(b"not a store at all" * 500)
        case "missing":
            file.unlink()
        case "other key":
            file.unlink()
            open_store(file, bytes(32), made.place, worked.clock.now()).dispose()
    worked.close()
    with pytest.raises((StoreDamagedError, WrongStoreKeyError, BackupMissingError)):
        _restore(worked, made.place)
    assert backup.counts(worked.path, KEY)["contact"] == 1


def test_a_restore_that_fails_at_its_last_preparation_changes_nothing(worked):
    made = worked.giulia.backups.back_up()
    worked.giulia.contacts.quick("1")

    def fails(engine):
        raise DiskFullError

    with pytest.raises(DiskFullError):
        _restore(worked, made.place, after=fails)
    assert backup.counts(worked.path, KEY)["contact"] == 2


def test_a_restore_cut_between_its_last_two_steps_is_completed_at_the_next_start(worked, monkeypatch):
    made = worked.giulia.backups.back_up()
    worked.giulia.contacts.quick("1")
    monkeypatch.setattr(backup, "finish_restore", lambda store: None)  # the power goes here
    worked.close()
    backup.restore(
        made.place, worked.path, KEY, at=worked.clock.now(), incarnation=worked.ids(), after=lambda engine: None
    )
    assert not worked.path.exists()
    engine = open_store(worked.path, KEY, worked.copies, worked.clock.now())
    engine.dispose()
    assert backup.counts(worked.path, KEY)["contact"] == 1


class PowerCutError(BaseException):
    """Nothing after it runs, and nobody tidies up."""


@contextlib.contextmanager
def _power_cut(monkeypatch, step, *names):
    """The power goes at the *step*-th change of a name in a folder."""
    steps = itertools.count()

    def cut(real):
        def one_step(*said, **more):
            if next(steps) >= step:
                raise PowerCutError
            return real(*said, **more)

        return one_step

    with monkeypatch.context() as patched, contextlib.suppress(PowerCutError):
        for name in names:
            patched.setattr(Path, name, cut(getattr(Path, name)))
        yield


@pytest.mark.parametrize("step", range(14))
def test_a_restore_cut_at_any_step_leaves_the_old_store_or_the_new_one_never_none(worked, monkeypatch, step):
    made = worked.giulia.backups.back_up()
    worked.giulia.contacts.quick("1")
    worked.close()
    at, incarnation = worked.clock.now(), worked.ids()
    with _power_cut(monkeypatch, step, "replace", "unlink", "rename"):
        backup.restore(made.place, worked.path, KEY, at=at, incarnation=incarnation, after=lambda engine: None)
    worked.engine = open_store(worked.path, KEY, worked.copies, worked.clock.now())
    assert len(worked.rows(tables.CONTACT)) in {1, 2}
    copying.check_integrity(worked.path, KEY)
    worked.giulia.store._engine = worked.engine
    worked.giulia.contacts.quick("2")


@pytest.mark.parametrize("step", range(9))
def test_a_backup_cut_at_any_step_is_listed_whole_or_not_at_all(worked, monkeypatch, step):
    before = worked.giulia.backups.back_up().place
    worked.clock.pass_by(hours=1)
    place = worked.giulia.backups._place
    with _power_cut(monkeypatch, step, "replace", "unlink", "rename", "mkdir"):
        place.make(worked.clock.now())
    for copy in place.listed():
        assert backup.counts(copy.place / "store.db", KEY)["contact"] == 1
    assert before in {copy.place for copy in place.listed()}
    worked.clock.pass_by(hours=1)
    place.make(worked.clock.now())
    assert not list(worked.backup_folder.glob("*.part"))


def test_a_store_that_was_lost_comes_back(worked):
    made = worked.giulia.backups.back_up()
    worked.close()
    copying.remove_store(worked.path)
    assert _restore(worked, made.place) is None
    assert len(worked.rows(tables.CONTACT)) == 1


def test_a_medium_that_was_taken_away_is_an_error_in_our_words(worked):
    worked.giulia.backups.back_up()
    shutil.rmtree(worked.backup_folder)
    worked.backup_folder.write_bytes(b"a file where the folder was")
    with pytest.raises(Exception, match="Error") as caught:
        worked.giulia.backups.back_up()
    assert str(worked.path) not in str(caught.value)
