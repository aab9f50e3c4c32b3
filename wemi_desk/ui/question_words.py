"""A question between two desks as one plain sentence, and its answers: who said what, when and where."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import UUID

from wemi_desk.domain.pick_lists import PickLists
from wemi_desk.domain.questions import DOUBLE_APPLICATION, SAME_PERSON, Question
from wemi_desk.i18n import N_, _
from wemi_desk.ui.field_words import field_name, value_words
from wemi_desk.ui.words import clock_words, day_words, local, when_words

# field → asked of the person who is here, asked of the operator who looks at the list
_SENTENCES = {
    "phone": (N_("Quale telefono è quello giusto?"), N_("Quale telefono ha dato per ultimo?")),
    "email": (N_("Quale e-mail è quella giusta?"), N_("Quale e-mail ha dato per ultima?")),
    "address": (N_("Quale indirizzo è quello giusto?"), N_("Quale indirizzo ha dato per ultimo?")),
    "municipio": (N_("In quale Municipio abita?"), N_("In quale Municipio abita?")),
    "language": (N_("Quale lingua preferisce?"), N_("Quale lingua preferisce?")),
    "surname": (N_("Qual è il cognome giusto?"), N_("Qual è il cognome giusto?")),
    "given_name": (N_("Qual è il nome giusto?"), N_("Qual è il nome giusto?")),
    "birth_date": (N_("Qual è la data di nascita giusta?"), N_("Qual è la data di nascita giusta?")),
    "fiscal_code": (N_("Qual è il codice fiscale giusto?"), N_("Qual è il codice fiscale giusto?")),
    "outcome": (N_("Com’è finita la pratica digitale?"), N_("Qual è l’esito giusto della pratica digitale?")),
    "next_on": (N_("Quando torna per la pratica digitale?"), N_("In quale giorno si riprende la pratica digitale?")),
    "answer": (
        N_("È d’accordo a far parte del gruppo di famiglie?"), N_("La famiglia è d’accordo a far parte del gruppo?")
    ),
    "shows_contact": (
        N_("Le altre famiglie del gruppo possono avere il Suo nome e telefono?"),
        N_("Le altre famiglie del gruppo possono avere nome e telefono?"),
    ),
    SAME_PERSON: (
        N_("Forse questa persona ha due schede: è la stessa persona?"), N_("Le due schede sono della stessa persona?")
    ),
    DOUBLE_APPLICATION: (
        N_("Ci sono due domande per la stessa misura: quale vale?"),
        N_("Ci sono due domande per la stessa misura: quale vale?"),
    ),
}  # fmt: skip
_WORDS_AT_MOST, _SAID_AT_MOST = 32, 48
_ANY = N_("Qual è il valore giusto di «{field}»?")


class Choice(NamedTuple):
    """One value: *words* go on the button, *said* tells who gave it, when and where; *brief* the same on one line."""

    words: str
    said: str
    brief: str = ""

    @property
    def whole(self) -> str:
        """For a strip, which has one line for it in any text size: long words are cut, the list shows all of them."""
        parts = (_cut(self.words, _WORDS_AT_MOST), _cut(self.brief or self.said, _SAID_AT_MOST))
        return " · ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Around:
    """What the words need: lists, names of colleagues and of spaces, and today."""

    lists: PickLists
    colleagues: Mapping[UUID, str]
    spaces: Mapping[str, str]
    now: datetime


def sentence(question: Question, *, at_desk: bool) -> str:
    """The question, as it is asked of a person."""
    pair = _SENTENCES.get(question.field)
    if pair is None:
        return _(_ANY).format(field=field_name(question.field))
    return _(pair[0] if at_desk else pair[1])


def chosen_words(question: Question, choice: Choice) -> str:
    """What was chosen; two cards made one, or an application ended, are not taken back with a key."""
    if not can_be_undone(question):
        return _("Scelto: {value}.").format(value=choice.words)
    return _("Scelto: {value}. Annulla con Ctrl+Z").format(value=choice.words)


def can_be_undone(question: Question) -> bool:
    """Does Ctrl+Z take the answer back?"""
    return question.field not in (SAME_PERSON, DOUBLE_APPLICATION)


def choices(question: Question, around: Around) -> tuple[Choice, ...]:
    """Its answers: the question's values in their order, the standing one first; of SAME_PERSON, yes and no."""
    values = [json.loads(text) for text in question.values]
    if question.field == SAME_PERSON:
        cards = _("schede di: {where}")
        said = cards.format(where="; ".join(said_words(one, around) for one in values))
        spaces = cards.format(where=", ".join(dict.fromkeys(_where(one, around) for one in values)))
        return Choice(_("Sì, è la stessa persona"), said, spaces), Choice(_("No, sono due persone"), "")
    return tuple(Choice(_value(question, one, around), said_words(one, around)) for one in values)


def _value(question: Question, said: Mapping[str, Any], around: Around) -> str:
    if question.field == DOUBLE_APPLICATION:
        instant = _instant(said.get("made_at"))
        if instant is None:
            return _("questa domanda")
        return _("la domanda del {day}").format(day=day_words(local(instant).date()))
    return value_words(question.field, said.get("value"), around.lists)


def said_words(said: Mapping[str, Any], around: Around) -> str:
    """Giulia R. · 18/11 alle 10:42 · WeMi Venini; what is not known is left out."""
    parts = (_who(said, around), _when(said.get("made_at"), around.now), _where(said, around))
    return " · ".join(part for part in parts if part)


def _who(said: Mapping[str, Any], around: Around) -> str:
    try:
        return around.colleagues.get(UUID(str(said.get("operator_id"))), "")
    except ValueError:
        return ""


def _where(said: Mapping[str, Any], around: Around) -> str:
    code = str(said.get("space_code") or "")
    return around.spaces.get(code, code)


def _when(made_at: Any, now: datetime) -> str:
    instant = _instant(made_at)
    if instant is None:
        return ""
    day = when_words(instant, now)
    clock = clock_words(instant)
    return day if clock in day else _("{day} alle {time}").format(day=day, time=clock)


def _instant(made_at: Any) -> datetime | None:
    """Whole microseconds, or ISO text."""
    if isinstance(made_at, int) and made_at > 0:
        return datetime.fromtimestamp(made_at / 1_000_000, UTC)
    try:
        found = datetime.fromisoformat(str(made_at).replace("Z", "+00:00"))
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[:most - 1].rstrip()}…"
