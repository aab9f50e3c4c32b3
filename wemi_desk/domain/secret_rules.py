"""Which pass-phrases and PINs are too easy to guess (security.md 3.3)."""

from __future__ import annotations

import unicodedata
from collections.abc import Container, Iterable
from datetime import date
from itertools import pairwise

PASSPHRASE_LENGTH = (12, 128)
PIN_LENGTH = (6, 12)
CONTEXT_WORDS = ("wemi", "comune", "milano", "spazio", "sportello", "desk")
_KEYPAD_LINES = ("147", "258", "369", "741", "852", "963", "159", "951", "357", "753", "123", "456", "789", "321")
_ROW = "1234567890"
_SHORTEST_WORD = 3


def normal(secret: str) -> str:
    """NFC, otherwise exactly as typed."""
    return unicodedata.normalize("NFC", secret)


def secret_bytes(secret: str) -> bytes:
    """What a key is derived from; a broken half of a character counts like any other, it must not stop anybody."""
    return normal(secret).encode(errors="surrogatepass")


def looks_like_pin(secret: str) -> bool:
    return secret.isascii() and secret.isdigit() and PIN_LENGTH[0] <= len(secret) <= PIN_LENGTH[1]


def passphrase_fault(passphrase: str, context: Iterable[str], common: Container[str]) -> str | None:
    """Why *passphrase* may not be used (short, long, digits, repeated, common, context), None when it may."""
    text = normal(passphrase)
    if len(text) < PASSPHRASE_LENGTH[0]:
        return "short"
    if len(text) > PASSPHRASE_LENGTH[1]:
        return "long"
    if looks_like_pin(text):
        return "digits"  # the lock screen has one field: it would be taken for a PIN
    folded = text.casefold()
    if _repeats(folded) or _runs(folded):
        return "repeated"
    if folded in common or folded.rstrip("!?.") in common:
        return "common"
    return "context" if _only_context(folded, context) else None


def pin_fault(pin: str, context: Iterable[str], common: Container[str], today: date) -> str | None:
    """Why *pin* may not be used (shape, repeated, run, keypad, date, common, context), None when it may."""
    if not looks_like_pin(pin):
        return "shape"
    if _repeats(pin):
        return "repeated"
    if _runs(pin) or pin in _ROW * 2 or pin in (_ROW * 2)[::-1]:
        return "run"
    if _keypad(pin):
        return "keypad"
    if _is_date(pin, today):
        return "date"
    if pin in common:
        return "common"
    return "context" if any(pin in digits or digits in pin for digits in _digits(context)) else None


def _repeats(text: str) -> bool:
    """One block over and over (aaaaaa, 121212, ciaociaociao, cut anywhere), or at most two different characters."""
    blocks = (text[:size] for size in range(1, len(text) // 2 + 1))
    return len(set(text)) <= 2 or any((block * len(text))[: len(text)] == text for block in blocks)


def _runs(text: str) -> bool:
    """Each character one step from the last (abcdef, 987654), also in pairs (112233)."""
    steps = {ord(b) - ord(a) for a, b in pairwise(text)}
    if len(steps) == 1:
        return abs(steps.pop()) <= 2
    halves = text[::2], text[1::2]
    return halves[0] == halves[1] and len(text) > 5 and _runs(halves[0])


def _keypad(pin: str) -> bool:
    parts = [pin[at : at + 3] for at in range(0, len(pin), 3)]
    return len(pin) % 3 == 0 and all(part in _KEYPAD_LINES for part in parts)


def _is_date(pin: str, today: date) -> bool:
    return any(_in_last_century(*parts, today) for parts in _readings(pin))


def _readings(pin: str) -> Iterable[tuple[int, int, int]]:
    """(year, month, day) in every usual order; two-digit years give the last hundred years anyway."""
    if len(pin) == 6:
        a, b, c = int(pin[:2]), int(pin[2:4]), int(pin[4:])
        for year, month, day in ((c, b, a), (c, a, b), (a, b, c)):
            yield 1900 + year, month, day
            yield 2000 + year, month, day
    if len(pin) == 8:
        yield int(pin[4:]), int(pin[2:4]), int(pin[:2])
        yield int(pin[4:]), int(pin[:2]), int(pin[2:4])
        yield int(pin[:4]), int(pin[4:6]), int(pin[6:])


def _in_last_century(year: int, month: int, day: int, today: date) -> bool:
    try:
        found = date(year, month, day)
    except ValueError:
        return False
    return today.year - 100 <= found.year and found <= today


def _only_context(folded: str, context: Iterable[str]) -> bool:
    """Nothing but words everybody here knows, digits and signs."""
    words = {word for text in (*CONTEXT_WORDS, *context) for word in text.casefold().split() if len(word) >= 3}
    rest = folded
    for word in sorted(words, key=len, reverse=True):
        rest = rest.replace(word, "")
    letters = "".join(character for character in rest if character.isalpha())
    return rest != folded and len(letters) < _SHORTEST_WORD


def _digits(context: Iterable[str]) -> list[str]:
    """Digit strings of at least six places: phones, dates of birth."""
    found = ("".join(character for character in text if character.isdigit()) for text in context)
    return [digits for digits in found if len(digits) >= PIN_LENGTH[0]]
