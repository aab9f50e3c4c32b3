"""The note for whoever comes next: written, shown to who has not read it, read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from wemi_desk.domain.changes import Changes
from wemi_desk.domain.errors import InvalidFieldError, NotAllowedError
from wemi_desk.domain.handover_notes import NOTE_LIMIT, HandoverNote, HandoverNoteId
from wemi_desk.domain.names import fitting
from wemi_desk.services.agenda import undoing
from wemi_desk.services.agenda.glance import AgendaGlance, NoteLine
from wemi_desk.services.agenda.undoing import Change
from wemi_desk.services.agenda.writing import remember
from wemi_desk.services.ports import Store
from wemi_desk.services.session import DeskSession

CHANGED = Changes.of("handover", "outbox")


class HandoverService:
    """Notes of this space, and of no other: whoever works elsewhere has no business with them."""

    def __init__(self, store: Store, session: DeskSession) -> None:
        self._store = store
        self._session = session
        self._glance = AgendaGlance(store, session)

    def listed(self) -> Sequence[NoteLine]:
        """Those of the last thirty days, the newest first."""
        return self._glance.notes()

    def news(self) -> Sequence[HandoverNote]:
        """What this operator has not read, the oldest first."""
        return self._glance.news()

    def write(self, text: str) -> HandoverNote:
        """Raises InvalidFieldError when there is nothing in it, or too much."""
        self._session.require("serve")
        words = fitting("text", text.strip(), NOTE_LIMIT)
        if not words:
            raise InvalidFieldError("text", "required")
        with self._store.work() as work:
            made = HandoverNote(
                id=HandoverNoteId(self._session.ids()), space_code=self._session.space.code, text=words,
                created_at=self._session.clock.now(), created_by=self._session.operator.id,
            )  # fmt: skip
            work.handover_notes.add(made)
            remember(work, self._session, [Change(undoing.NOTE, None, made)])
            work.commit()
        return made

    def read(self, ids: Sequence[HandoverNoteId]) -> None:
        """This operator has read them: said once, and not taken back."""
        self._session.require("serve")
        with self._store.work() as work:
            for one in ids:
                note = work.handover_notes.get(one)
                work.handover_notes.replace(note.read(self._session.operator.id, self._session.clock.now()))
            work.commit()

    def take_back(self, record_id: HandoverNoteId) -> HandoverNote:
        """Who wrote it may take it back; so may who plans."""
        with self._store.work() as work:
            before = work.handover_notes.get(record_id)
            if before.created_by != self._session.operator.id and not self._session.allows("plan_shifts"):
                raise NotAllowedError("handover")
            after = replace(before, withdrawn_at=self._session.clock.now())
            work.handover_notes.replace(after)
            remember(work, self._session, [Change(undoing.NOTE, before, after)])
            work.commit()
        return after
