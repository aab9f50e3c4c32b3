"""Meetings that want the same room, leader or volunteer at the same time: a warning, never an obstacle."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from wemi_desk.domain.courses import CANCELLED, ActivityDate

ROOM, LEADER, VOLUNTEER = "room", "leader", "volunteer"


@dataclass(frozen=True, slots=True)
class Clash:
    """Two meetings at once; *what* they both want: ``room``, ``leader`` or ``volunteer``."""

    one: ActivityDate
    other: ActivityDate
    what: str


def clashes(dates: Iterable[ActivityDate]) -> tuple[Clash, ...]:
    """Every pair that wants the same, the soonest first."""
    return tuple(Clash(one, other, what) for one, other in _at_once(dates) for what in _shared(one, other))


def _at_once(dates: Iterable[ActivityDate]) -> Iterator[tuple[ActivityDate, ActivityDate]]:
    """Each meeting is compared with those that still go on when it begins, not with the whole month."""
    alive = sorted((one for one in dates if one.state != CANCELLED), key=lambda one: (one.starts_at, one.id.bytes))
    going_on: list[ActivityDate] = []
    for one in alive:
        going_on = [before for before in going_on if before.ends_at > one.starts_at]
        for before in going_on:
            yield before, one
        going_on.append(one)


def _shared(one: ActivityDate, other: ActivityDate) -> Iterator[str]:
    if _same(one.room, other.room):
        yield ROOM
    is_led_alike = one.leader_id is not None and one.leader_id == other.leader_id
    if is_led_alike or _same(one.led_by_text, other.led_by_text):
        yield LEADER
    if set(one.volunteers) & set(other.volunteers):
        yield VOLUNTEER


def _same(text: str, other: str) -> bool:
    return bool(text.strip()) and " ".join(text.casefold().split()) == " ".join(other.casefold().split())
