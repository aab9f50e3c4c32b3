"""Sites and operators letter by letter as the platform knows them, with dates (facilita.md 1 and 10)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import NewType
from uuid import UUID

from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.facilita import Project
from wemi_desk.domain.facilita_rows import Registered
from wemi_desk.domain.fiscal_code import parse
from wemi_desk.domain.operators import OperatorId

FacilitaSiteId = NewType("FacilitaSiteId", UUID)
FacilitaOperatorId = NewType("FacilitaOperatorId", UUID)
MOST_LETTERS = 200
_UNFIT = frozenset('"\n\r\t')


@dataclass(frozen=True, slots=True, kw_only=True)
class FacilitaSite:
    """One space as a site of one project: its registered name holds from *valid_from* to *valid_to*, both included."""

    id: FacilitaSiteId
    space_code: str
    project_code: str
    organisation: str = ""
    site_name: str
    site_number: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    """Of the project."""
    last_accepted_on: date | None = None
    accepts_minors: bool = False
    valid_from: date | None = None
    valid_to: date | None = None
    created_at: datetime
    created_by: UUID

    def __post_init__(self) -> None:
        _require_words("project_code", self.project_code)
        _require_words("site_name", self.site_name)
        if self.site_number and not self.site_number.isdecimal():
            raise InvalidFieldError("site_number", "not_a_number")
        _require_order("ends_on", self.starts_on, self.ends_on)
        _require_order("valid_to", self.valid_from, self.valid_to)

    def holds_on(self, day: date) -> bool:
        """Was it registered like this on *day*?"""
        return _within(day, self.valid_from, self.valid_to)


@dataclass(frozen=True, slots=True, kw_only=True)
class FacilitaOperator:
    """One operator as a facilitator of one project."""

    id: FacilitaOperatorId
    space_code: str
    operator_id: OperatorId
    project_code: str
    fiscal_code: str = ""
    """Or a number that the body chose; empty: the platform finds the operator by name."""
    name: str
    """Surname, one space, first name."""
    valid_from: date | None = None
    valid_to: date | None = None
    created_at: datetime
    created_by: UUID

    def __post_init__(self) -> None:
        _require_words("project_code", self.project_code)
        _require_words("name", self.name)
        if self.fiscal_code and not self.fiscal_code.isdecimal():
            code = parse(self.fiscal_code)
            if code.is_provisional or code.written != self.fiscal_code:
                raise InvalidFieldError("fiscal_code", "length", actual=len(self.fiscal_code))
        _require_order("valid_to", self.valid_from, self.valid_to)

    def holds_on(self, day: date) -> bool:
        """Did the operator work for this project on *day*?"""
        return _within(day, self.valid_from, self.valid_to)


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a sitting belongs: *registered* has gaps where nobody has said."""

    project: Project
    registered: Registered


class Register:
    """All that is registered of one space."""

    def __init__(self, sites: Sequence[FacilitaSite], operators: Sequence[FacilitaOperator]) -> None:
        self._sites = sites
        self._operators = operators
        self._known: dict[tuple[UUID, date], Placed] = {}

    def at(self, operator_id: UUID, day: date) -> Placed:
        """The project an operator worked for on *day*, and the names registered then."""
        known = self._known.get((operator_id, day))
        if known is None:
            known = self._known[operator_id, day] = self._found(operator_id, day)
        return known

    def _found(self, operator_id: UUID, day: date) -> Placed:
        who = next((one for one in self._operators if one.operator_id == operator_id and one.holds_on(day)), None)
        sites = [one for one in self._sites if one.holds_on(day)]
        site = next((one for one in sites if who is None or one.project_code == who.project_code), None)
        return Placed(
            self._project(site) if site else Project(),
            Registered(
                site.site_name if site else "", site.site_number if site else "", who.fiscal_code if who else "",
                who.name if who else "",
            ),
        )  # fmt: skip

    def _project(self, site: FacilitaSite) -> Project:
        return Project(
            site.project_code, site.starts_on, site.ends_on, site.last_accepted_on, site.accepts_minors,
            facilitators=self._names[site.project_code],
            sites=frozenset(one.site_name for one in self._sites if one.project_code == site.project_code),
        )  # fmt: skip

    @cached_property
    def _names(self) -> dict[str, frozenset[str]]:
        """Per project, identifiers and names of its operators."""
        found: dict[str, set[str]] = {one.project_code: set() for one in self._sites}
        for one in self._operators:
            found.setdefault(one.project_code, set()).update(filter(None, (one.fiscal_code, one.name)))
        return {code: frozenset(names) for code, names in found.items()}


def _require_words(name: str, text: str) -> None:
    if not text.strip():
        raise InvalidFieldError(name, "required")
    if len(text) > MOST_LETTERS:
        raise InvalidFieldError(name, "too_long", limit=MOST_LETTERS)
    if _UNFIT & set(text):
        raise InvalidFieldError(name, "character")


def _require_order(name: str, first: date | None, last: date | None) -> None:
    if first is not None and last is not None and last < first:
        raise InvalidFieldError(name, "before_start")


def _within(day: date, first: date | None, last: date | None) -> bool:
    return (first is None or first <= day) and (last is None or day <= last)
