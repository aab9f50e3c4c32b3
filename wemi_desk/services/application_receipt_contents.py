"""The slip of an application: the dates it has, and the one thing that comes next."""

from __future__ import annotations

from collections.abc import Callable

from wemi_desk.domain.application_papers import ApplicationReceipt, Rows
from wemi_desk.domain.applications import Application
from wemi_desk.i18n import _
from wemi_desk.services.application_paper_contents import Case, head, initials
from wemi_desk.services.application_standing import day_words, stamp_words


def receipt(case: Case) -> ApplicationReceipt:
    """What goes home with the applicant."""
    top = head(case)
    return ApplicationReceipt(top, _dates(case), _NEXT[_stage(case, top.is_sent)](case), initials(case))


def _dates(case: Case) -> Rows:
    application = case.application
    rows = (
        (_("Preparata"), stamp_words(application.created_at)),
        (_("Ricevuta n."), application.receipt_number or ""),
        (_("Inviata"), _sent_at(case)),
        (_("Protocollo"), application.protocol_number or ""),
        (_("Integrazione entro"), day_words(application.integration_due_on) if _is_asked(application) else ""),
        (_("Risposta attesa entro"), day_words(application.outcome_due_on)),
        (_("La misura chiude"), _closing(case)),
    )
    return tuple(row for row in rows if row[1])


def _sent_at(case: Case) -> str:
    at = case.application.submitted_at
    return stamp_words(at) if at is not None and case.application.has_receipt else ""


def _is_asked(application: Application) -> bool:
    return application.state == "integration_requested"


def _closing(case: Case) -> str:
    if case.application.has_receipt or case.measure is None or case.measure.closes_at is None:
        return ""
    return stamp_words(case.measure.closes_at)


def _stage(case: Case, is_sent: bool) -> str:
    if is_sent:
        return case.application.state if case.application.state in _NEXT else "sent"
    return case.application.state if case.application.state in ("queued", "cancelled", "withdrawn") else "unsent"


def _unsent(case: Case) -> str:
    if case.measure is not None and case.measure.is_closed(case.now):
        return _("La misura è chiusa: questa domanda non si può più inviare. Chieda quali altre ci sono.")
    if case.measure is not None and case.measure.channel == "municipal_portal":
        return _("Va inviata sul portale del Comune con SPID o CIE: da casa, o allo sportello con il nostro aiuto.")
    return _("Va ancora inviata: torni allo sportello prima che la misura chiuda.")


_NEXT: dict[str, Callable[[Case], str]] = {
    "unsent": _unsent,
    "queued": lambda _case: _(
        "Parte quando torna la rete. Vale l’ora in cui arriva al Comune, non quella di adesso: "
        "chiami per sapere se è arrivata."
    ),
    "cancelled": lambda _case: _("Non serve fare altro: questa domanda è stata annullata."),
    "withdrawn": lambda _case: _("Non serve fare altro: questa domanda è stata ritirata."),
    "sent": lambda _case: _("Il Comune la esamina. Conservi questo foglio con il numero."),
    "integration_requested": lambda _case: _("Porti i documenti che il Comune ha chiesto, entro la data scritta qui."),
    "granted": lambda _case: _("Il Comune Le comunica come usare quello che è stato concesso."),
    "waiting": lambda _case: _("Se arrivano altri fondi il Comune scorre la graduatoria e glielo comunica."),
    "rejected": lambda _case: _("Chieda allo sportello il motivo, e quali altre misure ci sono."),
    "duplicate": lambda _case: _("Vale l’altra domanda: chieda allo sportello a che punto è."),
    "lapsed": lambda _case: _("Chieda allo sportello il motivo, e quali altre misure ci sono."),
}
