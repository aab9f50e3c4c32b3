"""What a family takes home about a shared service: the proposal, and what each pays once it is active."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from wemi_desk.domain.slips import PaperSpace


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedProposalSheet:
    """For one family, and it names none: *others* are described without a name."""

    space: PaperSpace
    what: str
    when: str
    hours: str
    period: str
    others: tuple[str, ...]
    share: str
    alone: str
    total: str
    how_split: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedGroupSheet:
    """The active group: *rows* are family, contact, hours, share; *total* is what the shares sum to."""

    space: PaperSpace
    title: str
    when: str
    professional: str
    from_on: date
    how_split: str
    rows: tuple[tuple[str, str, str, str], ...]
    total: str
    for_family: bool = False
