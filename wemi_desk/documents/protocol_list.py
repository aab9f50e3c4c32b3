"""A list for the desk by protocol or code: the names stay in the program."""

from __future__ import annotations

from datetime import datetime

from reportlab.platypus import Flowable

from wemi_desk.documents import forms, sheet
from wemi_desk.documents.archive import Properties
from wemi_desk.documents.words import stamp
from wemi_desk.domain.application_papers import ProtocolList
from wemi_desk.i18n import _, ngettext


def render(listed: ProtocolList, made_at: datetime) -> bytes:
    """Return the list as PDF/A-2b."""
    story = [*forms.speaker(listed.space), sheet.title(listed.title)]
    if listed.note:
        story.append(sheet.paragraph(listed.note))
    story += [sheet.gap(6), *_table(listed)]
    count = ngettext("{n} riga, nessun nome.", "{n} righe, nessun nome.", len(listed.rows)).format(n=len(listed.rows))
    when = _("Stampato {when}.").format(when=stamp(made_at))
    story += [sheet.gap(10), sheet.paragraph(f"{count} {when}")]
    return sheet.build(story, Properties(listed.title, "it-IT", made_at), foot=listed.space.name)


def _table(listed: ProtocolList) -> list[Flowable]:
    if not listed.rows:
        return [sheet.paragraph(_("Nessuna riga."), look="important")]
    widths = [sheet.WIDTH / len(listed.columns)] * len(listed.columns)
    rows = [[sheet.cut(cell) for cell in row] for row in listed.rows]
    return [sheet.table(listed.columns, rows, widths, figures=False)]
