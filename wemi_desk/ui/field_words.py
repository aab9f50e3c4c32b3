"""How the fields of a record are called, and what stands in them, for the screens that compare and mend."""

from __future__ import annotations

from datetime import date
from typing import Any

from wemi_desk.domain.pick_lists import PickLists
from wemi_desk.i18n import N_, _
from wemi_desk.ui.words import day_words

_FIELDS = {
    "surname": N_("Cognome"),
    "given_name": N_("Nome"),
    "birth_date": N_("Data di nascita"),
    "birth_year": N_("Anno di nascita"),
    "registered_sex": N_("Sesso all’anagrafe"),
    "gender": N_("Genere"),
    "fiscal_code": N_("Codice fiscale"),
    "unchecked_code": N_("Codice da verificare"),
    "phone": N_("Telefono"),
    "email": N_("E-mail"),
    "address": N_("Indirizzo"),
    "municipio": N_("Municipio"),
    "language": N_("Lingua"),
}
_ANSWERS = {"to_ask": N_("da chiedere"), "agreed": N_("d’accordo"), "declined": N_("non d’accordo")}
_OTHERS = {
    "act_on": N_("Data dell’atto"),
    "act_reference": N_("Numero dell’atto"),
    "answer": N_("Risposta della famiglia"),
    "amount_cents": N_("Importo"),
    "applicant_role": N_("A che titolo"),
    "asked_cents": N_("Somma chiesta"),
    "beneficiary_id": N_("Per chi è la domanda"),
    "autonomy_after": N_("Autonomia dopo"),
    "autonomy_before": N_("Autonomia prima"),
    "citizen_id": N_("Persona"),
    "court": N_("Tribunale"),
    "delegate_name": N_("Chi agisce per la persona"),
    "destination": N_("Inviata a"),
    "device_used": N_("Dispositivo usato"),
    "due_on": N_("Entro il"),
    "expires_on": N_("Scade il"),
    "external_reference": N_("Numero della ricevuta"),
    "measure_code": N_("Misura"),
    "minutes": N_("Minuti"),
    "next_on": N_("Torna il"),
    "next_text": N_("Che cosa resta da fare"),
    "note": N_("Nota"),
    "number": N_("Numero"),
    "outcome": N_("Esito"),
    "reason": N_("Motivo"),
    "relation": N_("Parentela"),
    "responsibility": N_("A che titolo"),
    "result": N_("Esito"),
    "shows_contact": N_("Nome e telefono alle altre famiglie"),
    "scope_text": N_("Per che cosa vale"),
    "starts_at": N_("Inizio"),
    "status": N_("Stato"),
}
_LISTS = {
    "municipio": "municipio", "language": "language", "gender": "gender", "outcome": "paperwork_outcome",
    "device_used": "device_used", "autonomy_before": "digital_autonomy", "autonomy_after": "digital_autonomy",
}  # fmt: skip


def compared_fields() -> tuple[str, ...]:
    """What is shown side by side before a merge."""
    return tuple(_FIELDS)


def field_name(name: str) -> str:
    """How a field of a record is called; one that this version does not know keeps its own name."""
    words = _FIELDS.get(name) or _OTHERS.get(name)
    return _(words) if words else name.replace("_", " ")


def value_words(name: str, value: Any, lists: PickLists) -> str:
    """A value as it travels, in words: days, telephones and codes as people say them."""
    if value in (None, "", "unknown", "not_recorded", []):
        return _("niente")
    if name.endswith(("_date", "_on")):
        return _day(str(value))
    if name in ("phone", "phone_typed"):
        return phone_words(str(value))
    if name.endswith("_cents"):
        return euro_words(int(value))
    if isinstance(value, bool):
        return _("sì") if value else _("no")
    if name == "answer" and value in _ANSWERS:
        return _(_ANSWERS[value])
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    return lists[_LISTS[name]].label(str(value)) if name in _LISTS else str(value)


def phone_words(number: str) -> str:
    """333 123 4567: an Italian number in groups, another one as it is."""
    bare = number.removeprefix("+39")
    if not bare.isdigit() or len(bare) < 7:
        return number
    return f"{bare[:3]} {bare[3:6]} {bare[6:]}"


def euro_words(cents: int) -> str:
    """1.234,50 €."""
    whole = f"{cents // 100:,}".replace(",", ".")
    return f"{whole},{cents % 100:02} €"


_MOST_DIGITS = 12  # more is no amount, and no store takes it


def read_euro(text: str) -> int:
    """Cents of an amount as typed: 1.234,50, or nothing for none; raises ValueError."""
    bare = text.replace("€", "").replace(" ", "").replace(".", "")
    whole, _comma, parts = bare.partition(",")
    if not bare:
        return 0
    if not whole.isdecimal() or len(whole) > _MOST_DIGITS or (parts and not (parts.isdecimal() and len(parts) <= 2)):
        raise ValueError(text)
    return int(whole) * 100 + int(parts.ljust(2, "0") or 0)


def _day(text: str) -> str:
    try:
        return day_words(date.fromisoformat(text[:10]))
    except ValueError:
        return text
