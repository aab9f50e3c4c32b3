"""``CHANGELOG.md`` is for who works at the counter: this version on top, one thing a line, in words of theirs."""

import re
from pathlib import Path

import wemi_desk

ROOT = Path(__file__).resolve().parents[2]
LINES = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").splitlines()
HEADINGS = [line for line in LINES if line.startswith("## ")]
ENTRIES = [line for line in LINES if line.startswith("- ")]
JARGON = re.compile(r"(?i)\b(refactor|merge|commit|bug|API|SQL|JSON|thread|endpoint|backend|frontend|sync)\b")


def test_the_version_on_top_is_this_one():
    assert re.fullmatch(rf"## {re.escape(wemi_desk.__version__)}: .+", HEADINGS[0])
    versions = [tuple(map(int, re.match(r"## (\d+)\.(\d+)\.(\d+)", one).groups())) for one in HEADINGS]
    assert versions == sorted(set(versions), reverse=True)


def test_each_line_says_one_thing_that_can_be_found_again():
    assert all("**" in entry for entry in ENTRIES)
    assert len(set(ENTRIES)) == len(ENTRIES)
    assert [entry for entry in ENTRIES if not re.search(r"[.»)]$", entry)] == []


def test_no_line_speaks_of_how_the_program_is_made():
    assert [entry for entry in ENTRIES if JARGON.search(re.sub(r"`[^`]*`", "", entry))] == []
