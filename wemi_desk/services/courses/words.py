"""What kinds of activities, competences and topics are called, on screens and on paper."""

from __future__ import annotations

from wemi_desk.domain.courses import COURSE, GROUP, ONLINE_COURSE, Activity
from wemi_desk.domain.pick_lists import PickLists
from wemi_desk.i18n import N_, _

_KINDS = {
    COURSE: N_("Corso in presenza"),
    GROUP: N_("Facilitazione di gruppo"),
    ONLINE_COURSE: N_("Corso online"),
}
_TOPICS: dict[str, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    "DIG-09": (N_("SPID, CIE e identità digitale"), ("9",), ()),
    "DIG-06": (N_("Servizi pubblici, pagamenti, acquisti online"), ("6",), ()),
    "DIG-FSE": (N_("Fascicolo sanitario e prenotazioni"), ("6",), ("D", "M")),
    "DIG-IO": (N_("App IO e pagoPA"), ("6",), ("A", "B")),
    "DIG-01": (N_("Navigare e cercare"), ("1",), ()),
    "DIG-02": (N_("Riconoscere le notizie false"), ("2",), ()),
    "DIG-03": (N_("Foto, documenti e file"), ("3",), ()),
    "DIG-04": (N_("Messaggi e videochiamate"), ("4",), ()),
    "DIG-05": (N_("PEC e domicilio digitale"), ("5",), ()),
    "DIG-07": (N_("Lavorare insieme online"), ("7",), ()),
    "DIG-08": (N_("Comportarsi bene online"), ("8",), ()),
    "DIG-10": (N_("Creare contenuti e curriculum"), ("10",), ()),
    "DIG-11": (N_("Proteggere telefono e computer"), ("11",), ()),
    "DIG-12": (N_("Proteggere i propri dati"), ("12",), ()),
    "DIG-13": (N_("Risolvere problemi tecnici"), ("13",), ()),
}
"""Topic → its words, and the Facilita codes (SE5, SE6) of a group that meets about it."""


def kind_words(kind: str) -> str:
    """A kind of activity; one that this version does not know is another one."""
    return _(_KINDS.get(kind, N_("Altra attività")))


def type_words(activity: Activity, lists: PickLists) -> str:
    """What an activity is: for digital help its kind says more than its type."""
    if activity.is_digital_help or not activity.activity_type:
        return kind_words(activity.kind)
    return lists["activity_type"].label(activity.activity_type)


def kinds() -> list[tuple[str, str]]:
    """What can be planned: codes and words."""
    return [(code, _(words)) for code, words in _KINDS.items()]


def topics() -> list[tuple[str, str]]:
    """What a group may meet about: codes and words."""
    return [(code, _(words)) for code, (words, _competences, _domains) in _TOPICS.items()]


def topic_words(topic: str) -> str:
    """One topic in words; empty for one that is not known here."""
    return _(_TOPICS[topic][0]) if topic in _TOPICS else ""


def topic_codes(topic: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Facilita's SE5 and SE6 of a group that meets about it; nothing for a topic that is not known here."""
    _words, competences, domains = _TOPICS.get(topic, ("", (), ()))
    return competences, domains
