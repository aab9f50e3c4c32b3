"""The card of an appointment: when, where, what to bring, in the person's language and in Italian. No layout."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from wemi_desk.domain.paperwork_slips import SlipHead
from wemi_desk.domain.slip_texts import Wording


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentCard:
    """What somebody takes home so as to come back; it does not say what for."""

    head: SlipHead
    on: date
    at: time
    minutes: int
    bring: tuple[Wording, ...] = ()
    phone: str = ""

    @property
    def wordings(self) -> tuple[Wording, ...]:
        """Everything of the catalogue that it says."""
        return (self.head.title, *self.bring)
