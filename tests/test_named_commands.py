"""Every command that the documents name exists, with the options they name."""

import argparse
import re
from pathlib import Path

import pytest

from wemi_desk import cli

DOCS = Path(__file__).resolve().parents[1] / "docs"
FILES = [*sorted(DOCS.glob("*.md")), *sorted((DOCS / "manuale").glob("*.md")), DOCS.parent / "README.md"]
IN_TABLES = {"operations.md": "", "centre.md": "central "}
"""Where a table of commands leaves out how they begin."""


def fenced(text):
    """Lines to be typed, those that go on in the next one joined."""
    for block in re.findall(r"```\w*\n(.*?)```", text, re.S):
        for line in block.replace("\\\n", " ").splitlines():
            yield from re.findall(r"\bwemi-desk ([a-z].*)", line)


def quoted(text):
    plain = re.sub(r"```.*?```", "", text, flags=re.S)
    yield from re.findall(r"`(?:[^`]*?[ |(])?wemi-desk ([a-z][^`]*)`", plain)


def tabled(path, text):
    """The first column under ``| command |``."""
    beginning = IN_TABLES.get(path.name)
    if beginning is None:
        return
    for table in re.findall(r"\| command \|.*?\n\|[-|]+\n((?:\|.*\n)+)", text):
        for row in table.splitlines():
            for words in re.findall(r"`([a-z][^`]*)`", first_cell(row.replace("\\|", "|"))):
                words = words.removeprefix("wemi-desk ")
                for one in alternatives(words):
                    yield beginning + one


def first_cell(row):
    """A bar between back quotes is no end of a cell."""
    inside = False
    for place, char in enumerate(row[1:], start=1):
        inside ^= char == "`"
        if char == "|" and not inside:
            return row[1:place]
    return row


def alternatives(words):
    """``publish lists|measures FILE`` is two commands."""
    found = re.search(r"\b[a-z-]+(?:\|[a-z-]+)+\b", words.split("[")[0])
    if not found:
        return [words]
    return [words.replace(found[0], one, 1) for one in found[0].split("|")]


def named():
    for path in FILES:
        text = path.read_text("utf-8")
        for words in (*fenced(text), *quoted(text), *tabled(path, text)):
            yield path.name, " ".join(words.split("→")[0].split("#")[0].split())


def verbs_of(parser):
    return next((one.choices for one in parser._actions if isinstance(one, argparse._SubParsersAction)), {})


def fault_in(words):
    """What of a command is not there; empty when all of it is."""
    parser = cli._parser(with_central=True)
    typed = [one for one in re.split(r"[\s\[\]()]+", words.split(" && ")[0]) if one not in {"", "…", "..."}]
    place = 0
    while place < len(typed) and verbs_of(parser):
        verbs = verbs_of(parser)
        if typed[place] not in verbs:
            if typed[place].startswith("-") or typed[place].isupper():
                break
            return f"no {typed[place]}"
        parser, place = verbs[typed[place]], place + 1
    known = {option for action in parser._actions for option in action.option_strings} | {"--language"}
    wanted = {part.split("=")[0] for one in typed[place:] for part in one.split("|") if part.startswith("--")}
    return ", ".join(sorted(wanted - known))


NAMED = sorted(set(named()))


def test_the_documents_name_the_commands_we_know_of():
    firsts = {words.split()[0] for _file, words in NAMED}
    assert {"doctor", "backup", "restore", "enrol", "connect", "central", "facilita"} <= firsts
    assert sum(words.startswith("central ") for _file, words in NAMED) > 25


@pytest.mark.parametrize(("file", "words"), NAMED, ids=[f"{file}: {words}"[:70] for file, words in NAMED])
def test_a_command_of_the_documents_exists_with_its_options(file, words):
    assert fault_in(words) == ""


@pytest.mark.parametrize(("words", "fault"), [
    ("doctor --jsn", "--jsn"), ("doctr", "no doctr"), ("central devic lock", "no devic"), ("backup [--to DIR]", ""),
    ("central operator ad --name X", "no ad")])
def test_a_command_that_does_not_exist_is_found(words, fault):
    assert fault_in(words) == fault
