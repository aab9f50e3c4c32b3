"""How an application stands, in words that never claim more than a receipt says."""

from __future__ import annotations

from typing import NamedTuple

from wemi_desk.domain.applications import Application
from wemi_desk.domain.money import euro
from wemi_desk.domain.questions import DOUBLE_APPLICATION
from wemi_desk.i18n import N_, _
from wemi_desk.ui.words import day_words, local, when_words


class StateWords(NamedTuple):
    """The words, the name of the mark, and what to do or to know."""

    words: str
    mark: str
    hint: str


# state → words, name of the mark, what to do
_STATES = {
    "draft": (
        N_("Bozza, NON ancora inviata al portale"), "draft", N_("Quando c’è tutto, segnala come pronta."),
    ),
    "ready": (
        N_("Pronta, NON ancora inviata al portale"), "application_ready",
        N_("Quando la persona l’ha inviata, annota qui la ricevuta: prima non vale."),
    ),
    "queued": (
        N_("In coda, NON ancora inviata al portale"), "to_send",
        N_("Parte da sola con il prossimo invio. Vale solo con la ricevuta del sistema centrale."),
    ),
    "submitted": (N_("Inviata al portale · ricevuta n. {number} del {day}"), "application_sent", ""),
    "registered": (N_("Protocollata · n. {protocol} del {protocol_day}"), "application_sent", ""),
    "under_review": (N_("In istruttoria · ricevuta n. {number} del {day}"), "in_progress", ""),
    "integration_requested": (
        N_("Integrazione richiesta entro il {due}"), "integration_asked", N_("Che cosa serve: {asked}"),
    ),
    "integrated": (N_("Integrata il {integration_day} · n. {integration}"), "application_sent", ""),
    "waiting": (N_("Ammessa, in attesa di fondi · n. {number}"), "in_progress", ""),
    "granted": (N_("Ammessa · n. {number}"), "admitted", N_("Concessi {granted}.")),
    "rejected": (N_("Non ammessa · n. {number}"), "not_admitted", ""),
    "duplicate": (
        N_("Doppia: per questa misura c’era già una domanda"), "conflict",
        N_("Vale la prima: questa non conta e non toglie niente."),
    ),
    "withdrawn": (N_("Ritirata"), "ended", ""),
    "lapsed": (N_("Decaduta"), "ended", ""),
    "cancelled": (N_("Annullata"), "ended", ""),
}  # fmt: skip
_NEED_RECEIPT = (
    "submitted", "registered", "under_review", "integrated", "integration_requested", "waiting", "granted", "rejected",
)  # fmt: skip
_UNKNOWN = (N_("Stato non ancora conosciuto da questa versione"), "in_progress", "")
_TYPED = N_("Scritta qui da una ricevuta: il sistema centrale non l’ha ancora confermata.")
_OUTCOMES = {DOUBLE_APPLICATION: N_("Erano due per la stessa persona: vale l’altra.")}
_LATE = N_("Arrivata dopo la chiusura: decide l’ufficio.")


def application_state(application: Application) -> StateWords:
    """Never “inviata” before there is a receipt."""
    state = application.state
    if state in _NEED_RECEIPT and not application.has_receipt:
        state = "queued"
    words, mark, hint = _STATES.get(state, _UNKNOWN)
    facts = _facts(application)
    said = [_(hint).format(**facts)] if hint else []
    if application.outcome:
        known = _OUTCOMES.get(application.outcome)
        said.append(_(known) if known else application.outcome)
    if state == "cancelled" and application.cancel_reason:
        said.append(application.cancel_reason)
    if application.is_typed and state in _NEED_RECEIPT:
        said.append(_(_TYPED))
    if application.deadline == "late":
        said.append(_(_LATE))
    return StateWords(_(words).format(**facts), mark, " ".join(said))


def state_name(state: str) -> str:
    """The state alone, for a line of the history."""
    return _(_STATE_NAMES.get(state, _UNKNOWN[0]))


def history_words(measure: str, state: str, number: str) -> str:
    """One line of the person's history: never submitted before there is a number."""
    if state in _NEED_RECEIPT and not number:
        state = "queued"
    words = _("{state} · n. {number}").format(state=state_name(state), number=number) if number else state_name(state)
    return _("Domanda {measure}: {state}").format(measure=measure, state=words)


_PROMISED = {
    "call_corrected": N_("Domanda: l’avviso è stato corretto"),
    "ready_unsent": N_("Domanda pronta, NON ancora inviata"),
    "integration_due": N_("Domanda: c’è da portare quello che l’ufficio ha chiesto"),
    "waiting_isee": N_("Domanda che aspetta l’ISEE"),
    "voucher_expiring": N_("Voucher in scadenza"),
    "outcome_due": N_("Domanda: esito da chiedere"),
    "unfinished": N_("Domanda da finire"),
    "paperwork_due": N_("Pratica digitale da riprendere"),
    "paperwork_forgotten": N_("Pratica digitale ferma, senza un giorno"),
}


def promised_words(reason: str) -> str:
    """Why somebody is called back, where the promise was made from the list of what is to be followed."""
    kind, _sign, what = reason.partition(":")
    return _(_PROMISED.get(what, N_("Domanda"))) if kind == "application" and what else reason


_STATE_NAMES = {
    "draft": N_("Bozza, NON ancora inviata al portale"),
    "ready": N_("Pronta, NON ancora inviata al portale"),
    "queued": N_("In coda, NON ancora inviata al portale"),
    "submitted": N_("Inviata al portale"),
    "registered": N_("Protocollata"),
    "under_review": N_("In istruttoria"),
    "integration_requested": N_("Integrazione richiesta"),
    "integrated": N_("Integrata"),
    "waiting": N_("Ammessa, in attesa di fondi"),
    "granted": N_("Ammessa"),
    "rejected": N_("Non ammessa"),
    "duplicate": N_("Doppia: per questa misura c’era già una domanda"),
    "withdrawn": N_("Ritirata"),
    "lapsed": N_("Decaduta"),
    "cancelled": N_("Annullata"),
}


def _facts(application: Application) -> dict[str, str]:
    sent, due = application.submitted_at, application.integration_due_on
    on, integrated = application.protocol_on, application.integration_on
    return {
        "number": application.receipt_number or application.protocol_number or "",
        "day": day_words(local(sent).date()) if sent else day_words(on) if on else "",
        "when": when_words(sent) if sent else "",
        "protocol": application.protocol_number or application.receipt_number or "",
        "protocol_day": day_words(on) if on else day_words(local(sent).date()) if sent else "",
        "due": day_words(due) if due else _("data da chiedere"),
        "asked": application.integration_asked or _("da leggere sulla lettera"),
        "integration": application.integration_number or "",
        "integration_day": day_words(integrated) if integrated else "",
        "granted": euro(application.granted_cents),
    }
