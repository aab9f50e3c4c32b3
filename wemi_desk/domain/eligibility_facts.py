"""What is known of a family when a measure is judged, and where each thing comes from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from wemi_desk.domain.isee import IseeCertificate


@dataclass(frozen=True, slots=True, kw_only=True)
class Residence:
    """Where somebody lives as far as it is known: an empty *municipality* is not known, never "elsewhere"."""

    municipality: str = ""
    since: date | None = None
    provenance: str = "declared"


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupFacts:
    """Who asks for a group, and for how many; no child is named."""

    holder_kind: str = ""
    participants: int | None = None
    age_from: int | None = None
    age_to: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExistingApplication:
    """Another application known here, with the *units* it shares with this one (child, household, adult, institution).

    *received* is one that a receipt stands for; the others are only prepared.
    """

    measure_code: str
    received: bool
    units: tuple[str, ...] = ("child",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Everything that may be judged; what is not known is empty, and never taken for "no"."""

    applicant_role: str = ""
    role_provenance: str = "declared"
    representation_act: str = ""
    representation_expires_on: date | None = None
    beneficiary_birth_date: date | None = None
    birth_date_provenance: str = "declared"
    birth_readings: tuple[date, ...] = ()
    applicant_residence: Residence = Residence()
    beneficiary_residence: Residence = Residence()
    beneficiary_in_care: bool = False
    isee: IseeCertificate | None = None
    household_size: int | None = None
    group: GroupFacts | None = None
    existing: tuple[ExistingApplication, ...] = ()
