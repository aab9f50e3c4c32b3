"""The table of birth places that ships with the program."""

from __future__ import annotations

from functools import cache

from wemi_desk.domain.places import PlaceTable
from wemi_desk.resources import resource_path


@cache
def place_table() -> PlaceTable:
    """Read on the first call, in the background: the start of the program does not need it."""
    return PlaceTable(_text("places.tsv"), _text("place_aliases.tsv"))


def _text(name: str) -> str:
    return resource_path("reference", name).read_text("utf-8")
