"""What the place Pratiche asks of the desk. Every call blocks: use a lane."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol
from uuid import UUID

from wemi_desk.domain.applications import Application
from wemi_desk.domain.citizens import CitizenId
from wemi_desk.domain.eligibility import EligibilityResult
from wemi_desk.domain.measures import MeasureVersion
from wemi_desk.services.application_ports import AttachmentsDoor, CasesDoor, VouchersDoor
from wemi_desk.services.citizens import CitizenService
from wemi_desk.services.households import HouseholdService
from wemi_desk.services.isee import IseeDoor
from wemi_desk.services.measures import Fit
from wemi_desk.services.session import DeskSession


class MeasuresDoor(Protocol):
    """What can be applied for, and what it says of a family."""

    def open_now(self) -> Sequence[MeasureVersion]: ...

    def get(self, code: str, version: int) -> MeasureVersion: ...

    def fitting(self, citizen_id: CitizenId) -> Sequence[Fit]: ...

    def evaluate(self, application: Application) -> EligibilityResult: ...


@dataclass(frozen=True, slots=True)
class PaperworkServices:
    """Everything the place reads and writes through."""

    cases: CasesDoor
    measures: MeasuresDoor
    isee: IseeDoor
    attachments: AttachmentsDoor
    vouchers: VouchersDoor
    citizens: CitizenService
    households: HouseholdService
    session: DeskSession
    colleagues: Mapping[UUID, str]
    spaces: Mapping[str, str] = field(default_factory=dict)
