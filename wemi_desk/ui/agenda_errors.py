"""What is wrong with a field of the agenda, or had better be known, in words."""

from __future__ import annotations

from datetime import date, datetime

from wemi_desk.i18n import N_, _
from wemi_desk.ui.words import clock_words, day_words

AGENDA_TEXTS = {
    ("day", "in_past"): N_("Il {day} è già passato: scegli un giorno da oggi in poi."),
    ("day", "too_far"): N_("È troppo lontano: si scrive fino a un anno da oggi."),
    ("day", "space_closed"): N_("Il {day} questo spazio non riceve più qui: chiedi al coordinamento dove."),
    ("day", "holiday"): N_("Il {day} è festa ({holiday})."),
    ("day", "closed_for"): N_("Il {day} lo spazio è chiuso: {why}."),
    ("day", "closed"): N_("Il {day} lo spazio è chiuso."),
    ("time", "unreadable"): N_("Non capisco l’ora. Scrivila così: 16:30."),
    ("time", "in_past"): N_("Quest’ora è già passata: scegline una da adesso in poi."),
    ("time", "not_on_clock"): N_("Il {day} quest’ora non c’è: nella notte si passa all’ora legale."),
    ("time", "outside_hours"): N_("È fuori orario: quel giorno lo spazio è aperto {spans}."),
    ("time", "taken"): N_("C’è già un appuntamento dalle {at} alle {until} con lo stesso operatore."),
    ("time", "nobody_free"): N_("A quest’ora non c’è nessun operatore libero."),
    ("operator", "away"): N_("Quel giorno a quest’ora è assente."),
    ("operator", "no_shift"): N_("A quest’ora non è di turno."),
    ("who", "has_one"): N_("Questa persona ha già un appuntamento quel giorno alle {at}."),
    ("phone", "too_long"): N_("Il numero di telefono è troppo lungo: al massimo {limit} caratteri."),
    ("from", "unreadable"): N_("Non capisco l'ora. Scrivila così: 9:00."),
    ("to", "unreadable"): N_("Non capisco l'ora. Scrivila così: 13:00. Un turno finisce lo stesso giorno."),
    ("to", "before_from"): N_("Finisce prima di cominciare: ricontrolla le due ore."),
    ("from", "open_already"): N_("In queste ore lo spazio è già aperto: guarda l’elenco."),
    ("from", "shift_stands"): N_("Questo turno c’è già."),
    ("from", "shift_overlaps"): N_("Ha già un turno {span}, {space}: si sovrappongono."),
    ("first_on", "unreadable"): N_("Non capisco il giorno. Scrivilo così: 20/11/2026."),
    ("last_on", "unreadable"): N_("Non capisco il giorno. Scrivilo così: 20/11/2026."),
    ("last_on", "before_from"): N_("L’ultimo giorno viene prima del primo: ricontrolla."),
    ("last_on", "in_past"): N_("Sono giorni già passati: ricontrolla."),
    ("last_on", "too_far"): N_("È un periodo troppo lungo: al massimo {days} giorni."),
    ("reason", "too_long"): N_("Il motivo è troppo lungo: al massimo {limit} caratteri."),
    ("text", "required"): N_("Scrivi che cosa deve sapere chi viene dopo."),
    ("text", "too_long"): N_("La nota è troppo lunga: {actual} caratteri, al massimo {limit}."),
    ("status", "no_such_step"): N_("Un collega ha già cambiato questo appuntamento: elenco aggiornato."),
    ("operator", "required"): N_("Scegli chi."),
    ("weekday", "required"): N_("Scegli il giorno della settimana."),
}


def readable(value: object) -> object:
    """A datum of an error as it is read in a sentence."""
    if isinstance(value, datetime):
        return clock_words(value)
    if isinstance(value, date):
        return day_words(value)
    if isinstance(value, tuple) and value and isinstance(value[0], tuple):
        return ", ".join(span_words(*one) for one in value)
    if isinstance(value, tuple) and len(value) == 2 and all(isinstance(one, int) for one in value):
        return span_words(*value)
    return value


def span_words(begin: int, end: int) -> str:
    """dalle 9:00 alle 13:00."""
    return _("dalle {begin} alle {end}").format(begin=minute_words(begin), end=minute_words(end))


def brief_span(begin: int, end: int) -> str:
    """9–13, 9:30–13: as short as it can be read from afar."""
    return "–".join(minute_words(one).removesuffix(":00") for one in (begin, end))


def minute_words(minute: int) -> str:
    """9:00, 24:00."""
    hours, rest = divmod(minute, 60)
    return f"{hours}:{rest:02}"
