"""Words of the card: who looked and why, family ties, fields of a record."""

from __future__ import annotations

from wemi_desk.domain.citizens import Citizen
from wemi_desk.domain.listed_people import masked
from wemi_desk.domain.pick_lists import PickLists
from wemi_desk.i18n import N_, _
from wemi_desk.ui.words import day_words

Choices = list[tuple[str, str]]
_ACTIONS = {
    "open_person": N_("Ha aperto la scheda"),
    "show_contacts": N_("Ha visto i recapiti"),
    "open_special_data": N_("Ha visto i dati particolari"),
    "candidates_shown": N_("È comparsa tra i nomi simili"),
    "create": N_("Ha registrato"),
    "change": N_("Ha modificato"),
    "undo": N_("Ha annullato"),
    "print": N_("Ha stampato"),
    "merge": N_("Ha unito due schede"),
    "unmerge": N_("Ha separato due schede"),
    "refused": N_("Accesso rifiutato"),
}
_REASONS = {
    "at_desk": N_("la persona è qui"),
    "call_back": N_("per richiamarla"),
    "paperwork": N_("per una pratica digitale"),
    "service": N_("per un servizio"),
    "card_check": N_("controllo della tessera"),
    "person_asks": N_("lo chiede la persona"),
    "hand_over": N_("consegna a un altro ufficio"),
}
_RELATIONS = {
    "applicant": N_("chi parla allo sportello"),
    "spouse": N_("coniuge"),
    "partner": N_("convivente"),
    "child": N_("figlia o figlio"),
    "parent": N_("genitore"),
    "grandparent": N_("nonna o nonno"),
    "sibling": N_("sorella o fratello"),
    "ward": N_("persona tutelata"),
    "other": N_("altro"),
}
_RESPONSIBILITIES = {
    "parental": N_("Genitore"),
    "guardian": N_("Tutore"),
    "foster_parent": N_("Genitore affidatario"),
}


def action_words(action: str) -> str:
    """What somebody did with the card."""
    return _(_ACTIONS.get(action, N_("Altra operazione")))


def reason_words(reason: str) -> str:
    """Why; an unknown reason is shown as it was written."""
    return _(_REASONS[reason]) if reason in _REASONS else reason


def open_reasons() -> Choices:
    """Why special data may be opened: a closed list."""
    return [(code, _(_REASONS[code])) for code in ("service", "card_check", "person_asks", "hand_over")]


def relation_words(relation: str) -> str:
    """A family tie."""
    return _(_RELATIONS.get(relation, N_("altro")))


def responsibility_words(responsibility: str) -> str:
    """By which title an adult speaks for a minor; empty for none."""
    return _(_RESPONSIBILITIES[responsibility]) if responsibility in _RESPONSIBILITIES else ""


def responsibilities() -> Choices:
    """Titles that let an adult register a minor."""
    return [(code, _(words)) for code, words in _RESPONSIBILITIES.items()]


def minor_relations() -> Choices:
    """What a minor may be to the adult."""
    return [(code, _(_RELATIONS[code])) for code in ("child", "ward", "sibling", "other")]


def adult_relations() -> Choices:
    """What another adult may be."""
    return [(code, _(_RELATIONS[code])) for code in ("spouse", "partner", "parent", "grandparent", "sibling", "other")]


def field_value(citizen: Citizen, name: str, lists: PickLists) -> str:
    """A field of a record in words; the codice fiscale masked, for the screen is public."""
    value = getattr(citizen, name)
    if value in (None, "", "unknown", "not_recorded"):
        return ""
    if name == "fiscal_code":
        return masked(str(value))
    if name == "birth_date":
        return day_words(value)
    return lists[name].label(value) if name in ("municipio", "language", "gender") else str(value)


def origin_words(place: str, sex: str | None) -> str:
    """Nata a Milano. Sesso all’anagrafe: F; empty when neither is known."""
    born = {"F": _("Nata a {place}."), "M": _("Nato a {place}.")}.get(sex or "", _("Luogo di nascita: {place}."))
    parts = (born.format(place=place) if place else "", _("Sesso all’anagrafe: {sex}.").format(sex=sex) if sex else "")
    return " ".join(part for part in parts if part)
