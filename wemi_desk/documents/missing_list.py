"""What is still missing, in large type: what to bring, where it is had, by when."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from reportlab.platypus import Flowable

from wemi_desk.documents import forms, sheet
from wemi_desk.documents.archive import Properties
from wemi_desk.documents.layout import Close, Open
from wemi_desk.documents.plain_text import Strong
from wemi_desk.documents.words import clock_time, long_day, stamp
from wemi_desk.domain.application_papers import MissingList, MissingThing
from wemi_desk.domain.days import rome_time
from wemi_desk.i18n import _, ngettext


def render(missing: MissingList, made_at: datetime, branding: Path | None = None) -> bytes:
    """Return the list as PDF/A-2b."""
    title = _("Che cosa manca")
    story = forms.opening(missing.head, title, branding)
    if missing.initials:
        story.append(sheet.paragraph(_("Per: {person}").format(person=missing.initials), look="large"))
    story += [sheet.paragraph(Strong(line), look="large") for line in _deadline(missing)]
    story += _things(missing.things)
    story += [sheet.gap(10), sheet.paragraph(_("Riporti anche questo foglio."), look="large")]
    story += [sheet.gap(10), forms.codes(missing.head.code)]
    story.append(sheet.paragraph(_("Stampato {when}.").format(when=stamp(made_at))))
    return sheet.build(story, Properties(title, "it-IT", made_at))


def _deadline(missing: MissingList) -> list[str]:
    if missing.closes_at is None:
        return []
    local = rome_time(missing.closes_at)
    until = _("Entro le {time} di {day}.").format(time=clock_time(local.time()), day=long_day(local.date()))
    left = missing.days_left
    if left is None or left < 0:
        return [until]
    days = ngettext("Manca {n} giorno.", "Mancano {n} giorni.", left).format(n=left)
    return [until, days if left else _("È l’ultimo giorno.")]


def _things(things: tuple[MissingThing, ...]) -> list[Flowable]:
    if not things:
        return [sheet.paragraph(_("Non manca niente."), look="large")]
    items = [sheet.large_item(thing.what, thing.where, number) for number, thing in enumerate(things, start=1)]
    return [sheet.paragraph(Strong(_("Che cosa portare o fare")), look="large", role="H2"), Open("L"), *items, Close()]
