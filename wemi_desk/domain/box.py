"""What was typed or scanned into the one box, told by its shape (interface.md 6 and 7)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from wemi_desk.domain import fiscal_code
from wemi_desk.domain.ages import readings, real_date
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.fiscal_code import FiscalCode
from wemi_desk.domain.identity_document import looks_like_mrz, parse_mrz

MAX_QUERY_LENGTH = 200
MIN_SCAN_LENGTH = 5


class QueryKind(StrEnum):
    """The rows of the table, in the order in which they are tried."""

    EMPTY = "empty"
    COMMAND = "command"
    HEALTH_CODE = "health_code"
    MRZ = "mrz"
    MRZ_LINE = "mrz_line"
    FISCAL_CODE = "fiscal_code"
    PROVISIONAL_CODE = "provisional_code"
    TICKET = "ticket"
    OWN_CODE = "own_code"
    OPERATOR_BADGE = "operator_badge"
    PROTOCOL = "protocol"
    PHONE = "phone"
    BIRTH_DATE = "birth_date"
    FISCAL_CODE_PART = "fiscal_code_part"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Query:
    """What to look for: *value* is normalised; a *fault* is the reason why a recognised code cannot be right.

    A birth date with two year digits has two readings in *born_on*; *words* are those typed beside it.
    """

    kind: QueryKind
    value: str = ""
    words: tuple[str, ...] = ()
    born_on: tuple[date, ...] = ()
    fault: str = ""

    def __repr__(self) -> str:
        return f"Query({self.kind.value}, {len(self.value)} characters, fault={self.fault!r})"


_HEALTH_CODE = re.compile(r"(STP|ENI)[0-9]{13}")
_TICKET = re.compile(r"[A-Z][0-9]{1,3}")
_OWN_CODE = re.compile(r"[A-Z][0-9]{8}[A-Z]|WD[A-Z0-9]{3}[0-9]{9}")
_BADGE = re.compile(r"OP(?=[A-Z]*[0-9])[A-Z0-9]{4,14}")
_PHONE = re.compile(r"\+[0-9]{1,15}|[0-9]{4,15}")
_PHONE_TEXT = re.compile(r"\+?[0-9 ./()\-]+")
_PROTOCOL = re.compile(r"(?=[^0-9]*[0-9])[A-Za-z]{1,8} ?[0-9A-Za-z]*(?:[/-][0-9A-Za-z]+)+")
_DATE = re.compile(r"(?<!\S)([0-9]{1,2})[/.\-]([0-9]{1,2})[/.\-]([0-9]{4}|[0-9]{2})(?!\S)")
_ISO_DATE = re.compile(r"(?<!\S)([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?!\S)")
_SHAPE_CLASSES = ("[A-Z]",) * 6 + ("[0-9LMNPQRSTUV]",) * 2 + (f"[{fiscal_code.MONTHS}]",) + (
    "[0-9LMNPQRSTUV]",) * 2 + ("[A-Z]",) + ("[0-9LMNPQRSTUV]",) * 3 + ("[A-Z]",)  # fmt: skip
_HEAD_OF_CODE = re.compile("".join(_SHAPE_CLASSES[:7]) + "".join(f"(?:{c}" for c in _SHAPE_CLASSES[7:15]) + ")?" * 8)
_TAIL_OF_CODE = re.compile("(?:" * 8 + "".join(f"{c})?" for c in _SHAPE_CLASSES[3:11]) + "".join(_SHAPE_CLASSES[11:]))


def recognise(text: str) -> Query:
    """The first row of the table that matches; never raises, whatever is typed or pasted."""
    typed = " ".join(text[:MAX_QUERY_LENGTH].split())
    if not typed:
        return Query(QueryKind.EMPTY)
    if typed.startswith(">"):
        return Query(QueryKind.COMMAND, typed[1:].strip())
    return _mrz(text[:MAX_QUERY_LENGTH]) or _code(typed) or _number(typed) or _dated(typed) or _words(typed)


def recognise_scan(text: str) -> Query | None:
    """A burst of a reader, cleaned at both ends; None when it is no code of ours and belongs to the field.

    A query with a *fault* is a pattern read badly: the card must be passed again.
    """
    payload = cleaned_scan(text)
    if len(payload) < MIN_SCAN_LENGTH:
        return None
    if payload.isascii() and payload.isalnum():
        found = _code(payload)
        return found if found is not None and found.kind not in _TYPED_ONLY else None
    return _mrz(text) or _mrz_line(payload) or _stripe(payload)


def cleaned_scan(text: str) -> str:
    """Without the `*` of Code 39 and other signs at both ends, in capitals; the fillers of an MRZ stay inside."""
    return re.sub(r"^[\W_]+|[\W_]+$", "", text[:MAX_QUERY_LENGTH]).upper()


_TYPED_ONLY = frozenset((QueryKind.TICKET, QueryKind.FISCAL_CODE_PART))


def _mrz(text: str) -> Query | None:
    if not looks_like_mrz(text):
        return None
    try:
        failed = parse_mrz(text).failed_checks
    except InvalidFieldError as error:
        return Query(QueryKind.MRZ, text.strip(), fault=error.reason)
    return Query(QueryKind.MRZ, text.strip(), fault=failed[0] if failed else "")


def _mrz_line(payload: str) -> Query | None:
    """One line of a zone, from readers that send Enter after each: the caller puts two or three together."""
    line = payload.replace(";", "<")
    if 15 <= len(line) <= 44 and "<" in line and re.fullmatch(r"[A-Z0-9<]+", line):
        return Query(QueryKind.MRZ_LINE, line)
    return None


def _stripe(payload: str) -> Query | None:
    """The magnetic stripe's layout is unconfirmed: only its first 16 characters count, when they are a right code."""
    first, rest = payload[: fiscal_code.LENGTH], payload[fiscal_code.LENGTH :]
    # Two cards in one burst: nobody can tell which was meant.
    if rest[:1].isalnum() or fiscal_code.SHAPE.search(rest):
        return None
    if not fiscal_code.SHAPE.fullmatch(first) or _fault(first):
        return None
    return Query(QueryKind.FISCAL_CODE, first)


def _code(typed: str) -> Query | None:
    code = fiscal_code.normalised(typed)
    if _HEALTH_CODE.fullmatch(code):
        return Query(QueryKind.HEALTH_CODE, code)
    if fiscal_code.SHAPE.fullmatch(code):
        return Query(QueryKind.FISCAL_CODE, code, fault=_fault(code))
    if fiscal_code.is_provisional_number(code) and "+" not in typed:
        return Query(QueryKind.PROVISIONAL_CODE, code)
    for kind, shape in (
        (QueryKind.TICKET, _TICKET),
        (QueryKind.OWN_CODE, _OWN_CODE),
        (QueryKind.OPERATOR_BADGE, _BADGE),
    ):
        if shape.fullmatch(code):
            return Query(kind, code)
    return None


def _fault(code: str) -> str:
    try:
        fiscal_code.parse(code)
    except InvalidFieldError as error:
        return error.reason
    return ""


def _number(typed: str) -> Query | None:
    if _find_date(typed) is not None:
        return None
    if _PROTOCOL.fullmatch(typed):
        return Query(QueryKind.PROTOCOL, re.sub(r"[ /-]", "", typed).upper())
    digits = re.sub(r"[ ./()\-]", "", typed)
    if _PHONE_TEXT.fullmatch(typed) and _PHONE.fullmatch(digits):
        return Query(QueryKind.PHONE, digits)
    return None


def _dated(typed: str) -> Query | None:
    found = _find_date(typed)
    if found is None:
        return None
    (start, end), born_on = found
    rest = tuple((typed[:start] + " " + typed[end:]).split())
    return Query(QueryKind.BIRTH_DATE, typed[start:end], rest, born_on, fault="" if born_on else "date")


def _find_date(typed: str) -> tuple[tuple[int, int], tuple[date, ...]] | None:
    """Where a date stands and what it may mean; nothing for 30 February, but only with a year in full."""
    for match in (*_DATE.finditer(typed), *_ISO_DATE.finditer(typed)):
        first, month, last = match.groups()
        born_on = _read_date(first, month, last)
        if born_on or any(len(part) == 4 and part[:2] in ("18", "19", "20") for part in (first, last)):
            return match.span(), born_on
    return None


def _read_date(first: str, month: str, last: str) -> tuple[date, ...]:
    day, year = (last, first) if len(first) == 4 else (first, last)
    if len(year) == 2:
        return readings(int(year), int(month), int(day))
    born_on = real_date(int(year), int(month), int(day))
    return () if born_on is None else (born_on,)


def _words(typed: str) -> Query:
    code = fiscal_code.normalised(typed)
    has_digit = any(char in "0123456789" for char in code)
    if has_digit and (_HEAD_OF_CODE.fullmatch(code) or _TAIL_OF_CODE.fullmatch(code)):
        return Query(QueryKind.FISCAL_CODE_PART, code, tuple(typed.split()))
    return Query(QueryKind.WORDS, typed, tuple(typed.split()))


def as_fiscal_code(query: Query) -> FiscalCode | None:
    """The code of a query that holds a whole and right one."""
    if query.fault or query.kind not in (QueryKind.FISCAL_CODE, QueryKind.PROVISIONAL_CODE):
        return None
    return fiscal_code.parse(query.value)
