"""What is typed of a family's request and of a group, read and judged field by field."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.money import read_euro
from wemi_desk.domain.names import fitting
from wemi_desk.domain.shared_services import (
    BABY_SITTING,
    BY_HOURS,
    CARER,
    HOMEWORK,
    MOST_CENTS,
    MOST_CHILDREN,
    MOST_TOTAL,
    NOT_ASKED,
    OLDEST_CARED,
    OTHER,
    SharedRequest,
)
from wemi_desk.domain.shared_slots import STEP, WeekSlot, mask_of, minutes_of, read_week, week_text
from wemi_desk.domain.typed_dates import read_typed_date

TEXT_LIMIT, NAME_LIMIT, WEEK_LIMIT, CODE_LIMIT = 80, 80, 300, 40


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedRequest:
    """A request as it stands in the form; this is what its draft keeps."""

    need: str = ""
    other_text: str = ""
    week: str = ""
    hours: str = ""
    municipio: str = ""
    nil_code: str = ""
    address: str = ""
    context: str = "neighbourhood"
    context_name: str = ""
    children: str = ""
    cared_age: str = ""
    languages: tuple[str, ...] = ("it",)
    from_on: str = ""
    until_on: str = ""
    most: str = ""
    consent: str = NOT_ASKED


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestForm:
    """A request, read."""

    need: str
    other_text: str
    slots: tuple[WeekSlot, ...]
    minutes_wanted: int
    municipio: str
    nil_code: str
    address: str
    context: str
    context_name: str
    children: tuple[date, ...]
    cared_age: int | None
    languages: tuple[str, ...]
    from_on: date
    until_on: date | None
    most_cents: int | None
    consent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedTerms:
    """What is agreed of a group, as it stands in the form."""

    title: str
    total: str
    starts_on: date | None
    split_by: str = BY_HOURS
    professional: str = ""
    catalogue_code: str = ""


def request_of(typed: TypedRequest, today: date) -> RequestForm:
    """Raises InvalidFieldError for the first field that is not right."""
    if not typed.need:
        raise InvalidFieldError("need", "required")
    other = _line("other_text", typed.other_text, TEXT_LIMIT) if typed.need == OTHER else ""
    if typed.need == OTHER and not other:
        raise InvalidFieldError("other_text", "required")
    slots = read_week(typed.week)
    begin = _day("from_on", typed.from_on, today) or today
    until = _day("until_on", typed.until_on, today)
    if until is not None and until < begin:
        raise InvalidFieldError("until_on", "before_start")
    return RequestForm(
        need=typed.need, other_text=other, slots=slots, minutes_wanted=_wanted(typed.hours, slots),
        municipio=typed.municipio, nil_code=typed.nil_code, address=_line("address", typed.address, NAME_LIMIT),
        context=typed.context, context_name=_line("context_name", typed.context_name, NAME_LIMIT),
        children=_children(typed, today), cared_age=_cared(typed), languages=typed.languages, from_on=begin,
        until_on=until, most_cents=_most(typed.most), consent=typed.consent,
    )  # fmt: skip


def typed_of(form: RequestForm | SharedRequest) -> TypedRequest:
    """A request that stands, as the form shows it."""
    return TypedRequest(
        need=form.need, other_text=form.other_text, week=week_text(form.slots), hours=_hours_text(form.minutes_wanted),
        municipio=form.municipio, nil_code=form.nil_code, address=form.address, context=form.context,
        context_name=form.context_name, children=", ".join(f"{one:%d/%m/%Y}" for one in form.children),
        cared_age="" if form.cared_age is None else str(form.cared_age), languages=form.languages,
        from_on=f"{form.from_on:%d/%m/%Y}", until_on=f"{form.until_on:%d/%m/%Y}" if form.until_on else "",
        most="" if form.most_cents is None else f"{form.most_cents // 100},{form.most_cents % 100:02}",
        consent=form.consent,
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What is agreed of a group."""

    title: str
    total_cents: int
    starts_on: date
    split_by: str
    professional_text: str
    catalogue_code: str = ""


def terms_of(typed: TypedTerms) -> Terms:
    """Raises InvalidFieldError for the first field that is not right."""
    title = _line("title", typed.title, TEXT_LIMIT)
    if not title:
        raise InvalidFieldError("title", "required")
    if typed.starts_on is None:
        raise InvalidFieldError("starts_on", "unreadable")
    return Terms(
        title=title, total_cents=_cents("total", typed.total, MOST_TOTAL), starts_on=typed.starts_on,
        split_by=typed.split_by, professional_text=_line("professional", typed.professional, NAME_LIMIT),
        catalogue_code=_line("catalogue_code", typed.catalogue_code, CODE_LIMIT),
    )  # fmt: skip


def hourly_of(typed: str) -> int:
    """What an hour of the service costs. Raises InvalidFieldError."""
    return _cents("hourly", typed, MOST_CENTS)


def _line(field: str, typed: str, limit: int) -> str:
    return fitting(field, " ".join(typed.split()), limit).strip()


def _wanted(typed: str, slots: tuple[WeekSlot, ...]) -> int:
    """Nothing typed is all the hours offered."""
    offered = minutes_of(mask_of(slots))
    bare = typed.strip().replace(",", ".")
    if not bare:
        return offered
    if not re.fullmatch(r"\d{1,3}(\.\d{1,2})?", bare):
        raise InvalidFieldError("minutes_wanted", "unreadable")
    minutes = round(float(bare) * 60)
    if not STEP <= minutes <= offered:
        raise InvalidFieldError("minutes_wanted", "beyond_slots", hours=_hours_text(offered))
    return minutes


def _hours_text(minutes: int) -> str:
    return f"{minutes / 60:.2f}".rstrip("0").rstrip(".").replace(".", ",")


def _children(typed: TypedRequest, today: date) -> tuple[date, ...]:
    """Dates of birth of the children it is for; a year alone is its first of July."""
    if typed.need not in (BABY_SITTING, HOMEWORK):
        return ()
    parts = [one.strip() for one in re.split(r"[,;\n]+", typed.children) if one.strip()]
    if not parts:
        raise InvalidFieldError("children", "required")
    if len(parts) > MOST_CHILDREN:
        raise InvalidFieldError("children", "too_many", high=MOST_CHILDREN)
    return tuple(sorted(_born(part, today) for part in parts))


def _born(part: str, today: date) -> date:
    read = read_typed_date(part, today)
    if read is None:
        raise InvalidFieldError("children", "unreadable", text=part)
    day = read if read.other_year is None else read.with_year(max(read.year, read.other_year))
    return day.as_date or min(date(day.year, 7, 1), today)


def _cared(typed: TypedRequest) -> int | None:
    bare = typed.cared_age.strip()
    if typed.need != CARER or not bare:
        return None
    if not bare.isdecimal() or len(bare) > 3 or int(bare) > OLDEST_CARED:
        raise InvalidFieldError("cared_age", "out_of_range", low=0, high=OLDEST_CARED)
    return int(bare)


def _day(field: str, typed: str, today: date) -> date | None:
    if not typed.strip():
        return None
    read = read_typed_date(typed, today, past=False)
    if read is None or read.as_date is None:
        raise InvalidFieldError(field, "unreadable")
    return read.as_date


def _most(typed: str) -> int | None:
    return _cents("most_cents", typed, MOST_CENTS) if typed.strip() else None


def _cents(field: str, typed: str, most: int) -> int:
    try:
        cents = read_euro(typed)
    except InvalidFieldError as error:
        raise InvalidFieldError(field, "not_an_amount") from error
    if not 1 <= cents <= most:
        raise InvalidFieldError(field, "out_of_range", low=1, high=most // 100)
    return cents
