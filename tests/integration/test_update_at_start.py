"""What a start does with an update that waits: installed before the window, or told, and this version goes on."""

import sys

import pytest

from tests.update_world import NEWER, World
from wemi_desk import installing, trees, updating
from wemi_desk.domain.machine_policy import MachinePolicy
from wemi_desk.domain.releases import UpdateState, Version
from wemi_desk.gateways.update_files import FolderUpdateFiles

WHOLE = "#!/bin/sh\necho '{\"ok\": true}'\n"
BROKEN = "#!/bin/sh\necho '{\"ok\": false}'\nexit 1\n"
SLOW = "#!/bin/sh\nexec sleep 30\n"


@pytest.fixture
def world(tmp_path, monkeypatch):
    """The archive of a version that finds itself whole waits below the desk's ``updates``."""
    world = World(tmp_path)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(updating, "here", world.programs)
    world.files = FolderUpdateFiles(world.desk.updates)
    world.files.prepare()
    offer(world, WHOLE)
    return world


def offer(world, program):
    archive, release = world.release(spoil=lambda tree: (tree / trees.PROGRAM).write_text(program))
    archive.rename(world.files.archive(release))
    world.files.make_ready(release)
    world.waits = release


def test_what_waits_is_installed_and_begins_at_the_next_start(world):
    assert installing.waiting(world.desk) == world.waits
    assert installing.install(world.desk, world.waits) is None
    assert installing.is_switched(world.waits)
    assert world.start() == NEWER
    assert installing.waiting(world.desk) is None


def test_a_checkout_an_administrator_and_a_version_that_failed_install_nothing(world, monkeypatch):
    monkeypatch.setattr(installing, "load_policy", lambda: MachinePolicy(updates="package"))
    assert installing.waiting(world.desk) is None
    monkeypatch.setattr(installing, "load_policy", MachinePolicy)
    assert installing.waiting(world.desk) == world.waits
    installing.installation().give_up(Version.parse(NEWER))
    assert installing.waiting(world.desk) is None
    installing.tidy(world.desk)
    assert not world.files.ready_facts.exists()
    monkeypatch.setattr(sys, "frozen", False)
    assert installing.waiting(world.desk) is None


def test_an_archive_that_was_swapped_is_told_and_fetched_anew(world):
    path = world.files.archive(world.waits)
    content = bytearray(path.read_bytes())
    content[-9] ^= 1
    path.write_bytes(content)
    assert installing.install(world.desk, world.waits).reason in {"archive", "hash"}
    status = world.files.status()
    assert (status.state, str(status.version)) == (UpdateState.REFUSED, NEWER)
    assert status.reason in {"archive", "hash"}
    assert world.files.ready() is None
    assert not installing.is_switched(world.waits)


def test_a_program_that_does_not_find_itself_whole_is_told_and_may_try_once_more(world):
    offer(world, BROKEN)
    assert installing.install(world.desk, world.waits).reason == "self_test"
    assert world.files.status().reason == "self_test"
    assert installing.waiting(world.desk) == world.waits
    assert installing.install(world.desk, world.waits).reason == "self_test"
    assert installing.waiting(world.desk) is None


@pytest.mark.skipif(sys.platform == "win32", reason="its programs are scripts of a shell")
def test_a_self_test_that_does_not_end_is_ended(tmp_path):
    for name, words, whole in (("whole", WHOLE, True), ("broken", BROKEN, False), ("slow", SLOW, False)):
        program = tmp_path / name
        program.write_text(words)
        program.chmod(0o755)
        assert installing.finds_itself_whole(program, 0.5 if name == "slow" else 20) is whole
    assert not installing.finds_itself_whole(tmp_path / "nobody")
