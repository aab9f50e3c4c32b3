"""Whether a program may replace itself on this PC, and whom it believes."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pytest

from tests.release_desk import NOW, Publisher
from wemi_desk import update_doors, updating
from wemi_desk.config import Profile
from wemi_desk.domain.errors import ReleaseRefusedError
from wemi_desk.domain.machine_policy import BY_PACKAGE, MachinePolicy
from wemi_desk.domain.releases import UpdateState, Version
from wemi_desk.gateways import release_repository
from wemi_desk.gateways.release_carriers import FolderCarrier
from wemi_desk.persistence.tables import SYNCHRONISED
from wemi_desk.sync.admission import ProgramHint

EMPTY = SimpleNamespace(page=lambda *_which: [], counts=lambda: None)
CLOCK = SimpleNamespace(now=lambda: NOW, monotonic_ms=lambda: 0)


@pytest.fixture
def publisher(tmp_path):
    made = Publisher(tmp_path / "publisher")
    made.add("99.0.0", schema=9999, carries=sorted(SYNCHRONISED))
    return made


@pytest.fixture
def policy(publisher, tmp_path):
    (tmp_path / "root.json").write_bytes(publisher.first_root)
    return MachinePolicy(trusted_root=str(tmp_path / "root.json"))


@pytest.fixture
def frozen(monkeypatch):
    monkeypatch.setattr(updating, "is_frozen", lambda: True)
    monkeypatch.setattr(updating, "running_version", lambda: "0.1.0")
    monkeypatch.setattr(release_repository, "this_system", lambda: "linux-x86_64")


def reason(profile, policy):
    return update_doors.this_program(profile, policy).by_package


def test_who_may_replace_itself_and_who_may_not(tmp_path, policy, frozen, monkeypatch):
    desk = Profile(tmp_path / "desk")
    assert reason(desk, policy) == ""
    assert reason(replace(desk, practice=True), policy) == "practice"
    assert reason(desk, replace(policy, updates=BY_PACKAGE)) == "policy"
    assert reason(desk, MachinePolicy()) == "no_root"
    monkeypatch.setattr(updating, "is_frozen", lambda: False)
    assert reason(desk, policy) == "checkout"


def test_a_desk_takes_the_release_of_whom_it_believes(tmp_path, policy, frozen, publisher):
    said = ProgramHint(offers={"linux-x86_64": "99.0.0", "windows-x86_64": "100.0.0"}, oldest="0.1.0")
    service = update_doors.update_service(
        Profile(tmp_path / "desk"), policy, EMPTY, CLOCK, carrier=lambda: FolderCarrier(publisher.folder),
        said=lambda: said,
    )  # fmt: skip
    while not service.go_on().send_first:
        assert service.status().state in {UpdateState.ANNOUNCED, UpdateState.DOWNLOADING}
    status = service.offer()
    assert (status.state, status.version, status.oldest_accepted) == (
        UpdateState.READY, Version(99, 0, 0), Version(0, 1, 0)
    )


def test_the_administration_says_how_much_of_the_line_a_download_may_take(tmp_path, policy, frozen, publisher):
    publisher.add("99.1.0", content=bytes(1_000_000), schema=9999, carries=sorted(SYNCHRONISED))
    service = update_doors.update_service(
        Profile(tmp_path / "desk"), replace(policy, bytes_a_second=20_000), EMPTY, CLOCK,
        carrier=lambda: FolderCarrier(publisher.folder),
    )  # fmt: skip
    rests = []
    while not (step := service.go_on()).send_first:
        rests.append(step.seconds)
    assert max(rests) >= 10  # a piece, then as long as it would have taken
    assert sum(rests) >= 30


def test_the_same_from_a_stick_in_its_folder_or_one_above(tmp_path, policy, frozen, publisher):
    stick = tmp_path / "stick"
    stick.mkdir()
    publisher.folder.rename(stick / "wemi-desk")
    service = update_doors.update_service(Profile(tmp_path / "desk"), policy, EMPTY, CLOCK)
    service.take_from(stick)
    assert service.offer().state is UpdateState.READY
    with pytest.raises(ReleaseRefusedError, match="no_releases"):
        service.take_from(tmp_path)


def test_a_hint_nobody_can_read_says_nothing(tmp_path, policy, frozen):
    said = ProgramHint(offers={"linux-x86_64": "latest"}, oldest="old")
    service = update_doors.update_service(Profile(tmp_path / "desk"), policy, EMPTY, CLOCK, said=lambda: said)
    service.go_on()
    assert service.status().oldest_accepted is None
