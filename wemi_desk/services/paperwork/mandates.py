"""Papers that let somebody act for somebody else: seen and written down, never a tick, never a scan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from wemi_desk.domain.changes import Changes
from wemi_desk.domain.citizens import CitizenId
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.mandates import ENDS_SOON, Mandate, MandateId, check_mandate
from wemi_desk.domain.names import fitting
from wemi_desk.services.citizens import living
from wemi_desk.services.ports import Store
from wemi_desk.services.session import DeskSession

CHANGED = Changes.of("mandates", "paperwork", "outbox")
_MOST = {"delegate_name": 100, "act_reference": 100, "court": 100, "scope_text": 300}


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateSeen:
    """What was read on the paper. *citizen_id* is whom it is for; the delegate has a card here or at least a name."""

    citizen_id: CitizenId
    kind: str
    delegate_id: CitizenId | None = None
    delegate_name: str = ""
    act_reference: str = ""
    court: str = ""
    act_on: date | None = None
    scope: tuple[str, ...] = ()
    scope_text: str = ""
    expires_on: date | None = None


class MandateService:
    """Every call blocks: use a lane."""

    def __init__(self, store: Store, session: DeskSession) -> None:
        self._store = store
        self._session = session

    def note(self, seen: MandateSeen) -> Mandate:
        """Write down that the paper was seen; raises InvalidFieldError for what it must say and does not."""
        self._session.require("serve")
        texts = {name: fitting(name, getattr(seen, name).strip(), most) for name, most in _MOST.items()}
        with self._store.work() as work:
            delegate = living(work, seen.delegate_id) if seen.delegate_id else None
            if delegate is not None and not texts["delegate_name"]:
                texts["delegate_name"] = f"{delegate.given_name} {delegate.surname}".strip()
            mandate = Mandate(
                id=MandateId(self._session.ids()), citizen_id=living(work, seen.citizen_id).id,
                delegate_id=delegate.id if delegate else None, kind=seen.kind, act_on=seen.act_on, scope=seen.scope,
                expires_on=seen.expires_on, seen_by=self._session.operator.id, seen_at=self._session.clock.now(),
                space_code=self._session.space.code, delegate_name=texts["delegate_name"],
                act_reference=texts["act_reference"], court=texts["court"], scope_text=texts["scope_text"],
            )  # fmt: skip
            check_mandate(mandate, self._session.clock.today())
            work.paperwork.mandates.add(mandate)
            work.commit()
        return mandate

    def get(self, mandate_id: UUID) -> Mandate:
        """Raises RecordMissingError."""
        with self._store.reading() as work:
            return work.paperwork.mandates.get(mandate_id)

    def of(self, citizen_id: CitizenId) -> Sequence[Mandate]:
        """Those that let somebody act for this person, newest first; ended ones among them."""
        with self._store.reading() as work:
            return work.paperwork.mandates.of(citizen_id)

    def held_by(self, citizen_id: CitizenId) -> Sequence[Mandate]:
        """Those that let this person act for others."""
        with self._store.reading() as work:
            return work.paperwork.mandates.held_by(citizen_id)

    def ending(self, within: timedelta = ENDS_SOON) -> Sequence[Mandate]:
        """Those whose last day is near, the soonest first."""
        today = self._session.clock.today()
        with self._store.reading() as work:
            return work.paperwork.mandates.ending(today, today + within)

    def prolong(self, mandate_id: UUID, expires_on: date | None) -> Mandate:
        """The paper was seen again with another last day."""
        self._session.require("serve")
        with self._store.work() as work:
            before = work.paperwork.mandates.get(mandate_id)
            if before.ended_at is not None:
                raise InvalidFieldError("expires_on", "ended")
            after = replace(before, expires_on=expires_on)
            check_mandate(after, self._session.clock.today())
            work.paperwork.mandates.replace(after)
            work.commit()
        return after

    def end(self, mandate_id: UUID) -> Changes:
        """Revoked, or written by mistake: it stays to be read, and no step stands on it."""
        self._session.require("serve")
        with self._store.work() as work:
            before = work.paperwork.mandates.get(mandate_id)
            if before.ended_at is None:
                work.paperwork.mandates.replace(replace(before, ended_at=self._session.clock.now()))
                work.commit()
        return CHANGED
