"""What a meeting is, how full it is and what is the matter with it, in words."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from wemi_desk.domain.courses import CANCELLED, HELD
from wemi_desk.domain.pick_lists import PickLists
from wemi_desk.i18n import _, ngettext
from wemi_desk.services.courses.lessons import Lesson
from wemi_desk.services.courses.words import type_words
from wemi_desk.services.courses.workstations import short_name
from wemi_desk.ui.screens.courses.planning_words import price_words
from wemi_desk.ui.screens.courses.words import clash_words, day_and_time
from wemi_desk.ui.words import clock_words


def about(lesson: Lesson, colleagues: Mapping[UUID, str], lists: PickLists) -> str:
    """Kind, when, where, who leads, for whom, what it costs."""
    meeting, activity = lesson.date, lesson.activity
    when = f"{day_and_time(meeting.starts_at)}–{clock_words(meeting.ends_at)}"
    alive = sum(one.state != CANCELLED for one in lesson.dates)
    number = _("incontro {n} di {all}").format(n=lesson.number, all=alive) if alive > 1 else ""
    leader = meeting.leader_id or activity.leader_id
    name = colleagues.get(leader, "") if leader is not None else ""
    names = ", ".join(one for one in (name, meeting.led_by_text or activity.led_by_text) if one)
    led = _("conduce {name}").format(name=names) if names else ""
    price = "" if activity.is_free else price_words(activity.price_cents)
    parts = (type_words(activity, lists), when, number, meeting.room, led, activity.target, price, _with(lesson))
    return " · ".join(part for part in parts if part)


def _with(lesson: Lesson) -> str:
    """Volunteers and other bodies."""
    names = [short_name(one.citizen) for one in lesson.volunteers] + list(lesson.activity.partner_organisations)
    return _("con {names}").format(names=", ".join(names)) if names else ""


def counts(lesson: Lesson) -> str:
    """2 presenti · 5 posti su 8 · 1 in attesa."""
    here = ngettext("{n} persona presente", "{n} persone presenti", lesson.present).format(n=lesson.present)
    places = _("{taken} posti presi su {all}").format(taken=lesson.taken, all=lesson.activity.capacity)
    waiting = sum(one.standing is not None and not one.standing.has_place for one in lesson.people)
    queued = _("{n} in attesa").format(n=waiting) if waiting else ""
    held = lesson.activity.nameless_people
    nameless = ngettext("di cui {n} senza nome", "di cui {n} senza nome", held).format(n=held) if held else ""
    return " · ".join(part for part in (here, places, nameless, queued) if part)


def warning(lesson: Lesson) -> str:
    """What clashes, or that it does not take place."""
    if lesson.date.state == CANCELLED:
        return _("Questo incontro è annullato.")
    if lesson.date.state == HELD:
        return lesson.date.outcome_note
    if not lesson.clashes:
        return _("È un giorno di festa: {name}.").format(name=lesson.holiday) if lesson.holiday else ""
    what = clash_words(lesson.clashes[0], {lesson.date.id})
    return _("Si sovrappone a un altro incontro: {what}.").format(what=what)
