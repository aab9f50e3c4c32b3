"""One matter as the screen shows it, read in one go, and the matters of a person. Every function blocks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from wemi_desk.domain.citizens import CitizenId
from wemi_desk.domain.mandates import Mandate
from wemi_desk.domain.paperwork import OUTCOMES, Outcome, PaperworkType
from wemi_desk.domain.paperwork_cases import PaperworkCase
from wemi_desk.services.paperwork.reading import CaseGuide
from wemi_desk.ui.screens.paperwork.doors import MatterServices

ABOUT_PERSON = ("citizenship", "education", "occupation")
"""Facilita wants them of the person; what was said once is not asked again."""
_LOOKED_AT = 6
"""Cases of a person that are looked through for what was said before."""


@dataclass(frozen=True, slots=True)
class Matter:
    """*known*: what the person said of ABOUT_PERSON before; *mandates*: papers seen for the person that still stand."""

    guide: CaseGuide
    kind: PaperworkType
    known: Mapping[str, str] = field(default_factory=dict)
    mandates: Sequence[Mandate] = ()

    @property
    def case(self) -> PaperworkCase:
        return self.guide.case


def read_matter(services: MatterServices, case_id: UUID) -> Matter:
    """Raises RecordMissingError."""
    guide = services.cases.guide(case_id)
    person = guide.case.citizen_id
    known = known_answers(services, person) if person is not None else {}
    mandates = services.mandates.of(person) if person is not None else ()
    return Matter(guide, guide.kind or plain_kind(guide.case), known, mandates)


def known_answers(services: MatterServices, citizen_id: CitizenId) -> dict[str, str]:
    """The newest answer of this person to each question about them."""
    said: dict[str, str] = {}
    lines = [line for case in services.cases.of(citizen_id)[:_LOOKED_AT] for line in services.sittings.of_case(case.id)]
    for line in sorted(lines, key=lambda one: one.sitting.starts_at, reverse=True):
        for there in line.attendances:
            if there.citizen_id == citizen_id:
                said = {name: codes[0] for name in ABOUT_PERSON if (codes := there.answers.get(name))} | said
    return said


def matters_of(
    services: MatterServices, citizen_id: CitizenId | None
) -> Sequence[tuple[PaperworkCase, PaperworkType]]:
    """Newest first, each with the version it began with."""
    if citizen_id is None:
        return ()
    found = services.cases.of(citizen_id)
    return [(one, services.types.find(one.type_code, one.type_version) or plain_kind(one)) for one in found]


def plain_kind(case: PaperworkCase) -> PaperworkType:
    """For a case whose version never reached this desk: it shows what it says itself, and can be closed."""
    from wemi_desk.ui.screens.paperwork.words import outcome_words

    outcomes = tuple(Outcome(code, outcome_words(None, code)) for code in OUTCOMES)
    return PaperworkType(
        code=case.type_code, version=case.type_version, title=case.type_title or case.type_code, group="",
        bring=case.brought, outcomes=outcomes,
    )  # fmt: skip
