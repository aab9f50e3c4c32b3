"""Throwing a batch away that nobody uploaded: its rows may leave in another one."""

from __future__ import annotations

from dataclasses import replace

from wemi_desk.domain.facilita_ledger import DISCARDED, WAITING, WITHDRAWN, FacilitaBatch
from wemi_desk.services.facilita.ports import FacilitaWork


def thrown_away(work: FacilitaWork, batch: FacilitaBatch) -> FacilitaBatch:
    """What it replaced is refused as before. Not committed."""
    work.facilita.sent.settle(batch.id, WAITING, WITHDRAWN)
    if batch.replaces is not None:
        work.facilita.sent.take_back(batch.id, batch.replaces)
    after = replace(batch, status=DISCARDED)
    work.facilita.replace_batch(after)
    return after
