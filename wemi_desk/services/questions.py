"""What two desks said differently of one person, asked when that person is next at a desk; the answer is an act."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from wemi_desk.domain.deeds import Deed
from wemi_desk.domain.errors import InvalidFieldError, NothingToUndoError
from wemi_desk.domain.questions import ANSWER, DOUBLE_APPLICATION, OTHER, SAME, SAME_PERSON, Question, QuestionId
from wemi_desk.services.deeds import ANSWERED, remember
from wemi_desk.services.ports import Store
from wemi_desk.services.session import DeskSession

KIND = "question"


class QuestionService:
    """See services.exchange_ports.QuestionsDoor. "Decidi più tardi" is to do nothing."""

    def __init__(self, store: Store, session: DeskSession) -> None:
        self._store = store
        self._session = session

    def open(self) -> Sequence[Question]:
        """Everything this desk is asked, oldest first."""
        with self._store.reading() as work:
            return work.questions.open()

    def about(self, citizen_id: UUID) -> Sequence[Question]:
        """What is asked about one person."""
        with self._store.reading() as work:
            return work.questions.about(citizen_id)

    def answer(self, question_id: QuestionId, position: int) -> Deed:
        """Choose one of the values, counted from 0; of SAME_PERSON 0 is "the same", 1 "two people".

        Raises InvalidFieldError when there is no such value, NothingToUndoError when somebody has answered already.
        """
        self._session.require("change_person")
        with self._store.work() as work:
            question = work.questions.get(question_id)
            if not question.is_open or question.answer is not None:
                raise NothingToUndoError
            chosen = _chosen(question, position)
            said = {"answer": [None, json.dumps(chosen)]} | _said_by(question, position)
            work.acts.say(ANSWER, KIND, question.id, question.subject_id, said)
            deed = remember(work, self._session, ANSWERED, question.id, detail=_way_back(question, chosen))
            work.commit()
        return deed


def _chosen(question: Question, position: int) -> Any:
    values = (SAME, OTHER) if question.field == SAME_PERSON else tuple(json.loads(one) for one in question.values)
    if not 0 <= position < len(values):
        raise InvalidFieldError("answer", "unknown")
    one = values[position]
    return one if isinstance(one, str) else one["value"]


def _said_by(question: Question, position: int) -> dict[str, str]:
    """By which act: two may have said the same, each with a reason of their own."""
    act_id = json.loads(question.values[position]).get("act_id") if question.field != SAME_PERSON else None
    return {"said_by": act_id} if act_id else {}


def _way_back(question: Question, chosen: Any) -> str:
    """What undoing needs: the value that stood. Two people made one, or an application ended, is not undone here."""
    if question.field in (SAME_PERSON, DOUBLE_APPLICATION):
        return ""
    stood = json.loads(question.values[0])["value"]
    return json.dumps({
        "kind": question.kind, "record_id": str(question.record_id), "subject_id": str(question.subject_id),
        "field": question.field, "chosen": chosen, "stood": stood,
    })  # fmt: skip
