"""Kinds of digital paperwork: what to bring, steps, outcomes, who may act for whom (paperwork.md 1-4 and 8)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

PAPERWORK_TYPE = "paperwork_type"
"""The kind of record under which the centre publishes one version of one type."""
COMPLETED, STARTED, TO_COMPLETE = "completed", "started", "to_complete"
REFERRED, NOT_POSSIBLE = "referred", "not_possible"
OUTCOMES = (COMPLETED, STARTED, TO_COMPLETE, REFERRED, NOT_POSSIBLE)
PERSON, OPERATOR, BOTH = "person", "operator", "both"
ACTORS = (PERSON, OPERATOR, BOTH)
"""Who does a step. *person*: it touches credentials, money, consent or sending."""
STRICTLY_PERSONAL, PARENTS_FOR_MINOR, OWN_HOUSEHOLD = "strictly_personal", "parents_for_minor", "own_household"
REGISTERED_DELEGATE, INFORMAL, CAF_MANDATE = "registered_delegate", "informal", "caf_mandate"
PER_CALL, IS_MANDATE = "per_call", "is_mandate"
MANDATE_RULES = (
    STRICTLY_PERSONAL, PARENTS_FOR_MINOR, OWN_HOUSEHOLD, REGISTERED_DELEGATE, INFORMAL, CAF_MANDATE, PER_CALL,
    IS_MANDATE,
)  # fmt: skip
DIGITAL_HELP = "digital_help"
"""The group of help that is not paperwork: learning to use a telephone, messages, files."""


@dataclass(frozen=True, slots=True)
class PaperworkStep:
    """One step, counted from 1; *who* is one of ACTORS."""

    no: int
    who: str
    text: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """One of OUTCOMES in the words of its type."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class DatedWarning:
    """What to say before beginning; it warns and never blocks. Both days belong to it; None has no end."""

    code: str
    text: str
    from_on: date | None = None
    to_on: date | None = None

    def holds_on(self, day: date) -> bool:
        return (self.from_on is None or self.from_on <= day) and (self.to_on is None or day <= self.to_on)


@dataclass(frozen=True, slots=True)
class Group:
    """A heading of the pick list."""

    code: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperworkType:
    """One version of one kind of paperwork. A correction is a new version: a case keeps the one it began with."""

    code: str
    version: int
    title: str
    group: str
    bring: tuple[str, ...] = ()
    steps: tuple[PaperworkStep, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    mandate_rule: str = STRICTLY_PERSONAL
    mandate_note: str = ""
    kinds: tuple[str, ...] = ()
    """Default codes of Facilita's SE3; *competences* are SE5, *domains* SE6."""
    competences: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()
    """What people say when they mean it; searched, never printed."""
    warnings: tuple[DatedWarning, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    confirmed: bool = False
    """The Comune has checked its texts, costs and documents."""

    @property
    def key(self) -> tuple[str, int]:
        return self.code, self.version

    @property
    def is_topic(self) -> bool:
        """Help that is not paperwork."""
        return self.group == DIGITAL_HELP

    def is_offered_on(self, day: date) -> bool:
        """May a new case of it begin? What is open goes on all the same."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)

    def outcome(self, code: str) -> Outcome | None:
        return next((one for one in self.outcomes if one.code == code), None)

    def step(self, no: int) -> PaperworkStep | None:
        return next((one for one in self.steps if one.no == no), None)

    def warnings_on(self, day: date) -> tuple[DatedWarning, ...]:
        return tuple(one for one in self.warnings if one.holds_on(day))


@dataclass(frozen=True)
class PaperworkCatalogue:
    """Every version of every type that is known here."""

    version: str
    groups: tuple[Group, ...]
    default_order: tuple[str, ...]
    """Codes of groups, the most asked for first; a space may have its own order."""
    types: tuple[PaperworkType, ...]
    labels: Mapping[str, str] = field(default_factory=dict)
    """Words of the mandate rules, by code."""

    @cached_property
    def _by_key(self) -> Mapping[tuple[str, int], PaperworkType]:
        return {one.key: one for one in self.types}

    def find(self, code: str, version: int) -> PaperworkType | None:
        """That very version; None where this desk does not have it."""
        return self._by_key.get((code, version))

    def newest(self, code: str) -> PaperworkType | None:
        """The newest version of a type, offered or withdrawn."""
        return max((one for one in self.types if one.code == code), key=lambda one: one.version, default=None)

    def offered_on(self, day: date, order: Sequence[str] = ()) -> tuple[PaperworkType, ...]:
        """Of each code the newest version that counts on *day*, unless it is withdrawn; in the order of the groups."""
        newest: dict[str, PaperworkType] = {}
        for one in sorted(self.types, key=lambda one: one.version):
            if one.valid_from is None or one.valid_from <= day:
                newest[one.code] = one
        rank = {code: place for place, code in enumerate(order or self.default_order)}
        offered = (one for one in newest.values() if one.is_offered_on(day))
        return tuple(sorted(offered, key=lambda one: rank.get(one.group, len(rank))))

    def is_offered_on(self, code: str, day: date) -> bool:
        """As :meth:`offered_on` says of one code."""
        begun = [one for one in self.types if one.code == code and (one.valid_from is None or one.valid_from <= day)]
        newest = max(begun, key=lambda one: one.version, default=None)
        return newest is not None and newest.is_offered_on(day)

    def group_label(self, code: str) -> str:
        return next((one.label for one in self.groups if one.code == code), "")

    def with_published(self, published: Iterable[PaperworkType]) -> PaperworkCatalogue:
        """What the centre published stands over what ships with the program, version by version; nothing is lost."""
        merged = {**self._by_key, **{one.key: one for one in published}}
        return PaperworkCatalogue(self.version, self.groups, self.default_order, tuple(merged.values()), self.labels)
