"""A service of the catalogue, or up to four side by side, for the person to take home."""

from __future__ import annotations

from datetime import datetime

from reportlab.platypus import Flowable

from wemi_desk.documents import forms, sheet
from wemi_desk.documents.archive import Properties
from wemi_desk.documents.words import stamp
from wemi_desk.domain.catalogue_papers import CatalogueSheet
from wemi_desk.i18n import _

_LABEL = 0.19  # of the width
_CELL = {2: 600, 3: 300, 4: 200}
"""Longest text of a cell: a row must fit on a page."""


def render(paper: CatalogueSheet, made_at: datetime) -> bytes:
    """Return the paper as PDF/A-2b."""
    title = _("Servizi a confronto") if paper.is_comparison else paper.titles[0]
    story = [*forms.speaker(paper.space), sheet.title(title), *_body(paper), sheet.gap(10)]
    story += [sheet.paragraph(one) for one in paper.notes]
    story.append(sheet.paragraph(_("Stampato {when}.").format(when=stamp(made_at))))
    return sheet.build(story, Properties(title, "it-IT", made_at), foot=paper.space.name)


def _body(paper: CatalogueSheet) -> list[Flowable]:
    if not paper.is_comparison:
        return forms.facts(tuple((label, said[0]) for label, said in paper.rows))
    count = len(paper.titles)
    most = _CELL[count]
    widths = [sheet.WIDTH * _LABEL, *[sheet.WIDTH * (1 - _LABEL) / count] * count]
    rows = [(label, *(sheet.cut(cell, most) for cell in said)) for label, said in paper.rows]
    return [sheet.table(("", *(sheet.cut(one, 90) for one in paper.titles)), rows, widths, figures=False)]
