"""A disk without room: words, nothing half-written, and the same key works once there is room again (S04, S05)."""

import os
import shutil
import subprocess
import sys
from contextlib import suppress
from dataclasses import replace

import pytest
from sqlalchemy import event

from tests.desk import KEY, Desk
from tests.end_to_end.killing import Losses, look
from tests.factories import person, visit
from wemi_desk.domain.errors import DiskFullError
from wemi_desk.persistence import backup, copying, tables
from wemi_desk.services.citizens import RegisterCitizen

_NOTE = "x" * 500


class _FullPages:
    """The store itself may not grow, and a copy stops half-way: the driver's own "disk is full", on every system."""

    def __init__(self, folder):
        self.folder = folder
        self.limit = 2**30
        self.patch = pytest.MonkeyPatch()

    def arm(self, desk):
        event.listen(desk.engine, "begin", self._limit)

    def _limit(self, connection):
        connection.exec_driver_sql(f"PRAGMA max_page_count = {self.limit}")

    def fill(self, desk):
        with desk.engine.connect() as connection:
            self.limit = connection.exec_driver_sql("PRAGMA page_count").scalar()
        self.patch.setattr(copying, "_write", self._write_half)

    def free(self):
        self.limit = 2**30
        self.patch.undo()

    def close(self):
        self.patch.undo()

    def _write_half(self, source, key, part):
        part.write_bytes(source.read_bytes()[:4096])
        raise copying.sqlcipher.OperationalError("database or disk is full")


class _SmallDisk:
    """A real file system of four megabytes (Linux, as root)."""

    def __init__(self, folder):
        self.folder = folder / "disk"
        self.folder.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", self.folder], check=True, capture_output=True)
        self.ballast = self.folder / "ballast"

    def arm(self, desk):
        pass

    def fill(self, desk):
        with suppress(OSError), self.ballast.open("wb", buffering=0) as file:
            while True:
                file.write(b"x" * 4096)

    def free(self):
        self.ballast.unlink()

    def close(self):
        subprocess.run(["umount", self.folder], check=True, capture_output=True)


def _disks():
    root = sys.platform.startswith("linux") and os.geteuid() == 0 and shutil.which("mount")
    if root and subprocess.run(["unshare", "-m", "true"], capture_output=True, check=False).returncode == 0:
        return [_FullPages, _SmallDisk]
    return [_FullPages]


@pytest.fixture(params=_disks())
def disk(request, tmp_path):
    disk = request.param(tmp_path)
    try:
        yield disk
    finally:
        disk.close()


@pytest.fixture
def desk(disk):
    desk = Desk(disk.folder).found()
    disk.arm(desk)
    try:
        yield desk
    finally:
        desk.close()


def _until_full(desk):
    for _ in range(10_000):
        desk.giulia.contacts.record(visit(note=_NOTE))


def test_a_full_disk_is_said_nothing_is_half_written_and_the_same_key_works_afterwards(disk, desk):
    giulia = desk.giulia
    citizen = giulia.citizens.register(RegisterCitizen(form=person())).citizen
    draft = giulia.drafts.begin()
    giulia.drafts.save(draft, "contact", {"note": _NOTE})
    disk.fill(desk)
    with pytest.raises(DiskFullError):
        _until_full(desk)
    before = len(desk.rows(tables.CONTACT))
    command = visit(citizen_id=citizen.id, note=_NOTE, draft_id=draft)
    for _ in range(3):
        with pytest.raises(DiskFullError):
            giulia.contacts.record(command)
    assert giulia.citizens.search("fumagalli")[0].citizen == citizen
    assert _NOTE in giulia.drafts.get(draft).content
    assert len(desk.rows(tables.CONTACT)) == before
    disk.free()
    giulia.contacts.record(command)
    giulia.contacts.record(replace(command, draft_id=None))
    assert len(desk.rows(tables.CONTACT)) == before + 2
    assert giulia.drafts.mine() == []
    desk.close()
    losses = Losses()
    look(disk.folder, [], losses)
    assert losses.corrupt == []


def test_a_disk_that_fills_during_a_backup_leaves_the_store_and_the_copies_it_had(disk, desk):
    desk.giulia.contacts.quick("1")
    first = desk.giulia.backups.back_up()
    desk.clock.pass_by(hours=2)
    disk.fill(desk)
    with pytest.raises(DiskFullError):
        desk.giulia.backups.back_up()
    assert [copy.place for copy in desk.giulia.backups._place.listed()] == [first.place]
    assert {path.name for path in desk.backup_folder.iterdir()} == {first.place.name}
    disk.free()
    desk.giulia.contacts.quick("1")
    made = desk.giulia.backups.back_up()
    assert backup.counts(made.place / "store.db", KEY)["contact"] == 2
