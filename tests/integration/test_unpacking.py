"""An archive becomes a tree only where it is what was signed, and nothing is written outside that tree."""

import hashlib
import io
import json
import tarfile
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.update_world import NEWER, QuickDisk, World, tool
from wemi_desk.domain.errors import ReleaseRefusedError
from wemi_desk.domain.releases import release_from
from wemi_desk.gateways.unpacking import is_whole, unpack
from wemi_desk.sync.compression import zstd

BUILD = json.dumps({"version": NEWER}).encode()


@pytest.fixture
def world(tmp_path):
    return World(tmp_path)


def archive_of(folder, members, *, files=None, links=None, level=1):
    """A tar of our own making: *members* are (name, content) or ready TarInfos; *files* is what its list says."""
    contents = dict(one for one in members if isinstance(one, tuple))
    listed = {name: [len(content), hashlib.sha256(content).hexdigest(), True] for name, content in contents.items()}
    said = {"format": 1, "files": listed if files is None else files, "links": links or {}}
    plain = io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w") as tar:
        for one in [("manifest.json", json.dumps(said).encode()), *members]:
            if isinstance(one, tuple):
                info = tarfile.TarInfo(one[0])
                info.size = len(one[1])
                tar.addfile(info, io.BytesIO(one[1]))
            else:
                tar.addfile(one)
    path = folder / f"wemi-desk-{NEWER}-linux-x86_64.tar.zst"
    path.write_bytes(zstd.compress(plain.getvalue(), level=level))
    return path, release_of(path)


def release_of(path, **other):
    content = path.read_bytes()
    facts = {
        "version": NEWER, "system": "linux-x86_64", "archive": path.name, "bytes": len(content),
        "sha256": hashlib.sha256(content).hexdigest(), "unpacked_bytes": 1_000_000, "schema": 14,
    }  # fmt: skip
    return release_from(facts | other)


def link(name, target, kind=tarfile.SYMTYPE):
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info


def refused(folder, archive, release):
    with pytest.raises(ReleaseRefusedError) as caught:
        unpack(archive, folder / "tree", release, QuickDisk())
    return caught.value.reason


def test_the_same_tree_gives_the_same_archive_and_comes_out_as_it_was(world):
    first, release = world.release()
    content = first.read_bytes()
    again, _same = world.release()
    assert again.read_bytes() == content
    unpack(first, world.folder / "tree", release, QuickDisk())
    assert is_whole(world.folder / "tree")
    library = world.folder / "tree" / "_internal" / "libQt.so.6"
    assert library.is_symlink()
    assert library.read_bytes() == b"library " * 5000
    assert (world.folder / "tree" / "wemi-desk").stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(
    "name", ["../out", "/etc/out", "a/../../out", "a\\out", "C:out", "a//out", "./out", "", "a/", "out\n", "x" * 300]
)
def test_a_name_that_leads_elsewhere_is_refused(tmp_path, name):
    archive, release = archive_of(tmp_path, [("build.json", BUILD), (name, b"x")])
    assert refused(tmp_path, archive, release) == "archive"
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("target", ["../../out", "/etc/passwd", "nobody", "..", "b/../../../build.json"])
def test_a_link_that_leads_out_or_nowhere_is_refused(tmp_path, target):
    members = [("build.json", BUILD), link("a/link", target)]
    assert refused(tmp_path, *archive_of(tmp_path, members, links={"a/link": target})) == "archive"


@pytest.mark.parametrize("kind", [tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE, tarfile.DIRTYPE, tarfile.SYMTYPE])
def test_nothing_but_files_and_listed_links_comes_out(tmp_path, kind):
    listed = {"build.json": [len(BUILD), hashlib.sha256(BUILD).hexdigest(), False], "other": [0, "", False]}
    members = [("build.json", BUILD), link("other", "build.json", kind)]
    assert refused(tmp_path, *archive_of(tmp_path, members, files=listed)) == "archive"


def test_nothing_is_written_through_a_link(tmp_path):
    members = [("build.json", BUILD), link("a", "build.json"), ("a/file", b"x")]
    assert refused(tmp_path, *archive_of(tmp_path, members, links={"a": "build.json"})) == "archive"


@pytest.mark.parametrize(
    "change",
    [
        lambda files: files.pop("wemi-desk"),
        lambda files: files.update(more=[1, "", False]),
        lambda files: files["wemi-desk"].__setitem__(1, "0" * 64),
        lambda files: files["wemi-desk"].__setitem__(0, 3),
        lambda files: files["wemi-desk"].__setitem__(0, -1),
        lambda files: files.update({"Wemi-Desk": files["wemi-desk"]}),
        lambda files: files.update({"manifest.json": files["wemi-desk"]}),
    ],
)
def test_a_list_that_is_not_that_of_the_archive_is_refused(tmp_path, change):
    contents = {"build.json": BUILD, "wemi-desk": b"#!/bin/sh\n"}
    listed = {name: [len(one), hashlib.sha256(one).hexdigest(), True] for name, one in contents.items()}
    change(listed)
    assert refused(tmp_path, *archive_of(tmp_path, list(contents.items()), files=listed)) == "archive"


def test_the_same_file_twice_is_refused(tmp_path):
    members = [("build.json", BUILD), ("build.json", BUILD)]
    assert refused(tmp_path, *archive_of(tmp_path, members)) == "archive"


def test_an_archive_that_was_swapped_after_it_was_verified_is_refused(world):
    archive, release = world.release()
    world.release(spoil=lambda tree: (tree / "more").write_bytes(b"x"))
    assert refused(world.folder, archive, replace(release, bytes=10**6, unpacked_bytes=10**6)) == "hash"


def test_bytes_behind_the_end_belong_to_the_hash_too(tmp_path):
    archive, release = archive_of(tmp_path, [("build.json", BUILD)])
    with archive.open("ab") as file:
        file.write(zstd.compress(b"more"))
    assert refused(tmp_path, archive, replace(release, bytes=release.bytes + 100)) == "hash"


def test_more_than_was_signed_for_is_refused(tmp_path):
    archive, release = archive_of(tmp_path, [("build.json", BUILD), ("large", b"\0" * 500_000)])
    assert refused(tmp_path, archive, replace(release, unpacked_bytes=400_000)) == "too_large"
    assert refused(tmp_path, archive, replace(release, bytes=release.bytes - 1)) == "too_large"


def test_a_build_that_calls_itself_otherwise_is_no_tree(world):
    archive, _facts = world.pack(world.folder / "built" / str(world.release()[1].version), NEWER)
    other = archive.with_name(archive.name.replace(NEWER, "0.1.11"))
    archive.rename(other)
    release = release_of(other, version="0.1.11")
    with pytest.raises(ReleaseRefusedError, match="archive"):
        world.installation().stage(other, release)
    assert world.names() == set()


def test_a_file_that_changed_or_went_is_found(world):
    archive, release = world.release()
    for number, spoil in enumerate((_change, _remove, _turn)):
        tree = world.folder / f"tree-{number}"
        unpack(archive, tree, release, QuickDisk())
        spoil(tree)
        assert not is_whole(tree)


def _change(tree):
    content = bytearray((tree / "_internal" / "libQt.so.6.1").read_bytes())
    content[17] ^= 1
    (tree / "_internal" / "libQt.so.6.1").write_bytes(content)


def _remove(tree):
    (tree / "build.json").unlink()


def _turn(tree):
    (tree / "_internal" / "libQt.so.6").unlink()
    (tree / "_internal" / "libQt.so.6").symlink_to("/etc/passwd")


@pytest.fixture(scope="module")
def good(tmp_path_factory):
    folder = tmp_path_factory.mktemp("good")
    archive, release = World(folder).release()
    return archive.read_bytes(), release


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(place=st.integers(0, 10**6), bit=st.integers(0, 7), cut=st.booleans())
def test_whatever_happens_to_the_bytes_no_tree_comes_of_it(tmp_path_factory, good, place, bit, cut):
    content, release = good
    spoilt = bytearray(content)
    spoilt[place % len(spoilt)] ^= 1 << bit
    folder = tmp_path_factory.mktemp("spoilt")
    archive = folder / "archive"
    archive.write_bytes(bytes(spoilt[: place % len(spoilt)] if cut else spoilt))
    assert refused(folder, archive, release) in {"archive", "hash", "too_large"}


def test_the_facts_of_a_build_are_what_a_desk_reads():
    facts = tool("release_archive").facts_of("0.1.10", "linux-x86_64")
    release = release_from(facts | {"archive": "wemi-desk-0.1.10-linux-x86_64.tar.zst", "sha256": "0" * 64, "bytes": 1,
                                    "unpacked_bytes": 1})  # fmt: skip
    assert {"citizen", "contact"} <= release.carries
    assert release.schema >= 13
    assert release.can_speak(1)
