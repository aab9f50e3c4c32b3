"""Colours, lengths and font names live in the theme; icons are shipped and used."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "wemi_desk").rglob("*.py"))
UI = [path for path in SOURCES if path.is_relative_to(ROOT / "wemi_desk" / "ui")]
LOOK = {"theme.py", "style_sheet.py", "fonts.py"}
SHIPPED = {path.stem for path in (ROOT / "resources" / "icons").glob("*.svg")}
COMPANIES = ("facebook", "google", "whatsapp", "twitter", "telegram", "linkedin", "github", "team-digitale", "apple")


@pytest.mark.parametrize(("what", "pattern"), [
    ("a colour", r"[\"']#[0-9a-fA-F]{3,8}[\"']"),
    ("a length in pixels", r"\b\d+px\b"),
    ("a font name", r"Titillium|Roboto|Arial|Helvetica|Noto Sans"),
    ("a named colour", r"Qt\.GlobalColor\.(?!transparent)"),
])
def test_the_look_is_said_nowhere_but_in_the_theme(what, pattern):
    guilty = [path.name for path in UI if path.name not in LOOK and re.search(pattern, path.read_text("utf-8"))]
    assert guilty == [], what


def test_every_label_comes_from_the_one_place_that_reads_no_markup():
    maker = ROOT / "wemi_desk" / "ui" / "widgets" / "labels.py"
    guilty = [path.name for path in UI if path != maker and re.search(r"\bQLabel\(", path.read_text("utf-8"))]
    assert guilty == []


def test_no_widget_makes_a_shortcut_of_its_own():
    assert [path.name for path in UI if re.search(r"\bQShortcut\(", path.read_text("utf-8"))] == []


def icons_named():
    names = set()
    for path in SOURCES:
        names |= set(re.findall(r"[\"'](it-[a-z-]+)[\"']", path.read_text("utf-8")))
    return names


def test_every_icon_named_is_shipped():
    assert icons_named() - SHIPPED == set()


def test_every_icon_shipped_is_used():
    assert SHIPPED - icons_named() == set()


def test_no_company_logo_is_shipped():
    assert [name for name in SHIPPED if any(company in name for company in COMPANIES)] == []


def test_fonts_and_icons_have_their_licence_beside_them():
    assert (ROOT / "resources" / "icons" / "LICENSE").is_file()
    assert (ROOT / "resources" / "fonts" / "TITILLIUM-OFL.txt").is_file()
    assert (ROOT / "resources" / "fonts" / "ROBOTO-MONO-LICENSE.txt").is_file()
