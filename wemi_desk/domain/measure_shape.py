"""The shape of a measure document, version 1; ``docs/measure.schema.json`` is written from it."""

from __future__ import annotations

from functools import cache
from typing import Any

from wemi_desk.domain.document_shapes import Day, Flag, Instant, ListOf, Minute, Object, Part, Text, Whole
from wemi_desk.domain.isee import ISEE_KINDS
from wemi_desk.domain.measures import (
    AGE_REFERENCES,
    APPLICANT_ROLES,
    BOUNDS,
    CHANNELS,
    DEFECTS,
    HOLDERS,
    INSTITUTION_KINDS,
    ISEE_VALID_ON,
    KINDS,
    RANKINGS,
    RESIDENTS,
    STATUSES,
    UNITS,
)

SCHEMA = 1
SCHEMA_ID = "https://wemi.comune.milano.it/schemas/measure/1"
_CODE = Text(most=60, least=1, pattern="[A-Za-z0-9][A-Za-z0-9._-]*")
_SMALL_CODE = Text(most=60, least=1, pattern="[a-z][a-z0-9_]*")
_LINE, _LONG = Text(most=300), Text(most=4000)
_TITLE = Text(most=600, least=1)
_CENTS = Whole()
_AGE = Whole(most=130)
_SOURCED = {
    "source": Part(_LINE, nullable=True, about="where the rule was read"),
    "confirmed": Part(Flag(), about="true only when a public source states it"),
    "note": Part(_LONG, nullable=True),
}


def _rule(parts: dict[str, Part]) -> Object:
    return Object({**parts, **_SOURCED})


@cache
def measure_shape() -> Object:
    """Everything this version of the program reads in a measure; other fields are kept."""
    return Object({**_identity(), **_call(), **_rules(), **_papers()})


def measure_schema() -> dict[str, Any]:
    """The same as a JSON Schema document."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema", "$id": SCHEMA_ID,
        "title": "A version of a measure (misura)",
        "description": "Fields that this schema does not know are allowed and kept. Beyond the shape the program "
        "checks that bands meet without gap or overlap and stay within the ISEE limits, that nothing ends before it "
        "begins, and that the document's own eligibility_tests give what they expect.",
        **measure_shape().schema(),
    }  # fmt: skip


def _identity() -> dict[str, Part]:
    reference = Object({"kind": Part(_LINE, True), "number": Part(_LINE, True), "on": Part(Day(), nullable=True)})
    return {
        "schema": Part(Whole(1, 1000), True, about="version of this format"),
        "code": Part(_CODE, True),
        "version": Part(Whole(1, 100_000), True, about="a correction is a new version, never an edit"),
        "version_label": Part(_LINE),
        "status": Part(Text(codes=STATUSES), True),
        "valid_from": Part(Day(), nullable=True),
        "title": Part(_TITLE, True),
        "short_title": Part(Text(most=120, least=1), True),
        "kind": Part(Text(codes=KINDS), True),
        "call_reference": Part(reference, nullable=True, about="the act that opens the call"),
        "owner_office": Part(_LINE, nullable=True),
        "url": Part(Text(most=500, pattern="https?://[^ ]+|"), nullable=True),
        "is_example": Part(Flag(), about="invented for practice: a banner says so everywhere"),
        "confirmed": Part(Flag(), True, about="the city's staff stand for it"),
        "source_note": Part(_LONG, nullable=True),
        "note": Part(_LONG, nullable=True),
    }


def _call() -> dict[str, Part]:
    window = _rule({
        "opens_at": Part(Minute(), nullable=True),
        "closes_at": Part(Minute(), nullable=True, about="who is received in this minute is late"),
        "closes_inclusive": Part(Flag(), about="true where the closing instant still counts"),
    })
    ranking = _rule({"criterion": Part(Text(codes=RANKINGS), nullable=True)})
    channel = Object({"kind": Part(Text(codes=CHANNELS), True), "note": Part(_LINE, nullable=True)})
    return {
        "window": Part(window, nullable=True),
        "spend_until": Part(Day(), nullable=True, about="last good day, until midnight in Rome"),
        "fund_cents": Part(_CENTS, nullable=True),
        "cup": Part(Text(most=15, pattern="[A-Z0-9]{15}|"), nullable=True, about="project code on funded forms"),
        "emblems": Part(ListOf(_SMALL_CODE, most=4), about="slots at the top of its papers: eu, pn_metro"),
        "ranking": Part(ranking, nullable=True),
        "channel": Part(channel, True),
        "catalogue_section": Part(_LINE, nullable=True),
        "remainder": Part(_LONG, nullable=True),
    }


def _rules() -> dict[str, Part]:
    unit = _rule({"kind": Part(Text(codes=UNITS), True), "max": Part(Whole(1, 1000), nullable=True)})
    applicants = _rule({
        "roles": Part(ListOf(Text(codes=APPLICANT_ROLES), least=1, most=20), True),
        "institution_kinds": Part(ListOf(Text(codes=INSTITUTION_KINDS), most=20)),
    })
    age = _rule({
        "min": Part(_AGE, nullable=True), "max_exclusive": Part(_AGE, nullable=True),
        "reference": Part(Text(codes=AGE_REFERENCES), True), "on": Part(Day(), nullable=True),
        "school_year": Part(Whole(2000, 2200), nullable=True, about="years reached by 31 December of this year"),
    })
    residence = _rule({
        "who": Part(Text(codes=RESIDENTS), nullable=True, about="null: a rule exists, whose residence is unknown"),
        "municipality": Part(Text(pattern="[A-Z][0-9]{3}", most=4, least=4), True),
        "since": Part(Day(), nullable=True), "since_months": Part(Whole(1, 1200), nullable=True),
    })
    isee = _rule({
        "kinds": Part(ListOf(Text(codes=ISEE_KINDS), least=1, most=20), True),
        "min_cents": Part(_CENTS, nullable=True), "max_cents": Part(_CENTS, nullable=True),
        "bounds": Part(Text(codes=BOUNDS)), "valid_on": Part(Text(codes=ISEE_VALID_ON)),
        "defects": Part(Text(codes=DEFECTS), about="what the call says of an attestation con omissioni"),
    })
    return {
        "unit": Part(unit, True), "applicants": Part(applicants, True), "holder": Part(Text(codes=HOLDERS), True),
        "age": Part(age, nullable=True), "residence": Part(residence, nullable=True),
        "isee": Part(isee, nullable=True), "amount": Part(_amount(), nullable=True),
    }


def _amount() -> Object:
    paid = {"amount_cents": Part(_CENTS, True), "is_example": Part(Flag())}
    band = Object({
        "from_cents": Part(_CENTS, True), "to_cents": Part(_CENTS, True, nullable=True),
        "bounds": Part(Text(codes=BOUNDS)), **paid,
    })
    size = Object({"from": Part(Whole(1, 100), True), "to": Part(Whole(1, 100), True, nullable=True), **paid})
    return _rule({
        "fixed_cents": Part(_CENTS, nullable=True), "min_cents": Part(_CENTS, nullable=True),
        "max_cents": Part(_CENTS, nullable=True), "is_example": Part(Flag()),
        "never_rises": Part(Flag(), about="the amount never rises with the ISEE: checked"),
        "bands": Part(ListOf(band, most=100)), "household_sizes": Part(ListOf(size, most=50)),
    })


def _papers() -> dict[str, Part]:
    when = Object({
        "fact": Part(Text(codes=("applicant_role",)), True),
        "in": Part(ListOf(Text(codes=APPLICANT_ROLES), least=1, most=20), True),
    })
    asked = {
        "code": Part(_SMALL_CODE, True), "required": Part(Flag()), "required_when": Part(when, nullable=True),
        "confirmed": Part(Flag()),
    }
    declaration = Object({**asked, "text": Part(Text(most=4000, least=1), True)})
    attachment = Object({
        **asked, "label": Part(Text(most=300, least=1), True),
        "as_file": Part(Flag(), about="a file is wanted; else it is enough that the desk saw it"),
        "accepts": Part(ListOf(Text(most=20, least=1), most=20)),
    })
    test = Object({"name": Part(Text(most=200, least=1), True), "facts": Part(_tested_facts(), True),
                   "expected": Part(_expected(), True)})
    return {
        "declarations": Part(ListOf(declaration, most=50)), "attachments": Part(ListOf(attachment, most=50)),
        "eligibility_tests": Part(ListOf(test), about="run before the version can be published"),
    }


def _tested_facts() -> Object:
    return Object({
        "submitted_at": Part(Instant(), True), "child_born_on": Part(Day(), nullable=True),
        "applicant_role": Part(Text(most=60), nullable=True),
        "representation_expires_on": Part(Day(), nullable=True),
        "isee_cents": Part(_CENTS, nullable=True), "isee_kind": Part(Text(codes=ISEE_KINDS)),
        "isee_valid_until": Part(Day(), nullable=True), "isee_defects": Part(Flag()),
        "municipality": Part(Text(most=4), nullable=True, about="absent: the residence rule is satisfied"),
        "resident_since": Part(Day(), nullable=True), "in_care": Part(Flag()),
        "household_size": Part(Whole(1, 100), nullable=True),
        "institution_kind": Part(Text(most=60), nullable=True), "participants": Part(Whole(), nullable=True),
        "age_from": Part(_AGE, nullable=True), "age_to": Part(_AGE, nullable=True),
        "already_received": Part(Whole(0, 1000)),
    })  # fmt: skip


def _expected() -> Object:
    codes = ListOf(Text(most=60), most=50)
    return Object({
        "eligible": Part(Flag(), True, nullable=True, about="null: it cannot be said yet"),
        "amount_cents": Part(_CENTS, nullable=True), "failed": Part(codes), "missing": Part(codes),
        "warnings": Part(codes),
    })  # fmt: skip
