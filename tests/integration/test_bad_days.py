"""Days on which the computer is against us: a read-only disk, held files, shares, other people, clocks."""

import ctypes
import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from tests.command_desk import PASSPHRASE
from wemi_desk import bootstrap, doctor, logs
from wemi_desk.config import Profile
from wemi_desk.domain.desk_settings import DeskSettings
from wemi_desk.domain.errors import DataFolderError, FileHeldError
from wemi_desk.gateways import data_folder, file_systems, whole_files
from wemi_desk.gateways.clock import RawClock
from wemi_desk.gateways.file_systems import kind_in
from wemi_desk.gateways.instance_lock import acquire
from wemi_desk.gateways.settings import FileSettings
from wemi_desk.gateways.whole_files import write_whole
from wemi_desk.services.contacts import RecordContact
from wemi_desk.ui.error_text import error_text

ROOT = Path(__file__).resolve().parents[2]
PR_CAPBSET_DROP, CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH = 24, 1, 2
posix = pytest.mark.skipif(os.name == "nt", reason="modes are of POSIX")


def obey_modes():
    """Also the administrator, who otherwise may do everything, is bound by what the modes say after this."""
    for right in (CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH):
        ctypes.CDLL(None).prctl(PR_CAPBSET_DROP, right, 0, 0, 0)


def command(home, *words):
    environ = {**os.environ, "HOME": str(home), "XDG_DATA_HOME": "", "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run([sys.executable, "-m", "wemi_desk", *words], cwd=ROOT, env=environ, preexec_fn=obey_modes,
                          capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)  # fmt: skip


@posix
def test_in_a_home_that_is_read_only_a_command_says_so_and_leaves_nothing_half_made(tmp_path):
    home = tmp_path / "home"
    home.mkdir(mode=0o500)
    done = command(home, "backup", "--real")
    assert (done.returncode, "sola lettura" in done.stderr, "Traceback" in done.stderr) == (1, True, False), done
    done = command(home, "doctor", "--json", "--real")
    assert json.loads(done.stdout)["enrolled"] is False
    assert list(home.iterdir()) == []


def worked(profile, times=1):
    access = bootstrap.access_service(profile)
    desk = bootstrap.open_desk(profile, access.unlock(access.operators()[0].operator_id, PASSPHRASE))
    try:
        for _ in range(times):
            desk.contacts.record(RecordContact(reason="1"))
        return desk.exchange.state().waiting
    finally:
        desk.close()


@posix
def test_what_one_person_of_the_computer_records_another_does_not_see(wemi, ready):
    logs.configure(ready.logs)
    try:
        worked(ready)
        logs.log("screen_shown", screen="sportello")
    finally:
        logs.close()
    lock = acquire(ready)
    lock.hand_over()
    note = ready.lock.with_name("lock.next")
    assert note.stat().st_mode & 0o077 == 0
    lock.withdraw()
    lock.release()
    assert wemi("backup")[0] == 0
    FileSettings(ready).save(DeskSettings())
    below = [ready.folder, *ready.folder.rglob("*")]
    open_to_others = {one.name: oct(one.stat().st_mode & 0o777) for one in below if one.stat().st_mode & 0o077}
    assert open_to_others == {}
    if os.getuid() == 0:
        looked = subprocess.run([sys.executable, "-c", f"import os; os.listdir({str(ready.folder)!r})"], user=65534,
                                group=65534, extra_groups=[], capture_output=True, text=True, check=False)  # fmt: skip
        assert looked.returncode != 0


class HeldError(PermissionError):
    """What Windows says while a scanner has the file."""

    winerror = 32


@pytest.fixture
def scanner(monkeypatch):
    """Keeps every file that is to be renamed for so many seconds; the seconds are counted, not waited for."""
    state = {"left": 0.0, "waited": 0.0}
    rename = Path.replace

    def replace(self, target):
        if state["left"] > 0:
            raise HeldError(13, "held")
        return rename(self, target)

    def wait(seconds):
        state["left"] -= seconds
        state["waited"] += seconds

    monkeypatch.setattr(Path, "replace", replace)
    monkeypatch.setattr(whole_files, "wait", wait)
    return state


def test_a_file_that_a_scanner_holds_for_half_a_minute_is_written_all_the_same(ready, scanner):
    scanner["left"] = 30.0
    FileSettings(ready).save(DeskSettings(theme="dark"))
    assert FileSettings(ready).load().theme == "dark"
    assert scanner["waited"] >= 30.0


def test_a_desk_works_and_locks_while_its_small_files_are_held(ready, scanner):
    for _ in range(3):
        scanner["left"] = 30.0
        waiting = worked(ready)
    assert waiting >= 3


def test_a_file_that_stays_held_leaves_the_one_before_and_has_its_sentence(tmp_path, scanner):
    path = tmp_path / "settings.json"
    write_whole(path, b"before")
    scanner["left"] = 3600.0
    with pytest.raises(FileHeldError) as caught:
        write_whole(path, b"after")
    assert path.read_bytes() == b"before"
    assert "antivirus" in error_text(caught.value)


MOUNTS = """27 1 254:0 / / rw,relatime - ext4 /dev/vda rw
30 27 0:40 / /home rw - nfs4 server:/home rw
31 30 0:41 / /home/local rw - ext4 /dev/vdb rw
32 27 0:42 / /mnt/due\\040parole rw shared:5 - cifs //server/x rw
33 27 0:43 / /over rw - ext4 /dev/vdc rw
34 27 0:44 / /over rw - nfs server:/over rw
nonsense
"""


@pytest.mark.parametrize(("path", "kind"), [
    ("/srv/x", "ext4"), ("/home/ada/.local", "nfs4"), ("/home/local/ada", "ext4"), ("/homely", "ext4"),
    ("/mnt/due parole/x", "cifs"), ("/over/x", "nfs"), ("/", "ext4")])
def test_a_share_is_told_from_a_disk_of_this_computer(path, kind):
    assert kind_in(MOUNTS, path) == kind


def test_no_desk_begins_on_a_share_and_one_that_stands_there_goes_on_and_is_told(wemi, ready, tmp_path, monkeypatch):
    monkeypatch.setattr(data_folder, "is_remote", lambda _folder: True)
    monkeypatch.setattr(file_systems, "is_remote", lambda _folder: True)
    with pytest.raises(DataFolderError) as caught:
        data_folder.prepare(Profile(tmp_path / "new"))
    assert "disco di rete" in error_text(caught.value)
    assert not (tmp_path / "new").exists()
    assert worked(ready) == 1
    facts = {fact.name: fact for fact in doctor.examine(ready)}
    assert (facts["folder"].state, "rete" in facts["folder"].value) == (doctor.WARNING, True)


@pytest.mark.parametrize("years", [-20, 20])
def test_a_clock_twenty_years_off_at_the_start_loses_nothing_and_can_be_put_right(ready, monkeypatch, years):
    worked(ready)
    real = RawClock.now
    monkeypatch.setattr(RawClock, "now", lambda self: real(self) + timedelta(days=365 * years))
    worked(ready)
    monkeypatch.setattr(RawClock, "now", real)
    assert worked(ready) == 3


@pytest.mark.parametrize("reason", ["read_only", "not_a_folder", "mixed", "remote", "unheard of"])
def test_every_reason_a_folder_cannot_be_used_has_a_sentence(reason):
    assert error_text(DataFolderError(reason))
