"""What the person bar shows of the citizen at the desk, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class NoticeState(StrEnum):
    """Whether the informativa was handed over."""

    GIVEN = "given"
    TO_GIVE = "to_give"
    NOT_NEEDED = "not_needed"


@dataclass(frozen=True, slots=True)
class PersonSummary:
    """Ready words for the bar. An anonymous visit has neither surname nor given name.

    Special data, ISEE, STP/ENI codes, notes and the protection flag have no place here.
    """

    surname: str = ""
    given_name: str = ""
    born: str = ""
    """12/03/1958, or the year alone."""
    age: int | None = None
    masked_code: str = ""
    """RSSMRA********5N."""
    phone: str = ""
    """As shown, grouped; for a protected person “Recapiti riservati”."""
    language: str = ""
    notice: NoticeState = NoticeState.NOT_NEEDED
    minors: int = 0
    warnings: tuple[str, ...] = ()

    @property
    def is_anonymous(self) -> bool:
        return not (self.surname or self.given_name)

    @property
    def full_name(self) -> str:
        """Surname in capitals, then the given name."""
        return f"{self.surname.upper()} {self.given_name}".strip()
