"""Site, project and operators letter by letter as registered on the platform: said once, checked at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from wemi_desk.domain.changes import Changes
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.facilita_register import (
    FacilitaOperator,
    FacilitaOperatorId,
    FacilitaSite,
    FacilitaSiteId,
)
from wemi_desk.domain.names import clean
from wemi_desk.domain.operators import OperatorId
from wemi_desk.services.facilita.ports import RIGHT, FacilitaStore
from wemi_desk.services.session import DeskSession

_MOST = 4000
CHANGED = Changes.of("facilita", "outbox")


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteForm:
    """What is asked of a site and its project; *site_id* None is a new one."""

    site_id: FacilitaSiteId | None = None
    project_code: str = ""
    organisation: str = ""
    site_name: str = ""
    site_number: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    last_accepted_on: date | None = None
    accepts_minors: bool = False
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorForm:
    """What is asked of an operator."""

    registration_id: FacilitaOperatorId | None = None
    operator_id: OperatorId | None = None
    project_code: str = ""
    fiscal_code: str = ""
    name: str = ""
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class Registered:
    """All that is registered of this space; *nameless* are colleagues without a registration today."""

    sites: Sequence[FacilitaSite]
    operators: Sequence[FacilitaOperator]
    nameless: Sequence[UUID]


class FacilitaRegisterService:
    """Needs the right. Nothing is deleted: a registration that ended has a last day."""

    def __init__(self, store: FacilitaStore, session: DeskSession, colleagues: Mapping[UUID, str]) -> None:
        self._store, self._session, self._colleagues = store, session, colleagues

    def registered(self) -> Registered:
        """Of this space, the oldest first."""
        self._session.require(RIGHT)
        today, space = self._session.clock.today(), self._session.space.code
        with self._store.reading() as work:
            sites, operators = work.facilita.sites(space), work.facilita.operators(space)
        named = {one.operator_id for one in operators if one.holds_on(today)}
        return Registered(sites, operators, [one for one in self._colleagues if one not in named])

    def put_site(self, form: SiteForm) -> FacilitaSite:
        """Raises InvalidFieldError, also when two registrations of a project would hold on one day."""
        self._session.require(RIGHT)
        space = self._session.space.code
        with self._store.work() as work:
            known = work.facilita.sites(space)
            site = self._site(form, space, next((one for one in known if one.id == form.site_id), None))
            for other in known:
                if other.id != site.id and other.project_code == site.project_code:
                    _require_apart(site, other)
            work.facilita.put_site(site)
            work.commit()
        return site

    def put_operator(self, form: OperatorForm) -> FacilitaOperator:
        """Raises InvalidFieldError, also when an operator would work for two projects on one day."""
        self._session.require(RIGHT)
        if form.operator_id is None:
            raise InvalidFieldError("operator_id", "required")
        space = self._session.space.code
        with self._store.work() as work:
            known = work.facilita.operators(space)
            old = next((one for one in known if one.id == form.registration_id), None)
            operator = self._operator(form, form.operator_id, space, old)
            for other in known:
                if other.id != operator.id and other.operator_id == operator.operator_id:
                    _require_apart(operator, other)
            work.facilita.put_operator(operator)
            work.commit()
        return operator

    def _site(self, form: SiteForm, space: str, old: FacilitaSite | None) -> FacilitaSite:
        said: dict[str, Any] = {
            "project_code": _bare(form.project_code), "organisation": _bare(form.organisation),
            "site_name": _bare(form.site_name), "site_number": _bare(form.site_number), "starts_on": form.starts_on,
            "ends_on": form.ends_on, "last_accepted_on": form.last_accepted_on, "accepts_minors": form.accepts_minors,
            "valid_from": form.valid_from, "valid_to": form.valid_to,
        }  # fmt: skip
        if old is not None:
            return replace(old, **said)
        return FacilitaSite(
            id=FacilitaSiteId(self._session.ids()), space_code=space, created_at=self._session.clock.now(),
            created_by=self._session.operator.id, **said,
        )  # fmt: skip

    def _operator(
        self, form: OperatorForm, operator_id: OperatorId, space: str, old: FacilitaOperator | None
    ) -> FacilitaOperator:
        said: dict[str, Any] = {
            "operator_id": operator_id, "project_code": _bare(form.project_code),
            "fiscal_code": _bare(form.fiscal_code).replace(" ", "").upper(), "name": _bare(form.name),
            "valid_from": form.valid_from, "valid_to": form.valid_to,
        }  # fmt: skip
        if old is not None:
            return replace(old, **said)
        return FacilitaOperator(
            id=FacilitaOperatorId(self._session.ids()), space_code=space, created_at=self._session.clock.now(),
            created_by=self._session.operator.id, **said,
        )  # fmt: skip


def _bare(text: str) -> str:
    """On one line, and nothing in it that nobody sees: the platform compares letter by letter."""
    return " ".join(clean(text, _MOST).split())


def _require_apart(one: FacilitaSite | FacilitaOperator, other: FacilitaSite | FacilitaOperator) -> None:
    begins = max(one.valid_from or date.min, other.valid_from or date.min)
    if begins <= min(one.valid_to or date.max, other.valid_to or date.max):
        name = other.site_name if isinstance(other, FacilitaSite) else other.name
        raise InvalidFieldError("valid_from", "overlaps", name=name)
