"""Taking a merge back gives back what this version knows, whoever made it."""

from dataclasses import replace

from tests.factories import make_citizen
from wemi_desk.services.merging import _without


def test_a_merge_made_by_a_newer_version_is_undone_too():
    kept, other = make_citizen(1, phone=None), make_citizen(2, phone="+39333000111")
    filled = replace(kept, phone=other.phone)
    assert _without(filled, other, ["phone", "nickname"]) == kept


def test_what_was_changed_since_stays():
    other = make_citizen(2, phone="+39333000111")
    kept = make_citizen(1, phone="+39333999999")
    assert _without(kept, other, ["phone"]) == kept
