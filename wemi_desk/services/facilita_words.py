"""What is wrong with a Facilita file, in Italian: row, column, reason, and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from wemi_desk.i18n import N_, _

FIELD_TEXTS = {
    ("report", "not_a_report"): N_("Questo non è il rapporto delle righe scartate di Facilita: scegli un altro file."),
    ("report", "workbook"): N_("È un foglio di calcolo: serve il CSV così come lo dà Facilita, mai salvato di nuovo."),
    ("report", "too_large"): N_("Il file è troppo grande per essere un rapporto di Facilita: scegline un altro."),
    ("report", "columns_moved"): N_("Le colonne sono spostate e non si leggono più: scarica di nuovo il rapporto."),
    ("report", "another_site"): N_("Questo rapporto è di un’altra sede: {site}. Scegli il rapporto di questo file."),
    ("report", "another_batch"): N_("Alla riga {row} questo rapporto parla di un altro file: scegli quello giusto."),
    ("report", "no_such_row"): N_("Il rapporto parla della riga {row}, ma il file ne ha {rows}: è di un altro file."),
    ("upload_file", "changed"): N_(
        "Questo file non è più quello preparato ({name}): forse l’ha salvato un foglio di calcolo. Serve quello giusto."
    ),
    ("uploaded_on", "in_future"): N_("Questo giorno non è ancora arrivato: scrivi quando il file è stato caricato."),
    ("rejected_there", "differs"): N_(
        "Sulla piattaforma le righe scartate sono {there}, nel rapporto letto qui {here}: leggi il rapporto giusto."
    ),
    ("batch", "wrong_state"): N_("Questo file è già a un altro punto: aggiorna l’elenco."),
    ("batch", "other_desk"): N_("Questo file è stato preparato da un’altra postazione: va seguito da lì."),
    ("folder", "file_exists"): N_("Nella cartella c’è già {name}: scegli un’altra cartella. Non ho scritto niente."),
    ("facilita_to", "before_start"): N_("La fine viene prima dell’inizio: ricontrolla le date."),
    ("facilita_to", "in_future"): N_("Il periodo finisce dopo oggi: si mandano solo servizi già dati."),
    ("facilita_from", "unreadable"): N_("Non capisco il giorno. Scrivilo così: 01/10/2026."),
    ("facilita_to", "unreadable"): N_("Non capisco il giorno. Scrivilo così: 31/10/2026."),
    ("facilita_site", "unknown"): N_("Lo spazio {site} non è registrato per Facilita su questa postazione."),
    ("project_code", "required"): N_("Scrivi il codice del progetto, come sulla piattaforma."),
    ("site_name", "required"): N_("Scrivi il nome della sede, lettera per lettera come sulla piattaforma."),
    ("site_name", "character"): N_("Virgolette e a capo non possono stare nel nome: copialo dalla piattaforma."),
    ("project_code", "character"): N_("Virgolette e a capo non possono stare nel codice: copialo dalla piattaforma."),
    ("site_number", "not_a_number"): N_("Il numero della sede è fatto di sole cifre."),
    ("ends_on", "before_start"): N_("La fine viene prima dell’inizio: ricontrolla le date."),
    ("valid_to", "before_start"): N_("La fine viene prima dell’inizio: ricontrolla le date."),
    ("valid_from", "overlaps"): N_("In questi giorni vale già «{name}»: prima scrivi il suo ultimo giorno."),
    ("operator_id", "required"): N_("Scegli l’operatore."),
    ("name", "required"): N_("Scrivi cognome e nome, come registrati sulla piattaforma."),
    ("name", "character"): N_("Virgolette e a capo non possono stare nel nome: copialo dalla piattaforma."),
}  # fmt: skip
"""What an operator reads beside a field of the register: field and reason."""
_WORDS = {
    "empty_file": N_("Il file è vuoto."),
    "no_header": N_("La prima riga non è l'intestazione di Facilita: forse è un altro file."),
    "header": N_("L'intestazione non è quella di Facilita. Mancano: {missing}. In più: {unknown}."),
    "semicolon": N_("I valori sono separati da punto e virgola, come nei fogli di calcolo: Facilita vuole la virgola."),
    "bom": N_("Il file comincia con un segno invisibile (BOM) che Facilita non si aspetta: esportalo di nuovo."),
    "encoding": N_("Il file non è in UTF-8: gli accenti arriverebbero sbagliati. Esportalo di nuovo."),
    "too_many_rows": N_("Le righe sono più di {limit}: dividi il file."),
    "no_rows": N_("C'è l'intestazione e nessuna riga."),
    "unreadable": N_("La riga non si legge: virgolette aperte e mai chiuse, o un valore smisurato."),
    "columns": N_("La riga ha {found} valori, ne servono {expected}."),
    "double": N_("La stessa persona è già su questo servizio, alla riga {first}."),
    "empty": N_("Manca, ed è obbligatorio."),
    "unknown_code": N_("«{value}» non è un codice dell'elenco."),
    "blanks": N_("«{value}»: tra i codici ci vogliono i due punti senza spazi."),
    "unsorted": N_("I codici vanno in ordine e una volta sola, se no Facilita conta due servizi: «{expected}»."),
    "facilitator_unknown": N_("«{value}» non è tra gli operatori registrati su Facilita."),
    "site_unknown": N_("«{value}» non è, lettera per lettera, il nome di una sede registrata su Facilita."),
    "date": N_("«{value}» non è una data: serve anno-mese-giorno, per esempio 2026-03-14."),
    "spreadsheet_date": N_("«{value}»: un foglio di calcolo ha cambiato la data. Esporta di nuovo il file."),
    "no_such_day": N_("«{value}» è un giorno che non c'è nel calendario."),
    "outside_project": N_("Il {day} è fuori dalle date del progetto."),
    "after_window": N_("Il {day} è dopo l'ultimo giorno accettato, il {last}."),
    "future": N_("Il {day} deve ancora venire."),
    "fiscal_code": N_("Il codice fiscale non è valido."),
    "spreadsheet_number": N_("Un foglio di calcolo ne ha fatto un numero: esporta di nuovo il file."),
    "omocodia": N_("Il codice fiscale ha lettere al posto di cifre (omocodia): Facilita a volte lo rifiuta."),
    "century": N_("Facilita legge un altro secolo di nascita: la persona sarebbe contata con un'altra età."),
    "minor": N_("Il giorno del servizio la persona non ha {youngest} anni."),
    "recomputed": N_("È «{value}», ma Facilita calcola «{expected}»."),
    "duration": N_("«{value}» non è una durata: servono ore e minuti, per esempio 00:45."),
    "duration_value": N_("«{value}» non può essere: da 00:01 a 23:59."),
    "too_long": N_("Il testo supera {limit} caratteri: Facilita lo taglia."),
    "sign": N_("Il segno «{sign}» qui spezza il testo quando Facilita lo pubblica: toglilo."),
    "must_be_empty": N_("Deve restare vuoto: telefono e posta non si mandano."),
}  # fmt: skip


def fault_words(code: str, data: Mapping[str, object]) -> str:
    """One sentence; days as Italians write them."""
    shown = {name: f"{value:%d/%m/%Y}" if isinstance(value, date) else value for name, value in data.items()}
    return _(_WORDS[code]).format_map(_Said({name: value for name, value in shown.items() if value}))


class _Said(dict[str, object]):
    """What a fault brought along; the rest is a dash."""

    def __missing__(self, _name: str) -> str:
        return "–"
