"""What a person was not asked at the sitting, given later from the work list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from wemi_desk.domain.changes import Changes
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.facilitation import FacilitationAttendance
from wemi_desk.domain.pick_lists import PickLists
from wemi_desk.services.facilita.ports import RIGHT
from wemi_desk.services.ports import Store
from wemi_desk.services.session import DeskSession

ASKED = ("citizenship", "education", "occupation")
CHANGED = Changes.of("facilita", "sittings", "outbox")


class FacilitaAnswerService:
    """The three answers without which a row does not leave, or says less."""

    def __init__(self, store: Store, session: DeskSession, lists: PickLists) -> None:
        self._store, self._session, self._lists = store, session, lists

    def given(self, attendance_id: UUID) -> Mapping[str, str]:
        """Code by list; what nobody asked is missing."""
        with self._store.reading() as work:
            answers = work.records(FacilitationAttendance).get(attendance_id).answers
        return {name: answers[name][0] for name in ASKED if answers.get(name)}

    def give(self, attendance_id: UUID, said: Mapping[str, str]) -> Changes:
        """Write them down; raises InvalidFieldError for a code that is not in its list."""
        self._session.require(RIGHT)
        for name, code in said.items():
            if name not in ASKED:
                raise InvalidFieldError(name, "unknown")
            self._lists[name].require(name, code)
        with self._store.work() as work:
            records = work.records(FacilitationAttendance)
            known = records.get(attendance_id)
            answers = {**known.answers, **{name: (code,) for name, code in said.items()}}
            records.replace(replace(known, answers=answers))
            work.commit()
        return CHANGED
