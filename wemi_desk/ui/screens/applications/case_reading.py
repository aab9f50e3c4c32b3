"""Reading and writing the applications that are open together; every call blocks: use a lane."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from wemi_desk.domain.application_states import Step
from wemi_desk.domain.applications import QUEUED, Application, ApplicationEvent
from wemi_desk.domain.attachments import Attachment
from wemi_desk.domain.eligibility import EligibilityResult, result_from_plain
from wemi_desk.domain.errors import RecordMissingError
from wemi_desk.domain.isee import IseeCertificate
from wemi_desk.domain.measures import MeasureVersion
from wemi_desk.domain.vouchers import Voucher
from wemi_desk.services.application_ports import NewApplications
from wemi_desk.services.isee import IseeSeen
from wemi_desk.ui.screens.applications.doors import PaperworkServices


@dataclass(frozen=True, slots=True)
class Case:
    """What is open: *applications* in the order of the children, of which *position* is shown."""

    applications: Sequence[Application] = ()
    position: int = 0
    measure: MeasureVersion | None = None
    results: Sequence[EligibilityResult | None] = ()
    missing: Sequence[str] = ()
    isee: IseeCertificate | None = None
    steps: Sequence[Step] = ()
    history: Sequence[ApplicationEvent] = ()
    attachments: Sequence[Attachment] = ()
    vouchers: Sequence[Voucher] = ()

    @property
    def shown(self) -> Application | None:
        """The one that is looked at."""
        return self.applications[self.position] if self.applications else None

    @property
    def drafts(self) -> list[Application]:
        """What can still be written in."""
        return [one for one in self.applications if one.state == "draft"]


def read_case(used: PaperworkServices, ids: Sequence[UUID], shown: UUID) -> Case:
    """As they stand now."""
    known = [used.cases.get(one) for one in ids]
    position = next((place for place, one in enumerate(known) if one.id == shown), 0)
    one, measure = known[position], None
    with suppress(RecordMissingError):
        measure = used.measures.get(one.measure_code, one.measure_version)
    return Case(
        known, position, measure, [_judged(used, each) for each in known] if measure is not None else (),
        used.cases.missing(one.id) if one.is_the_desks else (),
        used.isee.find(one.isee_id) if one.isee_id else None,
        used.cases.next_steps(one.id), used.cases.history(one.id), used.attachments.of(one.id),
        [voucher for voucher in used.vouchers.of(one.citizen_id) if voucher.application_id == one.id],
    )  # fmt: skip


def batch_of(used: PaperworkServices, application_id: UUID) -> list[UUID]:
    """A draft comes with those of the brothers and sisters: what is common is typed once."""
    opened = used.cases.get(application_id)
    if opened.state != "draft" or opened.group is not None:
        return [application_id]
    together = [
        one.id for one in used.cases.of(opened.citizen_id)
        if one.state == "draft" and one.citizen_id == opened.citizen_id and one.group is None
        and (one.measure_code, one.measure_version) == (opened.measure_code, opened.measure_version)
    ]  # fmt: skip
    return sorted(together, key=str)


def start_case(used: PaperworkServices, new: NewApplications) -> Case:
    """A draft for each child; the ISEE that still holds comes along."""
    known = used.isee.valid(new.applicant_id)
    begun = used.cases.start_all(replace(new, isee_id=known.id if known is not None else None))
    return read_case(used, [one.id for one in begun], begun[0].id)


def keep_case(
    used: PaperworkServices, drafts: Sequence[Application], values: dict[str, Any], isee: IseeSeen | None
) -> None:
    """Write what differs into every draft; an attestation once for all of them."""
    if isee is not None:
        values = values | {"isee_id": used.isee.note(drafts[0].citizen_id, isee).id}
    for one in drafts:
        used.cases.change(replace(used.cases.get(one.id), **values))


def _judged(used: PaperworkServices, application: Application) -> EligibilityResult | None:
    """As if it were sent now while it is the desk's; afterwards as it was judged when it was received."""
    if application.is_the_desks or application.state == QUEUED:
        return used.measures.evaluate(application)
    try:
        kept = application.judged or application.eligibility
        return result_from_plain(kept) if kept else None
    except (KeyError, TypeError, ValueError):  # written by another version of the program
        return None
