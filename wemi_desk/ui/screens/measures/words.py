"""Words of the place Misure: how a version stands, edge cases, outcomes, choices of the form."""

from __future__ import annotations

from wemi_desk.domain.eligibility import EligibilityResult
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.isee import ISEE_KINDS
from wemi_desk.domain.measure_problems import Problem
from wemi_desk.domain.measure_rehearsal import EdgeCase
from wemi_desk.domain.measures import APPLICANT_ROLES, KINDS, STATUSES, UNITS
from wemi_desk.domain.money import euro
from wemi_desk.i18n import N_, _
from wemi_desk.services.measure_drafts import MeasureLine
from wemi_desk.services.measure_forms import NO_RULE, UNKNOWN_RULE
from wemi_desk.services.measure_words import (
    isee_kind_words,
    measure_kind_words,
    problem_words,
    role_words,
    status_words,
)
from wemi_desk.ui.error_text import error_text
from wemi_desk.ui.widgets.marks import Mark

Choices = list[tuple[str, str]]

_STATES = {
    "draft": (N_("Bozza, solo qui"), Mark("it-pencil", "warn")),
    "waiting": (N_("Aspetta il sistema centrale"), Mark("it-clock", "warn")),
    "refused": (N_("Non accettata"), Mark("it-error", "err")),
    "unreadable": (N_("Non si legge: programma più nuovo"), Mark("it-help-circle", "warn")),
    "active": (N_("Attiva"), Mark("it-check-circle", "ok")),
}
_QUIET = Mark("it-minus-circle", "text2")
_EDGES = {
    "usual": N_("Una famiglia in regola"),
    "isee": N_("ISEE di {cents}"),
    "isee_missing": N_("L’ISEE manca"),
    "isee_kind": N_("ISEE di un altro tipo: {kind}"),
    "isee_expired": N_("ISEE scaduto il giorno prima"),
    "isee_defects": N_("ISEE con omissioni"),
    "age_min": N_("Compie {age} anni quel giorno (età minima)"),
    "age_min_eve": N_("Compie {age} anni il giorno dopo (età minima)"),
    "age_below": N_("Compie {age} anni quel giorno (età massima)"),
    "age_below_eve": N_("Compie {age} anni il giorno dopo (età massima)"),
    "birth_missing": N_("La data di nascita manca"),
    "role_other": N_("Chiede un altro familiare"),
    "residence_elsewhere": N_("Abita in un altro Comune"),
    "residence_missing": N_("Non si sa dove abita"),
    "in_care": N_("Il minore vive fuori dalla famiglia"),
    "residence_just": N_("Residente da {months} mesi esatti"),
    "residence_short": N_("Residente da {months} mesi meno un giorno"),
    "household": N_("Nucleo di {people} persone"),
    "before_opening": N_("Un secondo prima dell’apertura"),
    "at_opening": N_("All’apertura"),
    "before_closing": N_("Un secondo prima della chiusura"),
    "at_closing": N_("Alla chiusura, in punto"),
    "asked_already": N_("La domanda c’è già"),
}
_VERDICTS = {
    "eligible": N_("ammissibile"), "not_eligible": N_("non ammissibile"), "unknown": N_("non si può ancora dire"),
}  # fmt: skip
_BRIEF = {"eligible": N_("sì"), "not_eligible": N_("no"), "unknown": N_("non si sa")}
_UNITS = {
    "child": N_("Minore"), "household": N_("Nucleo"), "adult": N_("Persona adulta"),
    "institution": N_("Ente, per un gruppo"),
}  # fmt: skip
_HOMES = {
    NO_RULE: N_("Non serve"), UNKNOWN_RULE: N_("Serve, ma non si sa di chi"), "child": N_("Del beneficiario"),
    "applicant": N_("Di chi chiede"), "both": N_("Di tutti e due"), "household": N_("Di tutto il nucleo"),
}  # fmt: skip
_DEFECTS = {
    "unknown": N_("L’avviso non lo dice"), "accepted": N_("Va bene"), "refused": N_("Non va bene"),
}  # fmt: skip
_UNREADABLE = {
    "number": N_("Qui ci vuole un numero intero."),
    "day_typed": N_("Scrivi il giorno così: 31/12/2026."),
    "minute_typed": N_("Scrivi giorno e ora così: 31/12/2026 12:00."),
    "bands": N_("Riga {n}: scrivi la fascia così: 0 - 9.000,00: 400,00."),
}
_SENT = {
    "role:not_allowed": N_("Il sistema centrale non ti conosce come chi pubblica le misure."),
    "version:version_taken": N_("Questa versione è già pubblicata, e diversa: preparane una nuova."),
}


def state_of(line: MeasureLine) -> tuple[str, Mark]:
    """How a version stands, and its sign."""
    words, mark = _STATES.get(line.state, ("", _QUIET))
    return (_(words) if words else status_words(line.state)), mark


def reason_of(line: MeasureLine) -> str:
    """Why the centre did not take it."""
    if not line.reason:
        return ""
    if line.reason in _SENT:
        return _(_SENT[line.reason])
    path, _colon, code = line.reason.rpartition(":")
    return problem_words(Problem(path, code, values={}))


def edge_words(case: EdgeCase) -> str:
    """An invented family, in words."""
    values = {name: _value(name, value) for name, value in case.values.items()}
    return _(_EDGES[case.code]).format(**values) if case.code in _EDGES else case.code


def brief_outcome(result: EligibilityResult) -> str:
    """Sì, € 400,00: for a column."""
    words = _(_BRIEF[result.verdict])
    return words if result.amount_cents is None else f"{words}, {euro(result.amount_cents)}"


def outcome_words(result: EligibilityResult | None) -> str:
    """Ammissibile, € 400,00."""
    if result is None:
        return ""
    words = _(_VERDICTS[result.verdict])
    return words if result.amount_cents is None else f"{words}, {euro(result.amount_cents)}"


def field_words(error: InvalidFieldError) -> str:
    """Why what was typed cannot be read."""
    if error.field in _UNREADABLE:
        return _(_UNREADABLE[error.field]).format(**error.data)
    return error_text(error) or _("Questo valore non va bene.")


def kinds() -> Choices:
    return [(code, measure_kind_words(code)) for code in KINDS]


def statuses() -> Choices:
    return [(code, status_words(code)) for code in STATUSES]


def units() -> Choices:
    return [(code, _(_UNITS[code])) for code in UNITS]


def homes() -> Choices:
    return [(code, _(words)) for code, words in _HOMES.items()]


def defects() -> Choices:
    return [(code, _(words)) for code, words in _DEFECTS.items()]


def roles() -> Choices:
    return [(code, role_words(code)) for code in APPLICANT_ROLES]


def isee_kinds() -> Choices:
    return [(code, isee_kind_words(code)) for code in ISEE_KINDS]


def _value(name: str, value: object) -> str:
    if name == "cents" and isinstance(value, int):
        return euro(value)
    return isee_kind_words(str(value)) if name == "kind" else str(value)
