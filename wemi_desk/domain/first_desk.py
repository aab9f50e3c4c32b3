"""What is told to a PC once, before anybody can work on it: where it stands and who begins."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass

from wemi_desk.domain.access import DeviceId, Enrolment, NewOperator
from wemi_desk.domain.names import folded
from wemi_desk.domain.operators import Operator, OperatorId
from wemi_desk.domain.spaces import Organisation, Space

FIRST_ROLES = ("operator", "organisation_lead")
"""Who prepares a desk works at it and lets colleagues in; nothing beyond that."""
_CODE_LENGTH = 3
_DIGITS = "23456789"


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstDesk:
    """Space, body and first operator of a desk without a centre."""

    space: Space
    organisation: Organisation
    operator: Operator
    recovery_key: bytes | None = None

    def enrolment(self, device_id: DeviceId) -> Enrolment:
        """What opens the store for the first time."""
        operator = self.operator
        first = NewOperator(
            OperatorId(operator.id),
            operator.shown_name,
            (operator.given_name[:1] + operator.surname[:1]).upper(),
            operator.roles,
            organisation=self.organisation.name,
            badge=operator.badge_code,
            context=(operator.given_name, operator.surname),
        )
        return Enrolment(device_id, self.space.code, self.space.name, first, self.recovery_key)


def space_code(name: str, taken: Container[str]) -> str:
    """Three characters A–Z0–9 for a space that is in no list, from its last word: they end up in barcodes."""
    letters = "".join(char for char in folded((name.split() or [""])[-1]).upper() if char.isascii() and char.isalnum())
    base = (letters + "XXX")[:_CODE_LENGTH]
    tries = (base, *(base[:-1] + digit for digit in _DIGITS), *(base[:1] + a + b for a in _DIGITS for b in _DIGITS))
    return next(code for code in tries if code not in taken)
