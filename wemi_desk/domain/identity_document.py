"""Identity documents, the machine-readable zone (ICAO Doc 9303 parts 4 and 5), and the STP and ENI cards."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from wemi_desk.domain.ages import months_after, plausible_births, readings
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.fiscal_code import normalised

HEALTH_CARD_MONTHS = 6
PAPER_CARD_WARNING_FROM = date(2026, 8, 3)
MAX_EXPIRY_YEARS_AHEAD = 20

_WEIGHTS = (7, 3, 1)
_FILLERS = str.maketrans(
    {";": "<", "«": "<<", "‹": "<", "＜": "<", "*": None, "\r": "\n", "\t": "\n", "\u2028": "\n", "\u2029": "\n"}
)
_MRZ_CHARACTERS = re.compile(r"[A-Z0-9<]*")


@dataclass(frozen=True, slots=True)
class IdentityDocument:
    """A document that was seen: *kind* is a code of the list ``identity_document``; the number only where needed."""

    kind: str
    expires_on: date | None = None
    issuer: str = ""
    number: str = ""

    def warnings(self, reference_on: date) -> tuple[str, ...]:
        """What to say beside the document, never a block: ``expired`` · ``paper_card``."""
        found = []
        if self.expires_on is not None and self.expires_on < reference_on:
            found.append("expired")
        if self.kind == "paper_card" and reference_on >= PAPER_CARD_WARNING_FROM:
            found.append("paper_card")
        return tuple(found)


@dataclass(frozen=True, slots=True)
class HealthCode:
    """An STP or ENI card. It reveals a person's status: never on lists, slips, printouts or statistics."""

    kind: Literal["STP", "ENI"]
    region: str
    authority: str
    progressive: str

    @property
    def code(self) -> str:
        return self.kind + self.region + self.authority + self.progressive

    def __repr__(self) -> str:
        return f"HealthCode({self.kind})"

    def valid_until(self, issued_on: date) -> date:
        """The last day: six months, renewable."""
        return months_after(issued_on, HEALTH_CARD_MONTHS)

    def is_valid_in(self, region: str) -> bool:
        """STP holds in the whole of Italy, ENI in its region only (three digits)."""
        return self.kind == "STP" or self.region == region


@dataclass(frozen=True, slots=True)
class Mrz:
    """What a machine-readable zone says, also when checks failed: both halves are kept for correction.

    Names have lost accents and apostrophes and may be cut: fill empty fields, never overwrite a typed name.
    """

    format: Literal["TD1", "TD3"]
    document_code: str
    issuer: str
    number: str
    surname: str
    given_name: str
    is_truncated: bool
    sex: Literal["M", "F"] | None
    nationality: str
    birth: str
    expiry: str
    optional: str
    checks: tuple[tuple[str, bool], ...]

    def __repr__(self) -> str:
        return f"Mrz({self.format} {self.document_code}, failed={self.failed_checks})"

    @property
    def failed_checks(self) -> tuple[str, ...]:
        """Of ``document_number`` · ``birth_date`` · ``expiry_date`` · ``optional`` (TD3) · ``composite``."""
        return tuple(name for name, passed in self.checks if not passed)

    @property
    def is_valid(self) -> bool:
        return not self.failed_checks

    def birth_dates(
        self, reference_on: date, min_age: int | None = None, max_age: int | None = None
    ) -> tuple[date, ...]:
        """The plausible births, oldest first; two must be asked; none when the date is not stated or not real."""
        return plausible_births(_two_digit_readings(self.birth), reference_on, min_age, max_age)

    def expires_on(self, reference_on: date) -> date | None:
        """20YY, or 19YY when 20YY is more than 20 years ahead."""
        found = _two_digit_readings(self.expiry)
        limit = months_after(reference_on, 12 * MAX_EXPIRY_YEARS_AHEAD)
        near = [reading for reading in found if reading <= limit]
        return near[-1] if near else None

    def document(self, reference_on: date) -> IdentityDocument:
        """The document as it would be recorded; without the number, which only some paperwork needs."""
        return IdentityDocument(_document_kind(self), self.expires_on(reference_on), self.issuer)


def parse_health_code(text: str) -> HealthCode:
    """Read an STP or ENI code. Raises `InvalidFieldError("health_code")`: ``prefix`` · ``length`` · ``character``."""
    code = normalised(text)
    kind: Literal["STP", "ENI"] = "STP" if code.startswith("STP") else "ENI"
    if not code.startswith(("STP", "ENI")):
        raise InvalidFieldError("health_code", "prefix")
    if len(code) != 16:
        raise InvalidFieldError("health_code", "length", actual=len(code), expected=16)
    for position, char in enumerate(code[3:], start=4):
        if char not in "0123456789":
            raise InvalidFieldError("health_code", "character", position=position, expected="digit", found=char)
    return HealthCode(kind, code[3:6], code[6:9], code[9:])


def parse_mrz(text: str) -> Mrz:
    """Read a TD1 (3 × 30) or TD3 (2 × 44) zone, in lines or glued together, as typed or as scanned.

    Failed checks do not raise: see `Mrz.failed_checks`. Raises `InvalidFieldError("mrz")`: ``empty`` · ``format``
    · ``length`` (line, actual, expected) · ``character`` (line, position, found).
    """
    lines = _mrz_lines(text)
    expected = 30 if len(lines) == 3 else 44
    for number, line in enumerate(lines, start=1):
        if len(line) != expected:
            raise InvalidFieldError("mrz", "length", line=number, actual=len(line), expected=expected)
        good = _MRZ_CHARACTERS.match(line)
        if good is not None and good.end() < expected:
            raise InvalidFieldError("mrz", "character", line=number, position=good.end() + 1, found=line[good.end()])
    return _read_td1(*lines) if len(lines) == 3 else _read_td3(*lines)


def looks_like_mrz(text: str) -> bool:
    """Whether *text* is meant as a zone, good or misread: a document code, fillers, and two or three lines' length."""
    glued = re.sub(r"\s", "", text.upper().translate(_FILLERS))
    return (
        60 < len(glued) <= 92 and glued[0] in "ACIPV" and "<<" in glued and _MRZ_CHARACTERS.fullmatch(glued) is not None
    )


def check_digit(field: str) -> str:
    """Weights 7, 3, 1 over digits, A = 10 … Z = 35, < = 0."""
    return str(sum(_value(char) * _WEIGHTS[index % 3] for index, char in enumerate(field)) % 10)


def _value(char: str) -> int:
    return 0 if char == "<" else int(char, 36)


def _mrz_lines(text: str) -> list[str]:
    marked = text.upper().translate(_FILLERS)
    lines = [re.sub(r"[^\S\n]", "", line) for line in marked.split("\n")]
    lines = [line for line in lines if line]
    if not lines:
        raise InvalidFieldError("mrz", "empty")
    if len(lines) == 1:
        lines = _unglued(lines[0])
    if len(lines) not in (2, 3):
        raise InvalidFieldError("mrz", "format", lines=len(lines))
    # Fillers at the end of the names are often left out, and no check depends on them.
    names, width = (2, 30) if len(lines) == 3 else (0, 44)
    lines[names] = lines[names].ljust(width, "<")
    return lines


def _unglued(glued: str) -> list[str]:
    if len(glued) == 88 and glued[0] in "PV":
        return [glued[:44], glued[44:]]
    if 60 < len(glued) <= 90:
        return [glued[:30], glued[30:60], glued[60:]]
    raise InvalidFieldError("mrz", "format", lines=1, actual=len(glued))


def _read_td1(first: str, second: str, names: str) -> Mrz:
    number, number_passed, optional = _td1_number(first)
    checks = (
        ("document_number", number_passed),
        ("birth_date", check_digit(second[:6]) == second[6]),
        ("expiry_date", check_digit(second[8:14]) == second[14]),
        ("composite", check_digit(first[5:] + second[:7] + second[8:15] + second[18:29]) == second[29]),
    )
    surname, given_name = _names(names)
    return Mrz(
        "TD1", _bare(first[:2]), _bare(first[2:5]), number, surname, given_name, not names.endswith("<"),
        _sex(second[7]), _bare(second[15:18]), second[:6], second[8:14], _bare(optional + second[18:29]), checks,
    )  # fmt: skip


def _td1_number(first: str) -> tuple[str, bool, str]:
    """A number longer than nine goes on in the optional field, followed by its own check digit."""
    if first[14] != "<":
        return _bare(first[5:14]), check_digit(first[5:14]) == first[14], first[15:]
    rest, _, optional = first[15:].partition("<")
    number = first[5:14] + rest[:-1]
    return _bare(number), bool(rest) and check_digit(number) == rest[-1], optional


def _read_td3(names_line: str, second: str) -> Mrz:
    checks = (
        ("document_number", check_digit(second[:9]) == second[9]),
        ("birth_date", check_digit(second[13:19]) == second[19]),
        ("expiry_date", check_digit(second[21:27]) == second[27]),
        ("optional", _optional_passed(second[28:42], second[42])),
        ("composite", check_digit(second[:10] + second[13:20] + second[21:43]) == second[43]),
    )
    surname, given_name = _names(names_line[5:])
    return Mrz(
        "TD3", _bare(names_line[:2]), _bare(names_line[2:5]), _bare(second[:9]), surname, given_name,
        not names_line.endswith("<"), _sex(second[20]), _bare(second[10:13]), second[13:19], second[21:27],
        _bare(second[28:42]), checks,
    )  # fmt: skip


def _optional_passed(field: str, digit: str) -> bool:
    return check_digit(field) == digit or (digit == "<" and not field.strip("<"))


def _names(line: str) -> tuple[str, str]:
    surname, _, given_name = line.strip("<").partition("<<")
    return _bare(surname), _bare(given_name)


def _bare(field: str) -> str:
    return " ".join(field.replace("<", " ").split())


def _sex(char: str) -> Literal["M", "F"] | None:
    if char == "M":
        return "M"
    return "F" if char == "F" else None


def _two_digit_readings(yymmdd: str) -> tuple[date, ...]:
    if not re.fullmatch(r"[0-9]{6}", yymmdd):
        return ()
    return readings(int(yymmdd[:2]), int(yymmdd[2:4]), int(yymmdd[4:]))


def _document_kind(mrz: Mrz) -> str:
    """Code of the list ``identity_document``; Italian residence permits are TD1 cards of a foreign national."""
    if mrz.format == "TD3":
        return "passport" if mrz.document_code in ("P", "PP", "PO", "PD", "PS") else "travel_document"
    if mrz.issuer != "ITA":
        return "other"
    return "cie" if mrz.document_code.startswith("C") else "residence_permit"
