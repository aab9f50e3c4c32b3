"""Amounts of money: whole cents, read as people type them and written as Italians read them."""

from __future__ import annotations

import re

from wemi_desk.domain.errors import InvalidFieldError

MOST_CENTS = 99_999_999_99
"""What a person can mean at a counter; more is a slip of the keyboard."""
_BLANKS = dict.fromkeys(map(ord, "\u00a0\u202f\u2009\t"), " ")
_GROUPED = re.compile(r"[0-9]{1,3}([., ])[0-9]{3}(\1[0-9]{3})*")
_GROUPS_AND_CENTS = re.compile(r"[0-9]{1,3}(?:(?P<group>[., ])[0-9]{3})(?:(?P=group)[0-9]{3})*(?P<mark>[.,])[0-9]+")
_PLAIN = re.compile(r"[0-9]+(?:[.,][0-9]*)?")
_WORDS = re.compile(r"(?i)€|\beuro?\b|\beur\b")


def read_euro(text: str) -> int:
    """Cents of an amount: 12.345,67 · 12345.67 · 12,345.67 · € 12 345.

    Raises InvalidFieldError("amount", not_a_number | negative | too_large | ambiguous | too_many_decimals): 12,345 may
    be twelve thousand or twelve and a bit, and nobody's ISEE is guessed.
    """
    bare = _WORDS.sub(" ", text.translate(_BLANKS)).strip()
    if bare[:1] in ("-", "−", "–") and bare[1:].strip()[:1].isdecimal():
        raise _refused("negative")
    whole, cents = _parts(bare)
    if len(cents) > 2:
        raise _refused("too_many_decimals")
    total = int(whole[:20]) * 100 + int(cents.ljust(2, "0") or 0)
    if len(whole.lstrip("0")) > 20 or total > MOST_CENTS:
        raise _refused("too_large")
    return total


def euro(cents: int) -> str:
    """€ 12.345,67."""
    whole = f"{abs(cents) // 100:,}".replace(",", ".")
    return f"{'-' if cents < 0 else ''}€ {whole},{abs(cents) % 100:02}"


def _parts(bare: str) -> tuple[str, str]:
    """Digits before and after the decimal mark; without one there are no cents."""
    both = _GROUPS_AND_CENTS.fullmatch(bare)
    if both and both["group"] != both["mark"]:
        whole, _mark, cents = bare.rpartition(both["mark"])
        return whole.replace(both["group"], ""), cents
    grouped = _GROUPED.fullmatch(bare)
    if grouped:
        return _grouped(bare, grouped[1])
    if not _PLAIN.fullmatch(bare):
        raise _refused("ambiguous" if re.fullmatch(r"[0-9][0-9., ]*", bare) else "not_a_number")
    whole, _mark, cents = bare.replace(",", ".").partition(".")
    return whole, cents


def _grouped(bare: str, mark: str) -> tuple[str, str]:
    """12.345 and 12 345 are thousands in Italy; 12,345 is nobody knows what; 0.345 are no thousands."""
    if bare.startswith("0") or (mark == "," and bare.count(",") == 1):
        raise _refused("ambiguous")
    return bare.replace(mark, ""), ""


def _refused(code: str) -> InvalidFieldError:
    return InvalidFieldError("amount", code)
