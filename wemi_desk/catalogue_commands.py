"""``wemi-desk catalogue …``: the catalogue in and out of files, from the command line."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.i18n import _, ngettext

if TYPE_CHECKING:
    from wemi_desk.domain.catalogue_rows import ReadRow
    from wemi_desk.services.catalogue_files.importing import DryRun, Looked
    from wemi_desk.services.desk import DeskServices

DONE, WITH_ERRORS, REFUSED = 0, 1, 2
_SHOWN = 200
"""Faults printed when they are not written to a file."""
OpenDesk = Callable[[argparse.Namespace], AbstractContextManager["DeskServices"]]


def add_to(commands: Any, add: Callable[..., argparse.ArgumentParser], open_desk: OpenDesk) -> None:
    """Hang the commands under ``catalogue``; *add* makes one that needs a desk, *open_desk* opens it."""
    catalogue = commands.add_parser("catalogue", help=_("il catalogo dei servizi: file da leggere e da scrivere"))
    verbs = catalogue.add_subparsers(required=True, metavar=_("comando"))
    words = _("prova un file CSV o XLSX e dice che cosa cambia; con --publish lo pubblica")
    read = add(verbs, "import", partial(_import, open_desk), words)
    read.add_argument("file", type=Path, help=_("il file CSV o XLSX"))
    read.add_argument("--publish", action="store_true", help=_("pubblica quello che è giusto"))
    read.add_argument("--whole", action="store_true", help=_("il catalogo è intero: chi manca viene ritirato"))
    read.add_argument("--errors", type=Path, metavar="FILE", help=_("scrive l'elenco degli errori, CSV o XLSX"))
    read.add_argument("--column", action="append", default=[], metavar=_("NOME=CAMPO"), help=_("che cos'è una colonna"))
    words = _("scrive il catalogo intero, CSV o XLSX secondo il nome")
    write = add(verbs, "export", partial(_export, open_desk), words)
    write.add_argument("file", type=Path, help=_("il file da scrivere"))


@contextmanager
def read_table(path: Path) -> Iterator[Iterator[ReadRow]]:
    """The rows of a file under the columns that are proposed; raises InvalidFieldError."""
    from wemi_desk.documents.spreadsheet import SpreadsheetFiles
    from wemi_desk.domain.catalogue_columns import proposed
    from wemi_desk.domain.catalogue_rows import RowReader, choices_of, looks_of
    from wemi_desk.gateways.reference_lists import load_catalogue_lists
    from wemi_desk.services.catalogue_files.importing import check_mapping

    files, choices = SpreadsheetFiles(), choices_of(load_catalogue_lists())
    opened = files.open(path.absolute())
    mapping = proposed(opened.headers, opened.samples, looks_of(choices))
    check_mapping(mapping)
    reader = RowReader(mapping, choices)
    with files.rows(opened) as rows:
        yield (reader.read(number, row) for number, row in rows)


def _import(open_desk: OpenDesk, arguments: argparse.Namespace) -> int:
    from wemi_desk.services.catalogue_files.words import refusal_words

    try:
        with open_desk(arguments) as desk:
            return _tried(desk, arguments)
    except InvalidFieldError as error:
        words = refusal_words(error)
        if words is None:
            raise
        print(words, file=sys.stderr)
        return REFUSED


def _tried(desk: DeskServices, arguments: argparse.Namespace) -> int:
    doors = desk.catalogue_files()
    looked = doors.imports.look(arguments.file.absolute())
    mapping = _mapping(looked, arguments.column)
    for header, field in zip(looked.opened.headers, mapping, strict=True):
        print(f"{header} → {field or '–'}")
    dry = doors.imports.try_out(looked.opened, mapping, whole=arguments.whole, progress=_progress())
    _say(dry, doors.lists)
    if arguments.errors is not None and dry.problems:
        doors.imports.save_problems(dry, arguments.errors.absolute())
    if arguments.publish and not dry.differences.is_empty:
        published = doors.imports.publish(dry)
        print(_("Consegnato: arriva a tutti quando il centro risponde.") if published.waits else _("Pubblicato."))
    return WITH_ERRORS if dry.problems else DONE


def _mapping(looked: Looked, said: list[str]) -> list[str]:
    """As proposed, but for what was said of a column."""
    from wemi_desk.domain.catalogue_columns import BY_FIELD, IGNORED
    from wemi_desk.domain.names import folded

    mapping = list(looked.mapping)
    headers = [folded(one) for one in looked.opened.headers]
    for one in said:
        header, _equals, field = one.rpartition("=")
        if folded(header) not in headers or (field and field not in BY_FIELD):
            raise SystemExit(_("Non conosco «{column}».").format(column=one))
        mapping = [IGNORED if known == field else known for known in mapping]
        mapping[headers.index(folded(header))] = field
    return mapping


def _say(dry: DryRun, lists: Any) -> None:
    from wemi_desk.services.catalogue_files.change_words import change_words, count_words
    from wemi_desk.services.catalogue_files.words import problem_line

    for one in dry.problems[:_SHOWN]:
        print(problem_line(one))
    for change in dry.differences.services[:_SHOWN]:
        print(f"{change.service.code}: {change_words(change, lists)}")
    print(count_words(dry.differences, dry.opened.rows - dry.right_rows))


def _progress() -> Callable[[int, int], bool]:
    """On a terminal, how far it is; Ctrl+C stops it, and then there is nothing."""
    is_seen = sys.stderr.isatty()

    def told(done: int, of: int) -> bool:
        if is_seen:
            print(f"\r{done}/{of}", end="\r", file=sys.stderr)
        return True

    return told


def _export(open_desk: OpenDesk, arguments: argparse.Namespace) -> int:
    with open_desk(arguments) as desk:
        count = desk.catalogue_files().exports.export(arguments.file.absolute())
    words = ngettext("{n} servizio scritto in {name}.", "{n} servizi scritti in {name}.", count)
    print(words.format(n=count, name=arguments.file.name))
    return DONE
