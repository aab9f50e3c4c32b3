"""Words for the codes of digital paperwork, on screens and on paper."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from wemi_desk.domain.days import rome_day
from wemi_desk.domain.mandates import Permission
from wemi_desk.domain.measure_problems import Problem
from wemi_desk.domain.paperwork_cases import DocumentWarning, PaperworkCase
from wemi_desk.i18n import N_, _
from wemi_desk.services import measure_words

_BLOCKED = {
    "strictly_personal": N_(
        "Questa pratica la fa solo la persona, con le sue credenziali: nessuna delega vale. Per l'INPS si può "
        "registrare una delega."
    ),
    "caf_collects": N_("Allo sportello agisce solo la persona: il mandato lo raccoglie il CAF."),
    "mandate_needed": N_("Per agire per un'altra persona serve un titolo: scrivi quello che hai visto."),
    "only_for_minor": N_("Il genitore può farla solo per un minore."),
    "parents_only": N_("Per un minore la fanno i genitori, il tutore o l'affidatario: questo titolo non basta."),
    "parent_needed": N_("Per un minore serve un genitore: registra il contatto e dai l'appuntamento a tutti e due."),
    "hand_over_only": N_("La delega su carta vale per consegnare o chiedere notizie: qui non basta."),
    "not_by_call": N_("L'avviso non ammette chi ha questo titolo."),
    "out_of_scope": N_("Il titolo che hai visto non vale per questa pratica."),
    "ended": N_("Questo titolo è stato tolto: non vale più."),
}
_EXPIRED, _ENDS_SOON = N_("Il titolo è scaduto il {day}: non vale più."), N_("Il titolo scade il {day}.")
_ENDED = N_("È scaduto il {day}.")
_IN_DOUBT = N_("Dal {day} non tutti lo accettano: avvisa la persona, e vai avanti.")
_WARNINGS = {
    "minor": N_("La persona è minorenne: controlla se la può fare da sola."),
    "sgd_unconfirmed": N_("Non si sa se la delega digitale nazionale sia attiva: verifica prima di procedere."),
}
_ACTORS = {"person": N_("fa la persona"), "operator": N_("fai tu"), "both": N_("insieme")}
_KINDS = {
    "self": N_("Per sé"), "parent": N_("Genitore"), "guardian": N_("Tutore"),
    "foster_parent": N_("Genitore affidatario"), "support_administrator": N_("Amministratore di sostegno"),
    "curator": N_("Curatore"), "inps_delegate": N_("Delegato INPS"), "sgd_delegate": N_("Delegato digitale (SGD)"),
    "tax_delegate": N_("Persona di fiducia all'Agenzia delle Entrate"), "paper_mandate": N_("Delega su carta"),
    "institution": N_("Ente"),
}  # fmt: skip
_PROBLEMS = {
    "not_counted": N_("I passi vanno numerati 1, 2, 3 …, senza salti."),
    "twice": N_("Questa voce c'è già."),
    "no_way_out": N_("Manca l'esito «Non possibile»: ci vuole sempre."),
}


def permission_words(permission: Permission) -> str:
    """Why a matter may not go on, or what to look out for; empty when it simply may."""
    if permission.code in ("expired", "ends_soon"):
        text = _(_EXPIRED) if permission.code == "expired" else _(_ENDS_SOON)
        return text.format(day=_day(permission.until))
    found = _BLOCKED.get(permission.code) or _WARNINGS.get(permission.code)
    return _(found) if found else ""


def document_words(warning: DocumentWarning) -> str:
    """What to look out for in a document that was seen."""
    text = _(_ENDED) if warning.code == "expired" else _(_IN_DOUBT)
    return text.format(day=_day(warning.on))


def twin_words(twins: Sequence[PaperworkCase]) -> str:
    """That the same matter may have been begun twice; empty when it was not."""
    if not twins:
        return ""
    return _("C'è un'altra pratica aperta di questo tipo, dal {day}: guarda se è la stessa e chiudine una.").format(
        day=_day(rome_day(twins[0].opened_at))
    )


def actor_words(who: str) -> str:
    """Who does a step."""
    return _(_ACTORS.get(who, ""))


def mandate_words(kind: str) -> str:
    """A kind of paper."""
    return _(_KINDS[kind]) if kind in _KINDS else kind


def problem_sentence(problem: Problem) -> str:
    """A fault with its place, for a terminal and a log of the centre."""
    return f"{problem.path}: {problem_words(problem)}" if problem.path else problem_words(problem)


def problem_words(problem: Problem) -> str:
    """One fault of the document of a type."""
    return _(_PROBLEMS[problem.code]) if problem.code in _PROBLEMS else measure_words.problem_words(problem)


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""
