"""The only place that turns an exception into words for the operator."""

from __future__ import annotations

from wemi_desk.domain import errors
from wemi_desk.i18n import N_, _, ngettext
from wemi_desk.services.facilita_words import FIELD_TEXTS as FACILITA_TEXTS
from wemi_desk.ui.agenda_errors import AGENDA_TEXTS, readable
from wemi_desk.ui.course_errors import COURSE_TEXTS
from wemi_desk.ui.shared_errors import SHARED_TEXTS

_FIELD_TEXTS = {
    ("surname", "required"): N_("Serve almeno il cognome. Se il nome è uno solo, scrivilo qui."),
    ("surname", "too_long"): N_("Il cognome è troppo lungo: al massimo {limit} caratteri."),
    ("given_name", "too_long"): N_("Il nome è troppo lungo: al massimo {limit} caratteri."),
    ("fiscal_code", "empty"): N_("Scrivi il codice, oppure lascia vuoto e vai avanti."),
    ("fiscal_code", "too_long"): N_("Il codice è troppo lungo: al massimo {limit} caratteri."),
    ("phone", "too_long"): N_("Il numero di telefono è troppo lungo: al massimo {limit} caratteri."),
    ("fiscal_code", "length"): N_("Il codice fiscale ha 16 caratteri, qui sono {actual}."),
    ("fiscal_code", "check_letter"): N_("L'ultima lettera non torna: ricontrolla, o passa la tessera."),
    ("fiscal_code", "month"): N_("Al posto {position} ci vuole una lettera del mese: «{found}» non lo è."),
    ("fiscal_code", "date"): N_("Il codice contiene una data che non esiste: ricontrolla, o passa la tessera."),
    ("fiscal_code", "is_stp_eni"): N_("Questo è un codice {kind}, non un codice fiscale. Lo registro come {kind}?"),
    ("health_code", "prefix"): N_("Un codice STP o ENI comincia con STP o con ENI."),
    ("health_code", "length"): N_("Il codice STP o ENI ha 16 caratteri, qui sono {actual}."),
    ("health_code", "character"): N_("Al posto {position} ci vuole un numero: «{found}» non lo è."),
    ("health_code", "taken"): N_(
        "Questo codice è già di {name} ({year}). Apri la scheda, o registra comunque, da verificare."
    ),
    ("health_code_issued", "unreadable"): N_("Non capisco la data. Scrivila così: 12/03/2026."),
    ("health_code_issued", "in_future"): N_("Questa data non è ancora arrivata: serve il giorno di rilascio."),
    ("fiscal_code", "provisional_check"): N_("L'ultima cifra del codice provvisorio non torna: ricontrolla."),
    ("fiscal_code", "taken"): N_(
        "Questo codice è già di {name} ({year}). Apri la scheda, o registra comunque, da verificare."
    ),
    ("birth", "unreadable"): N_("Non capisco la data. Scrivila così: 12/03/1958, oppure solo l'anno."),
    ("birth", "which_century"): N_("{first} o {second}? Scrivi l'anno con quattro cifre."),
    ("birth", "required"): N_("Per un minore serve la data di nascita."),
    ("birth", "minor_alone"): N_("È un minore: si registra nel nucleo di un adulto, dalla sua scheda (F4)."),
    ("adult_id", "not_an_adult"): N_("Per un minore serve un adulto: apri prima la scheda dell'adulto."),
    ("contact_id", "cancelled"): N_("Questo contatto è stato annullato: registrane uno nuovo."),
    ("result", "already_closed"): N_("Questa richiamata è già chiusa."),
    ("birth", "not_a_minor"): N_("Questa persona è maggiorenne: registrala con Ctrl+N."),
    ("phone", "not_a_number"): N_("Non sembra un numero di telefono. Correggi, o registra comunque, da verificare."),
    ("email", "not_an_address"): N_("L'indirizzo e-mail non è completo: serve una parte prima e una dopo la @."),
    ("note", "too_long"): N_("La nota è troppo lunga: {actual} caratteri, al massimo {limit}."),
    ("needs", "required"): N_("Scegli un motivo: un numero da 1 a 9."),
    ("needs", "too_many"): N_("Al massimo {limit} bisogni per contatto."),
    ("answers", "required"): N_("Scegli che cosa hai fatto per questa persona."),
    ("call_back_on", "required"): N_("Scrivi entro quale giorno richiamare, oppure togli la spunta."),
    ("call_back_on", "needs_person"): N_("Per richiamare serve una persona: aprila o registrala prima."),
    ("call_back_on", "in_past"): N_("Questa data è passata: scegli da oggi in poi."),
    ("call_back_on", "unreadable"): N_("Non capisco la data. Scrivila così: 24/11."),
    ("postponed_to", "in_past"): N_("Scegli un giorno da domani in poi."),
    ("started_at", "in_future"): N_("Quest'ora non è ancora arrivata."),
    ("started_at", "unreadable"): N_("Non capisco l'ora. Scrivila così: 16:30."),
    ("started_at", "too_long_ago"): N_("È passato troppo tempo: si registra fino a {limit} giorni indietro."),
    ("day", "unreadable"): N_("Non capisco il giorno. Scrivilo così: 20/11/2026."),
    ("reason", "unchanged"): N_("È già così: cambia il motivo o il canale, oppure torna indietro."),
    ("cancel_reason", "required"): N_("Scegli perché questo contatto non conta."),
    ("times", "not_so_many"): N_("Da 2 a {limit} contatti uguali per volta."),
    ("centre_url", "not_an_address"): N_("Non è un indirizzo: chiedilo al coordinamento."),
    ("proxy", "not_a_proxy"): N_("Serve il nome del proxy con la porta, per esempio proxy.esempio.it:3128."),
    ("centre_url", "not_private"): N_("L'indirizzo deve cominciare con https."),
    ("code_file", "unreadable"): N_("Il file con il codice non si legge: {name}."),
    ("code_file", "empty"): N_("Il codice non c'è: la prima riga è vuota."),
    ("phrase_file", "unreadable"): N_("Il file con la frase di accesso non si legge: {name}."),
    ("phrase_file", "empty"): N_("La frase di accesso non c'è: la riga è vuota."),
    ("ca_file", "not_a_certificate"): N_("Questo file non è un certificato: chiedi al coordinamento quello giusto."),
    ("language", "not_offered"): N_("L'informativa non c'è in questa lingua: consegna quella in italiano."),
    ("merged_id", "same_record"): N_("È già la stessa scheda."),
    ("citizen_id", "named"): N_("Questa pratica ha già il nome di una persona."),
    ("citizen_id", "same_record"): N_("È già la persona allo sportello."),
    ("citizen_id", "in_other_household"): N_("Questa persona è già in un altro nucleo."),
    ("keys", "fixed"): N_("Questo tasto è uguale per tutti e non si cambia."),
    ("keys", "taken"): N_("{keys} fa già un'altra cosa: scegli un altro tasto."),
    ("keys", "reserved"): N_("{keys} serve al sistema o alla scrittura: scegli un altro tasto."),
    ("keys", "unusable"): N_("Scegli un tasto da F1 a F12, oppure Ctrl o Alt con un altro tasto."),
    ("code", "check_letter"): N_("Codice letto male: ripassa il foglio."),
    ("code", "unknown"): N_("Questo foglio non è di questo computer: cerca la persona per nome."),
    ("code", "ambiguous"): N_("Con questo codice ci sono due contatti: cerca la persona per nome."),
    ("measure_code", "required"): N_("Scegli la misura."),
    ("asked_cents", "unreadable"): N_("Non capisco la somma. Scrivila così: 250,00."),
    ("asked_cents", "negative"): N_("La somma non può essere meno di zero."),
    ("state", "locked"): N_("Questa domanda è già stata presentata: da qui non si cambia."),
    ("amount", "not_a_number"): N_("Questa non è una somma: scrivila così: 12.345,67."),
    ("amount", "negative"): N_("La somma non può essere meno di zero."),
    ("amount", "too_large"): N_("La somma è troppo grande: ricontrolla le cifre."),
    ("amount", "ambiguous"): N_("Non è chiaro quanto sia: scrivi 12.345,67, con la virgola solo per i centesimi."),
    ("amount", "too_many_decimals"): N_("I centesimi hanno due cifre: scrivi per esempio 12.345,67."),
    ("text", "name_and_birth"): N_("Serve il codice fiscale intero, oppure cognome, nome e data di nascita."),
    ("reason", "required"): N_("Scrivi perché: almeno cinque lettere."),
    ("responsibility", "required"): N_("Scegli a che titolo rappresenti il minore."),
    ("a_day", "unreadable"): N_("Non capisco la data. Scrivila così: 24/11/2026."),
    ("a_day", "required"): N_("Serve la data: scrivila così: 24/11/2026."),
    ("a_day", "in_future"): N_("Questa data non è ancora arrivata: ricontrolla."),
    ("a_day", "in_past"): N_("Questa data è passata: ricontrolla."),
    ("isee_valid_until", "before_dsu"): N_("L’ISEE finirebbe prima della DSU: ricontrolla le due date."),
    ("household_size", "out_of_range"): N_("Scrivi quante persone, in cifre: da 1 a {limit}."),
    ("number", "required"): N_("Copia il numero dal foglio: non si inventa e non si indovina."),
    ("number", "out_of_range"): N_("Scrivi un numero in cifre, da {least} a {most}."),
    ("voucher_number", "required"): N_("Copia il numero del voucher dalla lettera."),
    ("time", "required"): N_("Scrivi l’ora della ricevuta, così: 16:30."),
    ("time", "unreadable"): N_("Non capisco l’ora. Scrivila così: 16:30."),
    ("time", "in_future"): N_("Quest’ora non è ancora arrivata."),
    ("asked", "required"): N_("Scrivi che cosa chiede l’ufficio, come nella lettera."),
    ("note", "required"): N_("Scrivi che cosa chiede l’ufficio, come nella lettera."),
    ("beneficiary_ids", "required"): N_("Scegli per chi è la domanda."),
    ("movement_amount", "exceeds"): N_("Sul voucher non resta abbastanza: ricontrolla la somma."),
    ("movement_amount", "not_positive"): N_("La somma deve essere più di zero."),
    ("movement_amount", "revoked"): N_("Il voucher è revocato: non si spende più."),
    ("movement_amount", "after_last_day"): N_("È dopo l’ultimo giorno del voucher: ricontrolla la data."),
    ("movement_amount", "hold_closed"): N_("Questa prenotazione è già chiusa: scegline un’altra."),
    ("movement_amount", "unknown_reference"): N_("Scegli a quale consumo si riferisce lo storno."),
    ("movement_amount", "reversal_exceeds"): N_("Lo storno supera quello che è stato speso."),
    **AGENDA_TEXTS,
    **COURSE_TEXTS,
    **SHARED_TEXTS,
}
# fields that are told in the same words
_ALIKE = {
    "isee_value": "amount", "movement_amount": "amount", "voucher_amount": "amount", "amount_cents": "movement_amount",
    **dict.fromkeys((
        "act_expires_on", "expires_on", "resident_since", "isee_dsu_on", "isee_valid_until", "next_on", "on", "due_on",
        "issued_on", "spend_until", "movement_on",
    ), "a_day"), "movement_at": "time", "at": "time",
}  # fmt: skip
_LETTER = N_("Al posto {position} ci vuole una lettera: «{found}» non lo è.")
_DIGIT = N_("Al posto {position} ci vuole un numero: «{found}» non lo è.")
_WEAK_TEXTS = {
    "short": N_("La frase di accesso ha almeno 12 caratteri: bastano tre o quattro parole."),
    "long": N_("La frase di accesso ha al massimo 128 caratteri."),
    "digits": N_("Una frase di sole cifre sembra un PIN: aggiungi qualche parola."),
    "shape": N_("Il PIN ha da 6 a 12 cifre, senza lettere."),
    "repeated": N_("Si ripete troppo, è facile da indovinare: cambia."),
    "run": N_("Sono cifre in fila: scegline altre, in disordine."),
    "keypad": N_("È un disegno sulla tastiera: scegli cifre in disordine."),
    "date": N_("Sembra una data: scegli cifre che non siano una data."),
    "common": N_("Molti usano proprio questo: scegli qualcosa di tuo."),
    "context": N_("Sono parole o numeri che qui tutti conoscono, come il tuo nome o lo spazio: aggiungi altro."),
}
_REFUSED_TEXTS = {
    "wrong_code": N_("Questo codice non è giusto: controlla com'è scritto, o chiedine uno nuovo al coordinamento."),
    "used_code": N_("Questo codice è già stato usato, e vale una volta sola: chiedine uno nuovo al coordinamento."),
    "old_code": N_("Questo codice è scaduto: vale un quarto d'ora. Chiedine uno nuovo al coordinamento."),
    "other_space": N_("Questo codice è per un altro spazio: chiedine uno per lo spazio di questa postazione."),
    "other_tenant": N_("Questo codice è di un altro Comune: questa postazione appartiene già al suo."),
    "other_centre": N_(
        "Risponde un altro sistema centrale, non quello di questa postazione: controlla l'indirizzo con il "
        "coordinamento."
    ),
    "busy": N_("Il sistema centrale chiede di aspettare: riprova tra un quarto d'ora. Il codice non è stato usato."),
    "wrong_login": N_("Non corrisponde: controlla la frase o il codice, lettera per lettera, e riprova."),
    "no_login": N_("Il sistema centrale non ha una tua frase: chiedi un codice al coordinamento e scrivilo qui."),
    "login_closed": N_("Troppi tentativi: chiedi un codice nuovo al coordinamento e scrivilo qui."),
    "no_release": N_(
        "Questa postazione non si è ancora accordata con il sistema centrale: deve entrare una volta, con la rete, "
        "un collega che qui entra già."
    ),
    "not_allowed": N_("Il coordinamento ha fermato questa postazione: chiamalo per sapere perché."),
    "enters_alone": N_(
        "Questa postazione è collegata: chi è nuovo entra da sé, con «Primo accesso su questa postazione» e un codice "
        "del coordinamento."
    ),
    "weak": N_("Questa frase è facile da indovinare: scegline un'altra."),
    "too_old": N_(
        "Il sistema centrale vuole una versione più nuova di WeMi Desk: aggiorna il programma. Il codice non è "
        "stato usato."
    ),
}
_ANY_REFUSED = N_(
    "Il sistema centrale non prende questa postazione: chiedi al coordinamento un codice nuovo per lo spazio."
)
_FOLDER_TEXTS = {
    "read_only": N_("Qui WeMi Desk non può scrivere: la cartella è di sola lettura. Chiama l'assistenza."),
    "not_a_folder": N_("Al posto della cartella dei dati c'è un'altra cosa: chiama l'assistenza."),
    "mixed": N_("Questa cartella è della palestra, o di una postazione vera: le due non si mescolano."),
    "remote": N_(
        "La cartella dei dati sta su un disco di rete, dove un archivio si rovina. Serve un disco di questo computer: "
        "chiama l'assistenza."
    ),
}
_NOT_REACHED_TEXTS = {
    "down": N_("Il sistema centrale non risponde: controlla la rete e l'indirizzo, poi riprova."),
    "timeout": N_("Il sistema centrale non risponde in tempo: controlla la rete, poi riprova."),
    "certificate": N_(
        "Chi risponde a questo indirizzo non prova di essere il sistema centrale. Controlla l'indirizzo e la data di "
        "questo computer, o scegli il certificato del Comune."
    ),
    "proxy": N_("Il proxy della rete non fa passare: chiedi all'assistenza indirizzo, nome e parola del proxy."),
    "failed": N_("Il sistema centrale ha un guasto: riprova tra qualche minuto."),
}
_ANY_NOT_REACHED = N_(
    "A questo indirizzo non risponde il sistema centrale. Controlla com'è scritto; se la rete chiede di entrare con "
    "una pagina, fallo prima."
)
_ANY_WEAK = N_("È facile da indovinare: cambia.")
_ANY_TOO_LONG = N_("Il testo è troppo lungo: {actual} caratteri, al massimo {limit}.")
_ANY_FIELD = N_("Questo dato non va bene: ricontrolla.")

_TEXTS: tuple[tuple[type[errors.WemiError], str], ...] = (
    (
        errors.SlotDestroyedError,
        N_("Il PIN non vale più: troppi tentativi sbagliati. Entra con la frase di accesso."),
    ),
    (errors.SlotSuspendedError, N_("Accesso sospeso: serve la rete")),
    (errors.PinNotReadyError, N_("Oggi non hai ancora usato la frase di accesso")),
    (
        errors.GrantExpiredError,
        N_("Accesso scaduto: solo contatti anonimi finché la postazione non torna in rete"),
    ),
    (errors.RecoveryRefusedError, N_("La risposta non è per questo computer, o non è completa: chiedine un'altra.")),
    (errors.AlreadyEnrolledError, N_("Questa postazione è già pronta: chiudi e riapri il programma.")),
    (errors.NoRecoveryError, N_("Su questo computer il recupero non è possibile: chiama l'assistenza.")),
    (errors.StateDamagedError, N_("I dati di accesso di questa postazione sono rovinati: chiama l'assistenza.")),
    (errors.NotEnrolledError, N_("Questa postazione non è ancora pronta: va preparata una volta sola.")),
    (
        errors.ActingRefusedError,
        N_("Questa pratica non si può fare per un'altra persona, o non con il titolo che hai visto."),
    ),
    (
        errors.CaseOpenAlreadyError,
        N_("Questa persona ha già una pratica aperta di questo tipo: riprendi quella, o di' che ne serve un'altra."),
    ),
    (
        errors.CaseClosedError,
        N_("Qualcuno ha già chiuso questa pratica. Quello che hai scritto è ancora qui: per aggiungerlo, riprendila."),
    ),
    (
        errors.PaperworkRefusedError,
        N_("Questo tipo di pratica ha degli errori: correggili. Per ora non è cambiato niente."),
    ),
    (errors.MeasureRefusedError, N_("Questa misura ha degli errori: correggili. Per ora non è cambiato niente.")),
    (errors.NotReadyError, N_("Manca ancora qualcosa: la domanda resta in bozza, non è andato perso niente.")),
    (
        errors.AlreadyExportedError,
        N_("Intanto qualcuno ha preparato le stesse righe per Facilita: guarda i file. Non ho scritto niente."),
    ),
    (errors.NothingToUndoError, N_("Non c'è niente da annullare oggi.")),
    (errors.NotAllowedError, N_("Il tuo ruolo non permette questa operazione: chiedi al coordinamento.")),
    (
        errors.DiskFullError,
        N_("Il disco è pieno: libera spazio e premi di nuovo Registra. Quello che hai scritto è qui."),
    ),
    (
        errors.FileHeldError,
        N_(
            "Un altro programma, forse l'antivirus, tiene occupato un file di WeMi Desk. Aspetta un minuto e riprova: "
            "quello che hai scritto è qui."
        ),
    ),
    (errors.StoreDamagedError, N_("L'archivio di questo computer è rovinato. Non continuare: chiama l'assistenza.")),
    (
        errors.StoreTooNewError,
        N_(
            "L'archivio è di una versione più nuova di WeMi Desk e non l'ho toccato: rimetti la versione nuova, "
            "o chiama l'assistenza."
        ),
    ),
    (
        errors.NewVersionFailedError,
        N_("La versione nuova non riesce ad aprire l'archivio: torna da sola quella di prima, con i dati come prima."),
    ),
    (
        errors.HalfWayBackError,
        N_(
            "I dati di prima dell'aggiornamento non sono ancora tutti al loro posto: chiudi e riapri tra un minuto. "
            "Se non passa, chiama l'assistenza."
        ),
    ),
    (
        errors.MigrationFailedError,
        N_("L'aggiornamento dell'archivio non è riuscito: i dati sono come prima. Chiama l'assistenza."),
    ),
    (
        errors.StoreMissingError,
        N_("L'archivio di questo computer non c'è più: chiama l'assistenza, si rimette l'ultima copia."),
    ),
    (errors.BackupMissingError, N_("Qui non c'è una copia di sicurezza: scegli la cartella di una copia.")),
    (
        errors.WrongStoreKeyError,
        N_("L'archivio non si apre con questa chiave: chiama l'assistenza, i dati sono al sicuro."),
    ),
    (errors.StorageError, N_("L'archivio non risponde. Quello che hai scritto è qui: riprova tra poco.")),
    (errors.RecordMissingError, N_("Questa scheda non è più su questo computer.")),
    (
        errors.KeyringChangedError,
        N_("Il portachiavi di questo computer è cambiato. Serve il codice di recupero del coordinamento."),
    ),
    (
        errors.KeyringMissingError,
        N_(
            "Questo computer non ha un portachiavi di sistema utilizzabile. "
            "WeMi Desk non può conservare dati personali qui: chiama l'assistenza."
        ),
    ),
    (
        errors.KeyringError,
        N_("Il portachiavi di sistema non risponde. Riprova; se continua, chiama l'assistenza."),
    ),
    (
        errors.NoAnswerError,
        N_("Il computer non ha risposto in tempo. Riprova; se continua, chiama l'assistenza."),
    ),
    (errors.AnotherConsoleError, N_("WeMi Desk è già aperto su questo computer: usa l'altra finestra.")),
    (
        errors.NoCentreError,
        N_("Questa postazione non conosce ancora il sistema centrale: si collega la prima volta dal coordinamento."),
    ),
    (
        errors.NoLineError,
        N_("Il sistema centrale non risponde. Il lavoro è al sicuro qui e parte da solo."),
    ),
    (errors.PrinterError, N_("La stampante non ha preso il foglio: controllala e ristampa. L'atto è registrato.")),
    (
        errors.PrivacyNoticeMissingError,
        N_("L'informativa non c'è in questa lingua: scegli un'altra lingua dall'elenco."),
    ),
    (
        errors.UnprintableTextError,
        N_("Il foglio in questa lingua non si può stampare bene su questo computer: mostralo sullo schermo o leggilo."),
    ),
)


def error_text(error: Exception) -> str | None:
    """The sentence to show, or None when *error* is a bug."""
    if isinstance(error, errors.InvalidFieldError):
        return _field_text(error)
    if isinstance(error, errors.SecretError):
        return _secret_text(error)
    if isinstance(error, errors.DataFolderError):
        return _(_FOLDER_TEXTS.get(error.reason, _FOLDER_TEXTS["read_only"]))
    if isinstance(error, errors.CentreRefusedError):
        return _(_REFUSED_TEXTS.get(error.reason, _ANY_REFUSED))
    if isinstance(error, errors.CentreNotReachedError):
        return _(_NOT_REACHED_TEXTS.get(error.reason, _ANY_NOT_REACHED))
    return _known_text(error)


def _known_text(error: Exception) -> str | None:
    return next((_(text) for kind, text in _TEXTS if isinstance(error, kind)), None)


def _secret_text(error: errors.SecretError) -> str | None:
    if isinstance(error, errors.WeakSecretError):
        return _(_WEAK_TEXTS.get(error.reason, _ANY_WEAK))
    if isinstance(error, errors.WrongSecretError):
        return _("Non corrisponde. Tentativi rimasti: {n}").format(n=error.remaining)
    if isinstance(error, errors.SecretWaitError):
        words = ngettext("Riprova tra {n} secondo", "Riprova tra {n} secondi", error.wait_seconds)
        return words.format(n=error.wait_seconds)
    return _known_text(error)


def _field_text(error: errors.InvalidFieldError) -> str:
    data = {name: readable(one) for name, one in error.data.items()}
    if error.reason == "which_century":
        data["first"], data["second"] = error.data["years"]  # type: ignore[misc]
    if (error.field, error.reason) == ("fiscal_code", "character"):
        return _(_LETTER if data.get("expected") == "letter" else _DIGIT).format(**data)
    anyway = _ANY_TOO_LONG if error.reason == "too_long" else _ANY_FIELD
    alike = _FIELD_TEXTS.get((_ALIKE.get(error.field, ""), error.reason), anyway)
    asked = (error.field, error.reason)
    return _(_FIELD_TEXTS.get(asked) or FACILITA_TEXTS.get(asked, alike)).format(**data)
