"""One cell of a catalogue file as the value it means: prices, days, yes and no, codes, however they were written.

Every reader takes what a spreadsheet gave (text, number, yes/no, day) and raises CellError with a code.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.money import read_euro
from wemi_desk.domain.names import fitting, folded

Cell = str | int | float | bool | date | datetime | time | timedelta | None

_YES = frozenset(("si", "s", "y", "yes", "1", "vero", "true", "x", "ok"))
_NO = frozenset(("no", "n", "0", "falso", "false", ""))
_FREE = frozenset(("gratis", "gratuito", "gratuita", "free", "nessun costo", "senza costi"))
_MONTHS = ("gen", "feb", "mar", "apr", "mag", "giu", "lug", "ago", "set", "ott", "nov", "dic")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]\d{1,2}:\d{2}.*)?")
_ITALIAN = re.compile(r"(\d{1,2})\s*[-/. ]\s*(\d{1,2})\s*[-/. ]\s*(\d{4}|\d{2})(?:\s+\d{1,2}[:.]\d{2}.*)?")
_WORDED = re.compile(r"(\d{1,2})[°º]?\s*[-/. ]?\s*([a-z]{3,9})\.?\s*[-/. ]?\s*(\d{4}|\d{2})")
_SERIAL = re.compile(r"[3-6]\d{4}")
_WHOLE = re.compile(r"(\d{1,6})(?:[.,]0+)?(?:\s*(?:anni|anno|persone|posti|partecipanti))?")
_AGES = re.compile(r"(\d{1,3})\s*(?:-|–|—|a|ai|/|fino a)\s*(\d{1,3})(?:\s*ann[io])?")
_FROM = re.compile(r"(?:da|dai|dal|oltre|over|piu di|da i)?\s*(\d{1,3})\s*(?:ann[io])?\s*(?:\+|in su|e oltre)?")
_UP_TO = re.compile(r"(?:fino a|fino ai|under|al massimo)\s*(\d{1,3})(?:\s*ann[io])?")
_PARTS = re.compile(r"[|;,\n]+|\s/\s")
_SPAN = re.compile(r"([1-9])\s*-\s*([1-9])")
_SPOILT = re.compile(r"\d(?:[.,]\d+)?E\+\d{1,3}")
_UNIT = re.compile(r"\s*(?:/|\ba\b|\bal\b|\ball\b|\bper\b|\bogni\b|\bl\b)\s*'?\s*[a-zà-ù]+\s*$", re.IGNORECASE)
_DANGEROUS = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")
_EPOCH = date(1899, 12, 30)
_FAULTS = ("#n/a", "#n/d", "#ref!", "#rif!", "#value!", "#valore!", "#name?", "#nome?", "#div/0!", "#null!", "#num!")
_MOST_EXACT = 10**15
_GARBLED = re.compile("\ufffd|\u00c3[\u00a0-\u00bf]|\u00e2\u20ac[\u2122\u0153\u201c]")
MERGED = "\ue000"
"""Stands in every cell of a merged block but its first; no text of a file holds it."""
_WHOLE_CITY = frozenset(("tutti", "tutta la citta", "tutta milano", "milano", "citta", "tutti i municipi", "1 9"))


class CellError(Exception):
    """What is wrong with a cell; *data* fills the sentence."""

    def __init__(self, code: str, **data: object) -> None:
        super().__init__(code)
        self.code = code
        self.data = data


def refuse_spoilt(cell: Cell) -> None:
    """What no column takes: a formula, one that could not be worked out, a merged cell, letters that were garbled."""
    if not isinstance(cell, str) or not cell:
        return
    if cell == MERGED:
        raise CellError("merged")
    if cell[0] == "=" and len(cell) > 1:
        raise CellError("formula")
    if cell[0] == "#" and cell.lower() in _FAULTS:
        raise CellError("formula_fault")
    if not cell.isascii() and _GARBLED.search(cell):
        raise CellError("garbled")


def as_text(cell: Cell) -> str:
    """A cell as people would write it: a telephone that became a number has no decimals again."""
    if isinstance(cell, str):
        return cell
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "sì" if cell else "no"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < _MOST_EXACT:
        return str(int(cell))
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    return str(cell)


def read_text(cell: Cell, limit: int) -> str:
    """Kept as written, but for what no text may hold; refused when longer than *limit*, never cut."""
    text = as_text(cell).strip()
    if not text:
        return ""
    if _SPOILT.fullmatch(text) or (isinstance(cell, float) and abs(cell) >= _MOST_EXACT):
        raise CellError("spoilt_number")
    text = unescaped(text)
    try:
        return fitting("cell", text, limit).strip()
    except InvalidFieldError as error:
        raise CellError("too_long", **error.data) from None


def escaped(text: str) -> str:
    """For a cell that a spreadsheet may open: what it would take for a formula gets an apostrophe (security.md 8)."""
    return f"'{text}" if _DANGEROUS.match(text) else text


def unescaped(text: str) -> str:
    """The opposite; together they change no text."""
    return text[1:] if text.startswith("'") and _DANGEROUS.match(text[1:]) else text


def read_price(cell: Cell) -> int | None:
    """Cents; 0 for what is free by its word, None for nothing."""
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return _cents_of(cell)
    if isinstance(cell, (date, time, timedelta, bool)):
        raise CellError("price_is_day")
    text = as_text(cell).strip()
    if not text or text in "-–—":
        return None
    if folded(text) in _FREE:
        return 0
    bare = _UNIT.sub("", text)
    try:
        return read_euro(bare)
    except InvalidFieldError as error:
        raise CellError(f"price_{error.reason}") from None


def read_cents(cell: Cell) -> int | None:
    """A column that says it holds cents."""
    text = as_text(cell).strip()
    if not text:
        return None
    if not (text.isascii() and text.isdecimal()) or len(text) > 9:
        raise CellError("not_whole")
    return int(text)


def read_day(cell: Cell) -> date | None:
    """Days as Italians write them, ISO, in words, or as the number a spreadsheet keeps."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = as_text(cell).strip()
    if not text:
        return None
    if _SERIAL.fullmatch(text):
        return _EPOCH + timedelta(days=int(text))
    found = _day_parts(text)
    if found is None:
        raise CellError("not_a_day")
    try:
        return date(*found)
    except ValueError:
        raise CellError("no_such_day") from None


def read_whole(cell: Cell, most: int) -> int | None:
    """A number without decimals: 12 · 12 anni · 12,0."""
    text = as_text(cell).strip()
    if not text:
        return None
    found = _WHOLE.fullmatch(folded_number(text))
    if found is None:
        raise CellError("not_whole")
    if int(found[1]) > most:
        raise CellError("too_high", most=most)
    return int(found[1])


def read_ages(cell: Cell) -> tuple[int | None, int | None]:
    """From and to in one cell: 0-3 · da 6 a 11 anni · over 65 · fino a 14. A day is 3-6 that a spreadsheet spoilt."""
    if isinstance(cell, (date, time, timedelta)):
        raise CellError("ages_is_day")
    text = folded_number(as_text(cell))
    if not text or text in _WHOLE_CITY:
        return None, None
    if text.startswith(("da ", "dai ", "dal ")) and _AGES.fullmatch(text.split(" ", 1)[1]):
        text = text.split(" ", 1)[1]
    both, up_to, from_ = _AGES.fullmatch(text), _UP_TO.fullmatch(text), _FROM.fullmatch(text)
    if both:
        return int(both[1]), int(both[2])
    if up_to:
        return None, int(up_to[1])
    if from_:
        return int(from_[1]), None
    raise CellError("not_ages")


def read_yes(cell: Cell) -> bool:
    """Sì, no, X, vero, 1; nothing is no."""
    if isinstance(cell, bool):
        return cell
    word = folded(as_text(cell))
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise CellError("not_yes_no")


def read_choice(cell: Cell, choices: Mapping[str, str]) -> str:
    """The code of one of *choices* (folded words → code); nothing stays nothing."""
    word = folded(as_text(cell))
    if not word:
        return ""
    if word not in choices:
        raise CellError("not_in_list")
    return choices[word]


def read_choices(cell: Cell, choices: Mapping[str, str]) -> tuple[str, ...]:
    """Several, parted by | ; , or a new line; each once, in the order they stand."""
    text = as_text(cell)
    if folded(text) in choices:
        return (choices[folded(text)],)
    found: dict[str, None] = {}
    for part in _PARTS.split(text):
        if code := read_choice(part, choices):
            found[code] = None
    return tuple(found)


def read_words(cell: Cell, limit: int) -> tuple[str, ...]:
    """Words of one's own, parted in the same way."""
    text = read_text(cell, limit)
    parts = text.split("|") if "|" in text else re.split(r"[;,\n]+", text)
    return tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))


def read_municipi(cell: Cell) -> tuple[str, ...]:
    """1, 4 e 9 · Municipio 3 · 1-9 · tutti; the whole city is none of them."""
    if isinstance(cell, (date, time, timedelta)):
        raise CellError("municipi_is_day")
    text = as_text(cell).strip()
    if isinstance(cell, float) and not cell.is_integer():
        text = text.replace(".", ",")
    if folded(text) in _WHOLE_CITY:
        return ()
    bare = re.sub(r"\b(?:municipio|municipi|zona|zone|mun|m|e)\b\.?", " ", text.lower())
    spread = _SPAN.sub(lambda m: " ".join(map(str, range(int(m[1]), int(m[2]) + 1))) or "?", bare)
    parts = re.split(r"[\s|;,/]+", spread.strip()) if spread.strip() else []
    if any(one not in "123456789" or len(one) != 1 for one in parts):
        raise CellError("not_municipio")
    return tuple(sorted(dict.fromkeys(parts)))


def folded_number(text: str) -> str:
    """Lower case and single spaces, signs kept: for what holds numbers."""
    return " ".join(text.replace("\u00a0", " ").lower().replace("più", "piu").split())


def _cents_of(number: float) -> int:
    if not math.isfinite(number) or number < 0:
        raise CellError("price_negative")
    if number > 1e7:
        raise CellError("price_too_large")
    return int((Decimal(repr(number)) * 100).to_integral_value(ROUND_HALF_UP))


def _day_parts(text: str) -> tuple[int, int, int] | None:
    iso = _ISO.fullmatch(text)
    if iso:
        return int(iso[1]), int(iso[2]), int(iso[3])
    italian = _ITALIAN.fullmatch(text)
    if italian:
        return _year(italian[3]), int(italian[2]), int(italian[1])
    worded = _WORDED.fullmatch(folded_number(text))
    if worded and worded[2][:3] in _MONTHS:
        return _year(worded[3]), _MONTHS.index(worded[2][:3]) + 1, int(worded[1])
    return None


def _year(digits: str) -> int:
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


