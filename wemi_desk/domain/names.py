"""Names of people: cleaning what comes in, comparing it, telling surname from given name."""

from __future__ import annotations

import re
import unicodedata

from wemi_desk.domain.errors import InvalidFieldError

MAX_NAME_LENGTH = 100

# Letters that Unicode does not decompose; for codici fiscali the rule is unconfirmed (identification.md 2).
FOLDED_LETTERS = {
    "Ł": "L", "Đ": "D", "Ø": "O", "ß": "SS", "ẞ": "SS", "Æ": "AE", "Œ": "OE", "Ð": "D", "Þ": "TH", "ı": "I",
    "Ħ": "H", "Ŧ": "T",
}  # fmt: skip
_FOLDED_LOWER = {ord(k.lower()): v.lower() for k, v in FOLDED_LETTERS.items()}

_DIRECTION = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_REMOVED_CATEGORIES = frozenset(("Cc", "Cs", "Co", "Cn"))
_MOST_COMPOSED = 4  # code points per kept character: plenty, and composing is slow on long runs of accents
_LINE_BREAK = re.compile("\r\n?|[\u2028\u2029]")

_APOSTROPHES = "'’‘ʼʹ´`′＇"
_NO_APOSTROPHES = str.maketrans("", "", _APOSTROPHES)
_ASCII_FOLDED = {code: " " for code in range(128) if not chr(code).isalnum()} | {ord("'"): None, ord("`"): None}

_PARTICLES = frozenset((
    "de", "di", "da", "del", "della", "dello", "dei", "degli", "delle", "dell", "d", "dal", "dalla", "dalle", "dallo",
    "lo", "la", "el", "al", "van", "von", "der", "den", "ten", "ter", "abu", "abd", "ben", "bin", "ibn", "das", "dos",
))  # fmt: skip


def clean(text: str, limit: int) -> str:
    """Text fit to be kept: security.md 8. Applied once at the edge, so that the screen shows what is stored.

    Valid Unicode in NFC, at most *limit* characters, no direction marks, no private or unassigned characters
    and no control characters except the line break (a tab becomes a space, so that words stay apart).
    """
    if text.isascii() and text.isprintable():
        return text[:limit].rstrip()
    return unicodedata.normalize("NFC", _kept_of(text)[: _MOST_COMPOSED * limit])[:limit].rstrip()


def fitting(field: str, text: str, limit: int) -> str:
    """The whole of `clean`; a text of more than *limit* characters is refused, never cut.

    Raises InvalidFieldError(*field*, "too_long") with *limit* and *actual*.
    """
    kept = text.rstrip() if text.isascii() and text.isprintable() else _kept_of(text).rstrip()
    if len(kept) <= _MOST_COMPOSED * limit:
        kept = unicodedata.normalize("NFC", kept)
    if len(kept) > limit:
        raise InvalidFieldError(field, "too_long", limit=limit, actual=len(kept))
    return kept


def unbroken(text: str) -> str:
    """Without halves of characters: no store and no file takes them."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")


def _kept_of(text: str) -> str:
    joined = _LINE_BREAK.sub("\n", unbroken(text)).replace("\t", " ")
    return "".join(char for char in joined if _is_kept(char))


def _is_kept(char: str) -> bool:
    return char == "\n" or (char not in _DIRECTION and unicodedata.category(char) not in _REMOVED_CATEGORIES)


def folded(text: str) -> str:
    """For comparing: no accents, case, apostrophes; hyphens and other signs become single spaces."""
    if text.isascii():
        return " ".join(text.translate(_ASCII_FOLDED).lower().split())
    plain = unicodedata.normalize("NFKD", text.translate(_NO_APOSTROPHES)).casefold().translate(_FOLDED_LOWER)
    # Folding a case may bring a composed letter back, decomposing one an apostrophe.
    plain = unicodedata.normalize("NFKD", plain).translate(_NO_APOSTROPHES)
    letters = "".join(_folded_char(char) for char in plain)
    return " ".join(letters.split())


def _folded_char(char: str) -> str:
    if unicodedata.combining(char):
        return ""
    return char if unicodedata.category(char)[0] in "LMN" else " "


def joined(text: str) -> str:
    """`folded` without spaces: De Luca = Deluca, Maria-Teresa = Mariateresa, d amico = d'amico."""
    return folded(text).replace(" ", "")


def split_name(text: str) -> tuple[str, str]:
    """Surname and given name of what was typed in one go, surname first.

    A comma separates for sure; otherwise the particles (De, Di, Lo, El, Van ...) stay with the surname.
    """
    before, comma, after = text.partition(",")
    if comma:
        return _spaced(before), _spaced(after)
    words = text.split()
    length = 1
    while length < len(words) and folded(words[length - 1]) in _PARTICLES:
        length += 1
    return " ".join(words[:length]), " ".join(words[length:])


def capitalised(text: str) -> str:
    """Typed all small or all large: capitals as in print (d'angelo → D'Angelo); mixed case is meant and stays."""
    if text not in (text.lower(), text.upper()):
        return text
    return re.sub(r"[^\W\d_]+", lambda word: word[0].capitalize(), text)


def require_surname(text: str) -> str:
    """The cleaned surname or only name of a person: 1 to 100 characters with at least one letter or sign."""
    surname = fitting("surname", _spaced(text), MAX_NAME_LENGTH)
    if not surname:
        raise InvalidFieldError("surname", "required")
    return surname


def checked_given_name(text: str) -> str:
    """The cleaned given name; empty for people with a single name."""
    return fitting("given_name", _spaced(text), MAX_NAME_LENGTH)


def _spaced(text: str) -> str:
    return " ".join(text.split())
