"""The folder of an update: whole or not there, whatever is found in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from wemi_desk.domain.releases import Release, UpdateState, UpdateStatus, Version, archive_name
from wemi_desk.gateways.update_files import FolderUpdateFiles

SOME = Release(
    version=Version(0, 2, 0), system="linux-x86_64", archive=archive_name(Version(0, 2, 0), "linux-x86_64"),
    sha256="a" * 64, bytes=5, unpacked_bytes=9, schema=13,
)  # fmt: skip


@pytest.fixture
def files(tmp_path: Path) -> FolderUpdateFiles:
    made = FolderUpdateFiles(tmp_path / "updates")
    made.prepare()
    return made


def test_an_archive_waits_for_the_next_start_once_it_is_named(files: FolderUpdateFiles) -> None:
    files.archive(SOME).write_bytes(b"12345")
    assert files.ready() is None
    files.make_ready(SOME)
    assert files.ready() == SOME


def test_a_named_archive_of_another_size_does_not_wait(files: FolderUpdateFiles) -> None:
    files.archive(SOME).write_bytes(b"1234")
    files.make_ready(SOME)
    assert files.ready() is None


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b"{}", b"\xff", b"[" * 100_000])
def test_files_that_are_not_whole_say_nothing(files: FolderUpdateFiles, content: bytes) -> None:
    files.ready_facts.write_bytes(content)
    files.state.write_bytes(content)
    assert files.ready() is None
    assert files.status() == UpdateStatus()


def test_what_was_told_is_read_back(files: FolderUpdateFiles) -> None:
    told = UpdateStatus().about(SOME, UpdateState.ANNOUNCED, datetime(2026, 11, 22, 9, tzinfo=UTC))
    files.tell(told)
    assert files.status() == told


def test_dropping_leaves_the_trusted_metadata(files: FolderUpdateFiles) -> None:
    (files.metadata / "timestamp.json").write_bytes(b"{}")
    files.archive(SOME).write_bytes(b"12345")
    files.make_ready(SOME)
    files.drop()
    assert files.ready() is None
    assert not files.waiting.exists()
    assert (files.metadata / "timestamp.json").exists()


def test_another_archive_of_the_same_name_does_not_go_on_with_the_bytes_that_came(files: FolderUpdateFiles) -> None:
    assert files.part(SOME) != files.part(replace(SOME, sha256="b" * 64))
