"""Telephone numbers through phonenumbers, which is imported on first use."""

from __future__ import annotations

import re

from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.telephone import Telephone, is_not_personal

HOME_REGION = "IT"
MAX_TYPED_LENGTH = 40

_ALLOWED = re.compile(r"\+?[0-9 ./()\-‐‑–\u00a0]*")


def read_telephone(text: str) -> Telephone:
    """The number that somebody typed, Italian unless it begins with + or 00.

    Raises `InvalidFieldError("phone")`: ``empty`` · ``too_long`` · ``too_short`` · ``character`` (found)
    · ``not_personal`` (number) · ``country`` · ``impossible``.
    """
    typed = text.strip()
    _check_typed(typed)
    digits = re.sub(r"[^0-9+]", "", typed)
    if is_not_personal(digits):
        raise InvalidFieldError("phone", "not_personal", number=digits)
    return _read("+" + digits[2:] if digits.startswith("00") else digits)


def _check_typed(typed: str) -> None:
    if not typed:
        raise InvalidFieldError("phone", "empty")
    if len(typed) > MAX_TYPED_LENGTH:
        raise InvalidFieldError("phone", "too_long")
    allowed = _ALLOWED.match(typed)
    if allowed is not None and allowed.end() < len(typed):
        raise InvalidFieldError("phone", "character", found=typed[allowed.end()])


def _read(digits: str) -> Telephone:
    import phonenumbers

    try:
        number = phonenumbers.parse(digits, HOME_REGION)
    except phonenumbers.NumberParseException as error:
        raise InvalidFieldError("phone", _parse_reason(error.error_type)) from None
    _check_length(phonenumbers.is_possible_number_with_reason(number))
    home = number.country_code == 39
    style = phonenumbers.PhoneNumberFormat.NATIONAL if home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return Telephone(
        phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164),
        phonenumbers.format_number(number, style),
        phonenumbers.number_type(number) == phonenumbers.PhoneNumberType.MOBILE,
        not phonenumbers.is_valid_number(number),
    )


def _parse_reason(error_type: int) -> str:
    import phonenumbers

    reasons = phonenumbers.NumberParseException
    if error_type == reasons.INVALID_COUNTRY_CODE:
        return "country"
    if error_type == reasons.TOO_LONG:
        return "too_long"
    return "too_short" if error_type in (reasons.TOO_SHORT_NSN, reasons.TOO_SHORT_AFTER_IDD) else "impossible"


def _check_length(outcome: int) -> None:
    import phonenumbers

    possible = phonenumbers.ValidationResult
    if outcome == possible.TOO_SHORT:
        raise InvalidFieldError("phone", "too_short")
    if outcome == possible.TOO_LONG:
        raise InvalidFieldError("phone", "too_long")
    if outcome != possible.IS_POSSIBLE:
        raise InvalidFieldError("phone", "impossible")
