import json

import pytest

from wemi_desk.config import Profile
from wemi_desk.domain.desk_settings import DeskSettings
from wemi_desk.domain.machine_policy import read_policy
from wemi_desk.gateways.settings import FileSettings, Settings, load_settings, save_settings


@pytest.mark.parametrize("said", [
    {}, {"theme": "pink"}, {"theme": 3}, {"text_percent": 115}, {"text_percent": "200"}, {"text_percent": True},
    {"sounds": 1}, {"idle_s": 3600}, {"scanner_gap_ms": 5}, {"scanner_gap_ms": 999}, {"unknown": 1}])
def test_a_file_that_says_nonsense_chooses_nothing(said):
    assert DeskSettings.read(said) == DeskSettings()


def test_what_was_chosen_is_read_again():
    chosen = DeskSettings("contrast", 150, sounds=False, idle_s=60, scanner_gap_ms=90, print_at_once=True)
    assert DeskSettings.read(json.loads(json.dumps(chosen.written()))) == chosen


def test_one_choice_out_of_range_leaves_the_others():
    assert DeskSettings.read({"theme": "dark", "idle_s": 9}) == DeskSettings(theme="dark")


def test_the_file_keeps_what_other_parts_wrote(tmp_path):
    profile = Profile(tmp_path)
    save_settings(profile, Settings(tmp_path / "copie"))
    FileSettings(profile).save(DeskSettings(theme="dark"))
    assert load_settings(profile).backup_folder == tmp_path / "copie"
    save_settings(profile, Settings())
    assert FileSettings(profile).load().theme == "dark"


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"desk": 3}', b"\xff\xfe"])
def test_a_broken_file_chooses_nothing(tmp_path, content):
    profile = Profile(tmp_path)
    profile.settings.write_bytes(content)
    assert FileSettings(profile).load() == DeskSettings()
    FileSettings(profile).save(DeskSettings(theme="light"))
    assert FileSettings(profile).load().theme == "light"


def test_the_administrations_choice_counts_and_does_not_become_our_own(tmp_path):
    profile = Profile(tmp_path)
    FileSettings(profile).save(DeskSettings(theme="dark", sounds=False))
    decided = FileSettings(profile, lambda: read_policy({"theme": "contrast", "idle_minutes": 1}))
    assert decided.load() == DeskSettings(theme="contrast", idle_s=60, sounds=False)
    assert decided.decided() == {"theme", "idle_s"}
    decided.save(DeskSettings(theme="contrast", idle_s=60, text_percent=120))
    assert FileSettings(profile).load() == DeskSettings(theme="dark", text_percent=120)
