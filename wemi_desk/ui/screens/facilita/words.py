"""How files, lines and figures are said on the screen."""

from __future__ import annotations

import re

from wemi_desk.domain.facilita_indicators import Behind
from wemi_desk.domain.facilita_ledger import CLOSED, DISCARDED, PREPARED, UPLOADED
from wemi_desk.domain.pick_lists import PickList
from wemi_desk.i18n import N_, _
from wemi_desk.services.facilita.export import Outlook
from wemi_desk.services.facilita.ledger import BatchLine
from wemi_desk.services.facilita.words import count_words, state_words
from wemi_desk.ui.widgets.marks import STATE_MARKS, Mark

_MARKS = {
    PREPARED: STATE_MARKS["to_send"], UPLOADED: STATE_MARKS["waiting"], CLOSED: STATE_MARKS["done"],
    DISCARDED: STATE_MARKS["ended"],
}  # fmt: skip
_LINE_MARKS = {
    "blocked": STATE_MARKS["to_verify"], "refused": STATE_MARKS["to_check"], "differs": STATE_MARKS["conflict"],
    "stale": STATE_MARKS["conflict"], "cancelled": STATE_MARKS["conflict"],
}  # fmt: skip
_WRITTEN_DAY = re.compile(r"^(\d{4})-(\d\d)(?:-(\d\d))?\b")
_OUTWARD = ("facilita_an9", "facilita_an10", "facilita_an11")
FIGURES = {
    "points": N_("Punti di facilitazione"), "people": N_("Utenti unici"), "services": N_("Servizi"),
    "facilitators": N_("Facilitatori"),
}  # fmt: skip
PARTS = {
    "month": N_("Per mese"), "site": N_("Per sede"), "kind": N_("Per tipo di servizio (SE3)"),
    "competence": N_("Per competenza (SE5)"), "domain": N_("Per ambito (SE6)"), "age": N_("Per fascia d’età (AN8)"),
}  # fmt: skip


def batch_mark(line: BatchLine) -> Mark:
    """Where a file stands."""
    return STATE_MARKS["to_check"] if line.rejected else _MARKS[line.batch.status]


def batch_name(line: BatchLine) -> str:
    """01/10 - 31/10/2026, n. 2: what differs between the names of files."""
    batch = line.batch
    number = batch.file_name.removesuffix(".csv").rpartition("_")[2]
    days = {"first": f"{batch.date_from:%d/%m}", "last": f"{batch.date_to:%d/%m/%Y}"}
    return _("{first} - {last}, n. {number}").format(number=number, **days)


def behind_shown(line: Behind) -> str:
    """02/10/2026 Recupero SPID; 10/2026: the ledger's days, which sort, as people write them."""
    return _WRITTEN_DAY.sub(lambda day: "/".join(part for part in reversed(day.groups()) if part), line.shown, count=1)


def behind_words(line: Behind) -> str:
    """A row behind a figure, in full."""
    counts = {"services": line.services, "people": line.people, "n": line.attendances}
    words = _("{what}. Servizi: {services}, persone: {people}, presenze: {n}.")
    return words.format(what=behind_shown(line), **counts)


def batch_state(line: BatchLine) -> str:
    """Caricato, da chiudere; Da sistemare: 3."""
    words = state_words(line.batch.status)
    if not line.is_here:
        return _("{state} (altra postazione)").format(state=words)
    return _("Da sistemare: {n}").format(n=line.rejected) if line.rejected else words


def outward_choices(answers: PickList) -> list[tuple[str, str]]:
    """Our finer answers, each with the code that Facilita gets for it."""
    shown = []
    for item in answers.items:
        code = next((item.data[name] for name in _OUTWARD if item.data.get(name)), "")
        words = _("{answer} (Facilita: {code})") if code else _("{answer} (per Facilita non basta)")
        shown.append((item.code, words.format(answer=item.label, code=code)))
    return shown


def line_mark(kind: str) -> Mark:
    """Of a line of work."""
    return _LINE_MARKS[kind]


def outlook_words(outlook: Outlook | None) -> str:
    """Da mandare: 12 · Da sistemare: 3 · …"""
    if outlook is None:
        return ""
    counts = {"leaving": outlook.leaving, "look": outlook.to_look_at, **{
        kind: outlook.counts.get(kind, 0) for kind in ("waiting", "accepted", "elsewhere", "anonymous")
    }}  # fmt: skip
    always = ("leaving", "look")
    return " · ".join(count_words(kind, n) for kind, n in counts.items() if n or kind in always)
