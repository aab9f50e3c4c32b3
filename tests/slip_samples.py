"""Matters of paperwork with made-up contents, and their papers."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from wemi_desk.documents.slip_texts import ShippedSlipTexts
from wemi_desk.domain.paperwork_cases import PaperworkCase, PaperworkCaseId, StepDone
from wemi_desk.domain.slip_texts import SlipVoice
from wemi_desk.domain.spaces import Space
from wemi_desk.gateways.reference_lists import load_paperwork_catalogue, load_pick_lists
from wemi_desk.services.paperwork.slip_contents import Matter, slip

NOW = datetime(2026, 11, 18, 9, 42, tzinfo=UTC)
LISTS = load_pick_lists()
CATALOGUE = load_paperwork_catalogue()
TEXTS = ShippedSlipTexts()
LANGUAGES = TEXTS.languages()
SPACE = Space(
    id=UUID(int=1), code="PRV", name="Spazio WeMi di prova", kind="wemi_space", address="via Esempio 3, Milano",
    opening_text="lun–ven 9:00–13:00",
)  # fmt: skip
CASE = PaperworkCase(
    id=PaperworkCaseId(UUID(int=7)), space_code="PRV", operator_id=UUID(int=3), type_code="SPID-REC", type_version=1,
    type_title="Recuperare o rinnovare SPID", opened_at=NOW - timedelta(minutes=20), brought=("Cellulare registrato",),
    steps_done=tuple(StepDone(no=no, at=NOW, by=UUID(int=3)) for no in (1, 2)), outcome="to_complete",
    next_on=date(2026, 11, 30), next_text="porti il cellulare", external_reference="PR-2026-000123",
)  # fmt: skip


def voice(language):
    return SlipVoice(TEXTS.find("it"), TEXTS.find(language))


def matter(language="it", code="SPID-REC", **changes):
    case = replace(CASE, type_code=code, **changes)
    return Matter(case=case, kind=CATALOGUE.newest(code), voice=voice(language), space=SPACE)


def made(language="it", notes=(), **changes):
    return slip(matter(language, **changes), LISTS, notes)
