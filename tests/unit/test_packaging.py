"""What the packages promise beside the program: units that are closed, a command line that exists, one version."""

import configparser
import json
import re
import runpy
import tomllib
from pathlib import Path

import pytest

from wemi_desk import cli
from wemi_desk.central.command_line import PORT

ROOT = Path(__file__).resolve().parents[2]
PACKAGING = ROOT / "packaging"
SERVICES = sorted((PACKAGING / "central").glob("*.service"))
CLOSED = {
    "NoNewPrivileges", "ProtectSystem", "ProtectHome", "PrivateTmp", "PrivateDevices", "SystemCallFilter", "UMask",
}  # fmt: skip


def unit(path):
    read = configparser.ConfigParser(strict=False, interpolation=None)
    read.optionxform = str
    read.read_string(path.read_text(encoding="utf-8"))
    return read


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.stem)
def test_a_unit_runs_closed_and_as_nobody_in_particular(path):
    service = unit(path)["Service"]
    assert service.keys() >= CLOSED
    assert service["User"] == "wemi"
    assert service["CapabilityBoundingSet"] == ""
    assert service["LimitCORE"] == "0"


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.stem)
def test_what_a_unit_starts_is_a_command_of_ours(path):
    words = unit(path)["Service"]["ExecStart"].split()
    assert words[0].endswith("/wemi-desk")
    assert cli._parser(with_central=True).parse_args(words[1:]).command


def test_every_night_has_its_hour():
    timers = {path.stem for path in (PACKAGING / "central").glob("*.timer")}
    assert timers == {path.stem for path in SERVICES} - {"wemi-central"}


def test_the_container_and_the_unit_listen_where_the_program_says():
    for name in ("Containerfile", "wemi-central.service"):
        ports = set(re.findall(r"\b8\d{3}\b", (PACKAGING / "central" / name).read_text(encoding="utf-8")))
        assert ports - {"8340"} == {str(PORT)}, name  # 8340 is an account


def test_the_container_starts_a_command_of_ours_with_files_that_are_there():
    words = (PACKAGING / "central" / "Containerfile").read_text(encoding="utf-8")
    entry, command = (
        json.loads(re.search(rf"^{name} (\[.+\])$", words, re.MULTILINE)[1]) for name in ("ENTRYPOINT", "CMD")
    )
    assert cli._parser(with_central=True).parse_args([*entry[1:], *command]).command
    source = re.search(r"^COPY (\S+) ", words, re.MULTILINE)[1]
    assert (ROOT / source).is_file()


def test_the_manual_page_names_commands_that_exist():
    page = (PACKAGING / "linux" / "wemi-desk.1").read_text(encoding="utf-8")
    named = set(re.findall(r"^\.B ([a-z-]+)", page, re.MULTILINE)) - {"wemi-desk"}
    known = set(cli._parser(with_central=True)._subparsers._group_actions[0].choices)
    assert named <= known
    assert {"run", "doctor", "self-test", "backup", "central"} <= named


def test_the_central_extra_is_what_the_lock_was_made_of():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["optional-dependencies"]["central"] == project["dependency-groups"]["central"]


@pytest.fixture(scope="module")
def licences():
    return runpy.run_path(str(PACKAGING / "licences.py"))


def locked():
    lock = (ROOT / "requirements" / "central.txt").read_text(encoding="utf-8")
    return re.findall(r"^([a-z0-9-]+)==", lock, re.MULTILINE)


def test_every_part_of_the_lock_has_a_licence_in_the_words_of_spdx_and_its_text(licences):
    parts = [name for name in locked() if licences["_found"](name)]
    assert len(parts) > 60
    assert [name for name in parts if not licences["licence_of"](name)] == []
    assert [name for name in parts if not licences["texts_of"](name)] == []


def test_what_comes_inside_a_wheel_or_of_the_system_has_its_text_too(licences):
    ours = [one for one in licences["CARRIED"] if one.inside != "PyInstaller"]  # only the build has that
    texts = {one.name: licences["texts_of"](one.name) for one in ours}
    assert [name for name, found in texts.items() if not found] == []
    assert [name for name, found in texts.items() if sum(path.stat().st_size for _label, path in found) < 200] == []


def test_the_notice_of_qt_says_where_its_source_is_and_how_it_is_replaced(licences):
    labels = [label for label, _path in licences["texts_of"]("pyside6-essentials")]
    assert labels[:3] == ["QT.txt", "LGPL-3.0.txt", "GPL-3.0.txt"]
    notice = (PACKAGING / "licences" / "QT.txt").read_text(encoding="utf-8")
    assert "download.qt.io" in notice
    assert "How to replace them" in notice
