"""What a meeting is, how full it is and what is the matter with it, in words."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from wemi_desk.domain.courses import CANCELLED, HELD
from wemi_desk.i18n import _, ngettext
from wemi_desk.services.courses.lessons import Lesson
from wemi_desk.services.courses.words import kind_words
from wemi_desk.ui.screens.courses.words import clash_words, day_and_time
from wemi_desk.ui.words import clock_words


def about(lesson: Lesson, colleagues: Mapping[UUID, str]) -> str:
    """Kind, when, where, who leads."""
    meeting, activity = lesson.date, lesson.activity
    when = f"{day_and_time(meeting.starts_at)}–{clock_words(meeting.ends_at)}"
    alive = sum(one.state != CANCELLED for one in lesson.dates)
    number = _("incontro {n} di {all}").format(n=lesson.number, all=alive) if alive > 1 else ""
    leader = meeting.leader_id or activity.leader_id
    name = colleagues.get(leader, "") if leader is not None else ""
    led = _("conduce {name}").format(name=name) if name else ""
    return " · ".join(part for part in (kind_words(activity.kind), when, number, meeting.room, led) if part)


def counts(lesson: Lesson) -> str:
    """2 presenti · 5 posti su 8 · 1 in attesa."""
    here = ngettext("{n} persona presente", "{n} persone presenti", lesson.present).format(n=lesson.present)
    places = _("{taken} posti presi su {all}").format(taken=lesson.taken, all=lesson.activity.capacity)
    waiting = sum(one.standing is not None and not one.standing.has_place for one in lesson.people)
    queued = _("{n} in attesa").format(n=waiting) if waiting else ""
    return " · ".join(part for part in (here, places, queued) if part)


def warning(lesson: Lesson) -> str:
    """What clashes, or that it does not take place."""
    if lesson.date.state == CANCELLED:
        return _("Questo incontro è annullato.")
    if lesson.date.state == HELD or not lesson.clashes:
        return ""
    what = clash_words(lesson.clashes[0], {lesson.date.id})
    return _("Si sovrappone a un altro incontro: {what}.").format(what=what)
