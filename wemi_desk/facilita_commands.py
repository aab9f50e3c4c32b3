"""``wemi-desk facilita …``: the State's register from the command line."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wemi_desk.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from wemi_desk.services.desk import DeskServices
    from wemi_desk.services.facilita.export import Outlook

VALID, NOT_VALID, UNREADABLE = 0, 1, 2
_SHOWN = 200
"""Faults printed when nobody asks for all of them."""


_MARKS = {"refused": N_("rifiutata"), "ours": N_("da non mandare"), "look": N_("da guardare")}


OpenDesk = Callable[[argparse.Namespace], AbstractContextManager["DeskServices"]]


def add_to(commands: Any, add: Callable[..., argparse.ArgumentParser], open_desk: OpenDesk) -> None:
    """Hang the commands under ``facilita``; *add* makes one that needs a desk, *open_desk* opens it."""
    facilita = commands.add_parser("facilita", help=_("i file per la piattaforma Facilita"))
    verbs = facilita.add_subparsers(required=True, metavar=_("comando"))
    words = _("dice riga, colonna e motivo di ogni errore di un file, senza linea e senza aprire l'archivio")
    check = verbs.add_parser("check", help=words, description=words)
    check.set_defaults(command=_check)
    check.add_argument("file", type=Path, help=_("il file CSV"))
    check.add_argument("--from", dest="starts_on", type=_day, help=_("primo giorno del progetto, AAAA-MM-GG"))
    check.add_argument("--to", dest="ends_on", type=_day, help=_("ultimo giorno del progetto"))
    check.add_argument("--last-day", type=_day, help=_("ultimo giorno di servizio che la piattaforma accetta"))
    check.add_argument("--minors", action="store_true", help=_("il programma accetta dai 14 anni"))
    check.add_argument("--all", action="store_true", help=_("tutti gli errori, quanti che siano"))
    words = _("prepara i file di una sede e di un periodo, controllati, e li scrive nel registro degli invii")
    export = add(verbs, "export", partial(_export, open_desk), words)
    export.add_argument("--site", required=True, metavar=_("CODICE"), help=_("codice dello spazio, tre caratteri"))
    export.add_argument("--from", dest="first", type=_day, required=True, help=_("primo giorno, AAAA-MM-GG"))
    export.add_argument("--to", dest="last", type=_day, required=True, help=_("ultimo giorno"))
    export.add_argument("--out", type=Path, required=True, help=_("cartella dei file"))
    export.add_argument("--no-pdf", action="store_true", help=_("senza la copia in PDF di ogni file"))


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _export(open_desk: OpenDesk, arguments: argparse.Namespace) -> int:
    from wemi_desk.services.facilita.export import Period

    folder = arguments.out.absolute()
    with open_desk(arguments) as desk:
        facilita = desk.facilita()
        made = facilita.exports.export(
            Period(arguments.site.upper(), arguments.first, arguments.last), folder, _progress()
        )
        for batch in made.batches:
            rows = ngettext("{count} riga", "{count} righe", batch.row_count).format(count=batch.row_count)
            print(_("{name}: {rows}, SHA-256 {digest}").format(name=batch.file_name, rows=rows, digest=batch.sha256))
        _say(made.outlook)
        if made.batches and not arguments.no_pdf:
            for pdf in facilita.ledger.keep(made.batches, folder):
                print(pdf.name)
    return VALID if made.batches else NOT_VALID


def _progress() -> Callable[[int, int], bool]:
    """On a terminal, how far it is; Ctrl+C stops it, and then there is nothing."""
    is_seen = sys.stderr.isatty()

    def told(done: int, of: int) -> bool:
        if is_seen:
            print(f"\r{done}/{of}", end="\r", file=sys.stderr)
        return True

    return told


def _say(outlook: Outlook) -> None:
    """What stayed behind, and why."""
    from wemi_desk.services.facilita.words import count_words, reason_words

    if not outlook.leaving:
        print(_("Niente di nuovo da mandare in questo periodo."))
    for kind in ("waiting", "accepted", "elsewhere", "anonymous"):
        if outlook.counts.get(kind):
            print(count_words(kind, outlook.counts[kind]))
    if outlook.to_look_at:
        print(count_words("look", outlook.to_look_at))
    for code, n in sorted(outlook.reasons.items(), key=lambda one: -one[1]):
        print(_("  {reason}: {n}").format(reason=reason_words(code), n=n))


def _check(arguments: argparse.Namespace) -> int:
    from wemi_desk.documents.facilita import Tally, judge
    from wemi_desk.domain.days import rome_day
    from wemi_desk.domain.facilita import Project
    from wemi_desk.gateways.clock import SystemClock
    from wemi_desk.gateways.reference_lists import load_facilita_contract

    tally, shown = Tally(), 0
    project = Project(
        starts_on=arguments.starts_on, ends_on=arguments.ends_on, last_accepted_on=arguments.last_day,
        accepts_minors=arguments.minors,
    )  # fmt: skip
    today = rome_day(SystemClock().now())
    try:
        for finding in judge(arguments.file, load_facilita_contract(), project, today, tally):
            shown += 1
            if arguments.all or shown <= _SHOWN:
                print(_line(finding.row, finding.line, finding.fault))
    except OSError:
        print(_("Il file non si apre: {place}").format(place=arguments.file), file=sys.stderr)
        return UNREADABLE
    if shown > _SHOWN and not arguments.all:
        print(_("… e altri {count}: con --all si vedono tutti.").format(count=shown - _SHOWN))
    print(_summary(tally))
    return VALID if tally.is_valid else NOT_VALID


def _line(row: int, line: int, fault: Any) -> str:
    from wemi_desk.services.facilita_words import fault_words

    words = fault_words(fault.code, fault.data)
    mark = _(_MARKS[fault.weight])
    if not row:
        return _("file: {words} [{mark}]").format(words=words, mark=mark)
    place = {"row": row, "line": line, "column": fault.column or "–", "words": words, "mark": mark}
    return _("riga {row} (del file: {line}), {column}: {words} [{mark}]").format(**place)


def _summary(tally: Any) -> str:
    rows = ngettext("{count} riga", "{count} righe", tally.rows).format(count=tally.rows)
    if tally.is_valid and not tally.doubtful_rows:
        return _("{rows}: il file va bene.").format(rows=rows)
    if tally.is_valid:
        return _("{rows}: il file va bene; da guardare: {look}.").format(rows=rows, look=tally.doubtful_rows)
    counts = {"rows": rows, "refused": tally.refused_rows, "ours": tally.our_rows, "file": tally.file_faults}
    words = _("{rows}: {refused} che Facilita rifiuta, {ours} da non mandare così; difetti del file: {file}.")
    return words.format(**counts)
