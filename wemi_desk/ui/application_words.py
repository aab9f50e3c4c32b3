"""How an application stands, in words that never claim more than the centre's receipt says."""

from __future__ import annotations

from wemi_desk.domain.applications import Application
from wemi_desk.i18n import N_, _
from wemi_desk.ui.field_words import euro_words
from wemi_desk.ui.words import when_words

# state → words, name of the mark, what to do
_STATES = {
    "draft": (N_("Bozza, NON ancora presentata"), "draft", N_("Quando c’è tutto, segnala come pronta.")),
    "ready": (N_("Pronta, NON ancora presentata"), "application_ready", N_("Presentala: parte con il prossimo invio.")),
    "queued": (
        N_("In coda — non ancora presentata"), "to_send",
        N_("Parte da sola con il prossimo invio. Vale solo con la ricevuta del sistema centrale."),
    ),
    "submitted": (N_("Ricevuta, protocollo {number}"), "application_sent", N_("Presentata {when}.")),
    "waiting": (N_("Ricevuta, protocollo {number}: in attesa di fondi"), "in_progress", N_("Presentata {when}.")),
    "granted": (N_("Ammessa, protocollo {number}"), "admitted", N_("Concessi {granted}.")),
    "rejected": (N_("Non ammessa, protocollo {number}"), "not_admitted", ""),
    "duplicate": (
        N_("Doppia: per questa misura c’era già una domanda"), "conflict",
        N_("Vale la prima: questa non conta e non toglie niente."),
    ),
    "withdrawn": (N_("Ritirata"), "ended", ""),
}  # fmt: skip
_RECEIVED = ("submitted", "waiting", "granted")
_UNKNOWN = (N_("Stato non ancora conosciuto da questa versione"), "in_progress", "")


def application_state(application: Application) -> tuple[str, str, str]:
    """The words, the name of the mark, and what to do or to know."""
    state = application.state
    if state in _RECEIVED and not application.receipt_number:
        state = "queued"  # without the centre's number nothing is presented
    words, mark, hint = _STATES.get(state, _UNKNOWN)
    facts = {
        "number": application.receipt_number or "",
        "when": when_words(application.submitted_at) if application.submitted_at else "",
        "granted": euro_words(application.granted_cents),
    }
    said = _(hint).format(**facts) if hint else application.outcome
    return _(words).format(**facts), mark, said


def history_words(measure: str, state: str, number: str) -> str:
    """One line of the history: never presented before there is a number."""
    if state in _RECEIVED and not number:
        state = "queued"
    words = _STATES.get(state, _UNKNOWN)[0]
    return _("Domanda {measure}: {state}").format(measure=measure, state=_(words).format(number=number))
