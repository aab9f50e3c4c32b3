"""Releases over the real line: as they are, in parts, to enrolled desks alone; and what a centre says of them."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from tests.central_exchange import plain_rules
from tests.central_people import TENANT
from tests.release_desk import NOW, Publisher, TrustingDesk, facts_of, publishers_tool
from tests.wire_centre import name_of, served, wire_centre
from wemi_desk.central.releases import ReleaseFolder
from wemi_desk.central.store.database import CentreDatabase
from wemi_desk.central.store.devices import Devices
from wemi_desk.central.store.directory import CentreLog
from wemi_desk.domain.errors import NoLineError, ReleaseRefusedError
from wemi_desk.domain.releases import Version
from wemi_desk.gateways.central_api import HttpCentreLine
from wemi_desk.gateways.centre_http import CentreHttp, LineSettings
from wemi_desk.gateways.release_carriers import CentreCarrier
from wemi_desk.gateways.release_repository import SignedReleases
from wemi_desk.sync import wire
from wemi_desk.sync.messages import EMPTY_CHAIN
from wemi_desk.sync.ports import LineError, TooOldError


@pytest.fixture(scope="module")
def publisher(tmp_path_factory):
    made = Publisher(tmp_path_factory.mktemp("publisher"))
    made.add("0.2.0", b"program " * 100_000)
    return made


@pytest.fixture
def centre(publisher, tmp_path):
    url = f"sqlite:///{tmp_path / 'centre.db'}"
    database = CentreDatabase(url, lasting=False)
    database.create_all()
    database.close()
    with served(wire_centre(url, tmp_path, apply_act=plain_rules, releases=publisher.folder)) as centre:
        yield centre
    publisher.at().set_oldest("")


def pull(desk):
    return desk.line.pull(wire.PullRequest(cursors=[], erase_no=0, incarnation=uuid4()))


def push(desk):
    return desk.line.push(wire.PushRequest(incarnation=uuid4(), first=1, chain=EMPTY_CHAIN, acts=[], erase_no=0))


def test_a_desk_learns_of_a_release_fetches_and_verifies_it(centre, publisher, tmp_path):
    known, desk = centre.enrolled(), TrustingDesk(tmp_path / "desk", publisher.first_root)
    pull(known)
    assert known.line.tokens.program.offers == {"linux-x86_64": "0.2.0"}
    with_pieces = SignedReleases(
        CentreCarrier(known.http, known.line), desk.files, publisher.first_root, "linux-x86_64", 100_000
    )
    release, heard = with_pieces.newest(NOW), []
    with_pieces.fetch(release, heard.append)
    assert release.version == Version(0, 2, 0)
    assert heard == [*range(0, 800_000, 100_000), 800_000]
    assert desk.files.verified(release)


def test_a_stranger_gets_nothing(centre):
    stranger = CentreHttp(LineSettings(url=centre.url))
    for path in ("metadata/timestamp.json", "metadata/1.root.json", "targets/x"):
        assert stranger.call("GET", f"/v1/releases/{path}", b"", {}).status == 401
    stranger.close()


@pytest.mark.parametrize(
    "name",
    ["offered.json", "..%2Foffered.json", "..", "root.json", "0.root.json", "timestamp.json.new", "1.root.json%00"],
)
def test_only_names_of_releases_are_looked_for(centre, name):
    desk = centre.enrolled()
    with pytest.raises(LineError):
        desk.line.read(f"/v1/releases/metadata/{name}")


@pytest.mark.parametrize("name", ["../metadata/timestamp.json", "root.json", "%2e%2e%2froot.json"])
def test_only_names_of_archives_are_looked_for(centre, name):
    with pytest.raises(LineError):
        centre.enrolled().line.read(f"/v1/releases/targets/{name}", "bytes=0-9")


@pytest.mark.parametrize("span", ["", "bytes=5-2", "bytes=-5", "bytes=0-1,4-5", "lines=0-1", "bytes=9999999999999-"])
def test_a_range_has_to_be_one_and_right(centre, publisher, span):
    desk, name = centre.enrolled(), publisher.archive("0.2.0").name
    with pytest.raises(LineError):
        desk.line.read(f"/v1/releases/targets/{name}", span)


def test_no_more_than_a_part_is_given_and_nothing_after_the_end(centre, publisher):
    desk, archive = centre.enrolled(), publisher.archive("0.2.0")
    path = f"/v1/releases/targets/{archive.name}"
    assert desk.line.read(path, "bytes=799990-9999999") == archive.read_bytes()[-10:]
    with pytest.raises(LineError):
        desk.line.read(path, "bytes=800000-")


def test_a_program_that_is_too_old_still_sends_and_fetches_its_successor(centre, publisher, tmp_path):
    desk = centre.enrolled()
    publisher.at().set_oldest("0.1.5")
    with pytest.raises(TooOldError):
        pull(desk)
    assert push(desk).state == wire.TAKEN
    fresh = HttpCentreLine(desk.http, name_of(desk.desk))  # no token yet: it gets one all the same
    assert fresh.read("/v1/releases/metadata/timestamp.json")
    assert fresh.tokens.program.oldest == "0.1.5"
    publisher.at().set_oldest("0.1.0")
    pull(desk)


def test_the_centre_hears_once_which_version_went_back_and_why(centre):
    desk = centre.enrolled()
    name = replace(name_of(desk.desk), told_version="0.1.0 (0.2.0: self_test)")
    for _restart in range(2):
        line = HttpCentreLine(desk.http, name)
        assert line.read("/v1/releases/metadata/timestamp.json")
    with centre.store.quick() as connection:
        device = Devices(connection).find(TENANT, desk.desk.id)
        log = CentreLog(connection, TENANT, centre.keys.audit_key(TENANT)).since(0, {"program_gone_back"})
    assert device.version == "0.1.0 (0.2.0: self_test)"
    assert [one.reason for one in log] == ["0.1.0 (0.2.0: self_test)"]


def test_a_centre_without_releases_says_so(tmp_path):
    url = f"sqlite:///{tmp_path / 'centre.db'}"
    database = CentreDatabase(url, lasting=False)
    database.create_all()
    database.close()
    with served(wire_centre(url, tmp_path, apply_act=plain_rules)) as centre:
        known = centre.enrolled()
        pull(known)
        assert known.line.tokens.program is None
        desk = TrustingDesk(tmp_path / "desk", b"")
        with pytest.raises(LineError, match="unknown"):
            known.line.read("/v1/releases/metadata/timestamp.json")
        assert desk.files.ready() is None


def test_a_line_that_goes_down_is_no_fault_of_a_release(centre, publisher, tmp_path):
    known, desk = centre.enrolled(), TrustingDesk(tmp_path / "desk", publisher.first_root)
    dead = CentreHttp(LineSettings(url="http://127.0.0.1:9", connect_seconds=0.5))
    with pytest.raises(NoLineError):
        desk.look(CentreCarrier(dead, HttpCentreLine(dead, name_of(known.desk))))


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{}", '{"offers": {"linux-x86_64": "latest"}}', '{"offers": 3}', '{"offers": {}, "oldest": "x"}'],
)
def test_a_hint_that_cannot_be_read_is_none(tmp_path, content):
    (tmp_path / "offered.json").write_text(content)
    folder = ReleaseFolder(tmp_path)
    assert folder.hint() is None
    assert folder.oldest() is None


def test_a_new_hint_is_heard_without_a_restart(publisher):
    folder = ReleaseFolder(publisher.folder)
    assert folder.oldest() is None
    publisher.at().set_oldest("0.1.7")
    assert folder.oldest() == Version(0, 1, 7)
    publisher.at().set_oldest("")


def test_the_publishers_commands_do_a_year_of_work(tmp_path, capsys):
    tool, repo, keys = publishers_tool(), tmp_path / "releases", tmp_path / "keys"
    phrase, archive = tmp_path / "phrase", tmp_path / "wemi-desk-0.2.0-linux-x86_64.tar.zst"
    phrase.write_text("una frase di prova\n")
    archive.write_bytes(b"program")
    (tmp_path / "release.json").write_text(json.dumps(facts_of("0.2.0")))
    secret = ["--keys", str(keys), "--passphrase-file", str(phrase)]
    for words in (
        ["init", str(repo), *secret],
        ["add", str(repo), str(archive), str(tmp_path / "release.json"), *secret, "--note", "Una frase."],
        ["sign", str(repo), *secret],
        ["sign", str(repo), *secret, "--all"],
        ["rotate", str(repo), "targets", *secret],
        ["oldest", str(repo), "0.1.0"],
        ["check", str(repo)],
    ):
        assert tool.main(words) == 0
    assert "wemi-desk-0.2.0" in capsys.readouterr().out
    assert all(b"ENCRYPTED" in one.read_bytes() for one in keys.iterdir())
    desk = TrustingDesk(tmp_path / "desk", (repo / "metadata" / "1.root.json").read_bytes())
    assert desk.take(repo, datetime.now(UTC)).note == "Una frase."
    tool.main(["withdraw", str(repo), "0.2.0", *secret])
    assert desk.look(repo, datetime.now(UTC)) is None


def test_facts_of_another_archive_are_not_signed(tmp_path):
    made = Publisher(tmp_path)
    with pytest.raises(SystemExit, match="not the archive"):
        made.add("0.2.0", sha256="0" * 64)
    assert not list((made.folder / "targets").iterdir())


def test_too_few_keys_at_hand_write_nothing(tmp_path):
    made = Publisher(tmp_path)
    for one in list(made.keys_folder.glob("root-[23]-*")):
        one.unlink()
    before = sorted((path.name, path.read_bytes()) for path in (made.folder / "metadata").iterdir())
    with pytest.raises(SystemExit, match="1 of 2 keys"):
        made.at().sign(everything=True)
    assert before == sorted((path.name, path.read_bytes()) for path in (made.folder / "metadata").iterdir())


def test_a_root_that_is_no_root_is_refused(tmp_path, publisher):
    with pytest.raises(ReleaseRefusedError):
        TrustingDesk(tmp_path / "desk", b"{}").look(publisher.folder)
