"""An update is put in its place whole or not at all, and what does not work goes back with the data as they were."""

import json
import os

import pytest

from tests.update_world import (
    BASE,
    NEWER,
    NEWEST,
    FailingDisk,
    FullDisk,
    HeldDisk,
    PowerCutError,
    QuickDisk,
    World,
)
from wemi_desk import trees
from wemi_desk.domain.errors import (
    DataFolderError,
    DiskFullError,
    ReleaseLockedError,
    ReleaseRefusedError,
    StorageError,
)
from wemi_desk.domain.releases import Version
from wemi_desk.gateways import instance_lock, store_copies, trials

OLD, NEW = "old: Anna + old: Bruno", "new: Anna, Bruno"


@pytest.fixture
def world(tmp_path):
    return World(tmp_path)


def changes_of(folder, act):
    """How many changes *act* makes on a world of its own."""
    disk = QuickDisk()
    act(World(folder), disk)
    return disk.changes


def installed(world, disk):
    world.install(disk=disk)


def copies(world):
    return [one.name for one in world.desk.folder.rglob("*before-update*")]


# --- the plain way --------------------------------------------------------------------------------------------------


def test_without_an_update_the_program_of_the_package_runs(world):
    assert world.start() == BASE
    assert world.names() == set()


def test_an_update_is_unpacked_tried_and_started_and_stays_once_somebody_has_entered(world):
    tried = []
    world.install(self_test=lambda program: bool(tried.append(program)) or True)
    assert [one.name for one in tried] == [trees.PROGRAM]
    assert world.installation(NEWER).pending().version == Version.parse(NEWER)
    assert world.start() == NEWER
    world.migrate()
    trials.confirm(world.programs(NEWER))
    assert world.installation(NEWER).pending() is None
    assert world.names() == {NEWER, trees.CURRENT}
    assert copies(world) == []
    assert (world.start(), world.records()) == (NEWER, NEW)


def test_removing_the_folder_is_the_way_back_to_the_package(world):
    world.install()
    for one in sorted((world.folder / "versions").rglob("*"), reverse=True):
        one.rmdir() if one.is_dir() and not one.is_symlink() else one.unlink()
    assert world.start() == BASE


def test_a_newer_package_takes_over_from_an_older_tree(world):
    world.install()
    trials.confirm(world.programs(NEWER))
    assert world.start(base=NEWEST) == NEWEST
    trials.tidy(world.programs(NEWEST))
    assert NEWER in world.names()  # the name still stands in current.json: harmless
    assert world.start(base=NEWEST) == NEWEST


def test_a_tree_of_another_account_is_not_started(world):
    world.install()
    (world.folder / "versions" / NEWER).chmod(0o777)
    assert world.start() == BASE


@pytest.mark.parametrize("words", ["", "[]", '{"format": 2, "version": "0.2.0"}', '{"format":1,"version":"../x"}'])
def test_any_doubt_about_the_name_and_the_package_runs(world, words):
    world.install()
    (world.folder / "versions" / trees.CURRENT).write_text(words)
    assert world.start() == BASE


# --- going back -----------------------------------------------------------------------------------------------------


def test_two_starts_that_nobody_came_through_and_the_version_before_runs_with_its_data(world):
    world.install()
    assert [world.start(), world.start()] == [NEWER, NEWER]
    world.migrate()
    assert world.start() == BASE
    assert world.records() == OLD
    assert (world.palestra.practice_centre / "centre.db").read_text() == "old centre"
    assert copies(world) == []
    here = world.installation()
    assert here.is_bad(Version.parse(NEWER))
    assert here.undone() == (Version.parse(NEWER), "no_start")
    with pytest.raises(ReleaseRefusedError, match="given_up"):
        world.install()
    world.programs().told()
    assert here.undone() is None


def test_a_start_that_ended_as_it_should_does_not_count(world):
    world.install()
    for _day in range(5):
        assert world.start() == NEWER
        trees.left_well(str(world.folder / "versions"))
    assert world.start() == NEWER


def test_only_a_console_uses_up_a_chance(world):
    world.install()
    folder = str(world.folder / "versions")
    for said in ("doctor", "self-test --json", "--version", "run --handed-over", "--language en backup"):
        words = said.split()
        assert trees.choose(folder, BASE, words).program
    assert [len(trees.choose(folder, BASE, words).program) > 0 for words in ([], ["--language", "en"], ["run"])] == [
        True, True, False,
    ]  # fmt: skip


def test_a_migration_that_failed_goes_back_at_the_next_start(world):
    world.install()
    assert world.start() == NEWER
    world.migrate()
    assert world.programs(NEWER).note_failure("migration")
    assert (world.start(), world.records()) == (BASE, OLD)
    assert world.installation().undone() == (Version.parse(NEWER), "migration")


def test_from_a_tree_one_goes_back_to_the_tree_before(world):
    world.install()
    trials.confirm(world.programs(NEWER))
    world.install(NEWEST, running=NEWER)
    assert world.start() == NEWEST
    world.installation(NEWEST).give_up(Version.parse(NEWEST))
    assert world.start() == NEWER
    assert world.installation(NEWER).undone() == (Version.parse(NEWEST), "given_up")


def test_a_version_that_nobody_entered_for_weeks_goes_back_and_may_come_again(world):
    world.install()
    current = world.folder / "versions" / trees.CURRENT
    os.utime(current, (1, 1))
    assert (world.start(), copies(world)) == (BASE, [])
    assert not world.installation().is_bad(Version.parse(NEWER))
    world.install()
    assert world.start() == NEWER


def test_a_desk_taken_out_of_service_meanwhile_does_not_get_its_store_back(world):
    world.install()
    for one in world.desk.folder.glob("store.db*"):
        one.unlink()
    (world.desk.folder / "disabled.json").write_text("{}")
    world.programs(NEWER).note_failure("migration")
    assert world.start() == BASE
    assert not world.desk.store.exists()


def test_a_confirmed_tree_that_lost_a_file_is_found_out_after_a_start_that_did_not_come_through(world):
    world.install()
    trials.confirm(world.programs(NEWER))
    assert world.start() == NEWER
    (world.folder / "versions" / NEWER / "_internal" / "libQt.so.6.1").write_bytes(b"rot")
    assert world.start() == BASE
    assert world.installation().undone() == (Version.parse(NEWER), "damaged")
    world.install()  # fetched again
    assert world.start() == NEWER


def test_a_start_that_did_not_come_through_alone_changes_nothing(world):
    world.install()
    trials.confirm(world.programs(NEWER))
    assert [world.start(), world.start(), world.start()] == [NEWER] * 3


def test_under_an_open_console_nothing_is_put_right(world):
    world.install()
    world.start(), world.start()
    held = instance_lock.acquire(world.palestra)
    assert world.start() == NEWER
    held.release()
    assert world.start() == BASE


# --- before the switch ----------------------------------------------------------------------------------------------


def test_a_program_that_does_not_find_itself_whole_is_never_started(world):
    for _morning in range(2):
        with pytest.raises(ReleaseRefusedError, match="self_test"):
            world.install(self_test=lambda _program: False)
        assert (world.start(), world.records()) == (BASE, OLD)
    with pytest.raises(ReleaseRefusedError, match="given_up"):
        world.install()
    assert world.installation().undone() == (Version.parse(NEWER), "self_test")


def test_one_morning_too_slow_for_the_test_is_forgiven(world):
    with pytest.raises(ReleaseRefusedError, match="self_test"):
        world.install(self_test=lambda _program: False)
    world.install()
    assert world.start() == NEWER


def test_only_one_installs_and_no_console_is_open_meanwhile(world):
    with world.programs().locked(), pytest.raises(ReleaseLockedError):
        world.install()
    held = instance_lock.acquire(world.desk)
    with pytest.raises(ReleaseLockedError):
        world.install()
    world.installation().install(*world.waiting(), lambda _program: True, world.desk)
    held.release()
    assert world.start() == NEWER


def test_what_is_half_done_is_finished_first_by_the_version_that_began_it(world):
    (world.desk.folder / "store.db.rekeyed").write_text("x")
    with pytest.raises(ReleaseLockedError):
        world.install()


def test_an_older_version_is_never_put_in_its_place(world):
    with pytest.raises(ReleaseRefusedError, match="rollback"):
        world.install(running=NEWEST)


def test_too_little_room_is_found_out_before_anything_is_written(world, monkeypatch):
    monkeypatch.setattr(QuickDisk, "free_bytes", lambda _disk, _folder: 10_000)
    with pytest.raises(ReleaseRefusedError, match="space") as caught:
        world.install()
    assert caught.value.data["free"] == 10_000
    assert world.names() == set()
    assert not world.installation().is_bad(Version.parse(NEWER))


# --- power cuts: before every single change --------------------------------------------------------------------------


def test_power_may_go_at_any_change_of_an_installation(tmp_path):
    total = changes_of(tmp_path / "count", installed)
    assert total > 40
    for last in range(total):
        world = World(tmp_path / str(last))
        with pytest.raises(PowerCutError):
            world.install(disk=FailingDisk(last))
        runs = world.start()
        assert world.records() == OLD, last
        if runs == BASE:
            world.install()
            assert world.start() == NEWER, last
        world.migrate()
        trials.confirm(world.programs(NEWER))
        assert (world.start(), world.records(), copies(world)) == (NEWER, NEW, []), last
        assert world.names() <= {NEWER, trees.CURRENT, trees.STARTING}, last


def _failing(world, disk):
    world.install()
    world.start()
    world.migrate()
    world.programs(NEWER).note_failure("migration")
    trials.go_back(world.programs(disk=disk))


def test_power_may_go_at_any_change_of_the_way_back(tmp_path):
    for last in range(changes_of(tmp_path / "count", _failing)):
        world = World(tmp_path / str(last))
        with pytest.raises(PowerCutError):
            _failing(world, FailingDisk(last))
        assert (world.start(), world.records()) == (BASE, OLD), last
        assert (world.palestra.practice_centre / "centre.db").read_text() == "old centre", last
        assert world.installation().undone() == (Version.parse(NEWER), "migration"), last
        assert (world.start(), copies(world)) == (BASE, []), last


def test_a_log_of_the_newer_store_never_lies_beside_the_older_one(tmp_path):
    def back(world, disk):
        world.log.unlink()
        world.install()
        world.migrate()
        world.log.write_text("new: Dario")
        world.programs(NEWER).note_failure("migration")
        trials.go_back(world.programs(disk=disk))

    for last in range(changes_of(tmp_path / "count", back)):
        world = World(tmp_path / str(last))
        with pytest.raises(PowerCutError):
            back(world, FailingDisk(last))
        assert world.desk.store.read_text() != "old: Anna" or not world.log.exists(), last
        assert (world.start(), world.records()) == (BASE, "old: Anna"), last


def test_tidying_up_waits_for_the_end_of_the_trial(world):
    world.install()
    before = (world.names(), sorted(copies(world)))
    trials.tidy(world.programs(NEWER))
    trials.tidy(world.programs(BASE))
    assert (world.names(), sorted(copies(world))) == before


def test_power_may_go_at_any_change_of_the_way_back_to_a_tree(tmp_path):
    def back(world, disk):
        world.install()
        trials.confirm(world.programs(NEWER))
        world.install(NEWEST, running=NEWER)
        world.programs(NEWEST).note_failure("log")
        trials.go_back(world.programs(disk=disk))

    for last in range(changes_of(tmp_path / "count", back)):
        world = World(tmp_path / str(last))
        with pytest.raises(PowerCutError):
            back(world, FailingDisk(last))
        assert (world.start(), world.records()) == (NEWER, OLD), last


def test_power_may_go_at_any_change_of_the_confirmation(tmp_path):
    def confirmed(world, disk):
        world.install()
        world.start()
        world.migrate()
        trials.confirm(world.programs(NEWER, disk))

    for last in range(changes_of(tmp_path / "count", confirmed)):
        world = World(tmp_path / str(last))
        try:
            confirmed(world, FailingDisk(last))
        except PowerCutError:
            assert world.start() == NEWER, last
        trials.confirm(world.programs(NEWER))
        trials.tidy(world.programs(NEWER))
        assert (world.start(), world.records(), copies(world)) == (NEWER, NEW, []), last


# --- a full disk, a held file ---------------------------------------------------------------------------------------


def test_a_disk_that_fills_at_any_change_stops_the_update_and_nothing_else(tmp_path):
    def full():
        return OSError(28, "full")

    for last in range(changes_of(tmp_path / "count", installed)):
        world = World(tmp_path / str(last))
        with pytest.raises(StorageError) as caught:
            world.install(disk=FailingDisk(last, full()))
        assert isinstance(caught.value, DiskFullError), last
        assert (world.start(), world.records()) in {(BASE, OLD), (NEWER, OLD)}, last
        world.programs(NEWER).note_failure("migration")
        assert (world.start(), world.records()) == (BASE, OLD), last


def test_on_a_full_disk_a_version_that_fails_goes_back_all_the_same(world):
    world.install()
    world.start()
    world.migrate()
    disk = FullDisk()
    assert world.programs(NEWER, disk).note_failure("migration")
    assert (world.start(disk), world.records()) == (BASE, OLD)
    assert world.installation().undone() == (Version.parse(NEWER), "migration")


def test_on_a_full_disk_a_version_that_works_is_confirmed_all_the_same(world):
    world.install()
    world.start()
    world.migrate()
    trials.confirm(world.programs(NEWER, FullDisk()))
    assert (world.start(), world.records(), copies(world)) == (NEWER, NEW, [])


def test_a_scanner_that_holds_files_for_half_a_minute_is_waited_for(world):
    disk = HeldDisk(30)
    world.install(disk=disk)
    assert disk.waited >= 30
    assert world.start() == NEWER
    world.migrate()
    world.programs(NEWER).note_failure("migration")
    back = HeldDisk(30, every=3)
    assert (world.start(back), world.records()) == (BASE, OLD)
    assert back.waited >= 30


def test_a_file_that_is_held_for_ever_stops_the_update_in_words(world):
    with pytest.raises(StorageError):
        world.install(disk=HeldDisk(10_000))
    assert (world.start(), world.records()) == (BASE, OLD)


def test_while_the_data_are_half_way_no_program_is_let_at_them(world):
    world.install()
    world.start()
    world.migrate()
    world.programs(NEWER).note_failure("migration")
    with pytest.raises(PowerCutError):
        trials.go_back(world.programs(disk=FailingDisk(3)))
    assert world.programs().is_half_way()
    assert trials.mended(world.programs(disk=FailingDisk(0, OSError(5, "io"))), ["run"]) == trees.Choice()
    assert (world.start(), world.programs().is_half_way()) == (BASE, False)


def test_copies_of_an_earlier_trial_are_never_put_back(world):
    store_copies.copy(world.desk, "earlier", QuickDisk())
    world.desk.store.write_text("old: Anna, Dario")
    store_copies.put_back(world.desk, "later", QuickDisk())
    assert world.desk.store.read_text() == "old: Anna, Dario"


def test_what_current_says_is_what_the_next_version_reads(world):
    world.install()
    said = json.loads((world.folder / "versions" / trees.CURRENT).read_text())
    assert said.keys() == {"format", "version", "before", "trial"}


def test_a_console_that_was_left_at_once_makes_nobody_compare_every_file(world, monkeypatch):
    world.install()
    trials.confirm(world.programs(NEWER))
    folder = world.folder / "versions"
    monkeypatch.setattr(trees, "versions_folder", lambda: str(folder))
    monkeypatch.setattr(trees, "is_frozen", lambda: True)
    for _time in range(2):
        assert trees.choose(str(folder), BASE, ["run"]).first == ""
        trees.ended_well()


def test_an_account_that_cannot_be_written_begins_with_the_program_of_the_package(world, monkeypatch):
    world.install()

    def refuse(*_words):
        raise PermissionError(30, "read-only")

    monkeypatch.setattr(os, "unlink", refuse)
    monkeypatch.setattr(QuickDisk, "change", refuse)
    assert world.start() == BASE
    monkeypatch.undo()
    assert (world.start(), world.records()) == (NEWER, OLD)


def test_an_update_on_an_account_that_cannot_be_written_is_refused_in_words(world, monkeypatch):
    def refuse(_disk, _act):
        raise OSError(30, "read-only")

    monkeypatch.setattr(QuickDisk, "change", refuse)
    with pytest.raises(DataFolderError):
        world.install()
