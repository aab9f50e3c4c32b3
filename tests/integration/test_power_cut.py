"""What the sync notes is not waited for until the disk has it; what a person saved is, with everything before it."""

import shutil
from contextlib import closing

import pytest

from tests.desk import Desk
from tests.factories import visit
from tests.sync_desk import Line
from wemi_desk.domain.errors import StorageError
from wemi_desk.persistence.driver import Driver, pooled


def _wal(desk):
    return desk.path.with_name(desk.path.name + "-wal")


def _as_the_disk_had_it(desk, folder, until, clock):
    """The store with as much of its log as was surely on the disk."""
    folder.mkdir()
    shutil.copy(desk.path, folder)
    (folder / _wal(desk).name).write_bytes(_wal(desk).read_bytes()[:until])
    return Desk(folder, clock=clock, ids=desk.ids)


@pytest.fixture
def line(desk):
    made = Line(desk)
    made.sync()
    return made


def _synchronous(connection):
    return connection.execute("PRAGMA synchronous").fetchone()[0]


def test_only_what_the_centre_would_say_again_is_written_in_haste(line, monkeypatch):
    seen, writing = [], Driver.writing

    def noting(driver, *, lasting=True):
        seen.append(lasting)
        return writing(driver, lasting=lasting)

    monkeypatch.setattr(Driver, "writing", noting)
    line.desk.giulia.contacts.record(visit())
    line.sync()
    assert seen == [False] * 4  # verdicts, receipt, page; and the word that all of it agrees
    seen.clear()
    line.centre.erase(line.desk.acts()[0].record_id)
    assert line.sync().erased == 1
    assert True in seen
    with pooled(line.desk.engine)() as connection:
        assert _synchronous(connection) == 2


def test_haste_ends_with_its_transaction_whatever_happens(desk):
    driver, full = Driver(pooled(desk.engine)), 2
    with driver.writing(lasting=False) as cursor:
        assert _synchronous(cursor.connection) == 1
    with pytest.raises(StorageError), driver.writing(lasting=False):
        raise StorageError("KilledError")
    with driver.writing() as cursor:
        assert _synchronous(cursor.connection) == full


def test_after_a_power_cut_the_desk_stands_where_it_stood_before_and_all_goes_again_once(line, tmp_path, monkeypatch):
    line.desk.giulia.contacts.record(visit())
    saved = _wal(line.desk).stat().st_size

    def cut(*_values):
        raise StorageError("PowerCut")

    with monkeypatch.context() as patched:
        patched.setattr(line.store, "absorbed", cut)
        with pytest.raises(StorageError):
            line.sync()
    assert all(act.verdict == "ok" for act in line.desk.acts())
    assert _wal(line.desk).stat().st_size > saved
    with closing(_as_the_disk_had_it(line.desk, tmp_path / "after", saved, line.desk.clock)) as desk:
        again = Line(desk, line.centre, line.marker)
        assert [act.verdict for act in desk.acts()] == [None]
        told = again.sync()
        assert (told.new_incarnations, told.verified, told.complete) == (0, True, True)
        assert [act.id for act in line.centre.applied()] == [act.id for act in desk.acts()]


