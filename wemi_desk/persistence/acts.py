"""What people do about acts that came back, and acts that say more than a changed field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, get_type_hints
from uuid import UUID

import msgspec
from sqlalchemy import Connection, Row, select, update

from wemi_desk.domain.acts import NEW
from wemi_desk.domain.errors import InvalidFieldError, RecordMissingError
from wemi_desk.domain.outbox_rows import OutboxRow
from wemi_desk.persistence.database import cursor_of
from wemi_desk.persistence.journal import Journal
from wemi_desk.persistence.mapping import RecordMapping
from wemi_desk.persistence.sync_views import show_again
from wemi_desk.persistence.tables import OUTBOX, SYNCHRONISED
from wemi_desk.shapes import converted
from wemi_desk.sync.messages import encoded, plain
from wemi_desk.sync.wire import REFUSED

_ROWS = RecordMapping(OutboxRow)


class SqlActs:
    """See services.act_ports.ActRecords."""

    def __init__(self, connection: Connection, journal: Journal) -> None:
        self._connection = connection
        self._journal = journal

    def refused(self, act_id: UUID) -> OutboxRow:
        """A refused act that nobody has withdrawn."""
        return OutboxRow(*(getattr(self._refused(act_id), name) for name in _ROWS.names))

    def send_again(self, act_id: UUID, field: str = "", value: str | None = None) -> None:
        """The same under a new act id, with another value where a field is named."""
        act = self._refused(act_id)
        content = plain(act.payload)
        if field:
            said = _as_meant(act.kind, field, value)
            if act.verb == NEW:
                content[field] = said
            else:
                content[field] = [content.get(field, [None])[0], said]
        payload = act.payload if not field else encoded(content)
        self._withdraw(act_id, "")
        deed = self._journal.deed(act.verb, act.kind, act.record_id, act.subject_id, payload, mends=act_id)
        self._journal.said(deed)
        self._show(act.kind, act.record_id)
        if field:
            self._check_shown(act.kind, act.record_id, field)

    def set_aside(self, act_id: UUID, note: str) -> None:
        """It stays on the list, with who put it there."""
        by, at = self._journal.who_and_when()
        self._change(self._refused(act_id).id, set_aside_at=at, set_aside_by=by, note=note)

    def take_up(self, act_id: UUID) -> None:
        """The opposite."""
        self._change(self._refused(act_id).id, set_aside_at=None, set_aside_by=None, note="")

    def withdraw(self, act_id: UUID, note: str) -> None:
        """Nobody pursues it."""
        act = self._refused(act_id)
        self._withdraw(act_id, note)
        self._show(act.kind, act.record_id)

    def say(
        self, verb: str, kind: str, record_id: UUID, subject_id: UUID | None, content: Mapping[str, Any]
    ) -> None:
        """An act of its own verb on a record."""
        self._journal.said(self._journal.deed(verb, kind, record_id, subject_id, encoded(content)))
        self._show(kind, record_id)

    def _refused(self, act_id: UUID) -> Row[Any]:
        wanted = (OUTBOX.c.id == act_id) & (OUTBOX.c.verdict == REFUSED) & OUTBOX.c.withdrawn_at.is_(None)
        row = self._connection.execute(select(OUTBOX).where(wanted)).first()
        if row is None or row.payload is None:
            raise RecordMissingError("act")
        return row

    def _withdraw(self, act_id: UUID, note: str) -> None:
        by, at = self._journal.who_and_when()
        self._change(act_id, withdrawn_at=at, withdrawn_by=by, note=note)

    def _change(self, act_id: UUID, **values: Any) -> None:
        self._connection.execute(update(OUTBOX).where(OUTBOX.c.id == act_id).values(**values))

    def _show(self, kind: str, record_id: UUID) -> None:
        show_again(cursor_of(self._connection), [(kind, record_id.bytes)])

    def _check_shown(self, kind: str, record_id: UUID, field: str) -> None:
        """A value that makes no record of it is not sent."""
        table = SYNCHRONISED[kind][1]
        if self._connection.execute(select(table.c.id).where(table.c.id == record_id)).first() is None:
            raise InvalidFieldError(field, "shape")


def _as_meant(kind: str, field: str, value: str | None) -> Any:
    """The text as the field's own type, in its wire form."""
    found = SYNCHRONISED.get(kind)
    if found is None or field not in {one.name for one in fields(found[0])}:
        raise InvalidFieldError(field, "unknown")
    hint = get_type_hints(found[0])[field]
    text = None if value == "" and type(None) in getattr(hint, "__args__", ()) else value
    try:
        return msgspec.to_builtins(converted(text, hint, strict=False))
    except msgspec.ValidationError:
        raise InvalidFieldError(field, "shape") from None
