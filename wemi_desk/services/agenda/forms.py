"""What is typed in the agenda, read and judged field by field."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from wemi_desk.domain.appointments import LEAST_MINUTES, MOST_MINUTES
from wemi_desk.domain.citizens import CitizenId
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.openings import DAY_MINUTES, Span, check_span, instant_of, is_on_the_clock
from wemi_desk.domain.typed_times import read_typed_time
from wemi_desk.services.agenda.appointments import AppointmentForm


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedAppointment:
    """An appointment as it stands in the form; *is_here* needs no hour."""

    day: date | None
    time: str
    minutes: str
    operator_id: UUID | None = None
    reason: str = ""
    type_code: str = ""
    citizen_id: CitizenId | None = None
    name: str = ""
    phone: str = ""
    note: str = ""
    channel: str = "desk"


def appointment_of(typed: TypedAppointment) -> AppointmentForm:
    """Raises InvalidFieldError for the first field that is not right."""
    return AppointmentForm(
        starts_at=instant(typed.day, typed.time), minutes=minutes_of(typed.minutes), operator_id=typed.operator_id,
        reason=typed.reason, type_code=typed.type_code, citizen_id=typed.citizen_id, name=typed.name,
        phone=typed.phone, note=typed.note, channel=typed.channel,
    )  # fmt: skip


def walk_in_of(typed: TypedAppointment, now: datetime) -> AppointmentForm:
    """Who came without a booking, as of *now*. Raises InvalidFieldError."""
    return AppointmentForm(
        starts_at=now.replace(second=0, microsecond=0), minutes=minutes_of(typed.minutes),
        operator_id=typed.operator_id, reason=typed.reason, type_code=typed.type_code, citizen_id=typed.citizen_id,
        name=typed.name, phone=typed.phone, note=typed.note, is_here=True,
    )  # fmt: skip


def instant(day: date | None, typed: str) -> datetime:
    """A wall-clock time in Rome. Raises InvalidFieldError, also in the hour that March leaves out."""
    if day is None:
        raise InvalidFieldError("day", "unreadable")
    at = minute_of("time", typed)
    if not is_on_the_clock(day, at):
        raise InvalidFieldError("time", "not_on_clock", day=day)
    return instant_of(day, at)


def minutes_of(typed: str) -> int:
    """How long. Raises InvalidFieldError."""
    bare = typed.strip()
    value = int(bare) if bare.isdecimal() and len(bare) <= 6 else -1
    if not LEAST_MINUTES <= value <= MOST_MINUTES:
        raise InvalidFieldError("minutes", "out_of_range", low=LEAST_MINUTES, high=MOST_MINUTES)
    return value


def minute_of(field: str, typed: str, *, is_end: bool = False) -> int:
    """Minutes from midnight; 24 is the end of the day. Raises InvalidFieldError."""
    bare = typed.strip()
    if is_end and bare in ("24", "24:00", "24.00", "2400"):
        return DAY_MINUTES
    at = read_typed_time(bare)
    if at is None:
        raise InvalidFieldError(field, "unreadable")
    return at.hour * 60 + at.minute


def span_of_typed(begin: str, end: str) -> Span:
    """From and to. Raises InvalidFieldError."""
    span = minute_of("from", begin), minute_of("to", end, is_end=True)
    check_span(*span)
    return span


def whole_day_or(begin: str, end: str) -> Span:
    """Nothing in both fields is the whole day. Raises InvalidFieldError."""
    if not begin.strip() and not end.strip():
        return 0, DAY_MINUTES
    return span_of_typed(begin, end)
