"""Putting right what was written down: contacts are never changed, a later one stands for them."""

from __future__ import annotations

from dataclasses import replace

from wemi_desk.domain.changes import Changes
from wemi_desk.domain.contacts import Contact, ContactCancellation, ContactId
from wemi_desk.domain.deeds import Deed
from wemi_desk.domain.errors import InvalidFieldError, NotAllowedError
from wemi_desk.domain.pick_lists import PickLists
from wemi_desk.services import deeds
from wemi_desk.services.ports import Store, UnitOfWork
from wemi_desk.services.session import DeskSession

CANCEL_REASONS = ("mistake", "twice", "trial", "other")
CHANGED = Changes.of("contacts", "timeline", "outbox")


class CorrectionService:
    """One's own contacts; those of colleagues only for who may see them."""

    def __init__(self, store: Store, session: DeskSession, lists: PickLists) -> None:
        self._store = store
        self._session = session
        self._lists = lists

    def correct(self, contact_id: ContactId, *, channel: str, reason: str | None) -> Deed:
        """Give the contact another channel or reason; with another reason its need and answer follow."""
        self._lists["channel"].require("channel", channel)
        with self._store.work() as work:
            before = self._mine(work, contact_id)
            after = self._with_reason(replace(before, channel=channel), reason)
            if after == before:
                raise InvalidFieldError("reason", "unchanged")
            later = after.in_place_of(before.id, ContactId(self._session.ids()), self._session.clock.now())
            work.contacts.add(later)
            deed = deeds.remember(work, self._session, deeds.CORRECTION, later.id, detail=str(before.id))
            work.commit()
        return deed

    def cancel(self, contact_id: ContactId, reason: str) -> Deed:
        """The contact does not count any more; it stays, with who and why."""
        if reason not in CANCEL_REASONS:
            raise InvalidFieldError("cancel_reason", "required")
        with self._store.work() as work:
            contact = self._mine(work, contact_id)
            work.records(ContactCancellation).add(
                ContactCancellation(
                    id=self._session.ids(),
                    contact_id=contact.id,
                    reason=reason,
                    cancelled_at=self._session.clock.now(),
                    cancelled_by=self._session.operator.id,
                )
            )
            deed = deeds.remember(work, self._session, deeds.CORRECTION, contact.id, detail=str(contact.id))
            work.commit()
        return deed

    def _mine(self, work: UnitOfWork, contact_id: ContactId) -> Contact:
        self._session.require("serve")
        contact = work.contacts.get(contact_id)
        if contact.operator_id != self._session.operator.id and not self._session.allows("see_day_of_others"):
            raise NotAllowedError("see_day_of_others")
        return contact

    def _with_reason(self, contact: Contact, reason: str | None) -> Contact:
        if reason is None or reason == contact.reason:
            return contact
        item = self._lists.quick_reason(reason)
        return replace(contact, reason=item.code, needs=(item.data["need"],), answers=(item.data["answer"],))
