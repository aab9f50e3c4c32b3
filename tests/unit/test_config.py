"""Where the files of a desk lie."""

from pathlib import Path

import pytest

from wemi_desk.config import default_profile


@pytest.mark.parametrize(
    ("platform", "environ", "folder"),
    [
        ("linux", {"HOME": "/home/giulia"}, "/home/giulia/.local/share/wemi-desk/desk"),
        ("linux", {"HOME": "/home/giulia", "XDG_DATA_HOME": "/data"}, "/data/wemi-desk/desk"),
        ("linux", {"HOME": "/home/giulia", "XDG_DATA_HOME": "data"}, "/home/giulia/.local/share/wemi-desk/desk"),
        ("darwin", {"HOME": "/Users/giulia"}, "/Users/giulia/Library/Application Support/WeMi Desk/desk"),
        ("win32", {"LOCALAPPDATA": "/local", "USERPROFILE": "/u"}, "/local/WeMi Desk/desk"),
        ("win32", {"USERPROFILE": "/u"}, "/u/AppData/Local/WeMi Desk/desk"),
    ],
)
def test_the_data_folder_follows_the_system(platform, environ, folder):
    assert default_profile(environ=environ, platform=platform).folder == Path(folder)


def test_the_palestra_never_shares_a_folder_with_a_real_desk():
    environ = {"HOME": "/h"}
    real, practice = (default_profile(practice=flag, environ=environ, platform="linux") for flag in (False, True))
    assert real.folder != practice.folder
    assert practice.folder not in real.folder.parents
    assert (real.practice, practice.practice) == (False, True)
