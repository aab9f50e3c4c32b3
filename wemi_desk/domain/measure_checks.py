"""What a shape cannot say of a measure: bands that meet, nothing that ends before it begins, parts that fit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wemi_desk.domain.days import rome_day, rome_minute
from wemi_desk.domain.measure_problems import Problem
from wemi_desk.domain.measures import Band, IseeRule, MeasureVersion

Content = Mapping[str, Any]


def measure_problems(version: MeasureVersion, document: Content) -> Iterator[Problem]:
    """Every fault of a document whose shape is right; paths are those of the document."""
    yield from _window(version, document)
    yield from _age(version)
    yield from _residence(version)
    yield from _isee(version)
    yield from _amount(version)
    yield from _bands(version)
    yield from _sizes(version)
    yield from _institution(version)
    yield from _codes(version)


def _window(version: MeasureVersion, document: Content) -> Iterator[Problem]:
    for name, at in (("opens_at", version.opens_at), ("closes_at", version.closes_at)):
        if at is not None and rome_minute(at) != document["window"][name]:
            yield Problem(f"window.{name}", "no_such_hour", values={"found": document["window"][name]})
    opens, closes = version.opens_at, version.closes_at
    if opens is not None and closes is not None and closes <= opens:
        yield Problem("window.closes_at", "end_before_start")
    if version.spend_until is not None and closes is not None and version.spend_until < rome_day(closes):
        yield Problem("spend_until", "spend_before_closing")


def _age(version: MeasureVersion) -> Iterator[Problem]:
    rule = version.age
    if rule is None:
        return
    if rule.minimum is not None and rule.below is not None and rule.below <= rule.minimum:
        yield Problem("age.max_exclusive", "end_before_start")
    if rule.reference == "at_date" and rule.on is None:
        yield Problem("age.on", "required")
    if rule.reference == "school_year" and rule.school_year is None:
        yield Problem("age.school_year", "required")


def _residence(version: MeasureVersion) -> Iterator[Problem]:
    rule = version.residence
    if rule is not None and rule.since_on is not None and rule.since_months is not None:
        yield Problem("residence.since_months", "only_one", values={"other": "residence.since"})


def _isee(version: MeasureVersion) -> Iterator[Problem]:
    rule = version.isee
    if rule is None:
        if version.ranking_criterion == "isee_ascending":
            yield Problem("ranking.criterion", "ranking_without_isee")
        return
    first, last = _limits(rule)
    if last is not None and last < first:
        yield Problem("isee.max_cents", "end_before_start")


def _amount(version: MeasureVersion) -> Iterator[Problem]:
    rule = version.amount
    ways = [name for name, value in
            (("fixed_cents", rule.fixed_cents is not None), ("bands", rule.bands), ("household_sizes", rule.sizes))
            if value]  # fmt: skip
    for name in ways[1:]:
        yield Problem(f"amount.{name}", "only_one", values={"other": f"amount.{ways[0]}"})
    if rule.min_cents is not None and rule.max_cents is not None and rule.max_cents < rule.min_cents:
        yield Problem("amount.max_cents", "end_before_start")
    for path, cents in _amounts(version):
        if (rule.min_cents or 0) > cents or (rule.max_cents is not None and cents > rule.max_cents):
            yield Problem(path, "amount_outside", values={"cents": cents})


def _amounts(version: MeasureVersion) -> Iterator[tuple[str, int]]:
    rule = version.amount
    if rule.fixed_cents is not None:
        yield "amount.fixed_cents", rule.fixed_cents
    for position, band in enumerate(rule.bands):
        yield f"amount.bands[{position}].amount_cents", band.amount_cents
    for position, size in enumerate(rule.sizes):
        yield f"amount.household_sizes[{position}].amount_cents", size.amount_cents


def _bands(version: MeasureVersion) -> Iterator[Problem]:
    bands = version.amount.bands
    if not bands:
        return
    if version.isee is None:
        yield Problem("amount.bands", "bands_without_isee")
        return
    steps = [_Step(band.first_cents, band.last_cents) for band in bands]
    yield from _chain("amount.bands", "from_cents", "to_cents", steps)
    yield from _ends(version.isee, bands)
    if version.document.get("amount", {}).get("never_rises"):
        yield from _rises(bands)


def _ends(rule: IseeRule, bands: Sequence[Band]) -> Iterator[Problem]:
    """The bands reach from the least ISEE the measure takes to the most, and no further."""
    least, most = _limits(rule)
    first, last = bands[0].first_cents, bands[-1].last_cents
    at_end = f"amount.bands[{len(bands) - 1}].to_cents"
    if first > least:
        yield Problem("amount.bands[0].from_cents", "gap", values={"from_cents": least, "to_cents": first - 1})
    if first < least:
        yield Problem("amount.bands[0].from_cents", "band_cut", values={"limit_cents": least})
    if last is not None and (most is None or last < most):
        yield Problem(at_end, "gap", values={"from_cents": last + 1, "to_cents": most})
    if most is not None and (last is None or last > most):
        yield Problem(at_end, "band_cut", values={"limit_cents": most})


def _rises(bands: Sequence[Band]) -> Iterator[Problem]:
    for position in range(1, len(bands)):
        if bands[position].amount_cents > bands[position - 1].amount_cents:
            yield Problem(f"amount.bands[{position}].amount_cents", "amount_rises")


def _sizes(version: MeasureVersion) -> Iterator[Problem]:
    sizes = version.amount.sizes
    if not sizes:
        return
    if sizes[0].least > 1:
        values = {"from": 1, "to": sizes[0].least - 1}
        yield Problem("amount.household_sizes[0].from", "gap_people", values=values)
    yield from _chain("amount.household_sizes", "from", "to", [_Step(one.least, one.most) for one in sizes])
    if sizes[-1].most is not None:
        yield Problem(f"amount.household_sizes[{len(sizes) - 1}].to", "open_end_missing")


@dataclass(frozen=True, slots=True)
class _Step:
    """From → to, both inside; None is without end."""

    first: int
    last: int | None


def _chain(path: str, start: str, end: str, steps: Sequence[_Step]) -> Iterator[Problem]:
    """Each step begins right after the one before."""
    people = start == "from"
    for position, step in enumerate(steps):
        if step.last is not None and step.last < step.first:
            yield Problem(f"{path}[{position}].{end}", "end_before_start")
    for position in range(1, len(steps)):
        before, here = steps[position - 1], steps[position]
        if before.last is None or here.first <= before.last:
            yield Problem(f"{path}[{position}].{start}", "overlap", values={"other": position})
        elif here.first > before.last + 1:
            values = {start: before.last + 1, end: here.first - 1}
            yield Problem(f"{path}[{position}].{start}", "gap_people" if people else "gap", values=values)


def _limits(rule: IseeRule) -> tuple[int, int | None]:
    """The least and the most whole cents that the measure takes."""
    least = (rule.min_cents or 0) + (rule.min_cents is not None and rule.bounds[0] == "(")
    most = None if rule.max_cents is None else rule.max_cents - (rule.bounds[1] == ")")
    return least, most


def _institution(version: MeasureVersion) -> Iterator[Problem]:
    asks = version.applicant_roles == ("institution",)
    if version.is_collective != asks or ("institution" in version.applicant_roles and not asks):
        yield Problem("applicants.roles", "institution_mixed")
    if version.is_collective != (version.holder == "institution"):
        yield Problem("holder", "institution_mixed")
    if version.is_collective and version.isee is not None:
        yield Problem("isee", "isee_for_group")


def _codes(version: MeasureVersion) -> Iterator[Problem]:
    """Codes that stand twice, and conditions that can never be."""
    listed = {
        "declarations": [one.code for one in version.declarations],
        "attachments": [one.code for one in version.attachments],
        "applicants.roles": version.applicant_roles,
        "applicants.institution_kinds": version.institution_kinds,
        "isee.kinds": version.isee.kinds if version.isee else (),
    }
    for path, codes in listed.items():
        for position, code in enumerate(codes):
            if code in codes[:position]:
                yield Problem(f"{path}[{position}]", "written_twice", values={"found": code})
    conditions = {
        "declarations": [one.required_when for one in version.declarations],
        "attachments": [one.required_when for one in version.attachments],
    }
    for path, asked in conditions.items():
        for position, when in enumerate(asked):
            if when is not None and not set(when.values) & set(version.applicant_roles):
                yield Problem(f"{path}[{position}].required_when.in", "never_asked")
