"""What is typed to plan an activity or to book a workstation, read and judged field by field."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from wemi_desk.domain.citizens import CitizenId
from wemi_desk.domain.courses import (
    COURSE,
    DIGITAL_TYPE,
    GATHERING,
    LEAST_MINUTES,
    MOST_MINUTES,
    MOST_PLACES,
    MOST_PRICE_CENTS,
)
from wemi_desk.domain.day_lists import read_day_list
from wemi_desk.domain.days import rome_instant, rome_time
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.series import MOST_DATES, Rhythm, Series
from wemi_desk.domain.typed_times import read_typed_time
from wemi_desk.domain.workstations import MOST_MINUTES as LONGEST_TURN
from wemi_desk.domain.workstations import WorkstationId
from wemi_desk.services.courses.planning import PARTNERS_LIMIT, ActivityForm, Meetings
from wemi_desk.services.courses.words import topic_codes
from wemi_desk.services.courses.workstations import TurnForm


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedActivity:
    """An activity and its meetings as they stand in the form."""

    title: str
    activity_type: str = DIGITAL_TYPE
    kind: str = COURSE
    topic: str = ""
    capacity: str = ""
    room: str = ""
    leader_id: UUID | None = None
    led_by_text: str = ""
    day: date | None = None
    time: str = ""
    minutes: str = ""
    rhythm: str = Rhythm.ONCE
    times: str = ""
    until: date | None = None
    until_wrong: bool = False
    chosen: str = ""
    left_out: str = ""
    skips_holidays: bool = True
    price: str = ""
    target: str = ""
    partners: str = ""
    enrolment_needed: bool = True
    volunteers: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedTurn:
    """A turn as it stands in the form; without a time it begins now."""

    workstation_id: WorkstationId | None
    citizen_id: CitizenId | None = None
    first_name: str = ""
    day: date | None = None
    time: str = ""
    minutes: str = ""


def activity_of(typed: TypedActivity) -> ActivityForm:
    """Raises InvalidFieldError for the first field that is not right."""
    is_digital = typed.activity_type == DIGITAL_TYPE
    competences, domains = topic_codes(typed.topic) if is_digital else ((), ())
    title, room, leader, target = (
        " ".join(text.split()) for text in (typed.title, typed.room, typed.led_by_text, typed.target)
    )
    if not typed.activity_type:
        raise InvalidFieldError("activity_type", "required")
    if not title:
        raise InvalidFieldError("title", "required")
    if is_digital and not competences:
        raise InvalidFieldError("topic", "required")
    return ActivityForm(
        kind=typed.kind if is_digital else GATHERING, activity_type=typed.activity_type, title=title,
        topic=typed.topic if is_digital else "", competences=competences, domains=domains,
        capacity=number("capacity", typed.capacity, 1, MOST_PLACES), room=room, leader_id=typed.leader_id,
        led_by_text=leader, target=target, partner_organisations=_partners(typed.partners),
        price_cents=price_of(typed.price), enrolment_needed=typed.enrolment_needed, volunteers=typed.volunteers,
    )  # fmt: skip


def meetings_of(typed: TypedActivity) -> Meetings:
    """Raises InvalidFieldError for the first field that is not right."""
    starts_at = instant_of(typed.day, typed.time)
    minutes = minutes_of(typed.minutes)
    return Meetings(starts_at, minutes, series=_series(typed, rome_time(starts_at).date()))


def _series(typed: TypedActivity, first: date) -> Series:
    rhythm, times, until = Rhythm(typed.rhythm), typed.times.strip(), typed.until
    if rhythm is Rhythm.ONCE:
        return Series(first_on=first)
    if typed.until_wrong:
        raise InvalidFieldError("until", "unreadable")
    said = number("times", times, 1, MOST_DATES) if times else None
    chosen: tuple[date, ...] = ()
    if rhythm is Rhythm.CHOSEN:
        chosen, said, until = read_day_list("chosen", typed.chosen, first), None, None
        if not chosen:
            raise InvalidFieldError("chosen", "required")
    return Series(
        rhythm=rhythm, first_on=first, times=said, until_on=until, chosen=chosen,
        left_out=read_day_list("left_out", typed.left_out, first), skips_holidays=typed.skips_holidays,
    )  # fmt: skip


def turn_of(typed: TypedTurn) -> TurnForm:
    """Raises InvalidFieldError for the first field that is not right."""
    if typed.workstation_id is None:
        raise InvalidFieldError("workstation", "required")
    if typed.citizen_id is None and not typed.first_name.strip():
        raise InvalidFieldError("first_name", "required")
    return TurnForm(
        workstation_id=typed.workstation_id, citizen_id=typed.citizen_id, first_name=typed.first_name.strip(),
        starts_at=instant_of(typed.day, typed.time) if typed.time.strip() else None,
        minutes=number("minutes", typed.minutes, LEAST_MINUTES, LONGEST_TURN),
    )  # fmt: skip


def instant_of(day: date | None, typed_time: str) -> datetime:
    """A wall-clock time in Rome. Raises InvalidFieldError, also for an hour that the day does not have."""
    if day is None:
        raise InvalidFieldError("day", "unreadable")
    at: time | None = read_typed_time(typed_time)
    if at is None:
        raise InvalidFieldError("time", "unreadable")
    instant = rome_instant(day, at)
    if rome_time(instant).time() != at:
        raise InvalidFieldError("time", "missing_hour", day=day)
    return instant


def minutes_of(typed: str) -> int:
    """How long one meeting lasts. Raises InvalidFieldError, that of a meeting longer than a day included."""
    bare = typed.strip()
    if bare.isdecimal() and len(bare) <= 6 and int(bare) > MOST_MINUTES:
        raise InvalidFieldError("minutes", "too_long", hours=int(bare) // 60, most=MOST_MINUTES // 60)
    return number("minutes", typed, LEAST_MINUTES, MOST_MINUTES)


def price_of(typed: str) -> int:
    """Euro with a comma or a point, in cents; empty is free. Raises InvalidFieldError."""
    bare = typed.replace("€", "").strip().replace(",", ".")
    whole, _point, cents = bare.partition(".")
    if not bare:
        return 0
    if not whole.isdecimal() or len(whole) > 6 or len(cents) > 2 or (cents and not cents.isdecimal()):
        raise InvalidFieldError("price", "unreadable")
    amount = int(whole) * 100 + int(cents.ljust(2, "0") or 0)
    if amount > MOST_PRICE_CENTS:
        raise InvalidFieldError("price", "out_of_range", high=MOST_PRICE_CENTS // 100)
    return amount


def number(field: str, typed: str, low: int, high: int) -> int:
    """A whole number within bounds. Raises InvalidFieldError."""
    bare = typed.strip()
    value = int(bare) if bare.isdecimal() and len(bare) <= 6 else -1
    if not low <= value <= high:
        raise InvalidFieldError(field, "out_of_range", low=low, high=high)
    return value


def _partners(typed: str) -> tuple[str, ...]:
    """Bodies divided by commas, each once."""
    if len(typed) > PARTNERS_LIMIT:
        raise InvalidFieldError("partners", "too_long", limit=PARTNERS_LIMIT)
    return tuple(dict.fromkeys(name for one in typed.split(",") if (name := " ".join(one.split()))))
