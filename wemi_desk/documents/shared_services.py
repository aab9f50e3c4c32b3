"""The sheets of a shared service: a proposal for one family, and what each pays in an active group."""

from __future__ import annotations

from datetime import datetime

from reportlab.lib.colors import black
from reportlab.platypus import Flowable, Table, TableStyle

from wemi_desk.documents import forms, sheet
from wemi_desk.documents.archive import Properties
from wemi_desk.documents.fonts import BODY
from wemi_desk.documents.layout import TableTags, Text
from wemi_desk.documents.words import long_day, stamp
from wemi_desk.domain.shared_sheets import SharedGroupSheet, SharedProposalSheet
from wemi_desk.i18n import _, ngettext

_WIDTHS = (0.3, 0.24, 0.28, 0.18)


def render(shared: SharedProposalSheet | SharedGroupSheet, made_at: datetime) -> bytes:
    """Return the sheet as PDF/A-2b."""
    if isinstance(shared, SharedProposalSheet):
        return _proposal(shared, made_at)
    return _group(shared, made_at)


def _proposal(shared: SharedProposalSheet, made_at: datetime) -> bytes:
    title = _("Una proposta: un servizio condiviso")
    rows = (
        (_("Servizio"), shared.what), (_("Giorni e ore"), shared.when), (_("Per Lei"), shared.hours),
        (_("Periodo"), shared.period), (_("Pagherebbe circa"), shared.share),
        (_("Da soli sarebbe"), shared.alone), (_("Costo di tutto il gruppo"), shared.total),
        (_("Come si divide"), shared.how_split),
    )  # fmt: skip
    count = len(shared.others)
    with_whom = ngettext("Con chi: {n} altra famiglia", "Con chi: {n} altre famiglie", count).format(n=count)
    story = [*forms.speaker(shared.space), sheet.title(title), *forms.facts(tuple(row for row in rows if row[1]))]
    story += [sheet.gap(8), *sheet.heading(with_whom), *sheet.bullets(shared.others)]
    story += [
        sheet.gap(8),
        sheet.paragraph(_("Nessuno conosce il Suo nome, e Lei non conosce quello degli altri: i nomi si scambiano solo "
                          "se tutti sono d’accordo.")),
        sheet.paragraph(_("È una proposta, non un impegno: ci dica sì o no, di persona o quando La chiamiamo.")),
        sheet.paragraph(_("Gli importi sono indicativi finché non è scelto chi svolge il servizio.")),
        sheet.paragraph(_("Stampato {when}.").format(when=stamp(made_at))),
    ]  # fmt: skip
    return sheet.build(story, Properties(title, "it-IT", made_at), foot=shared.space.name)


def _group(shared: SharedGroupSheet, made_at: datetime) -> bytes:
    title = _("Servizio condiviso: chi paga che cosa")
    rows = (
        (_("Giorni e ore"), shared.when), (_("Chi svolge il servizio"), shared.professional),
        (_("Quote valide dal"), long_day(shared.from_on)), (_("Come si divide"), shared.how_split),
    )  # fmt: skip
    story = [*forms.speaker(shared.space), sheet.title(title), sheet.paragraph(shared.title, look="important")]
    story += [*forms.facts(tuple(row for row in rows if row[1])), sheet.gap(8), _table(shared), sheet.gap(8)]
    story.append(sheet.paragraph(_("Le quote sommano al totale del mese, al centesimo.")))
    if shared.for_family:
        story.append(sheet.paragraph(_("Nomi e telefoni sono quelli di chi ha detto di sì a darli.")))
    story.append(sheet.paragraph(_("Stampato {when}.").format(when=stamp(made_at))))
    return sheet.build(story, Properties(title, "it-IT", made_at), foot=shared.space.name)


def _table(shared: SharedGroupSheet) -> Flowable:
    head = (_("Famiglia"), _("Telefono"), _("Ore"), _("Al mese"))
    cells = [[Text(words, sheet.style("strong")) for words in head]]
    cells += [[Text(sheet.cut(words, 80), sheet.style("cell")) for words in row] for row in shared.rows]
    cells.append([Text(words, sheet.style("strong")) for words in (_("Totale"), "", "", shared.total)])
    widths = [sheet.WIDTH * part for part in _WIDTHS]
    return Table(cells, colWidths=widths, repeatRows=1, style=_grid(), renderCB=TableTags(), hAlign="LEFT")


def _grid() -> TableStyle:
    return TableStyle(
        [
            ("GRID", (0, 0), (-1, -1), 0.6, black),
            ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
            ("FONT", (0, 0), (-1, -1), BODY),
        ]
    )
