"""The table of birth places that ships with the program."""

from __future__ import annotations

from datetime import date
from functools import cache

from wemi_desk.domain.places import PlaceTable
from wemi_desk.resources import resource_path


@cache
def place_table() -> PlaceTable:
    """Read on the first call, in the background: the start of the program does not need it."""
    return PlaceTable(_text("places.tsv"), _text("place_aliases.tsv"))


def _text(name: str) -> str:
    return resource_path("reference", name).read_text("utf-8")


class TableBirthPlaces:
    """See services.arrivals.BirthPlaces."""

    def place_name(self, code: str, born_on: date | None) -> str:
        """Name and province, as on the card; empty when the table does not know the code."""
        place = place_table().find(code, born_on)
        if place is None:
            return ""
        return f"{place.name} ({place.province})" if place.province else place.name

    def is_doubtful(self, code: str, births: tuple[date, ...]) -> bool:
        """True when no period of the place covers any of *births*."""
        return place_table().doubt(code, births) is not None
