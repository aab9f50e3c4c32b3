"""``wemi-desk updates`` on a desk of its own."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from tests.release_desk import Publisher
from wemi_desk import bootstrap, updating
from wemi_desk.domain.machine_policy import MachinePolicy
from wemi_desk.domain.releases import UpdateState, UpdateStatus, Version
from wemi_desk.gateways import release_repository
from wemi_desk.gateways.update_files import FolderUpdateFiles
from wemi_desk.persistence.tables import SYNCHRONISED


@pytest.fixture
def publisher(tmp_path):
    made = Publisher(tmp_path / "publisher", datetime.now(UTC))
    made.add("99.0.0", now=datetime.now(UTC), schema=9999, carries=sorted(SYNCHRONISED))
    return made


@pytest.fixture
def believing(publisher, tmp_path, monkeypatch):
    """A frozen program whose administrator names the publisher."""
    (tmp_path / "root.json").write_bytes(publisher.first_root)
    policy = MachinePolicy(trusted_root=str(tmp_path / "root.json"))
    monkeypatch.setattr(bootstrap, "machine_policy", lambda _profile: policy)
    monkeypatch.setattr(updating, "is_frozen", lambda: True)
    monkeypatch.setattr(updating, "running_version", lambda: "0.1.0")
    monkeypatch.setattr(release_repository, "this_system", lambda: "linux-x86_64")
    monkeypatch.setattr(updating, "opening", lambda _profile: __import__("contextlib").nullcontext())
    monkeypatch.setattr(updating, "confirm", lambda *_what: None)


def test_a_checkout_says_that_it_does_not_update_itself(wemi, ready):
    status, said, _ = wemi("updates")
    assert (status, said) == (0, "Questa copia del programma non si aggiorna da sola.\n")


def test_a_fleet_tool_reads_the_standing_without_a_key(wemi, ready, believing):
    FolderUpdateFiles(ready.updates).tell(
        UpdateStatus(state=UpdateState.REFUSED, version=Version(0, 2, 0), reason="expired", at=datetime.now(UTC))
    )
    status, said, _ = wemi("updates", "--json")
    told = json.loads(said)
    assert (status, told["running"], told["state"], told["reason"]) == (1, "0.1.0", "refused", "expired")


def test_a_stick_is_taken_by_a_command_and_waits_for_the_next_start(wemi, ready, believing, publisher):
    status, said, complaint = wemi("updates", "--from", publisher.folder)
    assert (status, complaint) == (0, "")
    assert "La versione 99.0.0 è pronta" in said
    assert FolderUpdateFiles(ready.updates).ready().version == Version(99, 0, 0)


def test_a_version_that_runs_and_was_not_entered_yet_is_said_to_be_on_trial(wemi, ready, believing):
    FolderUpdateFiles(ready.updates).tell(UpdateStatus(state=UpdateState.READY, version=Version(0, 1, 0)))
    status, said, _ = wemi("updates", "--json")
    assert (status, json.loads(said)["state"]) == (0, "installing")


def test_a_stick_of_a_stranger_is_refused_in_words_and_by_status(wemi, ready, believing, tmp_path):
    stranger = Publisher(tmp_path / "stranger", datetime.now(UTC))
    status, said, _ = wemi("updates", "--from", stranger.folder)
    assert status == 1
    assert "non viene installata" in said
    assert FolderUpdateFiles(ready.updates).ready() is None


def test_without_a_centre_there_is_nothing_to_fetch_and_no_fault(wemi, ready, believing):
    status, said, _ = wemi("updates", "--fetch")
    assert (status, said.splitlines()[0]) == (0, "Usi la versione 0.1.0.")
