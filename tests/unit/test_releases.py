"""Numbers of versions, and what is read about a release before anybody trusts it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wemi_desk.domain.releases import (
    Release,
    UpdateState,
    UpdateStatus,
    Version,
    archive_name,
    release_facts,
    release_from,
    status_facts,
    status_from,
)

NUMBERS = st.integers(0, 999_999)
VERSIONS = st.builds(Version, NUMBERS, NUMBERS, NUMBERS)
ARCHIVE = archive_name(Version(0, 2, 0), "linux-x86_64")
SOME = Release(
    version=Version(0, 2, 0), system="linux-x86_64", archive=ARCHIVE, sha256="a" * 64, bytes=70, unpacked_bytes=180,
    schema=13, carries=frozenset({"citizen", "contact"}), wire=(1, 3), note="Una frase.",
)  # fmt: skip


@settings(max_examples=100)
@given(VERSIONS)
def test_a_version_is_read_back_from_its_text(version: Version) -> None:
    assert Version.parse(str(version)) == version


@settings(max_examples=100)
@given(VERSIONS, VERSIONS)
def test_versions_compare_number_by_number(one: Version, other: Version) -> None:
    numbers = [tuple(int(part) for part in str(version).split(".")) for version in (one, other)]
    assert (one < other) == (numbers[0] < numbers[1])


def test_the_tenth_patch_comes_after_the_ninth() -> None:
    assert Version.parse("0.1.10") > Version.parse("0.1.9")


@pytest.mark.parametrize("text", ["", "1", "1.2", "1.2.3.4", "01.2.3", "1.2.x", "-1.2.3", "1.2.3 ", "1.2.3\n", "١.٢.٣"])
def test_anything_else_is_no_version(text: str) -> None:
    with pytest.raises(ValueError, match=r"^"):
        Version.parse(text)


def test_a_release_and_a_status_are_read_back_from_their_facts() -> None:
    told = UpdateStatus().about(SOME, UpdateState.READY, datetime(2026, 11, 22, 9, 30, tzinfo=UTC))
    assert release_from(release_facts(SOME)) == SOME
    assert status_from(status_facts(told)) == told


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("version", "2"), ("version", 2), ("system", "../up"), ("archive", "../../bin/sh"),
        ("archive", "other.tar.zst"),
        ("sha256", "A" * 64), ("sha256", None), ("bytes", -1), ("bytes", True), ("bytes", "70"), ("schema", 1.5),
        ("wire", [1]), ("wire", "13"), ("wire", ["a", "b"]), ("carries", "citizen"),
        ("carries", 7),
    ],
)  # fmt: skip
def test_facts_that_say_something_else_are_no_release(name: str, value: object) -> None:
    with pytest.raises(ValueError, match=r"^"):
        release_from(release_facts(SOME) | {name: value})


def test_facts_that_this_version_does_not_know_are_left_alone() -> None:
    assert release_from(release_facts(SOME) | {"later": {"a": 1}}) == SOME


def test_what_a_publisher_once_promised_of_older_programs_is_not_asked_for() -> None:
    """The number of the schema says who may open a store; see docs/decisions/0039."""
    assert "back_to" not in release_facts(SOME)
    assert release_from(release_facts(SOME) | {"back_to": "9.9.9"}) == SOME


def test_a_release_names_the_kinds_it_would_lose() -> None:
    assert SOME.cannot_carry(["citizen", "paperwork_case", "contact", "paperwork_case"]) == ("paperwork_case",)


def test_a_release_that_says_nothing_of_protocols_is_not_kept_away_by_them() -> None:
    assert SOME.can_speak(3)
    assert not SOME.can_speak(4)
    assert replace(SOME, wire=(0, 0)).can_speak(4)
