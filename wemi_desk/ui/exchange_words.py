"""What the exchange with the central system says of one act: what it is, how it stands, why, and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple
from uuid import UUID

from wemi_desk.domain.outbox_rows import OutboxRow
from wemi_desk.i18n import N_, _
from wemi_desk.services.act_words import kind_words
from wemi_desk.ui.field_words import field_name
from wemi_desk.ui.words import clock_words

_VERBS = {
    "set": N_("{what}, modifica"),
    "submit": N_("{what}, presentazione"),
    "receipt": N_("{what}, ricevuta annotata"),
    "publish": N_("{what}, pubblicazione"),
    "withdraw": N_("{what}, ritiro"),
    "undo": N_("{what}, annullamento"),
    "merge": N_("{what}, unione"),
}
_AWAITED = {
    "citizen": N_("la scheda della persona"),
    "household": N_("il nucleo"),
    "contact": N_("il contatto"),
    "application": N_("la domanda"),
    "voucher": N_("il voucher"),
    "question": N_("la questione a cui risponde"),
}
# what the centre says it did not take → why, what to do
_REASONS = {
    "foreign_space": (
        N_("è di uno spazio che questa postazione non segue"),
        N_("Chiedi al coordinamento se lo spazio è giusto, poi premi Riprova. Se è un errore, ritira l’atto."),
    ),
    "no_grant": (
        N_("chi l’ha fatto non aveva più l’accesso"),
        N_("Avvisa il coordinamento: quando l’accesso è a posto, premi Riprova."),
    ),
    "unknown_operator": (
        N_("il sistema centrale non conosce chi l’ha fatto"),
        N_("Avvisa il coordinamento: quando l’operatore è a posto, premi Riprova."),
    ),
    "verb": (
        N_("il sistema centrale non conosce ancora questo tipo di atto"),
        N_("Resta qui al sicuro. Premi Riprova quando il sistema centrale è aggiornato."),
    ),
    "too_large": (
        N_("è troppo grande per essere inviato"),
        N_("Accorcia il testo con Correggi, oppure chiama l’assistenza."),
    ),
    "the_centres": (
        N_("lo scrive solo il sistema centrale"),
        N_("Da qui non si cambia: ritira questo atto, o chiedi al coordinamento."),
    ),
    "locked": (
        N_("la domanda era già presentata"),
        N_("Una domanda presentata non si cambia da qui: ritira questa modifica, o chiedi al coordinamento."),
    ),
    "answer": (
        N_("la risposta non è più tra quelle possibili"),
        N_("Guarda che cosa si chiede adesso e rispondi di nuovo; questo atto si può ritirare."),
    ),
    "merged_into": (
        N_("queste due schede non si possono unire così"),
        N_("Non serve più: ritira questo atto."),
    ),
    "in_future": (
        N_("parla di un momento che deve ancora venire"),
        N_("Controlla l’orologio del computer e la data sul foglio, poi premi Riprova; oppure ritira l’atto."),
    ),
    "exceeds": (
        N_("il credito del voucher non basta più"),
        N_("Guarda i movimenti: forse la spesa è già stata annotata altrove. Allora ritira questo atto."),
    ),
    "payload": (
        N_("il sistema centrale non è riuscito a leggerlo"),
        N_("Resta qui al sicuro: chiama l’assistenza."),
    ),
}  # fmt: skip
_CREDIT = ("revoked", "hold_closed", "reversal_exceeds", "unknown_reference", "after_last_day", "not_positive")
_REASONS |= dict.fromkeys(_CREDIT, (
    N_("non torna con gli altri movimenti del voucher"),
    N_("Guarda il voucher: se il movimento è già scritto, o il voucher non vale più, ritira questo atto."),
))  # fmt: skip
_SAME_AS = {"kind": "verb", "id": "payload", "space_code": "foreign_space", "state": "the_centres"}
_FIELD_REASONS = {
    "required": N_("manca «{field}»"),
    "too_long": N_("«{field}» è troppo lungo"),
    "unfit_character": N_("in «{field}» c’è un carattere che non va"),
}
_FIELD_WRONG = N_("«{field}» non va bene")
_MEND = N_("Correggi il dato e invialo di nuovo.")
_ANY = (
    N_("il sistema centrale non l’ha preso (codice {code})"),
    N_("Premi Riprova. Se torna indietro, chiama l’assistenza e leggi il codice: qui è al sicuro."),
)


class ActState(NamedTuple):
    """The exact words of interface.md 12, the name of the mark, and what can be done about it."""

    words: str
    mark: str
    advice: str = ""


def what_words(row: OutboxRow) -> str:
    """What kind of act; never whom it is about."""
    what = kind_words(row.kind)
    return _(_VERBS[row.verb]).format(what=what) if row.verb in _VERBS and row.kind != "question" else what


def act_state(
    row: OutboxRow, *, sending: bool = False, spaces: Mapping[str, str] = {}, colleagues: Mapping[UUID, str] = {}
) -> ActState:
    """How one act stands."""
    reason = row.verdict_reason or ""
    if row.verdict == "refused" and row.set_aside_at is not None:
        who = colleagues.get(row.set_aside_by, "") if row.set_aside_by else ""
        words = _("Messo da parte da {who}").format(who=who) if who else _("Messo da parte")
        return ActState(words, "set_aside", row.note)
    if row.verdict in ("refused", "locked") and row.acked_at is None:
        why, advice = refusal("locked" if row.verdict == "locked" else reason)
        return ActState(_("Da controllare: {reason}").format(reason=why), "to_check", advice)
    if row.verdict == "conflict" and row.acked_at is None:
        where = spaces.get(reason, reason)
        return ActState(_("Da controllare: modificato anche a {space}").format(space=where), "conflict")
    if row.acked_at is None:
        words = _("Registrato qui · invio in corso") if sending else _("Registrato qui · da inviare")
        return ActState(words, "sending" if sending else "waiting")
    if row.verdict == "parked" and reason == "recovering":
        advice = _("Il sistema centrale è tornato da una copia di sicurezza: decide appena ha ritrovato tutto.")
        return ActState(_("Ricevuto · aspetta il sistema centrale"), "waiting", advice)
    if row.verdict == "parked":
        awaited = _(_AWAITED.get(reason.split(":")[0], N_("un’altra scheda")))
        advice = _("Il sistema centrale lo tiene e lo applica appena arriva. Non c’è niente da fare.")
        return ActState(_("Ricevuto · aspetta {what}").format(what=awaited), "waiting", advice)
    words = _("Ricevuto dal sistema centrale, {time}").format(time=clock_words(row.acked_at))
    return ActState(words, "received", _received_note(row))


def refusal(reason: str) -> tuple[str, str]:
    """Why the centre did not take an act, and what to do; a code nobody knows is named, for the support."""
    said, _colon, why = reason.partition(":")
    words, advice = _REASONS.get(why) or _REASONS.get(_SAME_AS.get(said, said)) or _ANY
    if _is_field(reason):
        return _(_FIELD_REASONS.get(why, _FIELD_WRONG)).format(field=field_name(said)), _(_MEND)
    return _(words).format(code=reason or "-"), _(advice)


def refused_field(row: OutboxRow) -> str:
    """The field that the centre did not take; empty when it is not about one."""
    reason = row.verdict_reason or ""
    return reason.partition(":")[0] if _is_field(reason) else ""


def _is_field(reason: str) -> bool:
    """``phone:too_long`` can be mended here; ``payload:unreadable`` cannot."""
    said, colon, why = reason.partition(":")
    return bool(colon) and said not in _REASONS and said not in _SAME_AS and why not in _REASONS


def _received_note(row: OutboxRow) -> str:
    if row.verdict == "erased":
        return _("La persona è stata cancellata: l’atto non vale più, e di quello che diceva non resta niente.")
    if row.verdict == "locked":
        return _("La domanda era già presentata: questa modifica non vale.")
    if row.verdict == "conflict":
        return _("Un altro spazio aveva scritto diversamente: tutti e due i valori sono tenuti.")
    if row.verdict == "already" and row.kind == "application":
        return _("Per questa misura c’era già una domanda, ricevuta n. {number}.").format(number=row.verdict_reason)
    return ""
