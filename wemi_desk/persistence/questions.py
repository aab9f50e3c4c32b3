"""What the centre asks this desk."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Connection, select

from wemi_desk.domain.questions import OPEN, Question
from wemi_desk.persistence.journal import Journal
from wemi_desk.persistence.lineage import lineage
from wemi_desk.persistence.records import SqlRecords
from wemi_desk.persistence.tables import QUESTION

_OPEN = (QUESTION.c.state == OPEN) & QUESTION.c.answer.is_(None)


class SqlQuestions(SqlRecords[Question]):
    """See services.act_ports.QuestionRecords."""

    def __init__(self, connection: Connection, journal: Journal) -> None:
        super().__init__(connection, QUESTION, Question, journal)

    def open(self) -> Sequence[Question]:
        """Those without an answer, oldest first."""
        return self._all(select(QUESTION).where(_OPEN).order_by(QUESTION.c.asked_at, QUESTION.c.id))

    def about(self, citizen_id: UUID) -> Sequence[Question]:
        """Those about one person."""
        people = lineage(self._connection, citizen_id)
        wanted = _OPEN & QUESTION.c.subject_id.in_(people)
        return self._all(select(QUESTION).where(wanted).order_by(QUESTION.c.asked_at, QUESTION.c.id))
