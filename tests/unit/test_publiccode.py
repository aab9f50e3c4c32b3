"""``publiccode.yml`` keeps the rules of the standard that public catalogues read it by (0.7.0)."""

import re
from datetime import date
from pathlib import Path

import pytest
import yaml

import wemi_desk

ROOT = Path(__file__).resolve().parents[2]
REQUIRED = {
    "publiccodeYmlVersion", "name", "url", "platforms", "developmentStatus", "softwareType", "description", "legal",
    "maintenance", "localisation", "organisation",
}  # fmt: skip
DEPRECATED = ("it", "inputTypes", "genericName", "repoOwner", "conforme", "riuso", "mainCopyrightOwner", "authorsFile")
STATUSES = {"concept", "development", "beta", "stable", "obsolete"}
PLATFORMS = {"linux", "windows", "mac", "web", "android", "ios"}


@pytest.fixture(scope="module")
def content():
    return yaml.safe_load((ROOT / "publiccode.yml").read_text(encoding="utf-8"))


def keys_of(node):
    if isinstance(node, dict):
        for key, value in node.items():
            yield key
            yield from keys_of(value)
    elif isinstance(node, list):
        for one in node:
            yield from keys_of(one)


def test_it_has_every_required_key_and_no_deprecated_one(content):
    assert content.keys() >= REQUIRED
    assert content["publiccodeYmlVersion"] == "0.7.0"
    elsewhere = {key: value for key, value in content.items() if key != "description"}  # "it" is a language there
    assert not set(keys_of(elsewhere)) & set(DEPRECATED)
    assert not {"genericName"} & set(keys_of(content["description"]))


def test_every_language_has_texts_of_the_right_length(content):
    assert content["description"].keys() >= {"it", "en"}
    for words in content["description"].values():
        assert 0 < len(words["shortDescription"]) <= 150
        assert 150 <= len(words["longDescription"]) <= 10_000
        assert words["features"]
        assert all(0 < len(feature) <= 100 for feature in words["features"])


def test_codes_and_days_are_those_of_the_standard(content):
    assert content["developmentStatus"] in STATUSES
    assert set(content["platforms"]) <= PLATFORMS
    assert content["softwareType"] == "standalone/desktop"
    assert content["url"].startswith("https://")
    day = content["releaseDate"]
    assert (day if isinstance(day, date) else date.fromisoformat(day)) <= date(2100, 1, 1)
    assert all(re.fullmatch(r"[A-Z]{2}", one) for one in content["intendedAudience"]["countries"])


def test_it_speaks_of_this_version_and_licence(content):
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert content["softwareVersion"] == wemi_desk.__version__
    assert f'version = "{wemi_desk.__version__}"' in project
    assert content["legal"]["license"] == re.search(r'license = "([^"]+)"', project)[1]


def test_who_keeps_it_is_named_and_the_organisation_is_an_address(content):
    assert content["maintenance"]["type"] == "internal"
    assert all(one["name"].strip() for one in content["maintenance"]["contacts"])
    assert content["organisation"]["uri"].startswith("https://")
    assert content["localisation"] == {"localisationReady": True, "availableLanguages": ["it", "en"]}
