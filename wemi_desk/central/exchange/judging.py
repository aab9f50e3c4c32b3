"""The deadline, and the whole judgement, at the instant of a receipt: the same evaluation as at the desk."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

import msgspec

from wemi_desk.central.exchange.published import MEASURE, published_id
from wemi_desk.central.exchange.redirects import living
from wemi_desk.central.exchange.workspace import Held, Workspace
from wemi_desk.domain.application_facts import facts_of
from wemi_desk.domain.applications import IN_TIME, LATE, Application
from wemi_desk.domain.citizens import Citizen
from wemi_desk.domain.eligibility import evaluate
from wemi_desk.domain.eligibility_results import result_to_plain
from wemi_desk.domain.errors import InvalidFieldError, MeasureRefusedError
from wemi_desk.domain.isee import IseeCertificate
from wemi_desk.domain.measure_documents import read_measure
from wemi_desk.domain.measures import MeasureVersion

T = TypeVar("T")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def judgement(work: Workspace, content: Mapping[str, Any], at: int | datetime) -> dict[str, Any]:
    """The fields that say whether a receipt of *at* came in time, and what would have been decided then.

    A measure that was not published here is judged by nobody: both stay empty.
    """
    instant = at if isinstance(at, datetime) else _EPOCH + timedelta(microseconds=at)
    version = _measure(work, content)
    if version is None:
        return {"deadline": "", "judged": {}}
    application = _converted(Application, content)
    if application is None:
        return {"deadline": "", "judged": {}}
    beneficiary = living(work, UUID(content["beneficiary_id"]))
    facts = facts_of(
        application, _as(Citizen, beneficiary), _as(IseeCertificate, _isee(work, application)),
        _others(work, beneficiary),
    )  # fmt: skip
    result = evaluate(facts, version, instant)
    return {"deadline": LATE if version.is_closed(instant) else IN_TIME, "judged": result_to_plain(result)}


def _measure(work: Workspace, content: Mapping[str, Any]) -> MeasureVersion | None:
    code, number = content["measure_code"], content.get("measure_version") or None
    held = work.find(MEASURE, published_id(work.tenant, MEASURE, code, number))
    if held is None:
        return None
    try:
        return read_measure({name: value for name, value in held.content.items() if name != "id"})
    except MeasureRefusedError:
        return None


def _isee(work: Workspace, application: Application) -> Held | None:
    return work.find("isee_certificate", application.isee_id) if application.isee_id else None


def _others(work: Workspace, beneficiary: Held | None) -> list[Application]:
    found = work.pointing("beneficiary_id", beneficiary.id, ("application",)) if beneficiary else ()
    return [one for held in found if (one := _as(Application, held)) is not None]


def _as(shape: type[T], held: Held | None) -> T | None:
    return _converted(shape, held.content) if held else None


def _converted(shape: type[T], content: Mapping[str, Any]) -> T | None:
    """None for what a newer desk wrote in a way of its own."""
    try:
        return msgspec.convert(content, shape)
    except (msgspec.ValidationError, InvalidFieldError):
        return None
