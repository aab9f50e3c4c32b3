"""Acting for somebody else: which paper was seen, what it allows, until when (paperwork.md 4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NewType
from uuid import UUID

from wemi_desk.domain import paperwork
from wemi_desk.domain.citizens import CitizenId
from wemi_desk.domain.errors import InvalidFieldError

MandateId = NewType("MandateId", UUID)
SELF, PARENT, GUARDIAN, FOSTER_PARENT = "self", "parent", "guardian", "foster_parent"
SUPPORT_ADMINISTRATOR, CURATOR = "support_administrator", "curator"
INPS_DELEGATE, SGD_DELEGATE, TAX_DELEGATE = "inps_delegate", "sgd_delegate", "tax_delegate"
PAPER_MANDATE, INSTITUTION = "paper_mandate", "institution"
KINDS = (
    PARENT, GUARDIAN, FOSTER_PARENT, SUPPORT_ADMINISTRATOR, CURATOR, INPS_DELEGATE, SGD_DELEGATE, TAX_DELEGATE,
    PAPER_MANDATE, INSTITUTION,
)  # fmt: skip
LEGAL = frozenset({GUARDIAN, SUPPORT_ADMINISTRATOR, CURATOR})
"""By a decree."""
OF_A_MINOR = frozenset({PARENT, GUARDIAN, FOSTER_PARENT})
NEEDS: dict[str, tuple[str, ...]] = {
    GUARDIAN: ("act_reference", "court", "act_on", "scope_text"),
    SUPPORT_ADMINISTRATOR: ("act_reference", "court", "act_on", "scope_text"),
    CURATOR: ("act_reference", "court", "act_on", "scope_text"),
    FOSTER_PARENT: ("act_reference", "act_on"),
    INPS_DELEGATE: (), SGD_DELEGATE: (), TAX_DELEGATE: (), PARENT: (),
    PAPER_MANDATE: ("act_on", "scope_text"),
    INSTITUTION: ("act_reference",),
}  # fmt: skip
"""What was read on the paper and must be written down, per kind."""
ENDS_SOON = timedelta(days=30)
ALLOWED, WARNING, BLOCKED = "allowed", "warning", "blocked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mandate:
    """That a paper was seen, never its scan. *citizen_id* is whom it lets somebody act for."""

    id: MandateId
    citizen_id: CitizenId
    delegate_id: CitizenId | None = None
    delegate_name: str = ""
    kind: str
    act_reference: str = ""
    court: str = ""
    act_on: date | None = None
    scope: tuple[str, ...] = ()
    """Codes of types or groups it is limited to; empty: the paper names no limit."""
    scope_text: str = ""
    """What the paper says it is for."""
    expires_on: date | None = None
    seen_by: UUID
    seen_at: datetime
    space_code: str
    ended_at: datetime | None = None
    """Revoked, or written by mistake: no step stands on it any more."""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise InvalidFieldError("kind", "unknown")

    def ended_on(self, day: date) -> bool:
        return self.ended_at is not None or (self.expires_on is not None and self.expires_on < day)

    def covers(self, code: str, group: str) -> bool:
        return not self.scope or code in self.scope or group in self.scope


@dataclass(frozen=True, slots=True)
class Permission:
    """*verdict*: allowed, a warning, or blocked; *code* says why, *until* the last day of the paper."""

    verdict: str
    code: str = ""
    until: date | None = None
    instead: str = ""
    """The way that is open: a code of a type of paperwork."""

    @property
    def is_blocked(self) -> bool:
        return self.verdict == BLOCKED


@dataclass(frozen=True, slots=True, kw_only=True)
class ForWhom:
    """Whom the matter is for. *alone*: that person is here and nobody acts in their name."""

    alone: bool = True
    is_minor: bool | None = None
    same_household: bool = False
    applicant_roles: Sequence[str] = ()
    """Who may ask by the call, where the rule is PER_CALL."""


def check_mandate(mandate: Mandate, today: date) -> None:
    """Raise InvalidFieldError for what the paper must say and the form does not."""
    if mandate.delegate_id is None and not mandate.delegate_name.strip():
        raise InvalidFieldError("delegate_name", "required")
    for name in NEEDS[mandate.kind]:
        if not getattr(mandate, name):
            raise InvalidFieldError(name, "required")
    if mandate.act_on is not None and mandate.act_on > today:
        raise InvalidFieldError("act_on", "in_future")
    if mandate.act_on and mandate.expires_on and mandate.expires_on < mandate.act_on:
        raise InvalidFieldError("expires_on", "before_act")
    if mandate.delegate_id is not None and mandate.delegate_id == mandate.citizen_id:
        raise InvalidFieldError("delegate_id", "same_person")


def allowed(
    kind: paperwork.PaperworkType, mandate: Mandate | None, day: date, whom: ForWhom
) -> Permission:
    """May the matter go on? The rule of the type stands over every paper: SPID and CIE are nobody's to obtain or use
    for somebody else."""
    rule = kind.mandate_rule
    if whom.alone:
        return _alone(rule, whom)
    if rule == paperwork.STRICTLY_PERSONAL:
        return Permission(BLOCKED, "strictly_personal", instead="INPS-DEL")
    if rule == paperwork.CAF_MANDATE:
        return Permission(BLOCKED, "caf_collects")
    if rule == paperwork.IS_MANDATE:
        return Permission(ALLOWED) if mandate is None else _by_paper(kind, mandate, day)
    if mandate is None:
        return _without_paper(rule, whom)
    refused = _unfit(rule, mandate, whom)
    return Permission(BLOCKED, refused) if refused else _by_paper(kind, mandate, day)


def _alone(rule: str, whom: ForWhom) -> Permission:
    if not whom.is_minor:
        return Permission(ALLOWED)
    if rule in (paperwork.PARENTS_FOR_MINOR, paperwork.REGISTERED_DELEGATE, paperwork.CAF_MANDATE):
        return Permission(BLOCKED, "parent_needed")
    return Permission(WARNING, "minor")


def _without_paper(rule: str, whom: ForWhom) -> Permission:
    if rule == paperwork.INFORMAL:
        return Permission(ALLOWED)
    if rule == paperwork.OWN_HOUSEHOLD and whom.same_household:
        return Permission(ALLOWED)
    if rule == paperwork.PARENTS_FOR_MINOR and whom.is_minor is False:
        return Permission(BLOCKED, "only_for_minor")
    return Permission(BLOCKED, "mandate_needed")


def _unfit(rule: str, mandate: Mandate, whom: ForWhom) -> str:
    """Why this kind of paper does not serve under *rule*; empty when it does."""
    if rule == paperwork.PARENTS_FOR_MINOR:
        return _unfit_for_minor(mandate, whom)
    if rule == paperwork.PER_CALL and whom.applicant_roles and mandate.kind not in whom.applicant_roles:
        return "not_by_call"
    if mandate.kind == PAPER_MANDATE and rule in (paperwork.REGISTERED_DELEGATE, paperwork.OWN_HOUSEHOLD):
        return "hand_over_only"
    if mandate.kind in OF_A_MINOR - LEGAL and whom.is_minor is False:
        return "only_for_minor"
    return ""


def _unfit_for_minor(mandate: Mandate, whom: ForWhom) -> str:
    if mandate.kind in LEGAL:
        return ""
    if mandate.kind not in OF_A_MINOR:
        return "hand_over_only" if mandate.kind == PAPER_MANDATE else "parents_only"
    return "only_for_minor" if whom.is_minor is False else ""


def _by_paper(kind: paperwork.PaperworkType, mandate: Mandate, day: date) -> Permission:
    if mandate.ended_on(day):
        return Permission(BLOCKED, "ended" if mandate.ended_at else "expired", mandate.expires_on)
    if not mandate.covers(kind.code, kind.group):
        return Permission(BLOCKED, "out_of_scope", mandate.expires_on)
    if mandate.kind == SGD_DELEGATE:
        return Permission(WARNING, "sgd_unconfirmed", mandate.expires_on)
    if mandate.expires_on is not None and mandate.expires_on - day <= ENDS_SOON:
        return Permission(WARNING, "ends_soon", mandate.expires_on)
    return Permission(ALLOWED, until=mandate.expires_on)
