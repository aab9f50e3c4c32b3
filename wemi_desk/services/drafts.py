"""Work in progress, saved by itself (interface.md 13)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from wemi_desk.domain.changes import Changes
from wemi_desk.domain.drafts import ELSEWHERE, FORMS, KEPT_DAYS, Draft, DraftId
from wemi_desk.domain.errors import RecordMissingError
from wemi_desk.domain.names import unbroken
from wemi_desk.services.ports import Store, UnitOfWork
from wemi_desk.services.session import DeskSession

CHANGED = Changes.of("drafts")


def about_of(draft: Draft) -> str:
    """What else than a person a form is about: a meeting, services; empty for most."""
    about = json.loads(draft.content).get("about") if draft.kind in FORMS else None
    return about if isinstance(about, str) else ""


def typed_of(draft: Draft) -> dict[str, object]:
    """What was typed in a form, by the name of its field."""
    typed = json.loads(draft.content).get("typed")
    return typed if isinstance(typed, dict) else {}


class DraftService:
    """Drafts of this space; they never leave this PC."""

    def __init__(self, store: Store, session: DeskSession) -> None:
        self._store = store
        self._session = session

    def begin(self) -> DraftId:
        """A name for a form that starts now; nothing is written until something is typed."""
        return DraftId(self._session.ids())

    def save(
        self,
        draft_id: DraftId,
        kind: str,
        content: Mapping[str, object],
        *,
        citizen_id: UUID | None = None,
        initials: str = "",
    ) -> Draft:
        """Keep the form as it stands. Overwrites the draft's last state."""
        now = self._session.clock.now()
        with self._store.work() as work:
            known = self._known(work, draft_id)
            draft = Draft(
                id=draft_id, kind=kind, author_id=self._session.operator.id, space_code=self._session.space.code,
                citizen_id=citizen_id, initials=unbroken(initials),
                content=unbroken(json.dumps(content, ensure_ascii=False)),
                begun_at=known.begun_at if known else now, saved_at=now,
            )  # fmt: skip
            work.drafts.put(draft)
            work.commit()
        return draft

    def mine(self) -> Sequence[Draft]:
        """This operator's open drafts about people, newest first: a colleague's stay a colleague's."""
        with self._store.reading() as work:
            drafts = work.drafts.of_space(self._session.space.code)
        mine = (draft for draft in drafts if draft.author_id == self._session.operator.id)
        return [draft for draft in mine if draft.kind not in ELSEWHERE]

    def left(self, kind: str, about: str = "", citizen_id: UUID | None = None) -> Draft | None:
        """The newest draft of this operator of one form, about the same thing and the same person."""
        with self._store.reading() as work:
            drafts = work.drafts.of_space(self._session.space.code)
        wanted = (self._session.operator.id, kind, citizen_id, about)
        found = (one for one in drafts if (one.author_id, one.kind, one.citizen_id, about_of(one)) == wanted)
        return next(found, None)

    def get(self, draft_id: UUID) -> Draft:
        """One draft of this operator; raises RecordMissingError."""
        with self._store.reading() as work:
            draft = work.drafts.find(draft_id)
        if draft is None or draft.author_id != self._session.operator.id:
            raise RecordMissingError("draft")
        return draft

    def discard(self, draft_id: UUID) -> None:
        """Throw a draft away; one of a colleague raises RecordMissingError, one that is gone already does nothing."""
        with self._store.work() as work:
            self._known(work, draft_id)
            work.drafts.remove(draft_id)
            work.commit()

    def _known(self, work: UnitOfWork, draft_id: UUID) -> Draft | None:
        """The draft if there is one; a colleague's raises RecordMissingError."""
        draft = work.drafts.find(draft_id)
        if draft is not None and draft.author_id != self._session.operator.id:
            raise RecordMissingError("draft")
        return draft

    def expired(self) -> Sequence[Draft]:
        """Drafts of the space that nobody touched for 30 days (policy): to be shown to the coordinator."""
        limit = self._session.clock.now() - timedelta(days=KEPT_DAYS)
        with self._store.reading() as work:
            return [draft for draft in work.drafts.of_space(self._session.space.code) if draft.saved_at < limit]
