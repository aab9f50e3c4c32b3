"""Writes down each change twice: for the centre (outbox) and for the access log (audit)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from wemi_desk.domain import audit
from wemi_desk.domain.acts import NEW
from wemi_desk.persistence.audit import SqlAuditLog
from wemi_desk.persistence.database import cursor_of
from wemi_desk.persistence.mapping import microseconds
from wemi_desk.persistence.sync_log import Deed, write_act
from wemi_desk.persistence.tables import SYNCHRONISED
from wemi_desk.services.ports import Clock, Ids
from wemi_desk.sync.messages import difference, encoded

_SUBJECTS = {"citizen": "id", "citizen_merge": "kept_id", "question": "subject_id"}


@dataclass(frozen=True, slots=True)
class Author:
    """Under whose name changes are written."""

    operator_id: UUID
    space_code: str


class Journal:
    """One transaction's bookkeeping."""

    def __init__(self, connection: Connection, log: SqlAuditLog, author: Author, clock: Clock, ids: Ids) -> None:
        self._connection = connection
        self._log = log
        self._author = author
        self._clock = clock
        self._ids = ids

    def changed(self, verb: str, kind: str, record: Any, before: Any = None) -> None:
        """Note that *record* was born or changed."""
        if kind in SYNCHRONISED:
            payload = encoded(record if before is None else difference(before, record))
            self._put(verb, kind, record, payload)
        self.log(audit.CREATE if verb == NEW else audit.CHANGE, kind, record.id)

    def said(self, deed: Deed) -> None:
        """Note an act that is not the change of a record of this desk's own."""
        self._write(deed)
        self.log(audit.CHANGE, deed.kind, deed.record_id)

    def deed(
        self, verb: str, kind: str, record_id: UUID, subject_id: UUID | None, payload: bytes, mends: UUID | None = None
    ) -> Deed:
        """An act in this author's name."""
        return Deed(
            kind=kind, verb=verb, record_id=record_id, subject_id=subject_id, operator_id=self._author.operator_id,
            space_code=self._author.space_code, payload=payload, mends=mends,
        )  # fmt: skip

    def who_and_when(self) -> tuple[UUID, datetime]:
        """The author, now."""
        return self._author.operator_id, self._clock.now()

    def log(
        self, action: str, object_kind: str = "", object_id: UUID | None = None, *, reason: str = "", result: str = "ok"
    ) -> None:
        """One entry of the access log."""
        self._log.write(
            action,
            object_kind,
            object_id,
            at=self._clock.now(),
            monotonic_ms=self._clock.monotonic_ms(),
            operator_id=self._author.operator_id,
            reason=reason,
            result=result,
        )

    def log_past(self, action: str, at: datetime, operator_id: UUID, *, reason: str = "", result: str = "ok") -> bool:
        """Enter what happened before this transaction; False when the log holds it already."""
        if self._log.knows(action, at, operator_id):
            return False
        uptime = self._clock.monotonic_ms()
        self._log.write(action, at=at, monotonic_ms=uptime, operator_id=operator_id, reason=reason, result=result)
        return True

    def _put(self, verb: str, kind: str, record: Any, payload: bytes) -> None:
        deed = self.deed(verb, kind, record.id, subject_of(kind, record), payload)
        if verb == NEW:  # what a coordinator plans for another space of the network belongs there
            deed = replace(deed, space_code=getattr(record, "space_code", "") or deed.space_code)
        self._write(deed)

    def _write(self, deed: Deed) -> None:
        write_act(cursor_of(self._connection), self._ids(), deed, self._instant)

    @cached_property
    def _instant(self) -> int:
        """When everything of one transaction was said: the centre knows by it which acts are one deed, however long a
        disk took in between and whatever happened to the clock."""
        return microseconds(self._clock.now())


def subject_of(kind: str, record: Any) -> UUID | None:
    """The person an act is about: without it erasure cannot find the payload (sync-details.md 3.2)."""
    name = _SUBJECTS.get(kind, "citizen_id")
    subject: UUID | None = getattr(record, name, None)
    return subject
