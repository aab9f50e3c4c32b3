"""What a person does about an act that came back: nothing unsent is ever deleted, and a refused one blocks nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from wemi_desk.domain.acts import ActWithdrawal
from wemi_desk.domain.changes import Changes
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.fiscal_code import parse
from wemi_desk.domain.names import capitalised, checked_given_name, require_surname
from wemi_desk.domain.outbox_rows import OutboxRow
from wemi_desk.services.person_forms import read_birth
from wemi_desk.services.ports import ContactDetails, Store, UnitOfWork
from wemi_desk.services.session import DeskSession

CHANGED = Changes.of("outbox", "citizens", "contacts", "timeline", "call_backs", "queue", "notices", "applications")
SET_ASIDE, TAKEN_UP, MENDED, WITHDRAWN = "set_aside", "taken_up", "mended", "withdrawn"


class MendingService:
    """See services.exchange_ports.MendingDoor. Every verb raises RecordMissingError when the act is not refused."""

    def __init__(self, store: Store, session: DeskSession, details: ContactDetails) -> None:
        self._store = store
        self._session = session
        self._details = details

    def retry(self, act_id: UUID) -> Changes:
        """Send it again as it is: what was in its way may have gone."""
        return self._done(act_id, MENDED, lambda work, _: work.acts.send_again(act_id))

    def mend(self, act_id: UUID, field: str, value: str) -> Changes:
        """Send it again with another value; raises InvalidFieldError."""

        def mended(work: UnitOfWork, _: OutboxRow) -> None:
            work.acts.send_again(act_id, field, self._read(field, value))

        return self._done(act_id, MENDED, mended)

    def set_aside(self, act_id: UUID, note: str) -> Changes:
        """It stays on the list, under the name of who put it there."""
        return self._done(act_id, SET_ASIDE, lambda work, _: work.acts.set_aside(act_id, note.strip()))

    def take_up(self, act_id: UUID) -> Changes:
        """The opposite of setting aside."""
        return self._done(act_id, TAKEN_UP, lambda work, _: work.acts.take_up(act_id))

    def withdraw(self, act_id: UUID, reason: str) -> Changes:
        """A new act says that this one is not wanted any more; it stays in the history. Raises InvalidFieldError."""
        if not reason.strip():
            raise InvalidFieldError("reason", "required")

        def withdrawn(work: UnitOfWork, row: OutboxRow) -> None:
            work.acts.withdraw(act_id, reason.strip())
            work.records(ActWithdrawal).add(self._withdrawal(row))

        return self._done(act_id, WITHDRAWN, withdrawn)

    def _withdrawal(self, row: OutboxRow) -> ActWithdrawal:
        session = self._session
        return ActWithdrawal(
            id=session.ids(), act_id=row.id, kind=row.kind, record_id=row.record_id, space_code=session.space.code,
            withdrawn_at=session.clock.now(), withdrawn_by=session.operator.id,
        )  # fmt: skip

    def _done(self, act_id: UUID, what: str, do: Callable[[UnitOfWork, OutboxRow], None]) -> Changes:
        self._session.require("serve")
        with self._store.work() as work:
            row = work.acts.refused(act_id)
            do(work, row)
            work.log(what, row.kind, row.record_id)
            work.commit()
        return CHANGED

    def _read(self, field: str, typed: str) -> str | None:
        """What was typed, as the record holds it."""
        readers: dict[str, Callable[[str], Any]] = {
            "phone": self._details.normalised_phone, "email": self._details.normalised_email,
            "fiscal_code": lambda text: parse(text).written, "birth_date": self._birth_date,
            "surname": lambda text: capitalised(require_surname(text)),
            "given_name": lambda text: capitalised(checked_given_name(text)),
        }  # fmt: skip
        text = typed.strip()
        if field not in readers or not text:
            return text
        value = readers[field](text)
        if value is None:
            raise InvalidFieldError(field, "shape")
        return str(value)

    def _birth_date(self, text: str) -> str | None:
        born, _ = read_birth(text, self._session.clock.today())
        return born.isoformat() if born else None
