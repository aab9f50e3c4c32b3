"""Two weeks of agenda for the palestra: hours, shifts, some appointments, a note that was read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from wemi_desk.domain.appointments import Appointment, AppointmentId
from wemi_desk.domain.citizens import Citizen
from wemi_desk.domain.courses import monday_of
from wemi_desk.domain.handover_notes import HandoverNote, HandoverNoteId
from wemi_desk.domain.openings import OpeningSlot, OpeningSlotId, Span, instant_of
from wemi_desk.domain.shifts import Shift, shift_id
from wemi_desk.services.practice import OPERATORS, SPACE

_HOURS: Span = (9 * 60, 17 * 60)
_SHIFTS: tuple[tuple[int, Span], ...] = ((0, (9 * 60, 13 * 60)), (1, (13 * 60, 16 * 60)))
_TODAY = (("Sig. Bianchi", 10 * 60, "q_digital"), ("Sig.ra Conti", 15 * 60, "q_isee"))
_NOTE = "La stampante del banco due è in assistenza: torna giovedì."


def practice_agenda(
    ids: Callable[[], UUID], today: date, people: Sequence[Citizen]
) -> Mapping[str, Sequence[Any]]:
    """Records by kind. People of the palestra are expected from tomorrow on, today only names as told."""
    made_at = instant_of(today - timedelta(days=7), _HOURS[0])
    giulia, marco = OPERATORS[0].id, OPERATORS[1].id
    monday = monday_of(today)
    days = [monday + timedelta(days=week * 7 + day) for week in range(2) for day in range(5)]
    slots = [
        OpeningSlot(id=OpeningSlotId(ids()), space_code=SPACE.code, weekday=day, from_minute=_HOURS[0],
                    to_minute=_HOURS[1], created_at=made_at, created_by=marco)
        for day in range(5)
    ]  # fmt: skip
    shifts = [
        Shift(id=shift_id(SPACE.code, OPERATORS[who].id, day, span), space_code=SPACE.code,
              operator_id=OPERATORS[who].id, day=day, from_minute=span[0], to_minute=span[1], created_at=made_at,
              created_by=marco)
        for day in days for who, span in _SHIFTS
    ]  # fmt: skip
    note = HandoverNote(
        id=HandoverNoteId(ids()), space_code=SPACE.code, text=_NOTE, created_at=made_at, created_by=giulia,
        read_by=(f"{marco} {(made_at + timedelta(hours=20)).isoformat()}",),
    )  # fmt: skip
    coming = [day for day in days if day > today][:3]
    appointments = [
        *(_appointment(ids, made_at, today, minute, reason=reason, name=name) for name, minute, reason in _TODAY),
        *(_appointment(ids, made_at, day, 11 * 60, reason="q_digital", person=person)
          for day, person in zip(coming, people[200:], strict=False)),
    ]  # fmt: skip
    return {"opening_slot": slots, "shift": shifts, "appointment": appointments, "handover_note": [note]}


def _appointment(
    ids: Callable[[], UUID], made_at: datetime, day: date, minute: int, *, reason: str, name: str = "",
    person: Citizen | None = None,
) -> Appointment:  # fmt: skip
    giulia = OPERATORS[0].id
    return Appointment(
        id=AppointmentId(ids()), space_code=SPACE.code, operator_id=giulia, starts_at=instant_of(day, minute),
        reason=reason, citizen_id=person.id if person else None, name=name, created_at=made_at, created_by=giulia,
        changed_at=made_at, changed_by=giulia,
    )  # fmt: skip
