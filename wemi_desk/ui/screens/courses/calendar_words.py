"""Days and meetings of the calendar, for the eye at two metres and for the ear."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from wemi_desk.domain.courses import CANCELLED, HELD, monday_of
from wemi_desk.i18n import N_, _, ngettext
from wemi_desk.services.courses.lessons import DateLine
from wemi_desk.ui.screens.courses.spans import DAY, LIST, MONTH, SPANS, WEEK
from wemi_desk.ui.screens.courses.words import line_state, places_words, week_words
from wemi_desk.ui.widgets.marks import STATE_MARKS, Mark
from wemi_desk.ui.words import clock_words

_SPAN_WORDS = {LIST: N_("Elenco"), DAY: N_("Giorno"), WEEK: N_("Settimana"), MONTH: N_("Mese")}
_WEEKDAYS = (
    N_("lunedì"), N_("martedì"), N_("mercoledì"), N_("giovedì"), N_("venerdì"), N_("sabato"), N_("domenica"),
)  # fmt: skip
_MONTHS = (
    N_("gennaio"), N_("febbraio"), N_("marzo"), N_("aprile"), N_("maggio"), N_("giugno"), N_("luglio"), N_("agosto"),
    N_("settembre"), N_("ottobre"), N_("novembre"), N_("dicembre"),
)  # fmt: skip


def span_words() -> list[str]:
    """The ways to look, in their order."""
    return [_(_SPAN_WORDS[span]) for span in SPANS]


def weekday_words(weekday: int) -> str:
    """lunedì."""
    return _(_WEEKDAYS[weekday])


def day_words_long(day: date) -> str:
    """lunedì 23 novembre."""
    return _("{weekday} {day} {month}").format(
        weekday=weekday_words(day.weekday()), day=day.day, month=_(_MONTHS[day.month - 1])
    )


def title_words(span: str, day: date, holidays: Mapping[date, str]) -> str:
    """What is shown."""
    if span == MONTH:
        return _("{month} {year}").format(month=_(_MONTHS[day.month - 1]).capitalize(), year=day.year)
    if span == DAY:
        words = _("{day} {year}").format(day=day_words_long(day).capitalize(), year=day.year)
        name = holidays.get(day, "")
        return _("{day}, festa: {name}").format(day=words, name=name) if name else words
    return week_words(monday_of(day))


def span_step_words(span: str) -> tuple[str, str]:
    """What the keys before and after do."""
    if span == MONTH:
        return _("Mese prima"), _("Mese dopo")
    return (_("Giorno prima"), _("Giorno dopo")) if span == DAY else (_("Settimana prima"), _("Settimana dopo"))


def count_words(lines: Sequence[DateLine]) -> str:
    """3 attività; those called off are none."""
    alive = sum(line.date.state != CANCELLED for line in lines)
    return ngettext("{n} attività", "{n} attività", alive).format(n=alive) if alive else ""


def held_words(lines: Sequence[DateLine]) -> str:
    """Svolti 3 incontri di 2 attività, 27 presenze: the indicators of what is shown; empty while nothing was held."""
    held = [line for line in lines if line.date.state == HELD]
    if not held:
        return ""
    meetings = ngettext("Svolto {n} incontro", "Svolti {n} incontri", len(held)).format(n=len(held))
    different = len({line.activity.id for line in held})
    activities = ngettext("di {n} attività", "di {n} attività", different).format(n=different)
    people = sum(line.present for line in held)
    present = ngettext("{n} presenza", "{n} presenze", people).format(n=people)
    return _("{meetings} {activities}, {present}").format(meetings=meetings, activities=activities, present=present)


def day_name(day: date, today: date, holiday: str, lines: Sequence[DateLine]) -> str:
    """For the ear: the day, whether it is today or a holiday, what there is."""
    parts = [day_words_long(day)]
    parts += [_("oggi")] if day == today else []
    parts += [_("festa: {name}").format(name=holiday)] if holiday else []
    parts.append(count_words(lines) or _("nessuna attività"))
    shown = "; ".join(f"{clock_words(line.date.starts_at)} {line.activity.title}" for line in lines[:5])
    return f"{', '.join(parts)}: {shown}" if shown else ", ".join(parts)


def event_name(line: DateLine, today: date) -> str:
    """For the ear: when, what, where, places, state."""
    words, _mark = line_state(line, today)
    when = _("dalle {begin} alle {end}").format(
        begin=clock_words(line.date.starts_at), end=clock_words(line.date.ends_at)
    )
    parts = (line.activity.title, when, line.date.room, places_words(line), words)
    return ", ".join(part for part in parts if part)


def event_sign(line: DateLine, today: date) -> tuple[str, Mark]:
    """The one thing to know about it: what is the matter, else how many places are left."""
    words, mark = line_state(line, today)
    is_calm = line.date.state not in (HELD, CANCELLED) and not line.to_tell and not line.is_clashing
    places = places_words(line)
    if is_calm and places and mark != STATE_MARKS["waiting"]:
        return places, STATE_MARKS["waiting"] if line.waiting else Mark("it-user", "text2")
    return words, mark
