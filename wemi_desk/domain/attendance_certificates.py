"""What somebody takes home to show that they were there: plain facts, no layout."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from wemi_desk.domain.slips import PaperSpace


@dataclass(frozen=True, slots=True)
class AttendedMeeting:
    """One meeting the person was at; *arrived_at* where they came late and the desk saw when."""

    starts_at: datetime
    ends_at: datetime
    arrived_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AttendanceCertificate:
    """*meetings* are those held at which the person was noted, out of *held* that took place."""

    space: PaperSpace
    person: str
    title: str
    kind: str
    meetings: tuple[AttendedMeeting, ...]
    held: int

    @property
    def minutes(self) -> int:
        """Time spent, from the arrival where it is known."""
        spent = ((one.ends_at - (one.arrived_at or one.starts_at)).total_seconds() for one in self.meetings)
        return int(sum(spent) // 60)
