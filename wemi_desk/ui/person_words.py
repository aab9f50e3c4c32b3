"""The citizen at the desk in words for the bar."""

from __future__ import annotations

from wemi_desk.domain.listed_people import ListedPerson, Standing
from wemi_desk.domain.pick_lists import PickLists
from wemi_desk.i18n import N_, _
from wemi_desk.services.citizens import PersonCard
from wemi_desk.ui.shell.person_summary import NoticeState, PersonSummary
from wemi_desk.ui.widgets.marks import STATE_MARKS, Mark
from wemi_desk.ui.words import day_words

_STANDINGS = {Standing.WAITING: N_("Registrato qui · da inviare"), Standing.TO_CHECK: N_("Da controllare")}
_WARNINGS = {"to_verify": N_("Da verificare"), "protected": N_("Recapiti riservati")}


def summary_of(card: PersonCard, lists: PickLists, more: tuple[str, ...] = ()) -> PersonSummary:
    """What the bar may show: never special data, notes or a protected person's telephone. *more* are warnings."""
    citizen = card.citizen
    warnings = tuple(_(_WARNINGS[name]) for name in card.warnings if name in _WARNINGS and name != "protected")
    return PersonSummary(
        surname=citizen.surname,
        given_name=citizen.given_name,
        born=born_words(card),
        age=card.age,
        masked_code=card.masked_code,
        phone=_(_WARNINGS["protected"]) if citizen.is_protected else card.phone_shown,
        language=lists["language"].label(citizen.language).lower(),
        notice=NoticeState.GIVEN if card.notice_state == "given" else NoticeState.TO_GIVE,
        minors=card.minors,
        warnings=(*more, *warnings),
    )


def born_words(card: PersonCard) -> str:
    """The birth date, or the year alone, or nothing."""
    citizen = card.citizen
    if citizen.birth_date:
        return day_words(citizen.birth_date)
    return str(citizen.birth_year) if citizen.birth_year else ""


def standing_words(standing: Standing) -> str:
    """How the record stands with the centre (interface.md 12); nothing once it is there."""
    return _(_STANDINGS[standing]) if standing in _STANDINGS else ""


def listed_name(one: ListedPerson) -> str:
    """The name in a list, with what should be known before opening it."""
    name = _("{name} · da verificare").format(name=one.name) if one.to_verify else one.name
    return " · ".join(part for part in (name, standing_words(one.standing)) if part)


def listed_mark(one: ListedPerson) -> Mark | None:
    """The sign beside it: the graver of the two."""
    if one.standing is Standing.TO_CHECK:
        return STATE_MARKS["to_check"]
    waiting = STATE_MARKS["waiting"] if one.standing is Standing.WAITING else None
    return STATE_MARKS["to_verify"] if one.to_verify else waiting
