"""Vouchers as an onlooker notes them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid5

NUMBER = "B 1"
"""Of every voucher: there is one for an application."""


def voucher_of(application_id: UUID) -> UUID:
    """The one that the office issues for what was granted."""
    return uuid5(application_id, f"voucher|{NUMBER}")


def facts_of_credit(one: UUID, provenance: str, revoked: Any) -> Iterator[tuple[UUID, str]]:
    """What the office said of a voucher, and never takes back."""
    if provenance == "centre":
        yield one, "issued"
    if revoked:
        yield one, "revoked"
