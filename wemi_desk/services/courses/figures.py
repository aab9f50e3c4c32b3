"""Indicators of a period: activities, meetings held and attendances, as the programme counts them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from wemi_desk.domain.courses import HELD, present
from wemi_desk.domain.days import bounds
from wemi_desk.services.ports import Store
from wemi_desk.services.session import DeskSession


@dataclass(frozen=True, slots=True)
class ActivityFigures:
    """Three numbers that are never added: meetings that were held, of how many activities, and attendances."""

    activities: int
    meetings: int
    attendances: int


class ActivityFiguresService:
    """Sessions held and who was there; enrolments count nothing."""

    def __init__(self, store: Store, session: DeskSession) -> None:
        self._store = store
        self._session = session

    def of(self, first: date, last: date) -> ActivityFigures:
        """From *first* to *last*, both included, at this space."""
        self._session.require("see_day")
        with self._store.reading() as work:
            dates = [
                one for one in work.activity_dates.between(bounds(first)[0], bounds(last)[1])
                if one.state == HELD and one.space_code == self._session.space.code
            ]  # fmt: skip
            known = work.activity_dates.activities(list({one.activity_id for one in dates}))
            held = [one for one in dates if one.activity_id in known and known[one.activity_id].cancelled_at is None]
            noted = work.presences.of([one.id for one in held])
        people = sum(len(present(noted[one.id])) + one.unnamed for one in held)
        return ActivityFigures(len({one.activity_id for one in held}), len(held), people)
