"""Who looked at a person, and why: the list the citizen may ask for (privacy.md 7)."""

from __future__ import annotations

from collections.abc import Sequence

from wemi_desk.domain import audit
from wemi_desk.domain.audit import AuditEntry
from wemi_desk.domain.citizens import Citizen, CitizenId
from wemi_desk.services.citizens import living
from wemi_desk.services.ports import Store
from wemi_desk.services.session import DeskSession


class AccessListService:
    """Reads the access log of one person; the log itself is never changed here."""

    def __init__(self, store: Store, session: DeskSession) -> None:
        self._store = store
        self._session = session

    def of_person(self, citizen_id: CitizenId) -> Sequence[AuditEntry]:
        """Newest first."""
        self._session.require("open_person")
        with self._store.reading() as work:
            return work.accesses(living(work, citizen_id).id)

    def open_contacts(self, citizen_id: CitizenId) -> Citizen:
        """Address and telephone of a protected person: shown for this visit, and written down."""
        self._session.require("open_person")
        with self._store.work() as work:
            citizen = living(work, citizen_id)
            work.log(audit.SHOW_CONTACTS, "citizen", citizen.id, reason="at_desk")
            work.commit()
        return citizen
