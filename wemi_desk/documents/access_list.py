"""Who opened the record: a person may ask to see it, and to take it home."""

from __future__ import annotations

from datetime import datetime

from reportlab.platypus import Flowable

from wemi_desk.documents import sheet
from wemi_desk.documents.archive import Properties
from wemi_desk.documents.words import stamp
from wemi_desk.domain.access_sheets import AccessSheet
from wemi_desk.i18n import _

_LONGEST = 120  # a row must fit on a page
_WHEN, _WHO, _WHAT = 0.24, 0.2, 0.32  # of the width; the rest says why


def render(accesses: AccessSheet, made_at: datetime) -> bytes:
    """Return the list as PDF/A-2b."""
    title = _("Chi ha aperto la Sua scheda")
    story = [*sheet.space_block(accesses.space), sheet.title(title)]
    story.append(sheet.paragraph(_("Per: {person}").format(person=accesses.person), look="important"))
    story += _table(accesses)
    if not accesses.is_whole:
        story.append(sheet.paragraph(_("Ci sono accessi più vecchi: chieda l’elenco completo allo sportello.")))
    story += [sheet.gap(10), sheet.paragraph(_("Stampato {when}.").format(when=stamp(made_at)))]
    return sheet.build(story, Properties(title, "it-IT", made_at), foot=accesses.space.name)


def _table(accesses: AccessSheet) -> list[Flowable]:
    if not accesses.rows:
        return [sheet.paragraph(_("Nessuno."))]
    head = (_("Quando"), _("Chi"), _("Che cosa"), _("Perché"))
    widths = [sheet.WIDTH * part for part in (_WHEN, _WHO, _WHAT, 1 - _WHEN - _WHO - _WHAT)]
    rows = [[_shortened(words) for words in row] for row in accesses.rows]
    return [sheet.table(head, rows, widths, figures=False)]


def _shortened(words: str) -> str:
    return words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…"
