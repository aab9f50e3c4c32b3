"""What the day says: contacts, totals, what is open, figures; counts and never a name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from wemi_desk.domain.contacts import Contact
from wemi_desk.domain.day import DayAside, DaySummary
from wemi_desk.domain.pick_lists import PickLists
from wemi_desk.i18n import N_, _, ngettext
from wemi_desk.services.corrections import CANCEL_REASONS
from wemi_desk.ui.words import clock_words, hours_words, when_words

HERE = "here"  # nowhere to go: it is in the list of this screen
Choices = list[tuple[str, str]]
_CANCEL_WORDS = {
    "mistake": N_("Registrato per errore"),
    "twice": N_("Registrato due volte"),
    "trial": N_("Era una prova"),
    "other": N_("Altro"),
}

_SHORT_BANDS = {
    "to_5": N_("fino a 5 min"),
    "6_15": N_("6–15 min"),
    "16_30": N_("16–30 min"),
    "31_60": N_("31–60 min"),
    "over_60": N_("oltre un’ora"),
}


@dataclass(frozen=True, slots=True)
class DayLine:
    """One contact in words; who it was about is never shown here."""

    contact: Contact
    time: str
    reason: str
    channel: str
    duration: str
    who: str


class OpenItem(NamedTuple):
    """Something that is not finished: where to go for it and how to say it."""

    goes_to: str
    words: str


class DayWords:
    """Knows the lists and the colleagues' names."""

    def __init__(self, lists: PickLists, colleagues: Mapping[UUID, str]) -> None:
        self._lists = lists
        self._colleagues = colleagues

    def choices(self, name: str) -> Choices:
        """Codes and labels of a list."""
        return [(item.code, item.label) for item in self._lists[name].items]

    def cancel_reasons(self) -> Choices:
        """Why a contact may not count."""
        return [(code, _(_CANCEL_WORDS[code])) for code in CANCEL_REASONS]

    def line(self, contact: Contact) -> DayLine:
        """One contact."""
        reason = self.reason(contact.reason or contact.needs[0])
        return DayLine(
            contact,
            time=clock_words(contact.started_at),
            reason=_("{reason} (scritto dopo)").format(reason=reason) if contact.entered_later else reason,
            channel=self._lists["channel"].label(contact.channel).split(" o ")[0],
            duration=_(_SHORT_BANDS.get(contact.duration_band, contact.duration_band)),
            who=self._colleagues.get(contact.operator_id, ""),
        )

    def reason(self, code: str) -> str:
        """The shortcut's words, or the need's."""
        known = self._lists["quick_contact"].find(code)
        return known.label if known else self._lists["need"].label(code)

    def figures(self, day: DaySummary) -> list[tuple[str, list[tuple[str, int]]]]:
        """What is counted, each with its rows, the commonest first."""
        channel = self._lists["channel"].label
        return [
            (_("Contatti per motivo"), [(self.reason(code), count) for code, count in day.by_reason]),
            (_("Contatti per canale"), [(channel(code), count) for code, count in day.by_channel]),
        ]


def totals(day: DaySummary) -> list[tuple[str, int]]:
    """The day in a few numbers, which are never summed."""
    return [
        (_("contatti"), day.contacts),
        (_("di cui anonimi"), day.anonymous),
        (_("persone"), day.people),
        (_("schede nuove"), day.registered),
        (_("informative"), day.notices),
    ]


def aside_lines(aside: DayAside) -> list[str]:
    """Activities, volunteers, appointments; nothing of what there was not."""
    lines = []
    if aside.meetings:
        held = ngettext("{n} incontro svolto", "{n} incontri svolti", aside.meetings).format(n=aside.meetings)
        there = ngettext("{n} presenza", "{n} presenze", aside.attendances).format(n=aside.attendances)
        lines.append(_("Attività: {held}, {there}").format(held=held, there=there))
    if aside.volunteers:
        people = ngettext("{n} persona", "{n} persone", aside.volunteers).format(n=aside.volunteers)
        hours = hours_words(aside.volunteer_minutes)
        lines.append(_("Volontari: {people}, {hours}").format(people=people, hours=hours))
    if aside.booked:
        promised = ngettext("{n} preso", "{n} presi", aside.booked).format(n=aside.booked)
        missed = ngettext("{n} mancato", "{n} mancati", aside.missed).format(n=aside.missed)
        lines.append(_("Appuntamenti: {promised}, {missed}").format(promised=promised, missed=missed))
    return lines


def open_items(day: DaySummary) -> list[OpenItem]:
    """What is still open; nothing that counts zero."""
    missing = ngettext(
        "{n} contatto senza prima volta e Municipio", "{n} contatti senza prima volta e Municipio", day.incomplete
    )
    to_verify = ngettext("{n} scheda da verificare", "{n} schede da verificare", day.to_verify)
    counted = [
        ("queue", day.waiting, _("{n} in coda")),
        ("drafts", day.drafts, ngettext("{n} bozza aperta", "{n} bozze aperte", day.drafts)),
        ("call_backs", day.call_backs_due, _("{n} da richiamare")),
        ("outbox", day.unsent, _("{n} da inviare")),
        ("to_verify", day.to_verify, to_verify),
        (HERE, day.incomplete, missing),
    ]
    return [OpenItem(place, words.format(n=count)) for place, count, words in counted if count]


def closing_words(day: DaySummary) -> str:
    """The consequence of closing, in a sentence or two, and since when the work is copied."""
    closes = ngettext(
        "La giornata si chiude con {n} contatto.", "La giornata si chiude con {n} contatti.", day.contacts
    )
    said = [closes.format(n=day.contacts)]
    if day.unsent:
        said.append(_waiting_words(day.unsent))
    if day.last_backup_at:
        said.append(_("Ultima copia di sicurezza: {when}.").format(when=when_words(day.last_backup_at)))
    return " ".join(said)


def _waiting_words(unsent: int) -> str:
    words = ngettext(
        "{n} è ancora da inviare e partirà da solo.", "{n} sono ancora da inviare e partiranno da soli.", unsent
    )
    return words.format(n=unsent)


def closed_words(day: DaySummary) -> str:
    """Since when the day is closed; empty while it is open."""
    return _("Giornata chiusa alle {time}.").format(time=clock_words(day.closed_at)) if day.closed_at else ""
