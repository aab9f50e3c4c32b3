"""The card of an appointment, in large type: the day, the hour, the place, what to bring."""

from __future__ import annotations

from datetime import datetime

from reportlab.platypus import Flowable

from wemi_desk.documents import sheet
from wemi_desk.documents.bilingual import Speech
from wemi_desk.documents.paperwork_slip import ending, opening, properties
from wemi_desk.documents.words import clock_time
from wemi_desk.domain.appointment_cards import AppointmentCard


def render(card: AppointmentCard, made_at: datetime) -> bytes:
    """Return the card as PDF/A-2b."""
    speech = Speech(card.head)
    story = [*opening(speech, with_paper=False), *_when(speech, card), *_where(speech, card)]
    if card.bring:
        story += [*speech.label("bring"), *speech.items((*card.bring, card.head.labels["this_sheet"]), "largeitem")]
    story += [sheet.gap(6), *speech.said(card.head.labels["cannot_come"], "important")]
    return sheet.build([*story, *ending(speech, card.wordings)], properties(card.head, made_at))


def _when(speech: Speech, card: AppointmentCard) -> list[Flowable]:
    day = speech.said(speech.day(card.on), "large")
    return [*speech.label("when"), *day, speech.alike(clock_time(card.at), "title")]


def _where(speech: Speech, card: AppointmentCard) -> list[Flowable]:
    space = card.head.space
    where = [speech.alike(text, "large") for text in (space.name, space.address) if text]
    return [*speech.label("where"), *where]
