"""Where an application stands, in one sentence that is true: nothing is called sent without a receipt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from wemi_desk.domain.applications import CANCELLED, DESK_STATES, LATE, QUEUED, Application, Contradiction
from wemi_desk.domain.days import rome_time
from wemi_desk.i18n import N_, _

_AT_THE_DESK = {
    "draft": N_("Bozza, salvata su questa postazione {when}, non ancora inviata."),
    "ready": N_("Pronta, salvata su questa postazione {when}, NON ancora inviata."),
    QUEUED: N_("Pronta, salvata su questa postazione {when}: aspetta la rete, NON è ancora inviata."),
    CANCELLED: N_("Annullata allo sportello {when}: non è stata inviata."),
    "withdrawn": N_("Ritirata allo sportello: non è stata inviata."),
}
_DECIDED = {
    "registered": N_("Protocollata."),
    "under_review": N_("In istruttoria: il Comune la sta esaminando."),
    "integration_requested": N_("Il Comune chiede altri documenti."),
    "integrated": N_("I documenti chiesti sono stati consegnati."),
    "granted": N_("Ammessa."),
    "waiting": N_("Ammessa, per ora senza fondi."),
    "rejected": N_("Non ammessa."),
    "duplicate": N_("Non conta: per la stessa persona e la stessa misura c’è già un’altra domanda."),
    "withdrawn": N_("Ritirata."),
    "lapsed": N_("Decaduta."),
}


_NUMBERS = ("receipt_number", "protocol_number", "integration_number")


@dataclass(frozen=True, slots=True)
class Standing:
    """*is_sent*: there is a receipt or a protocol number, and only then."""

    sentence: str
    is_sent: bool


def standing(application: Application, saved_at: datetime, now: datetime) -> Standing:
    """What is true of *application*, last saved here at *saved_at*."""
    if application.has_receipt and application.state not in (*DESK_STATES, QUEUED, CANCELLED):
        decided = [_(_DECIDED[application.state])] if application.state in _DECIDED else []
        return Standing(" ".join([*decided, *_numbers(application)]), is_sent=True)
    if application.state in _AT_THE_DESK:
        return Standing(_(_AT_THE_DESK[application.state]).format(when=moment(saved_at, now)), is_sent=False)
    if application.state == "duplicate":
        return Standing(_(_DECIDED["duplicate"]), is_sent=False)
    return Standing(_("Su questa postazione la ricevuta non c’è: NON si può dire inviata."), is_sent=False)


def _numbers(application: Application) -> list[str]:
    said = [_receipt(application)] if application.receipt_number else []
    if application.protocol_number:
        words = _("Protocollo n. {number} del {day}.") if application.protocol_on else _("Protocollo n. {number}.")
        said.append(words.format(number=application.protocol_number, day=day_words(application.protocol_on)))
    if application.is_typed:
        said.append(_("Numero copiato da un foglio, non ancora confermato dal sistema centrale."))
    if application.deadline == LATE:
        said.append(_("Per il sistema centrale è arrivata dopo la chiusura."))
    return [*said, *(_corrected(one) for one in application.contradictions if one.field in _NUMBERS)]


def _corrected(one: Contradiction) -> str:
    words = _("Sul foglio era stato letto {typed}: per il sistema centrale è {stated}.")
    return words.format(typed=one.typed, stated=one.stated)


def _receipt(application: Application) -> str:
    number, at = application.receipt_number, application.submitted_at
    if at is None:
        return _("Inviata, ricevuta n. {number}.").format(number=number)
    return _("Inviata, ricevuta n. {number} del {when}.").format(number=number, when=stamp_words(at))


def moment(at: datetime, now: datetime) -> str:
    """alle 10:42 for today, il 18/11/2026 alle 10:42 for another day."""
    local = rome_time(at)
    if local.date() == rome_time(now).date():
        return _("alle {time}").format(time=local.strftime("%H:%M"))
    return _("il {day} alle {time}").format(day=day_words(local.date()), time=local.strftime("%H:%M"))


def stamp_words(at: datetime) -> str:
    """18/11/2026 alle 10:42: for what is read years later."""
    local = rome_time(at)
    return _("{day} alle {time}").format(day=day_words(local.date()), time=local.strftime("%H:%M"))


def day_words(day: date | None) -> str:
    """18/11/2026, or nothing."""
    return day.strftime("%d/%m/%Y") if day else ""
