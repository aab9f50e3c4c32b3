"""nPuntiFacilitazione, nUtentiUnici, nServizi, nFacilitatori, for any period, with the rows behind each figure."""

from __future__ import annotations

from datetime import date

from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.facilita_indicators import Explained, explain
from wemi_desk.services.facilita.ports import RIGHT, FacilitaStore
from wemi_desk.services.session import DeskSession

MOST_BEHIND = 500


class FacilitaIndicatorService:
    """Of what was sent and not refused."""

    def __init__(self, store: FacilitaStore, session: DeskSession) -> None:
        self._store, self._session = store, session

    def explained(self, first: date, last: date, space_code: str | None = None) -> Explained:
        """Days of service from *first* to *last*; of one space, or of all that this desk sent for."""
        self._session.require(RIGHT)
        if last < first:
            raise InvalidFieldError("facilita_to", "before_start")
        with self._store.reading() as work:
            return explain(work.facilita.sent.counted(first, last, space_code), MOST_BEHIND)
