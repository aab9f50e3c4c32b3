"""A dozen invented requests for the palestra: two that fit at a school, two in a building, and some that do not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from wemi_desk.domain.citizens import Citizen
from wemi_desk.domain.shared_services import (
    BABY_SITTING,
    CARER,
    GIVEN,
    HOMEWORK,
    NOT_ASKED,
    OTHER,
    RequestId,
    SharedRequest,
)
from wemi_desk.domain.shared_slots import mask_of, minutes_of, read_week

_SCHOOL = ("school", "Scuola primaria di prova")
_BUILDING = ("apartment_building", "Condominio di prova, via Inventata 3")
_AROUND = ("neighbourhood", "")
_ASKED: tuple[tuple[str, str, float, str, tuple[str, str], tuple[int, ...], int | None, str], ...] = (
    (BABY_SITTING, "lun-ven 16-19", 6, "2", _SCHOOL, (4,), 900, GIVEN),
    (BABY_SITTING, "lun mar gio 16-19", 6, "2", _SCHOOL, (3, 6), 1000, GIVEN),
    (BABY_SITTING, "lun-gio 16-18.30", 4, "2", _SCHOOL, (13,), None, GIVEN),
    (HOMEWORK, "mar gio 15-18", 4, "2", _SCHOOL, (9,), 800, GIVEN),
    (HOMEWORK, "mar gio 15-18; sab 10-12", 4, "3", _AROUND, (10,), None, GIVEN),
    (HOMEWORK, "lun mer 16-18", 4, "9", _AROUND, (14,), None, GIVEN),
    (CARER, "lun-ven 9-12", 10, "2", _BUILDING, (), None, GIVEN),
    (CARER, "lun-ven 8-12", 10, "2", _BUILDING, (), 1000, GIVEN),
    (CARER, "sab dom 9-13", 8, "2", _AROUND, (), None, NOT_ASKED),
    (BABY_SITTING, "ven sab 20-24", 4, "7", _AROUND, (2,), None, GIVEN),
    (BABY_SITTING, "lun-ven 8-13", 20, "2", _AROUND, (1,), 700, NOT_ASKED),
    (OTHER, "sab 9-12", 2, "2", _BUILDING, (), None, GIVEN),
)
"""Need, week, hours, Municipio, context and its name, ages, most cents an hour, consent."""


def examples(people: Sequence[Citizen], ids: Callable[[], UUID], today: date, by: UUID) -> list[SharedRequest]:
    """One for each of the first people who are grown up."""
    adults = [one for one in people if one.birth_date is not None and one.birth_date.year < today.year - 25]
    begun = datetime.combine(today - timedelta(days=len(_ASKED)), time(9), UTC)
    return [
        _request(RequestId(ids()), person, at, begun + timedelta(days=at), today, by)
        for at, person in enumerate(adults[: len(_ASKED)])
    ]


def _request(
    request_id: RequestId, person: Citizen, at: int, when: datetime, today: date, by: UUID
) -> SharedRequest:
    need, week, hours, municipio, (context, name), ages, most, consent = _ASKED[at]
    slots = read_week(week)
    return SharedRequest(
        id=request_id, citizen_id=person.id, space_code=person.space_code, need=need,
        other_text="Spesa a domicilio" if need == OTHER else "", slots=slots,
        minutes_wanted=min(int(hours * 60), minutes_of(mask_of(slots))), municipio=municipio, context=context,
        context_name=name, children=tuple(today - timedelta(days=366 * age + 30) for age in ages),
        cared_age=80 if need == CARER else None, languages=("it",), from_on=today, most_cents=most, consent=consent,
        created_at=when, created_by=by,
    )  # fmt: skip
