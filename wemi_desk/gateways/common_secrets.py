"""The lists of secrets that everybody tries first."""

from __future__ import annotations

from functools import cache

from wemi_desk.resources import resource_path


class ShippedCommonSecrets:
    """Read on first use: a new secret is a rare event."""

    def passphrases(self) -> frozenset[str]:
        return _lines("common_passphrases.txt")

    def pins(self) -> frozenset[str]:
        return _lines("common_pins.txt")


@cache
def _lines(name: str) -> frozenset[str]:
    text = resource_path("reference", name).read_text(encoding="utf-8")
    return frozenset(line for line in text.splitlines() if line and not line.startswith("#"))
