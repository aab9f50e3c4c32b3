"""What is wrong with a field of Attività, in words."""

from __future__ import annotations

from wemi_desk.i18n import N_

COURSE_TEXTS = {
    ("title", "required"): N_("Scrivi come si chiama l’attività."),
    ("title", "too_long"): N_("Il titolo è troppo lungo: al massimo {limit} caratteri."),
    ("topic", "required"): N_("Scegli di che cosa si parla: serve a contare l’attività."),
    ("room", "too_long"): N_("Il luogo è troppo lungo: al massimo {limit} caratteri."),
    ("capacity", "out_of_range"): N_("Scrivi quanti posti ci sono, in cifre: da {low} a {high}."),
    ("minutes", "out_of_range"): N_("Scrivi i minuti in cifre: da {low} a {high}."),
    ("weeks", "out_of_range"): N_("Scrivi per quante settimane, in cifre: da {low} a {high}."),
    ("unnamed", "out_of_range"): N_("Scrivi quante persone, in cifre: da {low} a {high}."),
    ("activity", "over"): N_("Questa attività non ha più incontri in programma: non ci si può iscrivere."),
    ("enrolment", "left"): N_("Questa persona non è più iscritta: elenco aggiornato."),
    ("starts_at", "not_today"): N_("Le presenze si segnano dal giorno dell’incontro in poi."),
    ("starts_at", "not_begun"): N_("L’incontro non è ancora cominciato: si chiude dopo."),
    ("starts_at", "in_past"): N_("Quest’ora è già passata: scegline una da adesso in poi."),
    ("starts_at", "taken"): N_("Il posto è occupato dalle {at} alle {until}: è libero dalle {free}."),
    ("present", "nobody"): N_("Non c’è nessun presente: segna chi è venuto, o quante persone senza nome."),
    ("state", "cancelled"): N_("Questo incontro è annullato: rimettilo in programma con «Si fa, dopo tutto»."),
    ("state", "held"): N_("Questo incontro è già svolto: riaprilo per cambiarlo."),
    ("state", "planned"): N_("Questo incontro è ancora in programma: elenco aggiornato."),
    ("workstation", "required"): N_("Scegli la postazione."),
    ("workstation", "occupied"): N_("Qui c’è già qualcuno: quando ha finito, segnalo con «Ha finito»."),
    ("workstation", "not_booked"): N_("Questa postazione non si prenota: ci si siede quando è libera."),
    ("workstation", "in_use"): N_("Qualcuno la usa o l’ha prenotata: si può togliere dopo."),
    ("minutes", "booked_after"): N_("Dalle {at} il posto è prenotato: non c’è altro tempo."),
    ("name", "required"): N_("Scrivi un nome per la postazione, per esempio Postazione 1."),
    ("name", "taken"): N_("C’è già una postazione con questo nome."),
    ("name", "too_long"): N_("Il nome è troppo lungo: al massimo {limit} caratteri."),
    ("first_name", "required"): N_("Scrivi un nome, o apri prima la persona allo sportello."),
}
