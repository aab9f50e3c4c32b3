"""Lists of applications and follow-ups for the desk: protocol numbers and codes of ours, never a name."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from wemi_desk.domain.application_papers import ProtocolList
from wemi_desk.domain.applications import Application
from wemi_desk.domain.days import rome_day
from wemi_desk.domain.follow_ups import FollowUpLine
from wemi_desk.domain.measures import MeasureVersion
from wemi_desk.domain.money import euro
from wemi_desk.domain.spaces import Space
from wemi_desk.i18n import N_, _
from wemi_desk.services.application_paper_contents import application_code
from wemi_desk.services.application_standing import day_words
from wemi_desk.services.paper_contents import paper_space

_STATES = {
    "draft": N_("bozza"),
    "ready": N_("pronta, NON inviata"),
    "queued": N_("aspetta la rete, NON inviata"),
    "cancelled": N_("annullata"),
    "submitted": N_("inviata"),
    "registered": N_("protocollata"),
    "under_review": N_("in istruttoria"),
    "integration_requested": N_("integrazione richiesta"),
    "integrated": N_("integrata"),
    "granted": N_("ammessa"),
    "waiting": N_("ammessa, senza fondi"),
    "rejected": N_("non ammessa"),
    "duplicate": N_("doppia"),
    "withdrawn": N_("ritirata"),
    "lapsed": N_("decaduta"),
}
_REASONS = {
    "waiting_isee": N_("aspetta l’ISEE"),
    "ready_unsent": N_("pronta, NON inviata"),
    "integration_due": N_("integrazione da portare"),
    "outcome_due": N_("risposta attesa"),
    "voucher_expiring": N_("voucher in scadenza"),
    "to_call": N_("da richiamare"),
    "unfinished": N_("bozza da finire"),
    "paperwork_due": N_("pratica digitale da riprendere"),
    "paperwork_forgotten": N_("pratica digitale ferma, senza un giorno"),
    "call_corrected": N_("avviso corretto: il risultato cambia"),
}
_SOMETHING = N_("da guardare")


def measure_list(measure: MeasureVersion, applications: Sequence[Application], space: Space) -> ProtocolList:
    """The applications of one measure, in the order of their receipts; the Comune makes the ranking, not the desk."""
    lines = [
        (str(place), listed_code(one), _received(one), _state(one))
        for place, one in enumerate(_in_order(applications), start=1)
    ]
    return ProtocolList(
        paper_space(space), _("Domande: {measure}").format(measure=measure.short_title or measure.title),
        (_("N."), _("Protocollo o codice"), _("Ricevuta"), _("Stato")), tuple(lines),
        _("In ordine di ricevuta. La graduatoria la fa il Comune."),
    )  # fmt: skip


def follow_up_list(lines: Sequence[FollowUpLine], space: Space, now: datetime) -> ProtocolList:
    """What must not be forgotten, the nearest day first, by code."""
    today = rome_day(now)
    rows = [(_due(line, today), _(_REASONS.get(line.reason, _SOMETHING)), line.code, _left(line)) for line in lines]
    return ProtocolList(
        paper_space(space), _("Da seguire"), (_("Entro"), _("Che cosa"), _("Protocollo o codice"), _("Resta")),
        tuple(rows),
    )  # fmt: skip


def listed_code(application: Application) -> str:
    """What a list shows instead of a name: the protocol, the receipt, or the desk's own code."""
    return application.protocol_number or application.receipt_number or application_code(application)


def _state(application: Application) -> str:
    """Nothing without a number is called sent, whatever the record says."""
    if application.state == "submitted" and not application.has_receipt:
        return _("senza ricevuta")
    return _(_STATES.get(application.state, _SOMETHING))


def _received(application: Application) -> str:
    if not application.has_receipt:
        return ""
    return day_words(rome_day(application.submitted_at) if application.submitted_at else application.protocol_on)


def _in_order(applications: Sequence[Application]) -> list[Application]:
    return sorted(applications, key=lambda one: (not one.has_receipt, one.submitted_at or one.created_at, one.id.bytes))


def _due(line: FollowUpLine, today: date) -> str:
    return _("{day} (passato)").format(day=day_words(line.due_on)) if line.is_late(today) else day_words(line.due_on)


def _left(line: FollowUpLine) -> str:
    return euro(line.left_cents) if line.left_cents is not None else ""
