"""Papers of an application and of its voucher: facts and sentences ready to be drawn, no layout."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.slips import PaperSpace, printable_code

Rows = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Funding:
    """Who pays, as a form must show it: *emblems* are slots of the strip at the top, *cup* the project's code."""

    emblems: tuple[str, ...] = ()
    cup: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperHead:
    """What every one of these papers says: who speaks, about which measure, and what is true of it now.

    *code* (A-Z and 0-9) opens the current state when scanned; *state* is one true sentence.
    """

    space: PaperSpace
    code: str
    measure: str
    edition: str
    state: str
    is_sent: bool = False
    is_example: bool = False
    funding: Funding = Funding()

    def __post_init__(self) -> None:
        if not printable_code(self.code):
            raise InvalidFieldError("code", "not_printable")


@dataclass(frozen=True, slots=True)
class FactBlock:
    """A heading and what is known under it, label and value."""

    title: str
    rows: Rows


@dataclass(frozen=True, slots=True)
class DeclarationLine:
    """One declaration with its text; *ticked_at* is when the applicant agreed, None when they have not."""

    text: str
    ticked_at: datetime | None


@dataclass(frozen=True, slots=True)
class CriterionLine:
    """One rule in words: what it asks, whether it is met and why, the value used."""

    rule: str
    verdict: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class ApplicationSummary:
    """What the applicant reads and signs; *judged_at* is when *result* was true."""

    head: PaperHead
    blocks: tuple[FactBlock, ...]
    declarations: tuple[DeclarationLine, ...]
    documents: tuple[str, ...]
    result: str
    criteria: tuple[CriterionLine, ...]
    judged_at: datetime | None = None
    helper: str = ""


@dataclass(frozen=True, slots=True)
class MissingThing:
    """One thing to bring or to do, and where it is had."""

    what: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class MissingList:
    """What is still missing, in large type, until *closes_at*; *initials* say for whom without a name."""

    head: PaperHead
    things: tuple[MissingThing, ...]
    closes_at: datetime | None = None
    days_left: int | None = None
    initials: str = ""


@dataclass(frozen=True, slots=True)
class ApplicationReceipt:
    """What goes home with the applicant: numbers and dates where there are any, and the next step."""

    head: PaperHead
    rows: Rows
    next_step: str = ""
    initials: str = ""


@dataclass(frozen=True, slots=True)
class VoucherLetter:
    """What the voucher is worth today, until when, and who pays the rest: amounts are written out."""

    head: PaperHead
    holder: str
    address: str
    rows: Rows
    price: Rows
    movements: tuple[tuple[str, str, str], ...]
    last_day: date | None
    warning: str = ""


@dataclass(frozen=True, slots=True)
class ProtocolList:
    """A list of the desk: protocol numbers or codes of ours, never names."""

    space: PaperSpace
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""
