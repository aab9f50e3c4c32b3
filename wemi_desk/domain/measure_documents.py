"""A measure's document read into a MeasureVersion, and written again with everything that was in it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any, TypeVar

from wemi_desk.domain.days import rome_instant
from wemi_desk.domain.errors import MeasureRefusedError
from wemi_desk.domain.measure_checks import measure_problems
from wemi_desk.domain.measure_problems import Problem
from wemi_desk.domain.measure_shape import SCHEMA, measure_shape
from wemi_desk.domain.measure_text import read_json
from wemi_desk.domain.measures import (
    AgeRule,
    AmountRule,
    Band,
    CallReference,
    Condition,
    Declaration,
    IseeRule,
    MeasureVersion,
    RequestedAttachment,
    ResidenceRule,
    RuleSource,
    SizeAmount,
)

T = TypeVar("T")
Content = Mapping[str, Any]


def read_measure(document: Content | str) -> MeasureVersion:
    """The version that *document* (a mapping, or its JSON text) describes.

    Raises MeasureRefusedError with every fault; faults of a text have their line.
    """
    content, lines = read_json(document) if isinstance(document, str) else (document, {})
    problems = tuple(measure_shape().faults(content, ""))
    if not problems:
        version = _version(content)
        problems = tuple(measure_problems(version, content))
        if not problems:
            return version
    raise MeasureRefusedError(tuple(_placed(one, lines) for one in (*_newer(content), *problems)))


def write_measure(document: Content) -> str:
    """The JSON text of a document, with the fields that this program does not know; ids of records stay out."""
    kept = {name: value for name, value in document.items() if name != "id"}
    return json.dumps(kept, ensure_ascii=False, indent=1) + "\n"


def measure_lines(text: str) -> Mapping[str, int]:
    """Where every path stands in a document's text; raises MeasureRefusedError."""
    return read_json(text)[1]


def _newer(document: Any) -> tuple[Problem, ...]:
    """A later program wrote it: that is said first."""
    found = document.get("schema") if isinstance(document, Mapping) else None
    later = isinstance(found, int) and found > SCHEMA
    return (Problem("schema", "newer", values={"found": found, "known": SCHEMA}),) if later else ()


def _placed(problem: Problem, lines: Mapping[str, int]) -> Problem:
    """With the line of its path, or of the nearest thing around it."""
    path = problem.path
    while path and path not in lines:
        path = path[: max(path.rfind("."), path.rfind("["), 0)]
    return replace(problem, line=lines.get(path, problem.line))


def _version(content: Content) -> MeasureVersion:
    window, ranking, unit = _part(content, "window"), _part(content, "ranking"), content["unit"]
    applicants, channel = content["applicants"], content["channel"]
    return MeasureVersion(
        code=content["code"], version=int(content["version"]), title=content["title"],
        short_title=content["short_title"], kind=content["kind"], status=content["status"],
        version_label=_text(content, "version_label"), valid_from=_day(content, "valid_from"),
        call_reference=_maybe(content.get("call_reference"), _call_reference),
        owner_office=_text(content, "owner_office"), url=_text(content, "url"),
        opens_at=_minute(window, "opens_at"), closes_at=_minute(window, "closes_at"),
        closes_inclusive=bool(window.get("closes_inclusive")), window_source=_source(window),
        spend_until=_day(content, "spend_until"), fund_cents=_whole(content, "fund_cents"),
        ranking_criterion=_text(ranking, "criterion"), ranking_source=_source(ranking), unit=unit["kind"],
        max_per_unit=_whole(unit, "max"), unit_source=_source(unit), applicant_roles=tuple(applicants["roles"]),
        roles_source=_source(applicants), holder=content["holder"],
        institution_kinds=tuple(applicants.get("institution_kinds", ())), age=_maybe(content.get("age"), _age),
        residence=_maybe(content.get("residence"), _residence), isee=_maybe(content.get("isee"), _isee),
        amount=_maybe(content.get("amount"), _amount) or AmountRule(),
        declarations=_each(content.get("declarations"), _declaration),
        attachments=_each(content.get("attachments"), _attachment), channel=channel["kind"],
        channel_note=_text(channel, "note"), catalogue_section=_text(content, "catalogue_section"),
        remainder=_text(content, "remainder"), source_note=_text(content, "source_note"), note=_text(content, "note"),
        is_example=bool(content.get("is_example")), confirmed=content["confirmed"], document=content,
    )  # fmt: skip


def _age(content: Content) -> AgeRule:
    return AgeRule(
        minimum=_whole(content, "min"), below=_whole(content, "max_exclusive"), reference=content["reference"],
        on=_day(content, "on"), school_year=_whole(content, "school_year"), source=_source(content),
    )  # fmt: skip


def _residence(content: Content) -> ResidenceRule:
    return ResidenceRule(
        who=_text(content, "who"), municipality=content["municipality"], since_on=_day(content, "since"),
        since_months=_whole(content, "since_months"), source=_source(content),
    )  # fmt: skip


def _isee(content: Content) -> IseeRule:
    return IseeRule(
        kinds=tuple(content["kinds"]), min_cents=_whole(content, "min_cents"), max_cents=_whole(content, "max_cents"),
        bounds=content.get("bounds", "[]"), valid_on=content.get("valid_on", "submission"),
        defects=content.get("defects", "unknown"), source=_source(content),
    )  # fmt: skip


def _amount(content: Content) -> AmountRule:
    return AmountRule(
        fixed_cents=_whole(content, "fixed_cents"), min_cents=_whole(content, "min_cents"),
        max_cents=_whole(content, "max_cents"), bands=_each(content.get("bands"), _band),
        sizes=_each(content.get("household_sizes"), _size), is_example=bool(content.get("is_example")),
        source=_source(content),
    )  # fmt: skip


def _band(content: Content) -> Band:
    return Band(
        from_cents=int(content["from_cents"]), to_cents=_whole(content, "to_cents"),
        bounds=content.get("bounds", "[]"), amount_cents=int(content["amount_cents"]),
        is_example=bool(content.get("is_example")),
    )  # fmt: skip


def _size(content: Content) -> SizeAmount:
    return SizeAmount(
        least=int(content["from"]), most=_whole(content, "to"), amount_cents=int(content["amount_cents"]),
        is_example=bool(content.get("is_example")),
    )  # fmt: skip


def _condition(content: Content) -> Condition:
    return Condition(fact=content["fact"], values=tuple(content["in"]))


def _declaration(content: Content) -> Declaration:
    return Declaration(
        code=content["code"], text=content["text"], required=content.get("required", True),
        required_when=_maybe(content.get("required_when"), _condition), confirmed=bool(content.get("confirmed")),
    )  # fmt: skip


def _attachment(content: Content) -> RequestedAttachment:
    return RequestedAttachment(
        code=content["code"], label=content["label"], required=content.get("required", True),
        required_when=_maybe(content.get("required_when"), _condition), as_file=bool(content.get("as_file")),
        accepts=tuple(content.get("accepts", ())), confirmed=bool(content.get("confirmed")),
    )  # fmt: skip


def _call_reference(content: Content) -> CallReference:
    return CallReference(kind=content["kind"], number=content["number"], on=_day(content, "on"))


def _source(content: Content) -> RuleSource:
    return RuleSource(_text(content, "source"), bool(content.get("confirmed")))


def _part(content: Content, name: str) -> Content:
    return content.get(name) or {}


def _text(content: Content, name: str) -> str:
    return content.get(name) or ""


def _whole(content: Content, name: str) -> int | None:
    found = content.get(name)
    return None if found is None else int(found)


def _day(content: Content, name: str) -> date | None:
    found = content.get(name)
    return None if found is None else date.fromisoformat(found)


def _minute(content: Content, name: str) -> datetime | None:
    """The instant at which the clocks of Rome show this; the first of the two in the night they go back."""
    found = content.get(name)
    if found is None:
        return None
    wall = datetime.fromisoformat(found)
    return rome_instant(wall.date(), wall.time())


def _maybe(content: Any, reader: Callable[[Content], T]) -> T | None:
    return None if content is None else reader(content)


def _each(contents: Iterable[Content] | None, reader: Callable[[Content], T]) -> tuple[T, ...]:
    return tuple(reader(one) for one in contents or ())
