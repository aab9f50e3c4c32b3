"""What is wrong with a field of Condivisi, in words."""

from __future__ import annotations

from wemi_desk.i18n import N_

SHARED_TEXTS = {
    ("need", "required"): N_("Scegli che cosa cerca la famiglia."),
    ("need", "asked_already"): N_("Questa famiglia ha già una richiesta aperta per la stessa cosa: cambia quella."),
    ("other_text", "required"): N_("Scrivi quale servizio cerca la famiglia."),
    ("slots", "required"): N_("Scrivi in quali giorni e ore va bene, per esempio lun-ven 16-19."),
    ("slots", "unreadable"): N_("Non capisco i giorni e le ore. Scrivili così: lun-ven 16-19; sab 9-12."),
    ("slots", "day_hours"): N_("Un giorno va da 0 a 24: ricontrolla. Una notte si scrive in due giorni."),
    ("slots", "ends_before"): N_("L’ora di fine viene prima di quella d’inizio: ricontrolla."),
    ("slots", "half_hours"): N_("Le ore si scrivono intere o alla mezza: 16, oppure 16.30."),
    ("slots", "too_many"): N_("Sono troppi orari diversi: scrivi solo quelli che servono davvero."),
    ("minutes_wanted", "unreadable"): N_("Scrivi le ore in cifre, per esempio 6 oppure 4,5."),
    ("minutes_wanted", "beyond_slots"): N_(
        "Le ore vanno da mezz’ora a quelle che stanno negli orari scritti: {hours}. Cambia le ore o gli orari."
    ),
    ("children", "required"): N_("Scrivi la data o l’anno di nascita di ogni bambino: serve a mettere vicine le età."),
    ("children", "unreadable"): N_("Non capisco «{text}». Scrivi le nascite così: 12/3/2021, 2023."),
    ("children", "too_many"): N_("Sono più bambini di quanti può tenerne una persona: al massimo {high}."),
    ("cared_age", "out_of_range"): N_("Scrivi l’età in cifre: da {low} a {high}."),
    ("from_on", "unreadable"): N_("Non capisco la data. Scrivila così: 1/12/2026, o lascia vuoto."),
    ("until_on", "unreadable"): N_("Non capisco la data. Scrivila così: 10/6/2027, o lascia vuoto."),
    ("until_on", "before_start"): N_("La fine viene prima dell’inizio: ricontrolla le due date."),
    ("most_cents", "not_an_amount"): N_("Non capisco l’importo. Scrivilo così: 8 oppure 8,50."),
    ("most_cents", "out_of_range"): N_("Scrivi quanto al massimo per un’ora: da {low} centesimo a {high} euro."),
    ("hourly", "not_an_amount"): N_("Non capisco il prezzo. Scrivilo così: 12 oppure 12,50."),
    ("hourly", "out_of_range"): N_("Scrivi quanto costa un’ora: da {low} centesimo a {high} euro."),
    ("total", "not_an_amount"): N_("Non capisco il costo. Scrivilo così: 312 oppure 312,50."),
    ("total", "out_of_range"): N_("Scrivi quanto costa un mese: da {low} centesimo a {high} euro."),
    ("catalogue_code", "unknown"): N_("Nel catalogo di questa postazione non c’è un servizio con questo codice."),
    ("catalogue_code", "withdrawn"): N_("Questo servizio non è più offerto: scegline un altro, o lascia vuoto."),
    ("catalogue_code", "too_long"): N_("Il codice è troppo lungo: al massimo {limit} caratteri."),
    ("starts_on", "unreadable"): N_("Non capisco il giorno. Scrivilo così: 1/12/2026."),
    ("professional", "too_long"): N_("Il nome è troppo lungo: al massimo {limit} caratteri."),
    ("context_name", "too_long"): N_("Il nome è troppo lungo: al massimo {limit} caratteri."),
    ("other_text", "too_long"): N_("La descrizione è troppo lunga: al massimo {limit} caratteri."),
    ("address", "too_long"): N_("L’indirizzo è troppo lungo: al massimo {limit} caratteri."),
    ("group", "taken"): N_("Una di queste famiglie è già in un altro gruppo: cerca di nuovo."),
    ("group", "changed"): N_("Una di queste richieste è cambiata: cerca di nuovo."),
    ("group", "to_ask"): N_("Prima di cominciare chiedi a ogni famiglia se è d’accordo."),
    ("group", "too_few"): N_("Per cominciare servono almeno due famiglie d’accordo."),
    ("group", "active"): N_("Questo gruppo è già cominciato."),
    ("group", "not_active"): N_("Il foglio delle quote si stampa quando il gruppo è attivo."),
    ("group", "closed"): N_("Questo gruppo è concluso: elenco aggiornato."),
    ("participant", "moved_on"): N_("Questa famiglia intanto è entrata o uscita: elenco aggiornato."),
    ("left_on", "before_joined"): N_("Una famiglia non può uscire prima di entrare."),
}
