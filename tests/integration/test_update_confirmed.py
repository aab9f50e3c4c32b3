"""Around the opening of a real store: confirmed before the first record, undone when it resists."""

import json
import shutil
import sys
from datetime import UTC, datetime

import pytest

from tests.update_world import BASE, NEWER, QuickDisk
from wemi_desk import bootstrap, trees, updating
from wemi_desk.config import Profile
from wemi_desk.domain.errors import HalfWayBackError, MigrationFailedError, NewVersionFailedError, StorageError
from wemi_desk.gateways import store_copies, trials
from wemi_desk.gateways.program_folder import ProgramFolder
from wemi_desk.persistence import opening, tables
from wemi_desk.services import practice

LEAD = next(one for one in practice.OPERATORS if "network_coordinator" in one.roles)


@pytest.fixture(scope="module")
def palestra(made_palestra, tmp_path_factory):
    """Made once: each test looks at a trial of its own."""
    profile = Profile(tmp_path_factory.mktemp("account") / "practice", practice=True)
    shutil.copytree(made_palestra, profile.folder)
    desk = bootstrap.open_desk(profile, opened(profile))  # what the log begins with
    desk.close()
    return profile


@pytest.fixture
def account(palestra, monkeypatch, tmp_path):
    """The palestra, and a version on trial that is this process."""
    disk = QuickDisk()
    programs = ProgramFolder(tmp_path / "versions", NEWER, (palestra,), disk)
    (programs.path / NEWER).mkdir(parents=True)
    trial = programs.path / (trees.TRIAL + "1")
    trial.mkdir()
    for name in trees.CHANCES:
        (trial / name).touch()
    said = {"format": 1, "version": NEWER, "before": "", "trial": "1"}
    (programs.path / trees.CURRENT).write_text(json.dumps(said))
    store_copies.copy(palestra, "1", disk)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(updating, "here", lambda: programs)
    yield programs
    store_copies.forget(palestra, disk)


def opened(profile):
    return bootstrap.access_service(profile).unlock(LEAD.id, practice.PASSPHRASE)


def enter(profile):
    engine = bootstrap.store_engine(profile, opened(profile))
    engine.dispose()


def fail(*_words):
    raise MigrationFailedError("0012", "RuntimeError")


def test_a_store_that_opens_with_its_log_whole_confirms_the_version(account, palestra):
    enter(palestra)
    assert account.trial() == ""
    assert not store_copies.is_kept(palestra)


def test_where_a_real_desk_is_the_palestra_confirms_nothing(account, palestra, tmp_path):
    desk = Profile(tmp_path / "desk")
    desk.folder.mkdir()
    desk.state.touch()
    account.profiles = (desk, palestra)
    enter(palestra)
    assert account.trial() == "1"
    assert account.counts(desk)


def test_another_folder_confirms_nothing(account, palestra):
    account.profiles = ()
    enter(palestra)
    assert account.trial() == "1"


def test_what_cannot_be_confirmed_is_not_opened(account, palestra, monkeypatch):
    def refuse(*_paths):
        raise OSError(5, "io")

    monkeypatch.setattr(account.disk, "rename", refuse)
    with pytest.raises(StorageError):
        enter(palestra)
    assert account.trial() == "1"


def test_a_migration_that_fails_ends_the_trial_and_says_so(account, palestra, monkeypatch):
    monkeypatch.setattr(opening, "open_store", fail)
    with pytest.raises(NewVersionFailedError):
        enter(palestra)
    assert not trees.choose(str(account.path), BASE, ["run"]).program
    trials.go_back(ProgramFolder(account.path, BASE, (palestra,), QuickDisk()))
    assert account.why(NEWER) == "migration"
    monkeypatch.undo()
    enter(palestra)


def test_the_same_failure_of_a_confirmed_version_is_told_as_before(account, palestra, monkeypatch):
    trials.confirm(account)
    monkeypatch.setattr(opening, "open_store", fail)
    with pytest.raises(MigrationFailedError) as caught:
        enter(palestra)
    assert not isinstance(caught.value, NewVersionFailedError)


def test_a_log_that_the_newer_version_broke_ends_the_trial(account, palestra, monkeypatch):
    spoiled = _spoil_log(palestra)
    try:
        with pytest.raises(NewVersionFailedError):
            enter(palestra)
        assert (account.path / f"{trees.TRIAL}1" / "failed-log").exists()
    finally:
        spoiled()


def test_a_log_that_was_broken_before_is_not_its_fault(account, palestra):
    spoiled = _spoil_log(palestra)
    store_copies.copy(palestra, "1", account.disk)
    try:
        enter(palestra)
        assert account.trial() == ""
        assert not palestra.store.with_name("store.db.look").exists()
    finally:
        spoiled()


def _spoil_log(profile):
    """Change the first entry; returns what undoes it."""
    engine = opening.open_store(profile.store, bytes(opened(profile).db), profile.backups, datetime.now(UTC))
    audit = tables.AUDIT
    with engine.begin() as connection:
        before = connection.execute(audit.select().order_by(audit.c.seq).limit(1)).first()
        if before is None:
            pytest.fail("the palestra's log is empty")
        connection.execute(audit.update().where(audit.c.seq == before.seq).values(reason="other"))

    def undo():
        with engine.begin() as connection:
            connection.execute(audit.update().where(audit.c.seq == before.seq).values(reason=before.reason))
        engine.dispose()

    return undo


def test_data_that_are_half_way_back_are_opened_by_nobody(account, palestra):
    (account.path / (trees.GOING_BACK + "1")).mkdir()
    with pytest.raises(HalfWayBackError):
        enter(palestra)


def test_a_restore_settles_the_trial(account):
    updating.settle()
    assert account.trial() == ""
