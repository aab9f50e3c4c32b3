"""The day's ledger: what was made, what the centre received, what is held and why, and the centre's signed word."""

from __future__ import annotations

from datetime import datetime

from reportlab.platypus import Flowable

from wemi_desk.documents import sheet
from wemi_desk.documents.archive import Properties
from wemi_desk.documents.plain_text import Strong
from wemi_desk.documents.words import long_day, stamp
from wemi_desk.domain.day_ledgers import DayLedger, LedgerReceipt, LedgerSheet
from wemi_desk.i18n import _, ngettext

_FIGURES = 90.0
_GROUP, _GROUPS = 8, 4


def render(page: LedgerSheet, made_at: datetime) -> bytes:
    """Return the ledger as PDF/A-2b."""
    ledger = page.ledger
    title = _("Registro degli invii di {day}").format(day=long_day(ledger.day))
    story = [*sheet.space_block(page.space), sheet.title(title), sheet.paragraph(*_sums(ledger), look="important")]
    story += _held(page) + _kinds(page) + _receipt(ledger)
    made = _("Stampato {when}. Solo conteggi, nessun nome.").format(when=stamp(made_at))
    story += [sheet.gap(10), sheet.paragraph(made)]
    return sheet.build(story, Properties(title, "it-IT", made_at), foot=page.space.name)


def _sums(ledger: DayLedger) -> list[Strong]:
    words = _("Fatti: {made}. Ricevuti dal sistema centrale: {received}. Ancora qui: {held}.")
    return [Strong(words.format(made=ledger.made, received=ledger.received, held=ledger.held_count))]


def _held(page: LedgerSheet) -> list[Flowable]:
    if not page.held:
        return []
    rows = [(words, str(count)) for words, count in page.held]
    table = sheet.table((_("Perché"), _("Quanti")), rows, (sheet.WIDTH - _FIGURES, _FIGURES))
    return [*sheet.heading(_("Ancora qui")), table]


def _kinds(page: LedgerSheet) -> list[Flowable]:
    story = sheet.heading(_("Per tipo"))
    if not page.by_kind:
        return [*story, sheet.paragraph(_("Nessuno."))]
    rows = [(words, str(made), str(received)) for words, made, received in page.by_kind]
    widths = (sheet.WIDTH - 2 * _FIGURES, _FIGURES, _FIGURES)
    return [*story, sheet.table((_("Che cosa"), _("Fatti"), _("Ricevuti")), rows, widths)]


def _receipt(ledger: DayLedger) -> list[Flowable]:
    story = sheet.heading(_("Ricevuta del sistema centrale"))
    if ledger.last:
        numbers = _("Numeri del giorno: da {first} a {last}. Impronta dopo l’ultimo:")
        story.append(sheet.paragraph(numbers.format(first=ledger.first, last=ledger.last)))
        story += _code(ledger.chain)
    if ledger.receipt is None:
        return [*story, sheet.paragraph(_("Ancora nessuna: la postazione non si è mai collegata."))]
    return [*story, *_signed(ledger.receipt), *_reach(ledger)]


def _signed(receipt: LedgerReceipt) -> list[Flowable]:
    words = _("Firmata {when}: il sistema centrale ha tutto quello di questa postazione fino al numero {last}.")
    story = [sheet.paragraph(words.format(when=stamp(receipt.at), last=receipt.last)), *_code(receipt.chain)]
    return [*story, sheet.paragraph(_("Firma:")), *_code(receipt.signature)]


def _reach(ledger: DayLedger) -> list[Flowable]:
    beyond = ledger.beyond_receipt
    if not beyond:
        return [sheet.paragraph(Strong(_("La ricevuta comprende tutti gli atti del giorno.")))]
    words = ngettext(
        "{n} atto del giorno non è ancora compreso nella ricevuta.",
        "{n} atti del giorno non sono ancora compresi nella ricevuta.",
        beyond,
    )
    return [sheet.paragraph(Strong(words.format(n=beyond)))]


def _code(value: bytes) -> list[Flowable]:
    """Hexadecimal in groups of eight, four to a line: two people can compare it aloud."""
    text = value.hex()
    groups = [text[at:at + _GROUP] for at in range(0, len(text), _GROUP)]
    lines = [" ".join(groups[at:at + _GROUPS]) for at in range(0, len(groups), _GROUPS)]
    return [sheet.paragraph(line, look="code") for line in lines]
