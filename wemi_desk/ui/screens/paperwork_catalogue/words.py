"""Words of the place Catalogo pratiche: how a type stands, choices of the form, what other languages lack."""

from __future__ import annotations

from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.measure_problems import Problem
from wemi_desk.domain.paperwork import MANDATE_RULES
from wemi_desk.domain.pick_lists import PickLists
from wemi_desk.i18n import N_, _, ngettext
from wemi_desk.services.paperwork.type_drafts import TypeLine, Untold
from wemi_desk.services.paperwork.words import problem_words
from wemi_desk.ui.error_text import error_text
from wemi_desk.ui.widgets.marks import Mark

Choices = list[tuple[str, str]]

_STATES = {
    "draft": (N_("Bozza, solo qui"), Mark("it-pencil", "warn")),
    "waiting": (N_("Aspetta il sistema centrale"), Mark("it-clock", "warn")),
    "refused": (N_("Non accettata"), Mark("it-error", "err")),
    "offered": (N_("Si può aprire"), Mark("it-check-circle", "ok")),
    "later": (N_("Vale più avanti"), Mark("it-clock", "text2")),
    "withdrawn": (N_("Ritirata"), Mark("it-minus-circle", "text2")),
}
_RULES = {
    "strictly_personal": N_("Solo la persona, mai per delega"),
    "parents_for_minor": N_("La persona; per un minore i genitori o il tutore"),
    "own_household": N_("Per sé o per la famiglia anagrafica"),
    "registered_delegate": N_("La persona o un delegato registrato"),
    "informal": N_("Chiunque porti quello che serve"),
    "caf_mandate": N_("La persona; il CAF raccoglie il suo mandato"),
    "per_call": N_("Come dice l’avviso"),
    "is_mandate": N_("È essa stessa una delega"),
}
_UNREADABLE = {
    "paperwork_steps": N_("Riga {n}: comincia con «persona:», «operatore:» o «insieme:»."),
    "paperwork_outcomes": N_(
        "Riga {n}: comincia con «conclusa:», «avviata:», «da completare:», «rinviata:» o «non possibile:»."
    ),
    "paperwork_warnings": N_("Riga {n}: scrivi i giorni così: 01/12/2026 > 31/12/2026: testo."),
    "day_typed": N_("Scrivi il giorno così: 31/12/2026."),
}
_SENT = {
    "role:not_allowed": N_("Il sistema centrale non ti conosce come chi pubblica il catalogo."),
    "version:version_taken": N_("Questa versione è già pubblicata, e diversa: preparane una nuova."),
}


def state_of(line: TypeLine) -> tuple[str, Mark]:
    """How a type stands, and its sign."""
    words, mark = _STATES[line.state]
    return _(words), mark


def about(line: TypeLine) -> str:
    """The code, whether the Comune stands for it, and why the centre did not take it."""
    parts = [_("Codice {code}.").format(code=line.code)] if line.code else []
    if line.state in ("offered", "later", "withdrawn") and not line.confirmed:
        parts.append(_("Il Comune non l’ha ancora confermata."))
    if line.reason:
        parts.append(_reason(line.reason))
    return " ".join(parts)


def _reason(reason: str) -> str:
    if reason in _SENT:
        return _(_SENT[reason])
    path, _colon, code = reason.rpartition(":")
    return problem_words(Problem(path, code, values={}))


def rules() -> Choices:
    """Who may act for whom."""
    return [(code, _(_RULES[code])) for code in MANDATE_RULES]


def field_words(error: InvalidFieldError) -> str:
    """Why what was typed cannot be read."""
    if error.field in _UNREADABLE:
        return _(_UNREADABLE[error.field]).format(**error.data)
    return error_text(error) or _("Questo valore non va bene.")


def untold_summary(untold: tuple[Untold, ...]) -> str:
    """How much of a slip would be in Italian alone."""
    if not untold:
        return _("Tutti i testi ci sono in ogni lingua del promemoria.")
    said = ngettext(
        "{n} testo manca in qualche lingua: il promemoria lo dice, e lo scrive in italiano.",
        "{n} testi mancano in qualche lingua: il promemoria lo dice, e li scrive in italiano.", len(untold),
    )  # fmt: skip
    return said.format(n=len(untold))


def untold_languages(one: Untold, lists: PickLists) -> str:
    """Arabo, bengalese."""
    names = [lists["language"].label(code).lower() for code in one.languages]
    return ", ".join(names)


def untold_count(one: Untold) -> str:
    """8 lingue."""
    return ngettext("{n} lingua", "{n} lingue", len(one.languages)).format(n=len(one.languages))
