"""The letter of a voucher: what it is worth today, until when, and the three numbers of a price."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from reportlab.platypus import Flowable

from wemi_desk.documents import forms, sheet
from wemi_desk.documents.archive import Properties
from wemi_desk.documents.plain_text import Strong
from wemi_desk.documents.words import long_day, stamp
from wemi_desk.domain.application_papers import VoucherLetter
from wemi_desk.i18n import _

_WHEN, _AMOUNT = 0.3, 0.24  # of the width


def render(letter: VoucherLetter, made_at: datetime, branding: Path | None = None) -> bytes:
    """Return the letter as PDF/A-2b."""
    title = _("Il Suo voucher")
    story = forms.opening(letter.head, title, branding)
    if letter.holder:
        story.append(sheet.paragraph(_("Per: {person}").format(person=letter.holder), look="important"))
    if letter.address:
        story.append(sheet.paragraph(letter.address, look="important"))
    if letter.last_day is not None:
        until = _("Ultimo giorno per usarlo: {day}.").format(day=long_day(letter.last_day))
        story += [sheet.gap(2), sheet.paragraph(Strong(until), look="large")]
    story += [sheet.paragraph(Strong(letter.warning), look="important")] if letter.warning else []
    story += [*forms.facts(letter.rows), *_price(letter)]
    story += [sheet.gap(8), forms.codes(letter.head.code), *_movements(letter)]
    story.append(sheet.paragraph(_("Stampato {when}: i movimenti fatti dopo non ci sono.").format(when=stamp(made_at))))
    return sheet.build(story, Properties(title, "it-IT", made_at))


def _price(letter: VoucherLetter) -> list[Flowable]:
    if not letter.price:
        return []
    paid = _("La parte a carico della famiglia si paga direttamente a chi offre l’attività.")
    return [*sheet.heading(_("Quanto si paga")), *forms.facts(letter.price), sheet.gap(2), sheet.paragraph(paid)]


def _movements(letter: VoucherLetter) -> list[Flowable]:
    if not letter.movements:
        return []
    head = (_("Quando"), _("Che cosa"), _("Importo"))
    rows = [[sheet.cut(cell) for cell in row] for row in letter.movements]
    widths = [sheet.WIDTH * part for part in (_WHEN, 1 - _WHEN - _AMOUNT, _AMOUNT)]
    return [*sheet.heading(_("Movimenti")), sheet.table(head, rows, widths, figures=False)]
