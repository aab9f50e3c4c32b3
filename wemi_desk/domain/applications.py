"""An application for a measure: the desk's until it is submitted, then the centre's (sync.md 5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NewType
from uuid import UUID

from wemi_desk.domain.citizens import CitizenId
from wemi_desk.domain.eligibility_facts import Residence

ApplicationId = NewType("ApplicationId", UUID)
ApplicationEventId = NewType("ApplicationEventId", UUID)
APPLICATION_KIND = "application"
DESK_STATES = ("draft", "ready")
CANCELLED = "cancelled"
"""Given up at the desk before it was submitted: the operator's too, and final."""
QUEUED = "queued"
"""At the desk alone: handed over for sending, not presented yet."""
LIVE_STATES = (
    "submitted", "registered", "under_review", "integration_requested", "integrated", "waiting", "granted",
)  # fmt: skip
"""One of these per measure and beneficiary, and no more."""
ROLES = ("parent", "guardian", "foster_parent", "self", "support_administrator", "institution")
IN_TIME, LATE = "in_time", "late"
"""How the deadline was judged at the receipt's instant; empty where nobody could say."""
OUR_CHANNEL = "desk"
"""It was received through our own centre, which is not the office: a portal's receipt takes the place of ours."""
FROM_DESK, TYPED, FROM_CENTRE = "desk", "typed", "centre"
"""Whose word an event is: a step of the operator, evidence copied from a paper, the centre's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Representation:
    """By which act a guardian, foster parent or support administrator may apply."""

    kind: str
    act_reference: str = ""
    expires_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TickedDeclaration:
    """Read aloud, and ticked when the applicant had said yes."""

    code: str
    ticked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenDocument:
    """A document that was looked at; its file is not kept."""

    kind: str
    expires_on: date | None = None
    seen_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Whom a collective application is for: counted, not named."""

    holder_kind: str  # school · youth_centre · educational_service · social_services
    holder_name: str
    responsible: str = ""
    participants: int = 0
    age_from: int | None = None
    age_to: int | None = None
    activity: str = ""
    period: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """What was typed from a paper and what the centre says instead. The centre's stands; both are shown."""

    field: str
    typed: str
    stated: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """One applicant, one beneficiary, one measure. What the centre decides stands in the fields after *previous_id*."""

    id: ApplicationId
    space_code: str
    citizen_id: CitizenId
    beneficiary_id: CitizenId
    measure_code: str
    asked_cents: int = 0
    state: str = "draft"  # see domain.application_states
    created_at: datetime
    created_by: UUID
    measure_version: int = 0
    applicant_role: str = ""
    representation: Representation | None = None
    applicant_residence: Residence | None = None
    beneficiary_residence: Residence | None = None
    beneficiary_in_care: bool = False
    household_id: UUID | None = None
    household_size: int | None = None
    isee_id: UUID | None = None
    eligibility: Mapping[str, Any] = field(default_factory=dict)
    """The last result at the desk, with its reference and version; recomputed, never believed."""
    declarations: tuple[TickedDeclaration, ...] = ()
    documents_seen: tuple[SeenDocument, ...] = ()
    group: Group | None = None
    override_reason: str = ""
    """Why it was made ready although the result says no."""
    cancel_reason: str = ""
    next_on: date | None = None
    note: str = ""
    previous_id: UUID | None = None
    """The application that was withdrawn, rejected or lapsed before this one."""
    receipt_number: str | None = None
    submitted_at: datetime | None = None
    granted_cents: int = 0
    outcome: str = ""
    duplicate_of: UUID | None = None
    receipt_channel: str = ""
    typed_fields: tuple[str, ...] = ()
    """Which of these fields were copied from a paper, and are not confirmed by the centre."""
    received_at: datetime | None = None
    """When the centre heard of it."""
    deadline: str = ""  # "" · in_time · late
    judged: Mapping[str, Any] = field(default_factory=dict)
    """The same evaluation as *eligibility*, made by the centre at the receipt's instant."""
    protocol_number: str | None = None
    protocol_on: date | None = None
    integration_asked: str = ""
    integration_due_on: date | None = None
    integration_number: str | None = None
    integration_on: date | None = None
    outcome_due_on: date | None = None
    outcome_act: str = ""
    outcome_on: date | None = None
    contradictions: tuple[Contradiction, ...] = ()

    @property
    def is_the_desks(self) -> bool:
        """It can still be edited here."""
        return self.state in DESK_STATES

    @property
    def is_live(self) -> bool:
        """It has the one place of its beneficiary under its measure."""
        return self.state in LIVE_STATES

    @property
    def is_typed(self) -> bool:
        """Some of its evidence stands on a paper that was copied here."""
        return bool(self.typed_fields)

    @property
    def has_receipt(self) -> bool:
        """Only now may it be called submitted."""
        return bool(self.receipt_number or self.protocol_number)


CENTRES_FIELDS = (
    "receipt_number", "submitted_at", "granted_cents", "outcome", "duplicate_of", "receipt_channel", "typed_fields",
    "received_at", "deadline", "judged", "protocol_number", "protocol_on", "integration_asked", "integration_due_on",
    "integration_number", "integration_on", "outcome_due_on", "outcome_act", "outcome_on", "contradictions",
)  # fmt: skip
"""No act of a desk sets them; a receipt that was typed does, through its own verb."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationEvent:
    """One line of an application's history; never changed, a correction is another line."""

    id: ApplicationEventId
    application_id: ApplicationId
    citizen_id: CitizenId
    space_code: str
    state: str
    at: datetime
    by: UUID | None = None
    provenance: str = FROM_DESK
    number: str = ""
    evidence: str = ""
    """Kind of paper, or the act of the office."""
    note: str = ""
    dated_on: date | None = None
    """The day on the paper."""
    due_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptNoted:
    """A receipt as it was copied from a paper: the operator never makes a number up.

    *what*: submitted (portal receipt: number and instant), registered (protocol number and day),
    integration_requested (letter: what is asked, by when), integrated (number and day), withdrawn (number and day).
    """

    what: str
    number: str = ""
    at: datetime | None = None
    on: date | None = None
    channel: str = ""
    due_on: date | None = None
    note: str = ""
