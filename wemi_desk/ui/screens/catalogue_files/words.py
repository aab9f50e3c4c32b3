"""How a file, its columns and what it would change are said on the screen."""

from __future__ import annotations

from wemi_desk.domain.catalogue_changes import BACK, CHANGED, NEW, WITHDRAWN, ServiceChange
from wemi_desk.domain.catalogue_columns import COLUMNS, IGNORED
from wemi_desk.domain.days import rome_time
from wemi_desk.domain.pick_lists import PickLists
from wemi_desk.i18n import N_, _, ngettext
from wemi_desk.services.catalogue_files.change_words import change_words
from wemi_desk.services.catalogue_files.importing import Looked, Standing
from wemi_desk.services.catalogue_files.words import column_words, problem_words
from wemi_desk.ui.screens.catalogue_files.long_work import PUBLISHING, READING, TRYING, WRITING
from wemi_desk.ui.screens.catalogue_files.trial_lines import ALL, WRONG, TryLine
from wemi_desk.ui.widgets.marks import STATE_MARKS, Mark

_KINDS = {
    ALL: N_("Tutto: {n}"), WRONG: N_("Errori: {n}"), NEW: N_("Nuovi: {n}"), CHANGED: N_("Cambiati: {n}"),
    BACK: N_("Tornano: {n}"), WITHDRAWN: N_("Ritirati: {n}"),
}  # fmt: skip
_SHORT = {NEW: N_("Nuovo"), CHANGED: N_("Cambiato"), BACK: N_("Torna"), WITHDRAWN: N_("Ritirato")}
_MARKS = {
    NEW: Mark("it-plus-circle", "ok"), CHANGED: STATE_MARKS["draft"], BACK: STATE_MARKS["received"],
    WITHDRAWN: STATE_MARKS["ended"],
}  # fmt: skip


def standing_words(standing: Standing | None) -> str:
    """Of when the catalogue is."""
    if standing is None:
        return ""
    edition = standing.edition
    if edition is None:
        return _("Qui non c’è ancora un catalogo.")
    day = f"{rome_time(edition.published_at):%d/%m/%Y}"
    services = ngettext("{n} servizio", "{n} servizi", edition.services).format(n=edition.services)
    providers = ngettext("{n} ente", "{n} enti", edition.providers).format(n=edition.providers)
    words = _("Catalogo del {day}: {services}, {providers}.")
    return words.format(day=day, services=services, providers=providers)


def file_words(looked: Looked) -> str:
    """What the file is, so that somebody sees it is the right one."""
    opened = looked.opened
    rows = ngettext("{n} riga", "{n} righe", opened.rows).format(n=opened.rows)
    parts = [_("{name}: {rows}.").format(name=opened.path.name, rows=rows)]
    if opened.other_sheets:
        parts.append(_("Foglio letto: «{sheet}».").format(sheet=opened.sheet))
    if opened.formulas:
        parts.append(_("Contiene formule: vale il risultato salvato nel file."))
    if opened.merged:
        parts.append(_("Contiene celle unite: le righe coperte finiscono negli errori."))
    if looked.is_remembered:
        parts.append(_("Le colonne sono quelle dell’ultima volta."))
    return " ".join(parts)


def field_choices() -> list[tuple[str, str]]:
    """What a column can be said to be."""
    return [(IGNORED, _("Non si usa")), *((one.field, one.header) for one in COLUMNS)]


def field_words(field: str) -> str:
    """What a column is."""
    return column_words(field) if field else _("Non si usa")


def kind_choices(counts: dict[str, int]) -> list[tuple[str, str]]:
    """Every kind of line there is, with how many."""
    everything = [(ALL, sum(counts.values())), *counts.items()]
    return [(kind, _(_KINDS[kind]).format(n=n)) for kind, n in everything]


def line_kind(line: TryLine) -> str:
    """What happens, in a word; of a fault, its row."""
    if isinstance(line, ServiceChange):
        return _(_SHORT[line.kind])
    return _("Riga {row}").format(row=line.row)


def line_summary(line: TryLine, lists: PickLists) -> str:
    """What it is about and how it changes, as much as the row shows."""
    name = line.service.title if isinstance(line, ServiceChange) else column_words(line.field)
    if isinstance(line, ServiceChange) and line.kind != CHANGED:
        return name
    return _("{what}: {fields}").format(what=name, fields=line_words(line, lists))


def line_name(line: TryLine) -> str:
    """Which service, or which row and column."""
    if isinstance(line, ServiceChange):
        return f"{line.service.code}  {line.service.title}"
    return _("Riga {row}, {column}").format(row=line.row, column=column_words(line.field))


def line_words(line: TryLine, lists: PickLists) -> str:
    """What would change, or why it stays out."""
    if isinstance(line, ServiceChange):
        return change_words(line, lists)
    words = problem_words(line)
    return _("«{value}»: {words}").format(value=line.value, words=words) if line.value else words


def line_mark(line: TryLine) -> Mark:
    """The sign beside it."""
    return _MARKS[line.kind] if isinstance(line, ServiceChange) else STATE_MARKS["to_check"]


def progress_words(progress: tuple[str, int, int]) -> str:
    """What is under way, and how far it is."""
    what, done, of = progress
    doing = {
        READING: _("Guardo il file…"), TRYING: _("Provo: {percent} %"), PUBLISHING: _("Pubblico…"),
        WRITING: _("Scrivo il file…"),
    }[what]  # fmt: skip
    return doing.format(percent=100 * done // of if of else 0)
