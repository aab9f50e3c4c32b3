"""A measure's document as the fields of a form, and back: what the form does not show stays in the document."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.measure_shape import SCHEMA
from wemi_desk.domain.measures import MILAN
from wemi_desk.domain.money import euro, read_euro
from wemi_desk.domain.typed_dates import read_typed_date

Content = Mapping[str, Any]
NO_RULE = "none"
UNKNOWN_RULE = "unknown"
_MINUTE = re.compile(r"(?P<day>[0-9./-]+)[ ,]+(?:ore +)?(?P<hour>[0-9]{1,2})[:.](?P<minute>[0-9]{2})")
_BAND = re.compile(r"(?P<low>[^;=]+?) *[-–] *(?P<high>[^;=]*?) *[:=] *(?P<amount>[^;=]+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureForm:
    """What is typed, as it is typed; amounts in euros, days as gg/mm/aaaa, moments as gg/mm/aaaa hh:mm."""

    code: str = ""
    version: int = 1
    short_title: str = ""
    title: str = ""
    version_label: str = ""
    kind: str = "contribution"
    status: str = "active"
    opens: str = ""
    closes: str = ""
    closes_inclusive: bool = False
    spend_until: str = ""
    unit: str = "child"
    most: str = "1"
    roles: tuple[str, ...] = ("parent", "guardian", "foster_parent")
    age_min: str = ""
    age_below: str = ""
    age_on: str = ""
    residence: str = NO_RULE
    since_months: str = ""
    isee_kinds: tuple[str, ...] = ()
    isee_min: str = ""
    isee_max: str = ""
    defects: str = "unknown"
    fixed: str = ""
    bands: str = ""
    never_rises: bool = True
    declarations: str = ""
    source_note: str = ""
    is_example: bool = False
    confirmed: bool = False


FIELD_PATHS = {
    "code": "code", "short_title": "short_title", "title": "title", "version_label": "version_label", "kind": "kind",
    "status": "status", "opens": "window.opens_at", "closes": "window.closes_at", "spend_until": "spend_until",
    "unit": "unit", "most": "unit.max", "roles": "applicants.roles", "age_min": "age.min",
    "age_below": "age.max_exclusive", "age_on": "age.on", "residence": "residence",
    "since_months": "residence.since_months", "isee_kinds": "isee.kinds", "isee_min": "isee.min_cents",
    "isee_max": "isee.max_cents", "defects": "isee.defects", "fixed": "amount.fixed_cents", "bands": "amount.bands",
    "declarations": "declarations", "source_note": "source_note", "confirmed": "confirmed",
}  # fmt: skip
"""Field of the form → path in the document."""


def field_of(path: str) -> str:
    """The field of the form that shows what stands at *path*; empty where none does."""
    for name, start in sorted(FIELD_PATHS.items(), key=lambda pair: -len(pair[1])):
        if path == start or path.startswith((start + ".", start + "[")):
            return name
    return {"holder": "unit", "isee": "isee_kinds", "ranking.criterion": "isee_kinds"}.get(path, "")


def blank_document() -> dict[str, Any]:
    """A document to begin with."""
    return {
        "schema": SCHEMA, "code": "", "version": 1, "status": "active", "title": "", "short_title": "",
        "kind": "contribution", "confirmed": False, "holder": "applicant", "channel": {"kind": "municipal_portal"},
        "unit": {"kind": "child", "max": 1}, "applicants": {"roles": ["parent", "guardian", "foster_parent"]},
        "declarations": [], "attachments": [], "eligibility_tests": [],
    }  # fmt: skip


def form_of(document: Content) -> MeasureForm:
    """The fields as they stand in a document, whole or not."""
    window, unit, age = _part(document, "window"), _part(document, "unit"), _part(document, "age")
    isee, amount, home = _part(document, "isee"), _part(document, "amount"), document.get("residence")
    return MeasureForm(
        code=document.get("code") or "", version=int(document.get("version") or 1),
        short_title=document.get("short_title") or "", title=document.get("title") or "",
        version_label=document.get("version_label") or "", kind=document.get("kind") or "",
        status=document.get("status") or "", opens=_shown_minute(window.get("opens_at")),
        closes=_shown_minute(window.get("closes_at")), closes_inclusive=bool(window.get("closes_inclusive")),
        spend_until=_shown_day(document.get("spend_until")), unit=unit.get("kind") or "", most=_shown(unit.get("max")),
        roles=tuple(_part(document, "applicants").get("roles") or ()), age_min=_shown(age.get("min")),
        age_below=_shown(age.get("max_exclusive")), age_on=_shown_day(age.get("on")),
        residence=NO_RULE if home is None else home.get("who") or UNKNOWN_RULE,
        since_months=_shown(_part(document, "residence").get("since_months")),
        isee_kinds=tuple(isee.get("kinds") or ()), isee_min=_shown_euro(isee.get("min_cents")),
        isee_max=_shown_euro(isee.get("max_cents")), defects=isee.get("defects") or "unknown",
        fixed=_shown_euro(amount.get("fixed_cents")), bands="\n".join(map(_shown_band, amount.get("bands") or ())),
        never_rises=bool(amount.get("never_rises", True)),
        declarations="\n".join(one.get("text", "") for one in document.get("declarations") or ()),
        source_note=document.get("source_note") or "", is_example=bool(document.get("is_example")),
        confirmed=bool(document.get("confirmed")),
    )  # fmt: skip


def document_of(form: MeasureForm, base: Content, today: date) -> tuple[dict[str, Any], dict[str, InvalidFieldError]]:
    """The document with what the form says, and why some fields could not be read (they stay as *base* has them)."""
    made = copy.deepcopy(dict(base))
    for name in ("code", "short_title", "title", "version_label", "kind", "status", "source_note"):
        _set(made, FIELD_PATHS[name], str(getattr(form, name)).strip())
    made["version"], made["confirmed"], made["is_example"] = form.version, form.confirmed, form.is_example
    _put_rules(made, form)
    wrong = _put_typed(made, form, today)
    if made.get("age") is not None:
        made["age"]["reference"] = "at_date" if made["age"].get("on") else _other_reference(base)
    if made["amount"].get("bands") is None:
        made["amount"]["bands"] = []
    return made, wrong


def _put_typed(made: dict[str, Any], form: MeasureForm, today: date) -> dict[str, InvalidFieldError]:
    """What has to be read; an empty text is nothing."""
    readers: dict[str, Callable[[str], Any]] = {
        "opens": lambda text: _read_minute(text, today), "closes": lambda text: _read_minute(text, today),
        "spend_until": lambda text: _read_day(text, today), "age_on": lambda text: _read_day(text, today),
        "most": _read_whole, "age_min": _read_whole, "age_below": _read_whole, "since_months": _read_whole,
        "isee_min": read_euro, "isee_max": read_euro, "fixed": read_euro, "bands": _read_bands,
    }  # fmt: skip
    wrong = {}
    for name, read in readers.items():
        text, path = str(getattr(form, name)).strip(), FIELD_PATHS[name]
        if "." in path and not isinstance(made.get(path.split(".", maxsplit=1)[0]), dict):
            continue
        try:
            _set(made, path, read(text) if text else None)
        except InvalidFieldError as error:
            wrong[name] = error
    return wrong


def next_version(document: Content, version: int) -> dict[str, Any]:
    """A correction begins as the version it corrects, unconfirmed."""
    made = {name: copy.deepcopy(value) for name, value in document.items() if name != "id"}
    return made | {"version": version, "confirmed": False, "status": "active"}


def with_version(form: MeasureForm, version: int) -> MeasureForm:
    """The same form for another version."""
    return replace(form, version=version)


# --- parts -----------------------------------------------------------------------------------------------------------


def _put_rules(made: dict[str, Any], form: MeasureForm) -> None:
    """The parts that are there or not, and what is chosen rather than typed."""
    collective = form.unit == "institution"
    made["unit"] = {**(made.get("unit") or {}), "kind": form.unit}
    made["applicants"] = {**(made.get("applicants") or {}), "roles": list(form.roles)}
    made["holder"] = "institution" if collective else _holder(made)
    made["window"] = {**(made.get("window") or {}), "closes_inclusive": form.closes_inclusive}
    has_age = any(text.strip() for text in (form.age_min, form.age_below, form.age_on))
    made["age"] = {"reference": "at_submission", **(made.get("age") or {})} if has_age else None
    made["residence"] = None if form.residence == NO_RULE else {
        "municipality": MILAN, **(made.get("residence") or {}),
        "who": None if form.residence == UNKNOWN_RULE else form.residence,
    }  # fmt: skip
    made["isee"] = {**(made.get("isee") or {}), "kinds": list(form.isee_kinds), "defects": form.defects} \
        if form.isee_kinds else None  # fmt: skip
    made["amount"] = {**(made.get("amount") or {}), "never_rises": form.never_rises}
    made["declarations"] = _declarations(form.declarations, made.get("declarations") or [])


def _holder(made: Content) -> str:
    held = made.get("holder")
    return "applicant" if held in (None, "institution") else str(held)


def _other_reference(base: Content) -> str:
    known = _part(base, "age").get("reference")
    return known if known == "school_year" else "at_submission"


def _declarations(text: str, known: list[Any]) -> list[Any]:
    """One on each line; a line that is as it was keeps its code and its condition."""
    by_text = {one.get("text"): one for one in known}
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    codes = {one.get("code") for one in known}
    made = []
    for number, line in enumerate(lines, start=1):
        code = f"declaration_{number}"
        while code in codes and line not in by_text:
            code += "_b"
        made.append(by_text.get(line, {"code": code, "text": line, "required": True}))
    return made


def _set(made: dict[str, Any], path: str, value: Any) -> None:
    place, *rest = path.split(".")
    if rest:
        made[place][rest[0]] = value
    else:
        made[place] = value


def _part(document: Content, name: str) -> Content:
    found = document.get(name)
    return found if isinstance(found, Mapping) else {}


# --- reading and showing ---------------------------------------------------------------------------------------------


def _read_whole(text: str) -> int:
    if not (text.isascii() and text.isdecimal()) or len(text) > 6:
        raise InvalidFieldError("number", "not_whole")
    return int(text)


def _read_day(text: str, today: date) -> str:
    typed = read_typed_date(text, today, past=False)
    day = typed.as_date if typed is not None else None
    if day is None:
        raise InvalidFieldError("day_typed", "unreadable")
    return day.isoformat()


def _read_minute(text: str, today: date) -> str:
    found = _MINUTE.fullmatch(text)
    if found is None or int(found["hour"]) > 23 or int(found["minute"]) > 59:
        raise InvalidFieldError("minute_typed", "unreadable")
    return f"{_read_day(found['day'], today)}T{int(found['hour']):02}:{found['minute']}"


def _read_bands(text: str) -> list[dict[str, Any]]:
    """One on each line: ``0 - 9.000,00: 400,00``; without an end it is "and more"."""
    bands = []
    for number, line in enumerate((line for line in text.splitlines() if line.strip()), start=1):
        found = _BAND.fullmatch(line.strip())
        if found is None:
            raise InvalidFieldError("bands", "unreadable", n=number)
        try:
            low, amount = read_euro(found["low"]), read_euro(found["amount"])
            high = read_euro(found["high"]) if found["high"].strip() else None
        except InvalidFieldError:
            raise InvalidFieldError("bands", "unreadable", n=number) from None
        bands.append({"from_cents": low, "to_cents": high, "bounds": "[]", "amount_cents": amount})
    return bands


def _shown_band(band: Content) -> str:
    """Whole cents inside, both ends, whatever the bounds of the document are."""
    bounds = band.get("bounds") or "[]"
    low = int(band.get("from_cents") or 0) + (bounds[0] == "(")
    high = band.get("to_cents")
    end = "" if high is None else _bare(int(high) - (bounds[1] == ")"))
    return f"{_bare(low)} - {end}: {_bare(int(band.get('amount_cents') or 0))}"


def _bare(cents: int) -> str:
    return euro(cents).removeprefix("€ ")


def _shown(value: object) -> str:
    return "" if value is None else str(value)


def _shown_euro(cents: Any) -> str:
    return "" if cents is None else _bare(int(cents))


def _shown_day(text: str | None) -> str:
    return "" if not text else f"{date.fromisoformat(text):%d/%m/%Y}"


def _shown_minute(text: str | None) -> str:
    return "" if not text else f"{datetime.fromisoformat(text):%d/%m/%Y %H:%M}"
