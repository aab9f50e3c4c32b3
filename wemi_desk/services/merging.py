"""Two records of one person become one, with both histories kept; a merge can be undone."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any
from uuid import UUID

from wemi_desk.domain import audit
from wemi_desk.domain.changes import Changes
from wemi_desk.domain.citizens import (
    MERGEABLE_FIELDS,
    Citizen,
    CitizenId,
    CitizenMerge,
    differing_fields,
    filled_from,
)
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.services.citizens import living
from wemi_desk.services.ports import Store
from wemi_desk.services.session import DeskSession

CHANGED = Changes.of("citizens", "timeline", "call_backs", "outbox")


class MergeService:
    """Merges are made by people, never by the program."""

    def __init__(self, store: Store, session: DeskSession) -> None:
        self._store = store
        self._session = session

    def differences(self, kept_id: CitizenId, merged_id: CitizenId) -> tuple[Citizen, Citizen, tuple[str, ...]]:
        """Both records and the fields on which they disagree, to be shown side by side before a merge."""
        with self._store.reading() as work:
            kept, other = living(work, kept_id), living(work, merged_id)
        return kept, other, differing_fields(kept, other)

    def merge(self, kept_id: CitizenId, merged_id: CitizenId) -> CitizenMerge:
        """The kept record takes what it lacks; the other points to it; what belonged to it moves."""
        self._session.require("merge")
        with self._store.work() as work:
            kept, other = living(work, kept_id), living(work, merged_id)
            if kept.id == other.id:
                raise InvalidFieldError("merged_id", "same_record")
            filled = filled_from(kept, other)
            work.citizens.replace(filled)
            work.citizens.replace(replace(other, merged_into=kept.id))
            moved = work.move_belongings(other.id, kept.id)
            merge = self._record(kept, filled, other, moved)
            work.records(CitizenMerge).add(merge)
            work.log(audit.MERGE, "citizen", kept.id)
            work.commit()
        return merge

    def unmerge(self, merge_id: UUID) -> CitizenMerge:
        """Two people after all. What was written on the kept record since then stays there."""
        self._session.require("unmerge")
        with self._store.work() as work:
            merge = work.records(CitizenMerge).get(merge_id)
            if merge.undone_at is not None:
                raise InvalidFieldError("merge_id", "already_undone")
            before = json.loads(merge.before)
            kept, other = work.citizens.get(merge.kept_id), work.citizens.get(merge.merged_id)
            work.citizens.replace(_without(kept, other, before["filled"]))
            work.citizens.replace(replace(other, merged_into=None))
            work.move_back(before["moved"], merge.merged_id)
            undone = replace(merge, undone_at=self._session.clock.now(), undone_by=self._session.operator.id)
            work.records(CitizenMerge).replace(undone)
            work.log(audit.UNMERGE, "citizen", kept.id)
            work.commit()
        return undone

    def _record(self, kept: Citizen, filled: Citizen, other: Citizen, moved: tuple[str, ...]) -> CitizenMerge:
        taken = [name for name in MERGEABLE_FIELDS if getattr(filled, name) != getattr(kept, name)]
        return CitizenMerge(
            id=self._session.ids(),
            kept_id=kept.id,
            merged_id=other.id,
            before=json.dumps({"filled": taken, "moved": moved}),
            merged_at=self._session.clock.now(),
            merged_by=self._session.operator.id,
        )


def _without(kept: Citizen, other: Citizen, filled: list[str]) -> Citizen:
    """Give back what the merge took, unless somebody has changed it since. Of fields that only a newer version knows,
    the centre gives back what it took."""
    filled = [name for name in filled if name in Citizen.__dataclass_fields__]
    defaults: dict[str, Any] = {name: Citizen.__dataclass_fields__[name].default for name in filled}
    return replace(kept, **{name: defaults[name] for name in filled if getattr(kept, name) == getattr(other, name)})
