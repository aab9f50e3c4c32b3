"""Measures (misure): versioned data that say who may ask for what, until when, and how much it is (vouchers.md 3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

KINDS = ("voucher", "collective_voucher", "contribution", "service_access")
STATUSES = ("active", "not_open", "superseded", "ended")
UNITS = ("child", "household", "adult", "institution")
APPLICANT_ROLES = ("parent", "guardian", "foster_parent", "self", "support_administrator", "institution")
ROLES_WITH_AN_ACT = ("guardian", "foster_parent", "support_administrator")
HOLDERS = ("applicant", "beneficiary", "institution")
RANKINGS = ("first_come", "isee_ascending", "score", "none")
AGE_REFERENCES = ("at_submission", "at_date", "school_year")
RESIDENTS = ("applicant", "child", "both", "household")
CHANNELS = ("municipal_portal", "paper_desk", "other")
INSTITUTION_KINDS = ("school", "youth_centre", "educational_service", "social_services")
BOUNDS = ("[]", "[)", "(]", "()")
ISEE_VALID_ON = ("submission", "closing")
DEFECTS = ("unknown", "accepted", "refused")
MILAN = "F205"

MeasureKey = tuple[str, int]
"""Code and version."""


@dataclass(frozen=True, slots=True)
class RuleSource:
    """Where a rule was read, and whether a public source states it."""

    text: str = ""
    confirmed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AgeRule:
    """Full years of the beneficiary: *minimum* ≤ age < *below*, at the reference moment; None is no limit.

    ``school_year`` counts the years reached by 31 December of *school_year*, as for enrolment.
    """

    minimum: int | None = None
    below: int | None = None
    reference: str = "at_submission"
    on: date | None = None
    school_year: int | None = None
    source: RuleSource = RuleSource()


@dataclass(frozen=True, slots=True, kw_only=True)
class ResidenceRule:
    """Who must live in *municipality* (Belfiore code), since when; an empty *who* is a rule nobody could tell yet."""

    who: str = ""
    municipality: str = MILAN
    since_on: date | None = None
    since_months: int | None = None
    source: RuleSource = RuleSource()


@dataclass(frozen=True, slots=True, kw_only=True)
class IseeRule:
    """Which attestations count, within which limits; *defects* is what the call says of "con omissioni"."""

    kinds: tuple[str, ...] = ("ordinary",)
    min_cents: int | None = None
    max_cents: int | None = None
    bounds: str = "[]"
    valid_on: str = "submission"
    defects: str = "unknown"
    source: RuleSource = RuleSource()


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """ISEE from → to gives an amount; *to_cents* None is "and more"."""

    from_cents: int
    to_cents: int | None
    bounds: str = "[]"
    amount_cents: int
    is_example: bool = False

    @property
    def first_cents(self) -> int:
        """The least whole cents inside."""
        return self.from_cents + (self.bounds[0] == "(")

    @property
    def last_cents(self) -> int | None:
        """The most whole cents inside; None without end."""
        return None if self.to_cents is None else self.to_cents - (self.bounds[1] == ")")

    def holds(self, cents: int) -> bool:
        """Whether an ISEE of *cents* falls into this band."""
        last = self.last_cents
        return self.first_cents <= cents and (last is None or cents <= last)


@dataclass(frozen=True, slots=True, kw_only=True)
class SizeAmount:
    """An amount by the number of people in the household; *most* None is "and more"."""

    least: int
    most: int | None
    amount_cents: int
    is_example: bool = False

    def holds(self, people: int) -> bool:
        """Whether a household of so many people falls here."""
        return self.least <= people and (self.most is None or people <= self.most)


@dataclass(frozen=True, slots=True, kw_only=True)
class AmountRule:
    """How much: one fixed amount, or by ISEE band, or by household size, or nobody knows (all empty)."""

    fixed_cents: int | None = None
    min_cents: int | None = None
    max_cents: int | None = None
    bands: tuple[Band, ...] = ()
    sizes: tuple[SizeAmount, ...] = ()
    is_example: bool = False
    source: RuleSource = RuleSource()


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """When something is asked: *fact* is one of *values* (``applicant_role`` is the fact there is)."""

    fact: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """What the applicant declares, read aloud and ticked."""

    code: str
    text: str
    required: bool = True
    required_when: Condition | None = None
    confirmed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestedAttachment:
    """A document the call asks for; *as_file* where a file is wanted, else it is enough that the desk saw it."""

    code: str
    label: str
    required: bool = True
    required_when: Condition | None = None
    as_file: bool = False
    accepts: tuple[str, ...] = ()
    confirmed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CallReference:
    """The act that opens the call: its kind, number and day."""

    kind: str
    number: str
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureVersion:
    """One version of a measure, never edited: a correction is a new version. *document* keeps what was published."""

    code: str
    version: int
    title: str
    short_title: str
    kind: str
    status: str = "active"
    version_label: str = ""
    valid_from: date | None = None
    call_reference: CallReference | None = None
    owner_office: str = ""
    url: str = ""
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    closes_inclusive: bool = False
    window_source: RuleSource = RuleSource()
    spend_until: date | None = None
    fund_cents: int | None = None
    ranking_criterion: str = ""
    ranking_source: RuleSource = RuleSource()
    unit: str = "child"
    max_per_unit: int | None = None
    unit_source: RuleSource = RuleSource()
    applicant_roles: tuple[str, ...] = ()
    roles_source: RuleSource = RuleSource()
    holder: str = "applicant"
    institution_kinds: tuple[str, ...] = ()
    age: AgeRule | None = None
    residence: ResidenceRule | None = None
    isee: IseeRule | None = None
    amount: AmountRule = AmountRule()
    declarations: tuple[Declaration, ...] = ()
    attachments: tuple[RequestedAttachment, ...] = ()
    channel: str = "municipal_portal"
    channel_note: str = ""
    catalogue_section: str = ""
    remainder: str = ""
    source_note: str = ""
    note: str = ""
    is_example: bool = False
    confirmed: bool = False
    document: Mapping[str, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def key(self) -> MeasureKey:
        return self.code, self.version

    @property
    def has_example_amounts(self) -> bool:
        """Whatever is paid is invented, and must say so wherever it is shown."""
        rule = self.amount
        marked = any(band.is_example for band in rule.bands) or any(size.is_example for size in rule.sizes)
        return self.is_example or rule.is_example or marked

    @property
    def is_collective(self) -> bool:
        """A school or a service asks for a group."""
        return self.unit == "institution"

    def is_closed(self, at: datetime) -> bool:
        """Too late at *at*: whoever is received in the closing instant is late, unless the call says otherwise."""
        if self.closes_at is None:
            return False
        return at > self.closes_at if self.closes_inclusive else at >= self.closes_at

    def is_open(self, at: datetime) -> bool:
        """May an application be received at *at*?"""
        return self.status == "active" and (self.opens_at is None or self.opens_at <= at) and not self.is_closed(at)

    def declarations_for(self, applicant_role: str) -> tuple[Declaration, ...]:
        """Those that must be ticked by who applies in this role."""
        return tuple(one for one in self.declarations if _is_asked(one, applicant_role))

    def attachments_for(self, applicant_role: str) -> tuple[RequestedAttachment, ...]:
        """Those that must be there when somebody applies in this role."""
        return tuple(one for one in self.attachments if _is_asked(one, applicant_role))


def _is_asked(asked: Declaration | RequestedAttachment, applicant_role: str) -> bool:
    condition = asked.required_when
    return asked.required and (condition is None or applicant_role in condition.values)
