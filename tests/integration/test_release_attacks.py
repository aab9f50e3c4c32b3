"""What The Update Framework is for: whoever stands between publisher and desk can delay an update, and nothing else."""

from __future__ import annotations

import json
import shutil
from datetime import timedelta

import pytest
from tuf.api.metadata import Metadata, MetaFile

from tests.release_desk import NOW, PIECE, Interposer, Publisher, TrustingDesk, later, publishers_tool
from wemi_desk.domain.errors import NoLineError, ReleaseRefusedError
from wemi_desk.domain.releases import Version
from wemi_desk.gateways.release_carriers import FolderCarrier
from wemi_desk.gateways.release_repository import SignedReleases
from wemi_desk.services.updates.ports import FetchStopped

ROLES = ("root", "timestamp", "snapshot", "targets")


@pytest.fixture(scope="session")
def founded(tmp_path_factory):
    """A publisher with one release; tests work on a copy."""
    folder = tmp_path_factory.mktemp("publisher")
    publisher = Publisher(folder)
    publisher.add("0.2.0")
    return folder, publisher.first_root


@pytest.fixture
def publisher(founded, tmp_path):
    folder = tmp_path / "publisher"
    shutil.copytree(founded[0], folder)
    made = Publisher.__new__(Publisher)
    made.folder, made.keys_folder, made._work = folder / "releases", folder / "keys", folder / "work"
    made.first_root = founded[1]
    return made


@pytest.fixture
def desk(publisher, tmp_path):
    return TrustingDesk(tmp_path / "desk", publisher.first_root)


def refused(desk, carrier, now=NOW):
    with pytest.raises(ReleaseRefusedError) as caught:
        desk.look(carrier, now)
    assert desk.files.ready() is None
    return caught.value.reason


def test_a_release_is_found_fetched_verified_and_waits(publisher, desk):
    release = desk.take(publisher.folder)
    assert desk.files.ready() == release
    assert release.version == Version(0, 2, 0)
    assert release.note == "Si scrive più in fretta."
    assert desk.files.verified(release).read_bytes() == publisher.archive("0.2.0").read_bytes()


def test_the_newest_of_this_system_is_taken_by_its_number(publisher, desk):
    for version in ("0.10.0", "0.9.0"):
        publisher.add(version)
    publisher.add("0.11.0", system="windows-x86_64")
    assert desk.look(publisher.folder).version == Version(0, 10, 0)


def test_nothing_for_this_system_is_no_release_and_no_fault(publisher, desk):
    publisher.at().withdraw("0.2.0")
    publisher.add("0.3.0", system="windows-x86_64")
    assert desk.look(publisher.folder) is None


# --- older than what was believed before


def test_an_older_timestamp_is_a_rollback(publisher, desk):
    old = publisher.file("timestamp").read_bytes()
    publisher.add("0.3.0")
    desk.look(publisher.folder)
    carrier = Interposer(publisher.folder)
    carrier.answers["timestamp.json"] = old
    assert refused(desk, carrier) == "rollback"


def test_a_timestamp_that_names_an_older_snapshot_is_a_rollback(publisher, desk):
    publisher.add("0.3.0")
    desk.look(publisher.folder)

    def older(timestamp):
        content = (publisher.folder / "metadata" / "2.snapshot.json").read_bytes()
        timestamp.version += 1
        timestamp.snapshot_meta = MetaFile.from_data(2, content, ["sha256"])

    publisher.signed_by("timestamp", older)
    assert refused(desk, publisher.folder) == "rollback"


def test_a_snapshot_that_names_older_targets_is_a_rollback(publisher, desk):
    publisher.add("0.3.0")
    desk.look(publisher.folder)
    publisher.at().sign()
    older = MetaFile.from_data(1, (publisher.folder / "metadata" / "1.targets.json").read_bytes(), ["sha256"])
    publisher.signed_by("snapshot", lambda one: one.meta.update({"targets.json": older}))
    stamped(publisher)
    assert refused(desk, publisher.folder) == "rollback"


def test_a_restart_forgets_nothing_of_what_was_believed(publisher, desk):
    old = publisher.folder.with_name("old")
    shutil.copytree(publisher.folder, old)
    publisher.add("0.3.0")
    desk.take(publisher.folder)
    desk.files.drop()
    assert refused(desk, old) == "rollback"


def stamped(publisher):
    """A timestamp for the snapshot as it is now."""
    content, number = publisher.file("snapshot").read_bytes(), int(publisher.name("snapshot").split(".")[0])

    def renew(timestamp):
        timestamp.snapshot_meta = MetaFile.from_data(number, content, ["sha256"])

    publisher.signed_by("timestamp", renew)


# --- kept back


def test_an_answer_that_never_changes_is_refused_once_its_date_is_over(publisher, desk):
    desk.look(publisher.folder)
    assert desk.look(publisher.folder, later(days=29)) is not None
    assert refused(desk, publisher.folder, later(days=31)) == "freeze"


def test_a_new_date_ends_the_freeze(publisher, desk):
    assert refused(desk, publisher.folder, later(days=31)) == "freeze"
    publisher.at(later(days=31)).sign()
    assert desk.look(publisher.folder, later(days=31)).version == Version(0, 2, 0)


# --- parts of two editions


@pytest.mark.parametrize("role", ["snapshot", "targets"])
def test_parts_of_two_editions_do_not_mix(publisher, desk, role):
    old = publisher.file(role).read_bytes()
    publisher.add("0.3.0")
    carrier = Interposer(publisher.folder)
    carrier.answers[publisher.name(role)] = old
    assert refused(desk, carrier) == "mixed"


def test_targets_of_another_number_than_the_snapshot_says_do_not_count(publisher, desk):
    publisher.signed_by("targets", lambda one: setattr(one, "version", 7))
    content = publisher.file("targets").read_bytes()
    number = int(publisher.name("targets").split(".")[0])
    meta = MetaFile.from_data(number, content, ["sha256"])
    publisher.signed_by("snapshot", lambda one: one.meta.update({"targets.json": meta}))
    stamped(publisher)
    assert refused(desk, publisher.folder) == "mixed"


# --- over


@pytest.mark.parametrize(("role", "days"), [("root", 731), ("snapshot", 61), ("targets", 366)])
def test_what_has_expired_is_refused_whatever_is_fresh_beside_it(publisher, desk, role, days):
    now = later(days=days)
    if role != "snapshot":
        publisher.at(now).sign()
    else:
        publisher.signed_by("timestamp", lambda one: setattr(one, "expires", now + timedelta(days=1)))
    assert refused(desk, publisher.folder, now) == "expired"


# --- signatures


def content_of(publisher, role, version_up=False):
    """The file of a role, or the next root as somebody without the old keys would make it."""
    metadata = Metadata.from_file(str(publisher.file(role)))
    if role == "root":
        metadata.signed.version += 1
    return metadata


def served_as(publisher, role, metadata):
    """An interposer that gives *metadata* for the role, and everything else as it is."""
    carrier = Interposer(publisher.folder)
    name = "2.root.json" if role == "root" else publisher.name(role)
    carrier.answers[name] = metadata.to_bytes()
    return carrier


def without_hashes(publisher):
    """A publisher that leaves the hashes out, as the standard allows: then the signatures alone stand guard."""
    publisher.signed_by("snapshot", lambda one: one.meta["targets.json"].__init__(one.meta["targets.json"].version))
    number = int(publisher.name("snapshot").split(".")[0])
    publisher.signed_by("timestamp", lambda one: setattr(one, "snapshot_meta", MetaFile(number)))


@pytest.mark.parametrize("role", ROLES)
def test_what_nobody_signed_is_refused(publisher, desk, role):
    without_hashes(publisher)
    metadata = content_of(publisher, role)
    metadata.signatures.clear()
    assert refused(desk, served_as(publisher, role, metadata)) == "unsigned"


@pytest.mark.parametrize("role", ROLES)
def test_what_a_stranger_signed_is_refused(publisher, desk, role, tmp_path):
    without_hashes(publisher)
    metadata = content_of(publisher, role)
    metadata.signatures.clear()
    metadata.sign(publishers_tool().KeyRing([tmp_path / "stranger"]).make(role, 1))
    assert refused(desk, served_as(publisher, role, metadata)) == "wrong_key"


@pytest.mark.parametrize("role", ROLES)
def test_one_changed_letter_under_a_true_signature_is_refused(publisher, desk, role):
    without_hashes(publisher)
    metadata = content_of(publisher, role)
    metadata.signed.expires += timedelta(days=1)
    assert refused(desk, served_as(publisher, role, metadata)) == "unsigned"


def test_a_root_that_one_of_two_signed_is_refused(publisher, desk):
    ring = publishers_tool().KeyRing([publisher.keys_folder])
    metadata = content_of(publisher, "root")
    metadata.signatures.clear()
    metadata.sign(ring._signers[metadata.signed.roles["root"].keyids[0]])
    assert refused(desk, served_as(publisher, "root", metadata)) == "unsigned"


# --- roots


def test_the_keys_of_every_role_change_and_the_desk_follows(publisher, desk):
    desk.look(publisher.folder)
    for role in ROLES:
        publisher.at().rotate(role)
    publisher.add("0.3.0")
    assert desk.take(publisher.folder).version == Version(0, 3, 0)
    assert publisher.name("root") == "5.root.json"


def test_a_root_that_skips_one_is_refused(publisher, desk):
    publisher.at().rotate("timestamp")
    publisher.at().rotate("timestamp")
    carrier = Interposer(publisher.folder)
    carrier.answers["2.root.json"] = publisher.file("root").read_bytes()
    assert refused(desk, carrier) == "rollback"


def test_a_root_chain_that_its_old_keys_did_not_sign_is_refused(publisher, desk, tmp_path):
    stranger = Publisher(tmp_path / "stranger")
    stranger.at().rotate("root")
    carrier = Interposer(publisher.folder)
    carrier.answers["2.root.json"] = stranger.file("root").read_bytes()
    assert refused(desk, carrier) == "wrong_key"


@pytest.mark.parametrize("role", ["timestamp", "snapshot", "targets"])
def test_a_key_that_was_taken_back_signs_nothing_any_more(publisher, desk, role, tmp_path):
    old_keys = tmp_path / "stolen"
    shutil.copytree(publisher.keys_folder, old_keys)
    publisher.at().rotate(role)
    without_hashes(publisher)
    metadata = Metadata.from_file(str(publisher.file(role)))
    metadata.signatures.clear()
    before = json.loads(publisher.first_root)["signed"]["roles"][role]["keyids"][0]
    metadata.sign(publishers_tool().KeyRing([old_keys])._signers[before])
    carrier = Interposer(publisher.folder)
    carrier.answers[publisher.name(role)] = metadata.to_bytes()
    assert refused(desk, carrier) == "wrong_key"


# --- too much, too little, something else


@pytest.mark.parametrize("role", ["timestamp", "snapshot", "targets"])
def test_metadata_without_end_are_cut_off(publisher, desk, role):
    carrier = Interposer(publisher.folder)
    carrier.answers[publisher.name(role)] = b" " * 6_000_000
    assert refused(desk, carrier) == "too_large"


def test_a_root_without_end_is_cut_off(publisher, desk):
    carrier = Interposer(publisher.folder)
    carrier.answers["2.root.json"] = b" " * 600_000
    assert refused(desk, carrier) == "too_large"


@pytest.mark.parametrize("content", [b"", b"{}", b"<html>login</html>", b"\xff\xfe", b"[" * 5000])
@pytest.mark.parametrize("role", ["timestamp", "snapshot", "targets"])
def test_what_is_no_metadata_at_all_is_refused(publisher, desk, role, content):
    without_hashes(publisher)
    carrier = Interposer(publisher.folder)
    carrier.answers[publisher.name(role)] = content
    assert refused(desk, carrier) == "garbled"


def fetch_refused(desk, carrier):
    with pytest.raises(ReleaseRefusedError) as caught:
        desk.take(carrier)
    assert desk.files.ready() is None
    return caught.value.reason


def test_an_archive_with_one_other_bit_is_thrown_away(publisher, desk):
    carrier = Interposer(publisher.folder)
    carrier.spoilt = lambda first, part: bytes([part[0] ^ 1]) + part[1:] if first == PIECE else part
    assert fetch_refused(desk, carrier) == "hash"
    assert not list(desk.files.download.iterdir())
    assert desk.take(publisher.folder).version == Version(0, 2, 0)


def test_an_archive_that_ends_early_is_refused(publisher, desk):
    carrier = Interposer(publisher.folder)
    carrier.spoilt = lambda first, part: part if first < 2 * PIECE else b""
    assert fetch_refused(desk, carrier) == "too_small"


def test_an_archive_without_end_is_cut_off(publisher, desk):
    carrier = Interposer(publisher.folder)
    carrier.spoilt = lambda _first, part: part * 50
    assert fetch_refused(desk, carrier) == "too_large"


def test_an_archive_swapped_after_it_was_verified_is_not_the_verified_one(publisher, desk):
    release = desk.take(publisher.folder)
    content = desk.files.archive(release).read_bytes()
    desk.files.archive(release).write_bytes(content[:-1] + b"?")
    assert desk.files.ready() == release
    with pytest.raises(ReleaseRefusedError, match="hash"):
        desk.files.verified(release)


def test_an_archive_that_is_not_there_is_said_to_be_missing(publisher, desk):
    publisher.archive("0.2.0").unlink()
    assert fetch_refused(desk, publisher.folder) == "missing"


def test_a_signed_release_whose_facts_are_nonsense_is_refused(publisher, desk):
    def spoil(targets):
        next(iter(targets.targets.values())).unrecognized_fields["custom"]["wire"] = "9.9.9"

    publisher.signed_by("targets", spoil)
    content, number = publisher.file("targets").read_bytes(), int(publisher.name("targets").split(".")[0])
    meta = MetaFile.from_data(number, content, ["sha256"])
    publisher.signed_by("snapshot", lambda one: one.meta.update({"targets.json": meta}))
    stamped(publisher)
    assert refused(desk, publisher.folder) == "facts"


# --- clocks


def test_a_clock_before_the_day_of_signing_cannot_say_what_has_expired(publisher, desk):
    assert refused(desk, publisher.folder, later(days=-2)) == "clock"
    assert refused(desk, publisher.folder, NOW.replace(year=1999)) == "clock"
    assert desk.look(publisher.folder, later(hours=-20)) is not None


def test_a_clock_years_ahead_installs_nothing_and_spoils_nothing(publisher, desk):
    assert refused(desk, publisher.folder, NOW.replace(year=2036)) in {"freeze", "expired"}
    assert desk.look(publisher.folder) is not None


# --- cut anywhere


def test_a_download_cut_after_every_piece_goes_on_where_it_was(publisher, desk):
    asked = []
    carrier = Interposer(publisher.folder)
    carrier.spoilt = lambda first, part: asked.append(first) or part
    size, cuts = publisher.archive("0.2.0").stat().st_size, 0

    def once(limit):
        def told(done):
            if done >= limit:
                raise FetchStopped

        return told

    for limit in range(PIECE, size, PIECE):
        with pytest.raises(FetchStopped):
            desk.take(carrier, told=once(limit))
        cuts += 1
        assert desk.files.ready() is None
    release = desk.take(carrier)
    assert cuts >= 5
    assert asked == list(range(0, size, PIECE))
    assert desk.files.verified(release)


def test_bytes_torn_in_the_middle_of_a_piece_are_gone_on_with(publisher, desk):
    size = publisher.archive("0.2.0").stat().st_size
    content = publisher.archive("0.2.0").read_bytes()
    release = desk.look(publisher.folder)
    for kept in range(0, size + 1, 37):
        desk.files.prepare()
        desk.files.part(release).write_bytes(content[:kept])
        assert desk.take(publisher.folder) == release
        desk.files.drop()


def test_what_is_left_of_another_archive_goes(publisher, desk):
    release = desk.look(publisher.folder)
    (desk.files.download / "other.part").write_bytes(b"x" * 999)
    desk.files.part(release).write_bytes(b"y" * 9999)
    assert desk.files.verified(desk.take(publisher.folder))
    assert not (desk.files.download / "other.part").exists()


def test_a_stick_that_is_pulled_out_is_a_line_that_is_down(publisher, desk):
    source = SignedReleases(FolderCarrier(publisher.folder), desk.files, desk.root, "linux-x86_64", PIECE)
    release = source.newest(NOW)

    def pull_out(done):
        if done == 2 * PIECE:
            publisher.folder.rename(publisher.folder.with_name("in a pocket"))

    with pytest.raises(NoLineError):
        source.fetch(release, pull_out)
    publisher.folder.with_name("in a pocket").rename(publisher.folder)
    assert desk.take(publisher.folder) == release


def test_metadata_torn_by_a_power_cut_do_not_stop_the_next_look(publisher, desk):
    desk.look(publisher.folder)
    for one in ("timestamp", "snapshot", "targets"):
        (desk.files.metadata / f"{one}.json").write_bytes(b"")
    assert desk.look(publisher.folder) is not None
