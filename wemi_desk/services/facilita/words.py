"""Why a row did not leave or came back, and what to do; errors of the register. Italian."""

from __future__ import annotations

from wemi_desk.domain.facilita_ledger import CLOSED, DISCARDED, PREPARED, UPLOADED
from wemi_desk.i18n import N_, _
from wemi_desk.services.facilita.sieve import WorkLine
from wemi_desk.services.facilita_words import fault_words

_PERSON = N_("Apri la scheda della persona.")
_ANSWER = N_("Completa le risposte qui sotto.")
_SETTINGS = N_("Apri le impostazioni di Facilita.")
_NOBODY = N_("Non si può mandare: il lavoro resta contato da noi.")
_LOOK = N_("Guarda la riga; se è già a posto sulla piattaforma, rimandala com’è.")
_BUG = N_("È un difetto del programma o un elenco vecchio: avvisa l’assistenza.")
_REASONS = {
    "no_fiscal_code": (N_("Senza codice fiscale"), _NOBODY),
    "fiscal_code": (N_("Codice fiscale non valido"), _PERSON),
    "minor": (N_("Minorenne il giorno del servizio"), _NOBODY),
    "century": (N_("Facilita leggerebbe un altro secolo di nascita"), _NOBODY),
    "birth_to_confirm": (N_("Data di nascita da confermare"), _PERSON),
    "no_citizenship": (N_("Manca la cittadinanza"), _ANSWER),
    "site_not_configured": (N_("Sede non configurata"), _SETTINGS),
    "operator_not_configured": (N_("Operatore non configurato"), _SETTINGS),
    "outside_project": (N_("Fuori dalle date del progetto"), _NOBODY),
    "after_window": (N_("Dopo l’ultimo giorno accettato"), N_("Si può mandare quando la piattaforma sposta la data.")),
    "not_ended": (N_("Giorno che deve ancora venire"), N_("Si manda dopo.")),
    "differs": (
        N_("Cambiata dopo che Facilita l’ha accettata"), N_("La piattaforma non prende correzioni: resta com’è là."),
    ),
    "stale": (
        N_("Cambiata dopo il file"), N_("Se il file non è ancora caricato, annullalo e preparalo di nuovo."),
    ),
    "cancelled": (
        N_("Annullata dopo che era partita"), N_("Sulla piattaforma va tolta a mano, da chi ha caricato il file."),
    ),
    "refused": (N_("Rifiutata da Facilita"), _LOOK),
    "citizen_already_on_service": (N_("La persona è già su quel servizio"), N_("Di solito è già a posto così.")),
    "facilitator_unknown": (N_("Operatore che Facilita non conosce"), _SETTINGS),
    "volunteer_unknown": (N_("Volontario che Facilita non conosce"), _SETTINGS),
    "site_unknown": (N_("Sede che Facilita non conosce"), _SETTINGS),
    "not_linked": (
        N_("Operatore, sede ed ente non collegati su Facilita"),
        N_("Chiedi al referente della piattaforma; poi rimanda la riga com’è."),
    ),
    "project_unknown": (N_("Progetto che Facilita non conosce"), _SETTINGS),
    "date_outside_project": (N_("Data fuori dal progetto"), _NOBODY),
    "date_after_window": (
        N_("Data dopo l’ultima accettata"), N_("Rimanda la riga com’è quando la piattaforma sposta la data."),
    ),
    "date_malformed": (N_("Data non letta"), _BUG),
    "duration_malformed": (N_("Durata non letta"), _BUG),
    "mandatory_empty": (N_("Campo obbligatorio vuoto"), _ANSWER),
    "code_invalid": (N_("Codice che Facilita non conosce"), _BUG),
    "multi_format": (N_("Risposta multipla scritta male"), _BUG),
    "fiscal_code_invalid": (N_("Codice fiscale rifiutato"), _PERSON),
    "data_wrong_service": (N_("Dati del servizio rifiutati"), _LOOK),
    "data_wrong_citizen": (N_("Dati della persona rifiutati"), _PERSON),
    "data_wrong_questionnaire": (N_("Risposte rifiutate"), _ANSWER),
    "other": (N_("Rifiutata per un altro motivo"), _LOOK),
}  # fmt: skip
_STATES = {
    PREPARED: N_("Pronto, da caricare"), UPLOADED: N_("Caricato, da chiudere"), CLOSED: N_("Chiuso"),
    DISCARDED: N_("Annullato"),
}  # fmt: skip
_COUNTED = {
    "leaving": N_("Da mandare: {n}"), "waiting": N_("In un file: {n}"), "accepted": N_("Accettate: {n}"),
    "look": N_("Da sistemare: {n}"), "anonymous": N_("Senza nome, contate solo da noi: {n}"),
    "elsewhere": N_("In un file di un’altra postazione: {n}"),
}  # fmt: skip


def reason_words(code: str) -> str:
    """What holds a row back; ``column:code`` is a fault of the contract."""
    known = _REASONS.get(code)
    if known is not None:
        return _(known[0])
    column, _colon, fault = code.partition(":")
    return _("{column}: {words}").format(column=column, words=fault_words(fault, {}))


def advice_words(line: WorkLine) -> str:
    """What to do about the first of its reasons."""
    known = _REASONS.get(line.codes[0] if line.codes else line.kind) or _REASONS.get(line.kind)
    return _(known[1]) if known is not None else _(_LOOK)


def line_words(line: WorkLine) -> str:
    """All reasons of a line."""
    return " · ".join(reason_words(code) for code in line.codes or (line.kind,))


def state_words(status: str) -> str:
    """Of a batch."""
    return _(_STATES[status])


def count_words(kind: str, n: int) -> str:
    """Da mandare: 12."""
    return _(_COUNTED[kind]).format(n=n)
