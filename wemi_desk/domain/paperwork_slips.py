"""Papers of a pratica in the citizen's language: what was done, what is missing, a delega to sign. No layout."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.note_watch import HintKind, hints
from wemi_desk.domain.slip_texts import ITALIAN, TextState, Wording
from wemi_desk.domain.slips import PaperSpace, printable_code

_NEVER_PRINTED = frozenset(HintKind) - {HintKind.PHONE}
_LEFT_OUT = "…"


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipHead:
    """What every one of these papers says: who speaks, in which language, about what.

    *code* (A-Z and 0-9) opens the pratica when scanned; *labels* are the fixed words by their keys; *instead_of* is
    the language spoken, where there are no texts in it. *person* stays empty unless the citizen asks for the name.
    """

    space: PaperSpace
    code: str
    language: str
    right_to_left: bool
    title: Wording
    labels: Mapping[str, Wording]
    recorded_at: datetime
    instead_of: str = ""
    person: str = ""

    def __post_init__(self) -> None:
        if not printable_code(self.code):
            raise InvalidFieldError("code", "not_printable")

    @property
    def is_italian(self) -> bool:
        return self.language == ITALIAN


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperworkSlip:
    """What goes home after a sitting. *next_text* and *destination* are the operator's own words, in Italian."""

    head: SlipHead
    result: Wording | None = None
    reason: Wording | None = None
    done: tuple[Wording, ...] = ()
    missing: tuple[Wording, ...] = ()
    reference: str = ""
    destination: str = ""
    next_on: date | None = None
    next_text: str = ""
    notes: tuple[Wording, ...] = ()
    left_out: tuple[HintKind, ...] = ()
    """What the operator's words held and a paper on a kitchen table must not."""

    @property
    def wordings(self) -> tuple[Wording, ...]:
        """Everything of the catalogue that it says."""
        single = (self.head.title, self.result, self.reason)
        return (*(one for one in single if one), *self.done, *self.missing, *self.notes)


@dataclass(frozen=True, slots=True, kw_only=True)
class BringList:
    """What is still to be brought, in large type."""

    head: SlipHead
    things: tuple[Wording, ...]
    next_on: date | None = None

    @property
    def wordings(self) -> tuple[Wording, ...]:
        return (self.head.title, *self.things)


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateForm:
    """A delega to hand something over, to be filled in and signed by hand: the Italian counts, the rest explains."""

    head: SlipHead

    @property
    def wordings(self) -> tuple[Wording, ...]:
        return (self.head.title,)


def is_unconfirmed(words: Iterable[Wording]) -> bool:
    """Whether a text of these was read by nobody whose language it is."""
    return any(one.state is TextState.UNCONFIRMED for one in words)


def printable_words(text: str, allowed: Collection[HintKind] = ()) -> tuple[str, tuple[HintKind, ...]]:
    """*text* without what must not lie on a kitchen table (codes, accounts, secrets, health), and what was left out."""
    found = [hint for hint in hints(text) if hint.kind in _NEVER_PRINTED and hint.kind not in allowed]
    kept = "".join(_pieces(text, [(hint.start, hint.end) for hint in found]))
    return " ".join(kept.split()), tuple(dict.fromkeys(hint.kind for hint in found))


def _pieces(text: str, passages: list[tuple[int, int]]) -> Iterator[str]:
    at = 0
    for start, end in sorted(passages):
        if start >= at:
            yield text[at:start]
            yield _LEFT_OUT
        at = max(at, end)
    yield text[at:]
