"""A type of paperwork as a document: read, judged, written again with everything that was in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any

from wemi_desk.domain.document_shapes import Day, Flag, ListOf, Object, Part, Text, Whole
from wemi_desk.domain.errors import PaperworkRefusedError
from wemi_desk.domain.measure_problems import Problem
from wemi_desk.domain.paperwork import (
    ACTORS,
    MANDATE_RULES,
    NOT_POSSIBLE,
    OUTCOMES,
    DatedWarning,
    Group,
    Outcome,
    PaperworkCatalogue,
    PaperworkStep,
    PaperworkType,
)

Content = Mapping[str, Any]
_CODE = Text(most=20, least=1, pattern="[A-Z0-9]+(-[A-Z0-9]+)*")
_SMALL_CODE = Text(most=60, least=1, pattern="[a-z][a-z0-9_]*")
_LINE, _LONG = Text(most=200, least=1), Text(most=600, least=1)
_KINDS = tuple("ABCDE")
_COMPETENCES = tuple(str(one) for one in range(1, 14))
_DOMAINS = tuple("ABCDEFGHIJKLMNOPQRS")


@cache
def paperwork_shape() -> Object:
    """Everything this version of the program reads in a type; other fields are kept."""
    return Object({
        "code": Part(_CODE, True), "version": Part(Whole(1, 100_000), True), "title_it": Part(_LINE, True),
        "group": Part(_SMALL_CODE, True), "bring_it": Part(ListOf(_LINE, most=20), True),
        "steps": Part(ListOf(_step(), most=30), True), "outcomes": Part(ListOf(_outcome(), 1, 20), True),
        "mandate": Part(_mandate(), True), "facilita": Part(_facilita(), True),
        "synonyms_it": Part(ListOf(Text(most=60, least=1), most=60)),
        "warnings": Part(ListOf(_warning(), most=20)),
        "valid_from": Part(Day(), nullable=True), "valid_to": Part(Day(), nullable=True),
        "confirmed": Part(Flag(), True, about="the Comune stands for texts, costs and documents"),
    })  # fmt: skip


def read_type(document: Content) -> PaperworkType:
    """The version that *document* describes; raises PaperworkRefusedError with every fault and its path."""
    problems = tuple(paperwork_shape().faults(document, ""))
    if not problems:
        found = _type(document)
        problems = tuple(_problems(found))
        if not problems:
            return found
    raise PaperworkRefusedError(problems)


def write_type(kind: PaperworkType, before: Content | None = None) -> dict[str, Any]:
    """The document of a type; what *before* held and this program does not know stays in it, ids of records do not."""
    kept = {name: value for name, value in (before or {}).items() if name != "id"}
    kept |= {
        "code": kind.code, "version": kind.version, "title_it": kind.title, "group": kind.group,
        "bring_it": list(kind.bring),
        "steps": [{"no": one.no, "who": one.who, "text_it": one.text} for one in kind.steps],
        "outcomes": [{"code": one.code, "label_it": one.label} for one in kind.outcomes],
        "mandate": {"rule": kind.mandate_rule} | ({"note_it": kind.mandate_note} if kind.mandate_note else {}),
        "facilita": {"se3": list(kind.kinds), "se5": list(kind.competences), "se6": list(kind.domains)},
        "synonyms_it": list(kind.synonyms), "warnings": [_warning_document(one) for one in kind.warnings],
        "valid_from": _text(kind.valid_from), "valid_to": _text(kind.valid_to), "confirmed": kind.confirmed,
    }  # fmt: skip
    return kept


def read_catalogue(document: Content) -> PaperworkCatalogue:
    """From ``resources/reference/paperwork_catalogue.json``; raises PaperworkRefusedError."""
    groups = tuple(Group(one["code"], one["label_it"]) for one in document["groups"])
    return PaperworkCatalogue(
        version=str(document["version"]), groups=groups,
        default_order=tuple(document["default_order"]), types=tuple(read_type(one) for one in document["types"]),
        labels={one["code"]: one["label_it"] for one in document["mandate_rules"]},
    )  # fmt: skip


def _step() -> Object:
    parts = {"no": Part(Whole(1, 99), True), "who": Part(Text(codes=ACTORS), True), "text_it": Part(_LONG, True)}
    return Object(parts)


def _outcome() -> Object:
    return Object({"code": Part(Text(codes=OUTCOMES), True), "label_it": Part(_LINE, True)})


def _mandate() -> Object:
    return Object({"rule": Part(Text(codes=MANDATE_RULES), True), "note_it": Part(Text(most=300), nullable=True)})


def _facilita() -> Object:
    return Object({
        "se3": Part(ListOf(Text(codes=_KINDS), 1, len(_KINDS)), True),
        "se5": Part(ListOf(Text(codes=_COMPETENCES), 1, len(_COMPETENCES)), True),
        "se6": Part(ListOf(Text(codes=_DOMAINS), 1, len(_DOMAINS)), True),
    })  # fmt: skip


def _warning() -> Object:
    return Object({
        "code": Part(_SMALL_CODE, True), "text_it": Part(_LONG, True), "from_on": Part(Day(), nullable=True),
        "to_on": Part(Day(), nullable=True),
    })  # fmt: skip


def _type(content: Content) -> PaperworkType:
    mandate, codes = content["mandate"], content["facilita"]
    return PaperworkType(
        code=content["code"], version=int(content["version"]), title=content["title_it"], group=content["group"],
        bring=tuple(content["bring_it"]),
        steps=tuple(PaperworkStep(int(one["no"]), one["who"], one["text_it"]) for one in content["steps"]),
        outcomes=tuple(Outcome(one["code"], one["label_it"]) for one in content["outcomes"]),
        mandate_rule=mandate["rule"], mandate_note=mandate.get("note_it") or "",
        kinds=tuple(codes["se3"]), competences=tuple(codes["se5"]), domains=tuple(codes["se6"]),
        synonyms=tuple(content.get("synonyms_it") or ()),
        warnings=tuple(_read_warning(one) for one in content.get("warnings") or ()),
        valid_from=_day(content.get("valid_from")), valid_to=_day(content.get("valid_to")),
        confirmed=content["confirmed"],
    )  # fmt: skip


def _read_warning(content: Content) -> DatedWarning:
    return DatedWarning(content["code"], content["text_it"], _day(content.get("from_on")), _day(content.get("to_on")))


def _warning_document(warning: DatedWarning) -> dict[str, Any]:
    days = {"from_on": _text(warning.from_on), "to_on": _text(warning.to_on)}
    return {"code": warning.code, "text_it": warning.text, **days}


def _problems(kind: PaperworkType) -> Iterator[Problem]:
    """What a shape cannot say."""
    if [one.no for one in kind.steps] != list(range(1, len(kind.steps) + 1)):
        yield Problem("steps", "not_counted")
    yield from _twice("bring_it", kind.bring)
    yield from _twice("warnings", [one.code for one in kind.warnings])
    for path, codes in (("se3", kind.kinds), ("se5", kind.competences), ("se6", kind.domains)):
        yield from _twice(f"facilita.{path}", codes)
    if kind.outcome(NOT_POSSIBLE) is None:
        yield Problem("outcomes", "no_way_out")
    if kind.valid_from and kind.valid_to and kind.valid_to < kind.valid_from:
        yield Problem("valid_to", "end_before_start")
    for place, one in enumerate(kind.warnings):
        if one.from_on and one.to_on and one.to_on < one.from_on:
            yield Problem(f"warnings[{place}].to_on", "end_before_start")


def _twice(path: str, values: Iterable[str]) -> Iterator[Problem]:
    seen: set[str] = set()
    for place, one in enumerate(values):
        if one in seen:
            yield Problem(f"{path}[{place}]", "twice", values={"found": one[:60]})
        seen.add(one)


def _day(text: Any) -> date | None:
    return date.fromisoformat(text) if text else None


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None
