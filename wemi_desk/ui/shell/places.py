"""The places of the rail: seven for everybody, and three for who has the right to what is in them."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from wemi_desk.i18n import N_, _


class Place(StrEnum):
    """Where the operator is working."""

    COUNTER = "sportello"
    QUEUE = "coda"
    CITIZENS = "cittadini"
    PAPERWORK = "pratiche"
    CATALOGUE = "catalogo"
    ACTIVITIES = "attivita"
    DAY = "giornata"
    AGENDA = "agenda"
    SHARED = "condivisi"
    MEASURES = "misure"
    TYPES = "tipi"
    FACILITA = "facilita"


class PlaceSign(NamedTuple):
    """Word, drawing and key of a place."""

    word: str
    icon: str
    keys: str


_SIGNS = {
    Place.COUNTER: PlaceSign(N_("Sportello"), "it-user", "F2"),
    Place.QUEUE: PlaceSign(N_("Coda"), "it-list", "F3"),
    Place.CITIZENS: PlaceSign(N_("Cittadini"), "it-search", "F4"),
    Place.PAPERWORK: PlaceSign(N_("Pratiche"), "it-files", "F5"),
    Place.CATALOGUE: PlaceSign(N_("Catalogo"), "it-bookmark", "F6"),
    Place.ACTIVITIES: PlaceSign(N_("Attività"), "it-calendar", "F7"),
    Place.DAY: PlaceSign(N_("Giornata"), "it-chart-line", "F8"),
    Place.AGENDA: PlaceSign(N_("Agenda"), "it-clock", ""),
    Place.SHARED: PlaceSign(N_("Condivisi"), "it-exchange-circle", ""),
    Place.MEASURES: PlaceSign(N_("Misure"), "it-file-signed", ""),
    Place.TYPES: PlaceSign(N_("Tipi di pratica"), "it-pencil", ""),
    Place.FACILITA: PlaceSign(N_("Facilita"), "it-arrow-right-circle", ""),
}

ON_REQUEST = frozenset({Place.MEASURES, Place.TYPES, Place.FACILITA})
"""Offered only to who has the right: nobody else sees them."""

_EMPTY = {
    Place.PAPERWORK: N_("Nessuna pratica aperta"),
    Place.CATALOGUE: N_("Il catalogo arriva con il primo collegamento"),
    Place.ACTIVITIES: N_("Nessuna attività questa settimana"),
}


def sign(place: Place) -> PlaceSign:
    """The sign of *place*, its word in the language in use."""
    word, icon, keys = _SIGNS[place]
    return PlaceSign(_(word), icon, keys)


def empty_words(place: Place) -> str:
    """What a place with nothing in it says."""
    words = _EMPTY.get(place)
    return _(words) if words else ""
