"""Appointments, hours and shifts in the words of the desk, and as cells of a grid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from wemi_desk.domain.appointments import ARRIVED, BOOKED, CANCELLED, DONE, NO_ANSWER, NO_SHOW, TOLD, Appointment
from wemi_desk.domain.openings import OpenDay, Span
from wemi_desk.domain.pick_lists import PickLists
from wemi_desk.i18n import N_, _, ngettext
from wemi_desk.services.agenda.daybook import AppointmentLine
from wemi_desk.ui.agenda_errors import brief_span, minute_words
from wemi_desk.ui.widgets.marks import STATE_MARKS, Mark
from wemi_desk.ui.words import clock_words

_SHORT_DAYS = (N_("lun"), N_("mar"), N_("mer"), N_("gio"), N_("ven"), N_("sab"), N_("dom"))
_DAYS = (
    N_("lunedì"), N_("martedì"), N_("mercoledì"), N_("giovedì"), N_("venerdì"), N_("sabato"), N_("domenica"),
)  # fmt: skip
_STATES = {
    BOOKED: (N_("prenotata"), Mark("it-clock", "text2")),
    ARRIVED: (N_("arrivata"), STATE_MARKS["in_progress"]),
    DONE: (N_("fatto"), STATE_MARKS["done"]),
    NO_SHOW: (N_("non è venuta"), STATE_MARKS["not_admitted"]),
    CANCELLED: (N_("disdetta"), STATE_MARKS["ended"]),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One square of a grid: large words, small words, a ground and a mark beside the words; *what* is behind it."""

    text: str = ""
    more: str = ""
    ground: str = "bg"
    tint: str = "text"
    mark: Mark | None = None
    spoken: str = ""
    what: object = None
    rows: int = 1


@dataclass(frozen=True, slots=True)
class FreeHour:
    """A square in which nobody is expected: with whom, on which day, from when."""

    operator_id: object
    day: date
    minute: int


@dataclass(frozen=True, slots=True)
class PersonDay:
    """A square of the week: one operator, one day."""

    operator_id: object
    day: date


def weekdays() -> list[tuple[str, str]]:
    """Codes and words, Monday first."""
    return [(str(number), _(words)) for number, words in enumerate(_DAYS)]


def day_title(day: date) -> str:
    """mercoledì 25 novembre, in digits: mercoledì 25/11."""
    return f"{_(_DAYS[day.weekday()])} {day:%d/%m}"


def short_day(day: date) -> str:
    """mer 25/11."""
    return f"{_(_SHORT_DAYS[day.weekday()])} {day:%d/%m}"


def week_title(monday: date) -> str:
    """Settimana dal 16/11 al 22/11/2026."""
    sunday = monday + timedelta(days=6)
    return _("Settimana dal {first} al {last}").format(first=f"{monday:%d/%m}", last=f"{sunday:%d/%m}/{sunday.year:04}")


def spans_words(spans: Sequence[Span]) -> str:
    """9:00–13:00, 14:00–17:00."""
    return ", ".join(f"{minute_words(begin)}–{minute_words(end)}" for begin, end in spans)


def brief_words(spans: Sequence[Span]) -> str:
    """9–13, 14–17: what is read from afar."""
    return ", ".join(brief_span(*one) for one in spans)


def open_words(day: OpenDay, *, has_hours: bool) -> str:
    """When the space receives, or why it does not."""
    if not day.is_in_service:
        return _("Quel giorno questo spazio non riceve qui.")
    if not has_hours:
        return _("Gli orari di apertura non sono ancora scritti.")
    words = _("Aperto {spans}").format(spans=spans_words(day.spans)) if day.spans else _("Chiuso")
    why = day.holiday or day.reason
    return _("{words} · {why}").format(words=words, why=why) if why else words


def reason_words(one: Appointment, lists: PickLists) -> str:
    """What it is for, as the list says it."""
    return lists["quick_contact"].label(one.reason) if one.reason else ""


def who_words(line: AppointmentLine) -> str:
    """A first name and an initial, the name as told, or only that somebody is expected."""
    return line.who or _("occupato")


def state_of(line: AppointmentLine) -> tuple[str, Mark]:
    """Word and mark of an appointment; what needs somebody goes first."""
    one = line.appointment
    if line.is_doubled:
        return _("due persone alla stessa ora"), STATE_MARKS["conflict"]
    if line.is_stranded:
        return _("l’operatore è assente"), STATE_MARKS["to_check"]
    words, mark = _STATES[one.status]
    if one.status == BOOKED and one.reminded == TOLD:
        return _("prenotata, avvisata"), Mark("it-check", "ok")
    if one.status == BOOKED and one.reminded == NO_ANSWER:
        return _("prenotata, non risponde"), STATE_MARKS["waiting"]
    return _(words), mark


def when_with(line: AppointmentLine) -> str:
    """10:30 · Giulia R."""
    parts = (clock_words(line.appointment.starts_at), line.operator)
    return " · ".join(part for part in parts if part)


def counted(appointments: int) -> str:
    """4 appuntamenti."""
    return ngettext("{n} appuntamento", "{n} appuntamenti", appointments).format(n=appointments)
