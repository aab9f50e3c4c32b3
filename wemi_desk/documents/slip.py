"""The citizen's slip: large type, what we did, what to bring, the next date."""

from __future__ import annotations

from datetime import datetime

from reportlab.platypus import Flowable

from wemi_desk.documents import sheet
from wemi_desk.documents.archive import Properties
from wemi_desk.documents.plain_text import Strong
from wemi_desk.documents.words import clock_time, long_day, stamp
from wemi_desk.domain.slips import NextStep, Slip
from wemi_desk.i18n import _


def render(slip: Slip, made_at: datetime) -> bytes:
    """Return the slip as PDF/A-2b."""
    story = [*sheet.space_block(slip.space), sheet.title(slip.title)]
    if slip.person:
        story.append(sheet.paragraph(_("Per: {person}").format(person=slip.person), look="important"))
    story += _done(slip.done) + _bring(slip.bring)
    if slip.next_step:
        story += _next(slip.next_step)
    recorded = _("Registrato allo sportello {when}.").format(when=stamp(slip.recorded_at))
    story += [sheet.gap(8), sheet.rule(), sheet.gap(4), sheet.paragraph(recorded)]
    alt = _("Codice a barre: {code}").format(code=slip.code)
    story += [sheet.gap(8), sheet.barcode(slip.code, alt)]
    return sheet.build(story, Properties(slip.title, "it-IT", made_at))


def _done(sentences: tuple[str, ...]) -> list[Flowable]:
    if not sentences:
        return []
    return [*sheet.heading(_("Che cosa abbiamo fatto")), *sheet.bullets(sentences)]


def _bring(things: tuple[str, ...]) -> list[Flowable]:
    if not things:
        return []
    return [*sheet.heading(_("Che cosa portare")), *sheet.bullets(things)]


def _next(step: NextStep) -> list[Flowable]:
    day = long_day(step.on)
    when = day if step.at is None else _("{day} alle {time}").format(day=day, time=clock_time(step.at))
    pieces = [Strong(when[:1].upper() + when[1:])]
    after = f": {step.what}" if step.what else ""
    return [*sheet.heading(_("Prossima data")), sheet.paragraph(*pieces, after, look="important")]
