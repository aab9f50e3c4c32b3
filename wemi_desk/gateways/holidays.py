"""Italian and Milanese holidays, from a maintained table: Sant'Ambrogio, and San Francesco from 2026."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from wemi_desk.gateways.late_imports import stand_in

_LANGUAGE = "it_IT"
_OF_ALL_COUNTRIES = ("holidays", "holidays.countries")
"""Would load 250 countries with the first: 11 MB, and a tenth of a second in which no other thread gets its turn."""


class MilanHolidays:
    """``name(day)``. The first question loads a library: ask in a lane."""

    def name(self, day: date) -> str:
        """What is celebrated on *day*, the short name first: cells are narrow; empty on any other."""
        found: str | None = _of_year(day.year).get(day)
        return ", ".join(sorted(found.split("; "), key=len)) if found else ""

    def between(self, first: date, last: date) -> Mapping[date, str]:
        """See services.calendar_ports.Holidays."""
        days = (date.fromordinal(one) for one in range(first.toordinal(), last.toordinal() + 1))
        return {day: name for day in days if (name := self.name(day))}


@cache
def _of_year(year: int) -> Any:
    for name in _OF_ALL_COUNTRIES:
        stand_in(name)
    from holidays.countries.italy import Italy

    country: Any = Italy  # it says nothing about its types
    return country(subdiv="MI", years=year, language=_LANGUAGE, expand=False)
