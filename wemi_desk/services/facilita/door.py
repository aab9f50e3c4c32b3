"""Everything of the place Facilita, made when somebody first goes there."""

from __future__ import annotations

from dataclasses import dataclass

from wemi_desk.services.facilita.answers import FacilitaAnswerService
from wemi_desk.services.facilita.export import ExportService
from wemi_desk.services.facilita.indicators import FacilitaIndicatorService
from wemi_desk.services.facilita.ledger import FacilitaLedgerService
from wemi_desk.services.facilita.register import FacilitaRegisterService


@dataclass(frozen=True, slots=True)
class FacilitaServices:
    """Every call blocks; an export reads for seconds and keeps nobody waiting meanwhile."""

    exports: ExportService
    ledger: FacilitaLedgerService
    register: FacilitaRegisterService
    indicators: FacilitaIndicatorService
    answers: FacilitaAnswerService
