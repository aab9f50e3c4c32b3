"""What a month of a shared service costs, and who pays what of it: to the cent, on every day."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from wemi_desk.domain.shared_services import (
    EQUAL,
    Share,
    SharedParticipant,
    SharedService,
    Split,
    families,
)


def month_cents(minutes: int, hourly_cents: int) -> int:
    """The cost of a month of so many minutes a week: 52 weeks in twelve months, to the nearest cent."""
    return (minutes * hourly_cents * 52 + 360) // 720


def split_cents(total: int, weights: Sequence[int]) -> tuple[int, ...]:
    """*total* in parts as *weights* say, the odd cents by the largest remainder, ties to who comes first. Without any
    weight the parts are equal."""
    if not weights:
        return ()
    parts = weights if any(weights) else [1] * len(weights)
    whole = sum(parts)
    cents = [total * one // whole for one in parts]
    by_remainder = sorted(range(len(parts)), key=lambda at: (-(total * parts[at] % whole), at))
    for at in by_remainder[: total - sum(cents)]:
        cents[at] += 1
    return tuple(cents)


def shares_of(total: int, split_by: str, members: Sequence[SharedParticipant]) -> tuple[Share, ...]:
    """What each of *members*, in order of joining, pays of *total*."""
    weights = [1 if split_by == EQUAL else one.minutes for one in members]
    return tuple(Share(one.id, cents) for one, cents in zip(members, split_cents(total, weights), strict=True))


def split_on(service: SharedService, participants: Iterable[SharedParticipant], day: date) -> Split:
    """Who pays what on *day*. What was agreed stands while it is about the same families; else (two desks changed the
    group, or somebody's data were erased) it is worked out anew, so that the sum holds on every day. What another
    split followed is history: a family of then that nobody knows any more still paid its share."""
    people = tuple(participants)
    members = [one for one in families(people) if one.is_in_on(day)]
    stored = _stored(service, day)
    total = stored.total_cents if stored is not None else service.total_cents
    if stored is not None and _is_about(stored, members, people, is_over=stored != service.splits[-1]):
        return stored
    from_on = stored.from_on if stored is not None else service.starts_on
    return Split(from_on, total, shares_of(total, service.split_by, members))


def _is_about(
    stored: Split, members: Sequence[SharedParticipant], people: Sequence[SharedParticipant], *, is_over: bool
) -> bool:
    paying = {one.participant_id for one in stored.shares}
    if is_over:
        paying &= {one.id for one in people}
    return paying == {one.id for one in members}


def _stored(service: SharedService, day: date) -> Split | None:
    ordered = sorted(service.splits, key=lambda one: one.from_on)
    at = bisect_right([one.from_on for one in ordered], day)
    return ordered[at - 1] if at else None


def with_split(service: SharedService, participants: Iterable[SharedParticipant], day: date) -> SharedService:
    """The group with the split that holds from *day* on, for the total it has now; what was agreed before stands."""
    members = [one for one in families(participants) if one.is_in_on(day)]
    made = Split(day, service.total_cents, shares_of(service.total_cents, service.split_by, members))
    before = tuple(one for one in service.splits if one.from_on < day)
    return replace(service, splits=(*before, made))


def is_settled(service: SharedService, participants: Iterable[SharedParticipant], day: date) -> bool:
    """Is what was agreed about the families of today, and has each been told their share?"""
    people = tuple(participants)
    now = split_on(service, people, day)
    told = {one.id: one.share_cents for one in people}
    return now in service.splits and all(told.get(one.participant_id) == one.cents for one in now.shares)
