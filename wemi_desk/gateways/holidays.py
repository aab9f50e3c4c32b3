"""Italian and Milanese holidays, from a maintained table: Sant'Ambrogio, and San Francesco from 2026."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

_LANGUAGE = "it_IT"


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
    from holidays import country_holidays

    return country_holidays("IT", subdiv="MI", years=year, language=_LANGUAGE, expand=False)
