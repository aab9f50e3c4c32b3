"""One matter of digital paperwork: what was brought, done and said, until it is closed (paperwork.md 2 and 3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NewType
from uuid import UUID

from wemi_desk.domain.citizens import CitizenId
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.mandates import MandateId
from wemi_desk.domain.paperwork import NOT_POSSIBLE, OUTCOMES, REFERRED, STARTED, TO_COMPLETE, PaperworkType

PaperworkCaseId = NewType("PaperworkCaseId", UUID)
FLAGGED_AFTER = timedelta(days=30)
"""An open case without a next day is shown as forgotten after so long; a setting may say otherwise."""
SITE_DOWN = "site_down"
"""The reason to complete another day that blames nobody here: the other side does not work."""
ENDED = frozenset(OUTCOMES) - {STARTED, TO_COMPLETE}
"""With these nothing more is expected."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepDone:
    """A step of the type, who was at the desk, and when; *entered_after*: the time was typed later."""

    no: int
    at: datetime
    by: UUID
    entered_after: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentSeen:
    """A document that was looked at: its kind (list ``identity_document`` or a text) and its end, never its number."""

    kind: str
    expires_on: date | None = None
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class DocumentWarning:
    """A document that was seen and had better be looked at again: *code* is expired, or in_doubt since *on*."""

    kind: str
    code: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperworkCase:
    """It keeps the version of the type it began with. Sittings (FacilitationSession) name it; it names none."""

    id: PaperworkCaseId
    space_code: str
    operator_id: UUID
    citizen_id: CitizenId | None = None
    """None: a short anonymous help, or somebody who cannot be registered."""
    type_code: str
    type_version: int
    type_title: str = ""
    """As it was called when it began, for a desk that has no such version."""
    mandate_id: MandateId | None = None
    opened_at: datetime
    closed_at: datetime | None = None
    closed_by: UUID | None = None
    """Who said the outcome that stands."""
    brought: tuple[str, ...] = ()
    """Of the texts in the type's *bring*, those that are here."""
    steps_done: tuple[StepDone, ...] = ()
    documents_seen: tuple[DocumentSeen, ...] = ()
    outcome: str = ""
    reason: str = ""
    destination: str = ""
    next_on: date | None = None
    next_text: str = ""
    external_reference: str = ""
    autonomy_before: int | None = None
    autonomy_after: int | None = None
    device_used: str = ""
    note: str = ""
    application_id: UUID | None = None

    def __post_init__(self) -> None:
        for name in ("autonomy_before", "autonomy_after"):
            value = getattr(self, name)
            if value is not None and not 1 <= value <= 5:
                raise InvalidFieldError(name, "out_of_range", low=1, high=5)
        if self.outcome and self.outcome not in OUTCOMES:
            raise InvalidFieldError("outcome", "unknown")

    @property
    def is_open(self) -> bool:
        """Something is still expected: not closed, or closed for the day with a word on what comes next."""
        return self.closed_at is None

    @property
    def waits(self) -> bool:
        """The sitting ended with an outcome, and the matter goes on another day."""
        return self.closed_at is None and self.outcome in (STARTED, TO_COMPLETE)

    def done(self, no: int) -> StepDone | None:
        """How a step was done: the first word where two people said it."""
        return min((one for one in self.steps_done if one.no == no), key=lambda one: one.at, default=None)


def missing_to_bring(case: PaperworkCase, kind: PaperworkType) -> tuple[str, ...]:
    """What the person must still bring, in the type's order."""
    return tuple(one for one in kind.bring if one not in case.brought)


def document_warnings(
    case: PaperworkCase, today: date, in_doubt: Mapping[str, date]
) -> tuple[DocumentWarning, ...]:
    """Of the documents seen, those that have ended and those whose kind sources disagree on from a day on (the paper
    identity card): said, and never a reason to stop."""
    found = [DocumentWarning(one.kind, "expired", one.expires_on)
             for one in case.documents_seen if one.expires_on is not None and one.expires_on < today]  # fmt: skip
    doubtful = [one.kind for one in case.documents_seen if one.kind in in_doubt and in_doubt[one.kind] <= today]
    return (*found, *(DocumentWarning(kind, "in_doubt", in_doubt[kind]) for kind in doubtful))


def next_step(case: PaperworkCase, kind: PaperworkType) -> int | None:
    """The first step nobody has done; None when all are."""
    return next((one.no for one in kind.steps if case.done(one.no) is None), None)


def check_closing(case: PaperworkCase, today: date) -> None:
    """Raise InvalidFieldError for what the outcome needs and has not (paperwork.md 3)."""
    if not case.outcome:
        raise InvalidFieldError("outcome", "required")
    if case.outcome == TO_COMPLETE and case.next_on is None:
        raise InvalidFieldError("next_on", "required")
    if case.outcome == STARTED and case.next_on is None:
        raise InvalidFieldError("next_on", "required")
    if case.outcome == REFERRED and not case.destination:
        raise InvalidFieldError("destination", "required")
    if case.outcome == NOT_POSSIBLE and not case.reason:
        raise InvalidFieldError("reason", "required")
    if case.outcome in (STARTED, TO_COMPLETE) and case.next_on is not None and case.next_on < today:
        raise InvalidFieldError("next_on", "in_past")


def is_flagged(case: PaperworkCase, now: datetime, after: timedelta = FLAGGED_AFTER) -> bool:
    """Open, with nothing said about what comes next, and for too long."""
    return case.is_open and case.next_on is None and now - case.opened_at >= after


def is_due(case: PaperworkCase, today: date) -> bool:
    """Open, and its next day has come."""
    return case.is_open and case.next_on is not None and case.next_on <= today
