"""The day sheet: counts of one working day, without names."""

from __future__ import annotations

from datetime import datetime

from reportlab.platypus import Flowable

from wemi_desk.documents import sheet
from wemi_desk.documents.archive import Properties
from wemi_desk.documents.words import long_day, stamp
from wemi_desk.domain.day_sheets import CountTable, DaySheet
from wemi_desk.i18n import _

_FIGURES = 90.0


def render(day: DaySheet, made_at: datetime) -> bytes:
    """Return the sheet as PDF/A-2b."""
    title = _("Riepilogo di {day}").format(day=long_day(day.on))
    story = [*sheet.space_block(day.space), sheet.title(title)]
    for counted in day.tables:
        story += _table(counted)
    made = _("Stampato {when}. Solo conteggi, nessun nome.").format(when=stamp(made_at))
    story += [sheet.gap(10), sheet.paragraph(made)]
    return sheet.build(story, Properties(title, "it-IT", made_at), foot=day.space.name)


def _table(counted: CountTable) -> list[Flowable]:
    story = sheet.heading(counted.title)
    if not counted.rows:
        return [*story, sheet.paragraph(_("Nessuno."))]
    rows = [(label, str(number)) for label, number in counted.rows]
    story.append(sheet.table((counted.counted, _("Quanti")), rows, (sheet.WIDTH - _FIGURES, _FIGURES)))
    if counted.note:
        story.append(sheet.paragraph(counted.note))
    return story
