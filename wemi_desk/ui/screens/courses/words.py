"""Meetings, places and turns in the words of the desk."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta

from wemi_desk.domain.clashes import LEADER, ROOM, VOLUNTEER, Clash
from wemi_desk.domain.courses import CANCELLED, HELD, PLANNED, ActivityDateId
from wemi_desk.domain.workstations import BOOKED, ENDING, OVER, time_left, time_sign
from wemi_desk.i18n import N_, _, ngettext
from wemi_desk.services.courses.lessons import DateLine, LessonPerson
from wemi_desk.services.courses.workstations import TurnLine
from wemi_desk.ui.widgets.marks import STATE_MARKS, Mark
from wemi_desk.ui.words import clock_words, local

_DAYS = (N_("lun"), N_("mar"), N_("mer"), N_("gio"), N_("ven"), N_("sab"), N_("dom"))
_CLASHES = {ROOM: N_("stessa sala"), LEADER: N_("stesso conduttore"), VOLUNTEER: N_("stesso volontario")}
_SIGNS = {ENDING: STATE_MARKS["waiting"], OVER: STATE_MARKS["to_check"]}
_HERE, _AWAITED, _GUEST = STATE_MARKS["done"], Mark("it-clock", "text2"), Mark("it-plus-circle", "text2")


def week_words(monday: date) -> str:
    """Settimana dal 16/11 al 22/11/2026."""
    sunday = monday + timedelta(days=6)
    return _("Settimana dal {first} al {last}").format(first=f"{monday:%d/%m}", last=f"{sunday:%d/%m}/{sunday.year:04}")


def day_and_time(instant: datetime) -> str:
    """mer 18/11 14:30."""
    at = local(instant)
    return f"{_(_DAYS[at.weekday()])} {at:%d/%m %H:%M}"


def places_words(line: DateLine) -> str:
    """3 liberi, or completo, 2 in più who wait; nothing once there is nothing to give."""
    if line.date.state != PLANNED:
        return ""
    if line.waiting:
        return _("completo, {n} in più").format(n=line.waiting)
    return ngettext("{n} libero", "{n} liberi", line.free).format(n=line.free) if line.free else _("completo")


def line_state(line: DateLine, today: date) -> tuple[str, Mark]:
    """Word and mark of a meeting in the week."""
    if line.date.state == HELD:
        return ngettext("svolto, {n} persona", "svolto, {n} persone", line.present).format(n=line.present), _HERE
    if line.date.state == CANCELLED:
        return _("annullato"), STATE_MARKS["ended"]
    if line.to_tell:
        words = ngettext("{n} persona da avvisare", "{n} persone da avvisare", line.to_tell)
        return words.format(n=line.to_tell), STATE_MARKS["to_check"]
    if line.is_clashing:
        return _("si sovrappone"), STATE_MARKS["conflict"]
    day = local(line.date.starts_at).date()
    if day < today:
        return _("da chiudere"), STATE_MARKS["waiting"]
    return (_("oggi"), STATE_MARKS["in_progress"]) if day == today else (_("in programma"), _AWAITED)


def wanted_words(what: str) -> str:
    """What two meetings both want."""
    return _(_CLASHES[what])


def clash_words(clash: Clash, mine: Collection[ActivityDateId]) -> str:
    """stessa sala alle 14:30: when the one begins that is not *mine*."""
    other = clash.one if clash.other.id in mine else clash.other
    return _("{what} alle {time}").format(what=wanted_words(clash.what), time=clock_words(other.starts_at))


def name_of(person: LessonPerson) -> str:
    """Surname first, as on the sheet, and the year of birth: namesakes come to the same lesson."""
    citizen = person.citizen
    name = f"{citizen.surname} {citizen.given_name}".strip()
    year = citizen.known_birth_year()
    return f"{name}, {year}" if year else name


def standing_words(person: LessonPerson) -> str:
    """posto, in attesa (2), or senza iscrizione; and whether somebody must tell them."""
    if person.standing is None:
        return _("senza iscrizione")
    if person.standing.has_place:
        return _("posto: da avvisare") if person.standing.is_to_tell else _("posto")
    words = _("in attesa ({n}): da avvisare") if person.standing.is_to_tell else _("in attesa ({n})")
    return words.format(n=person.standing.number)


def standing_mark(person: LessonPerson) -> Mark:
    if person.standing is None:
        return _GUEST
    if person.standing.is_to_tell:
        return STATE_MARKS["to_check"]
    return Mark("it-check", "ok") if person.standing.has_place else STATE_MARKS["waiting"]


def presence_words(person: LessonPerson) -> str:
    """presente, 14:32."""
    if person.presence is None:
        return _("non ancora")
    if person.lacks_answers:
        return _("sì, mancano risposte")
    words = _("in ritardo, {time}") if person.is_late else _("presente, {time}")
    return words.format(time=clock_words(person.presence.noted_at))


def presence_mark(person: LessonPerson) -> Mark:
    if person.lacks_answers and person.presence is not None:
        return STATE_MARKS["to_verify"]
    return _HERE if person.presence is not None else _AWAITED


def seat_words(line: TurnLine | None, now: datetime) -> str:
    """dalle 10:00, ancora 12 min; or the time that is up, without a reproach."""
    if line is None:
        return _("libera")
    turn = line.turn
    since = clock_words(turn.seated_at or turn.starts_at)
    left = int(time_left(turn, now).total_seconds() // 60)
    if left < 0 or time_sign(turn, now) == OVER:
        return _("dalle {since}, tempo finito {until}").format(since=since, until=clock_words(turn.ends_at))
    return ngettext("dalle {since}, ancora {n} minuto", "dalle {since}, ancora {n} minuti", left).format(
        since=since, n=left
    )


def seat_mark(line: TurnLine | None, now: datetime) -> Mark:
    """Free, in time, nearly up, over."""
    if line is None:
        return Mark("it-check", "ok")
    return _SIGNS.get(time_sign(line.turn, now), STATE_MARKS["in_progress"])


def who_words(line: TurnLine | None) -> str:
    """A first name and an initial, or that there is none."""
    if line is None:
        return ""
    return line.who or _("senza nome")


def coming_words(lines: tuple[TurnLine, ...]) -> str:
    """When the next comes, and how many after: the names stand beside, in the bookings of the day."""
    if not lines:
        return ""
    first = _("alle {time}").format(time=clock_words(lines[0].turn.starts_at))
    return _("{first} e altri {n}").format(first=first, n=len(lines) - 1) if len(lines) > 1 else first


_TURN_STATES = {
    "booked": (N_("prenotata"), _AWAITED),
    "seated": (N_("seduta"), STATE_MARKS["in_progress"]),
    "done": (N_("finito"), _HERE),
    "missed": (N_("non è venuta"), STATE_MARKS["not_admitted"]),
    "cancelled": (N_("annullata"), STATE_MARKS["ended"]),
}


def turn_state(line: TurnLine) -> tuple[str, Mark]:
    """Word and mark of a turn; one that two desks gave says so."""
    if line.is_doubled and line.turn.state == BOOKED:
        return _("prenotata due volte"), STATE_MARKS["conflict"]
    words, mark = _TURN_STATES.get(line.turn.state, (N_("prenotata"), _AWAITED))
    return _(words), mark
