"""What keeps an application from being ready, as codes; and which of it a written reason may set aside."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime

from wemi_desk.domain.applications import Application
from wemi_desk.domain.eligibility_results import NOT_ELIGIBLE, EligibilityResult
from wemi_desk.domain.measures import MeasureVersion

MEASURE, CLOSED, NOT_OPEN, ELIGIBILITY, GROUP = "measure", "closed", "not_open", "eligibility", "group"
REPRESENTATION = "representation"
DECLARATION, DOCUMENT, ATTACHMENT = "declaration:", "document:", "attachment:"
FIRM = (MEASURE, CLOSED, NOT_OPEN, GROUP)
"""What no reason sets aside."""


def missing_for(
    application: Application,
    measure: MeasureVersion | None,
    result: EligibilityResult | None,
    attached: Collection[str],
    now: datetime,
) -> tuple[str, ...]:
    """In the order in which it is asked. *attached*: codes of the files that are there."""
    if measure is None or result is None:
        return (MEASURE,)
    return tuple(dict.fromkeys((
        *_window(measure, now), *_group(application, measure), *result.missing,
        *_declarations(application, measure), *_documents(application, measure, attached),
        *([ELIGIBILITY] if result.verdict == NOT_ELIGIBLE else []),
    )))  # fmt: skip


def firm(missing: Collection[str]) -> tuple[str, ...]:
    """Those that stay even when somebody writes why it is to go on all the same."""
    return tuple(code for code in missing if code in FIRM or code.startswith(DECLARATION))


def _window(measure: MeasureVersion, now: datetime) -> Iterator[str]:
    if not measure.is_open(now):
        yield NOT_OPEN if measure.opens_at is not None and now < measure.opens_at else CLOSED


def _group(application: Application, measure: MeasureVersion) -> Iterator[str]:
    group = application.group
    if measure.is_collective and (group is None or not group.holder_name.strip() or group.participants < 1):
        yield GROUP


def _declarations(application: Application, measure: MeasureVersion) -> Iterator[str]:
    ticked = {one.code for one in application.declarations}
    for asked in measure.declarations_for(application.applicant_role):
        if asked.code not in ticked:
            yield DECLARATION + asked.code


def _documents(application: Application, measure: MeasureVersion, attached: Collection[str]) -> Iterator[str]:
    seen = {one.kind for one in application.documents_seen}
    for asked in measure.attachments_for(application.applicant_role):
        if asked.as_file and asked.code not in attached:
            yield ATTACHMENT + asked.code
        elif not asked.as_file and asked.code not in seen and asked.code not in attached:
            yield DOCUMENT + asked.code
