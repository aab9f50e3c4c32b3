"""What Pratiche and Misure work with: loaded when somebody first goes there, for a morning may pass without."""

from __future__ import annotations

from dataclasses import dataclass

from wemi_desk.services.application_papers import ApplicationPapers
from wemi_desk.services.application_ports import AttachmentsDoor, CasesDoor, FollowUpsDoor, VouchersDoor
from wemi_desk.services.isee import IseeDoor
from wemi_desk.services.measure_drafts import MeasureDraftService
from wemi_desk.services.measure_ports import MeasureFiles
from wemi_desk.services.measures import MeasureService
from wemi_desk.services.paperwork.doors import PaperworkDoors
from wemi_desk.services.paperwork.slips import PaperworkSlips
from wemi_desk.services.paperwork.type_drafts import PaperworkTypeDrafts


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseServices:
    """Services of one session, beside those of `DeskServices`."""

    application_papers: ApplicationPapers
    attachments: AttachmentsDoor
    cases: CasesDoor
    digital: PaperworkDoors
    follow_ups: FollowUpsDoor
    isee: IseeDoor
    measure_drafts: MeasureDraftService
    measure_files: MeasureFiles
    measures: MeasureService
    slips: PaperworkSlips
    type_drafts: PaperworkTypeDrafts
    vouchers: VouchersDoor
