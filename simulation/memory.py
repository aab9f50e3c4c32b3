"""Pure functions that are asked the same thing in every history, remembered for the length of a run."""

from __future__ import annotations

from functools import cache

from wemi_desk.domain import fiscal_code

_PURE = ("normalised", "check_letter", "_canonical", "_birth_readings", "_check_shape")


def remember() -> None:
    """People are few here and come again and again: their codes are read once."""
    for name in _PURE:
        known = getattr(fiscal_code, name)
        if not hasattr(known, "cache_info"):
            setattr(fiscal_code, name, cache(known))
