"""What a desk says of its own version, so that somebody far away sees what did not work here."""

import pytest

from wemi_desk import updating
from wemi_desk.gateways.program_folder import ProgramFolder


@pytest.fixture
def programs(tmp_path, monkeypatch):
    made = ProgramFolder(tmp_path / "versions", "0.1.0", [])
    made.path.mkdir()
    monkeypatch.setattr(updating, "here", lambda: made)
    monkeypatch.setattr(updating, "is_frozen", lambda: True)
    monkeypatch.setattr(updating, "running_version", lambda: "0.1.0")
    return made


def test_a_desk_where_all_went_well_says_its_version(programs):
    assert updating.told_version() == "0.1.0"


def test_the_newest_version_that_went_back_is_told_with_its_reason(programs):
    programs.note_bad("0.2.0", "self_test")
    programs.note_bad("0.10.0", "migration")
    programs.note_bad("0.0.9", "log")
    assert updating.told_version() == "0.1.0 (0.10.0: migration)"


def test_a_checkout_says_its_version(programs, monkeypatch):
    programs.note_bad("0.2.0", "self_test")
    monkeypatch.setattr(updating, "is_frozen", lambda: False)
    assert updating.told_version() == "0.1.0"
