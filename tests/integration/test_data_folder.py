"""The data folder, the practice secrets and the lock on it."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from wemi_desk.config import Profile
from wemi_desk.domain.errors import AnotherConsoleError, DataFolderError, DiskFullError, KeyringMissingError
from wemi_desk.gateways import instance_lock, whole_files
from wemi_desk.gateways.data_folder import prepare
from wemi_desk.gateways.instance_lock import acquire
from wemi_desk.gateways.practice_secrets import PracticeSecretStore

ROOT = Path(__file__).resolve().parents[2]
HOLD = (
    "import sys; from pathlib import Path\n"
    "from wemi_desk.config import Profile\n"
    "from wemi_desk.gateways.instance_lock import acquire\n"
    "lock = acquire(Profile(Path(sys.argv[1])), *sys.argv[2:])\n"
    "print('held', flush=True); sys.stdin.read()\n"
)


@pytest.fixture
def profile(tmp_path):
    profile = Profile(tmp_path / "deep" / "desk")
    prepare(profile)
    return profile


def console(profile, *words):
    """Another process that takes the lock and keeps it until its input ends."""
    command = [sys.executable, "-c", HOLD, str(profile.folder), *words]
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


@pytest.mark.skipif(os.name == "nt", reason="modes are of POSIX")
def test_the_folder_is_for_this_account_only(profile):
    folders = [profile.folder, profile.slots, profile.files, profile.backups, profile.logs]
    assert {folder.stat().st_mode & 0o777 for folder in folders} == {0o700}


def test_a_file_in_the_way_is_said(tmp_path):
    (tmp_path / "desk").write_text("x")
    with pytest.raises(DataFolderError) as caught:
        prepare(Profile(tmp_path / "desk"))
    assert caught.value.reason == "not_a_folder"


def test_a_read_only_home_is_said(tmp_path, monkeypatch):
    def refuse(self, *args, **kwargs):
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(DataFolderError) as caught:
        prepare(Profile(tmp_path / "desk"))
    assert caught.value.reason == "read_only"


def test_a_palestra_is_never_used_as_a_real_desk_nor_the_other_way_round(tmp_path):
    prepare(Profile(tmp_path / "a", practice=True))
    with pytest.raises(DataFolderError):
        prepare(Profile(tmp_path / "a"))
    prepare(Profile(tmp_path / "b"))
    (tmp_path / "b" / "state").write_text("x")
    with pytest.raises(DataFolderError):
        prepare(Profile(tmp_path / "b", practice=True))


def test_practice_secrets_refuse_a_profile_that_is_not_marked(profile):
    with pytest.raises(KeyringMissingError):
        PracticeSecretStore(profile)
    with pytest.raises(KeyringMissingError):
        PracticeSecretStore(Profile(profile.folder, practice=True))


def test_practice_secrets_are_kept_between_processes(tmp_path):
    profile = Profile(tmp_path / "p", practice=True)
    prepare(profile)
    PracticeSecretStore(profile).put("a/b", b"\x01")
    store = PracticeSecretStore(profile)
    assert store.find("a/b") == b"\x01"
    store.delete("a/b")
    store.delete("a/b")
    assert store.find("a/b") is None


def test_a_full_disk_leaves_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "state"
    whole_files.write_whole(path, b"old")

    def full(handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DiskFullError):
        whole_files.write_whole(path, b"new")
    assert path.read_bytes() == b"old"


def test_a_second_console_steps_back_and_the_first_can_be_opened_again(profile):
    first = acquire(profile)
    with pytest.raises(AnotherConsoleError):
        acquire(profile)
    first.release()
    acquire(profile).release()


def test_a_console_killed_hard_does_not_block_the_next(profile):
    with console(profile) as other:
        assert other.stdout.readline() == "held\n"
        with pytest.raises(AnotherConsoleError):
            acquire(profile)
        other.send_signal(signal.SIGKILL)
        other.wait()
    acquire(profile).release()


def test_on_a_change_of_operator_the_announced_process_takes_over_and_no_other(profile):
    lock = acquire(profile)
    word = lock.hand_over()
    with console(profile, word) as following:
        lock.release()
        assert following.stdout.readline() == "held\n"
        with pytest.raises(AnotherConsoleError):
            acquire(profile)
        following.stdin.close()
        following.wait()
    acquire(profile).release()


def test_between_announcement_and_arrival_a_stranger_is_refused(profile):
    lock = acquire(profile)
    word = lock.hand_over()
    lock.release()
    with pytest.raises(AnotherConsoleError):
        acquire(profile)
    with pytest.raises(AnotherConsoleError):
        acquire(profile, "another word")
    acquire(profile, word).release()


def test_an_announcement_that_nobody_follows_runs_out_or_is_withdrawn(profile, monkeypatch):
    lock = acquire(profile)
    lock.hand_over()
    lock.withdraw()
    lock.hand_over()
    lock.release()
    later = instance_lock.time.time() + instance_lock.HANDOVER_SECONDS + 1
    monkeypatch.setattr(instance_lock.time, "time", lambda: later)
    acquire(profile).release()


def test_a_garbled_announcement_is_nobodys(profile):
    for text in ("", "[]", '{"word": 3}', '{"until": "x", "word": "y"}', "\x00"):
        (profile.folder / "lock.next").write_text(text)
        acquire(profile).release()
