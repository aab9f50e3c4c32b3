"""A delega to hand something over: Italian to be signed, the person's language beside it to be understood."""

from __future__ import annotations

from datetime import datetime

from reportlab.platypus import Flowable

from wemi_desk.documents import sheet
from wemi_desk.documents.archive import Properties
from wemi_desk.documents.bilingual import Speech
from wemi_desk.documents.forms import SignatureLine, speaker
from wemi_desk.domain.paperwork_slips import MandateForm, is_unconfirmed
from wemi_desk.i18n import _

_PEN, _SIGNED = 8.0, 14.0


def render(form: MandateForm, made_at: datetime) -> bytes:
    """Return the form as PDF/A-2b: nothing of it is filled in, a name is written by whoever signs."""
    head, speech = form.head, Speech(form.head)
    story = [*speaker(head.space), *speech.said(head.labels["paper"], "title", "strong", "H1")]
    for key in ("mandate_delegator", "mandate_delegate"):
        story += [*speech.label(key), *_who()]
    story += [*speech.label("mandate_act"), *speech.said(head.title, "important")]
    for key in ("mandate_scope", "mandate_limit", "mandate_copies"):
        story += [sheet.gap(4), *speech.said(head.labels[key], "body")]
    story += [*speech.label("mandate_until"), SignatureLine(_("Giorno, mese, anno"), _PEN)]
    story += [*speech.label("mandate_signature"), SignatureLine(_("Data e firma"), _SIGNED)]
    if not head.is_italian and is_unconfirmed(form.wordings):
        story += [sheet.gap(6), speech.own(head.labels["unconfirmed"].own, "strong")]
    return sheet.build(story, Properties(head.labels["paper"].italian, "it-IT", made_at))


def _who() -> list[Flowable]:
    asked = (_("Cognome e nome"), _("Luogo e data di nascita"), _("Documento e numero"))
    return [SignatureLine(words, _PEN) for words in asked]
