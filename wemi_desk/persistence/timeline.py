"""One person's history out of many tables, newest first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Table, bindparam, or_, select

from wemi_desk.domain.timeline import TimelineEntry
from wemi_desk.persistence.glances import Glance
from wemi_desk.persistence.lineage import lineage
from wemi_desk.persistence.tables import (
    ACTIVITY,
    ACTIVITY_ENROLMENT,
    ACTIVITY_PRESENCE,
    APPLICATION,
    APPOINTMENT,
    CALL_BACK,
    CITIZEN,
    CITIZEN_MERGE,
    CONTACT,
    CONTACT_CANCELLATION,
    ORIENTATION,
    OUTBOX,
    PAPERWORK_CASE,
    PRINT_RECORD,
    PRIVACY_NOTICE_RECORD,
    REFERRAL,
    SHARED_PARTICIPANT,
    SHARED_REQUEST,
    SHARED_SERVICE,
    VOLUNTEER,
    VOLUNTEER_HOURS,
)


def timeline(
    connection: Connection, citizen_id: UUID, limit: int, kinds: frozenset[str] | None = None
) -> Sequence[TimelineEntry]:
    """What happened to this person and to the records merged into theirs."""
    people = lineage(connection, citizen_id)
    entries: list[TimelineEntry] = []
    for kind, read in _READERS.items():
        if kinds is None or kind in kinds:
            entries.extend(read(connection, people, limit))
    return _with_held(connection, sorted(entries, key=lambda entry: entry.at, reverse=True)[:limit])


def _with_held(connection: Connection, entries: list[TimelineEntry]) -> Sequence[TimelineEntry]:
    """What is still here says so; acts withdrawn are history."""
    held = {row.record_id: _why(row) for row in _HELD.rows(connection, [entry.object_id for entry in entries])}
    return [replace(entry, held=held[entry.object_id]) if entry.object_id in held else entry for entry in entries]


def _why(row: Any) -> str:
    if row.set_aside_at is not None:
        return "set_aside"
    return "refused" if row.verdict in ("refused", "conflict", "locked") else "waiting"


def _newest(connection: Connection, table: Table, people: list[UUID], at: str, limit: int) -> list[Any]:
    return _newest_of(table, at).rows(connection, people, most=limit)


@cache
def _newest_of(table: Table, at: str) -> Glance:
    named = select(table).order_by(table.c[at].desc()).limit(bindparam("most"))
    return Glance(lambda people: named.where(table.c.citizen_id.in_(people)))


def _contacts(connection: Connection, people: list[UUID], limit: int) -> Iterable[TimelineEntry]:
    rows = _newest(connection, CONTACT, people, "started_at", limit)
    ids = [row.id for row in rows]
    gone = _cancelled(connection, ids)
    corrected = {row.corrects for row in _CORRECTED.rows(connection, ids)}
    for row in rows:
        if row.id not in corrected:
            cancelled = gone.get(row.id)
            yield TimelineEntry(
                at=row.started_at, kind="contact", object_id=row.id, operator_id=row.operator_id,
                state="cancelled" if cancelled else row.outcome, codes=row.needs, text=row.note or row.service_text,
                cancelled_at=cancelled.cancelled_at if cancelled else None,
                cancelled_by=cancelled.cancelled_by if cancelled else None,
                data={"channel": row.channel, "reason": row.reason or "", "late": "1" if row.entered_later else ""},
            )  # fmt: skip


def _cancelled(connection: Connection, contact_ids: list[UUID]) -> dict[UUID, Any]:
    return {row.contact_id: row for row in _CANCELLATIONS.rows(connection, contact_ids)}


def _notices(connection: Connection, people: list[UUID], limit: int) -> Iterable[TimelineEntry]:
    for row in _newest(connection, PRIVACY_NOTICE_RECORD, people, "given_at", limit):
        yield TimelineEntry(
            at=row.given_at, kind="notice", object_id=row.id, operator_id=row.operator_id,
            state="cancelled" if row.cancelled_at else "done", codes=(row.channel,), cancelled_at=row.cancelled_at,
            data={"version": row.version, "language": row.language},
        )  # fmt: skip


def _prints(connection: Connection, people: list[UUID], limit: int) -> Iterable[TimelineEntry]:
    for row in _newest(connection, PRINT_RECORD, people, "printed_at", limit):
        yield TimelineEntry(
            at=row.printed_at, kind="print", object_id=row.id, operator_id=row.operator_id, state="done",
            codes=(row.kind,),
        )  # fmt: skip


def _referrals(connection: Connection, people: list[UUID], limit: int) -> Iterable[TimelineEntry]:
    rows = _newest(connection, REFERRAL, people, "sent_at", limit)
    ids = [row.contact_id for row in rows if row.contact_id is not None]
    gone = _cancelled(connection, ids)
    senders = {row.id: row.operator_id for row in _SENDERS.rows(connection, ids)}
    for row in rows:
        cancelled = gone.get(row.contact_id)  # a referral falls with the contact it was made in
        yield TimelineEntry(
            at=row.sent_at, kind="referral", object_id=row.id,
            operator_id=row.sent_by or senders.get(row.contact_id, _NOBODY),
            state="cancelled" if cancelled or row.cancelled_at else "referred", codes=(row.destination,),
            text=row.service_text, cancelled_at=cancelled.cancelled_at if cancelled else row.cancelled_at,
            cancelled_by=cancelled.cancelled_by if cancelled else None,
            data={"direction": row.direction, "status": row.status},
        )  # fmt: skip


def _orientations(connection: Connection, people: list[UUID], limit: int) -> Iterable[TimelineEntry]:
    for row in _newest(connection, ORIENTATION, people, "suggested_at", limit):
        yield TimelineEntry(
            at=row.suggested_at, kind="orientation", object_id=row.id, operator_id=row.suggested_by,
            state="cancelled" if row.cancelled_at else "open" if row.answered_at is None else "done",
            text=" · ".join(one.title for one in row.suggestions), cancelled_at=row.cancelled_at,
            data={"outcome": row.outcome},
        )  # fmt: skip


def _call_backs(connection: Connection, people: list[UUID], limit: int) -> Iterable[TimelineEntry]:
    for row in _newest(connection, CALL_BACK, people, "created_at", limit):
        yield TimelineEntry(
            at=row.created_at, kind="call_back", object_id=row.id, operator_id=row.created_by,
            state="done" if row.closed_at else "open", text=row.reason,
            data={"due_on": row.due_on.isoformat(), "result": row.result or ""},
        )  # fmt: skip


def _merges(connection: Connection, people: list[UUID], limit: int) -> Iterable[TimelineEntry]:
    for row in _MERGES.rows(connection, people, most=limit):
        yield TimelineEntry(
            at=row.merged_at, kind="merge", object_id=row.id, operator_id=row.merged_by,
            state="cancelled" if row.undone_at else "done", cancelled_at=row.undone_at, cancelled_by=row.undone_by,
        )  # fmt: skip


def _applications(connection: Connection, people: list[UUID], limit: int) -> Iterable[TimelineEntry]:
    for row in _ASKED_FOR.rows(connection, people, most=limit):
        yield TimelineEntry(
            at=row.submitted_at or row.created_at, kind="application", object_id=row.id, operator_id=row.created_by,
            state=_APPLIED.get(row.state, "open"), codes=(row.measure_code,),
            data={"state": row.state, "number": row.receipt_number or row.protocol_number or ""},
        )  # fmt: skip


def _paperwork(connection: Connection, people: list[UUID], limit: int) -> Iterable[TimelineEntry]:
    for row in _newest(connection, PAPERWORK_CASE, people, "opened_at", limit):
        yield TimelineEntry(
            at=row.closed_at or row.opened_at, kind="paperwork", object_id=row.id,
            operator_id=row.closed_by or row.operator_id, state="done" if row.closed_at else "open",
            codes=(row.type_code,), text=row.type_title or row.type_code,
            data={
                "outcome": row.outcome, "next_on": row.next_on.isoformat() if row.next_on else "",
                "reference": row.external_reference,
            },
        )  # fmt: skip


def _registrations(connection: Connection, people: list[UUID], limit: int) -> Iterable[TimelineEntry]:
    for row in _REGISTERED.rows(connection, people, most=limit):
        yield TimelineEntry(
            at=row.created_at, kind="registration", object_id=row.id, operator_id=row.created_by, state="done",
            data={"space": row.space_code},
        )  # fmt: skip


def _enrolments(connection: Connection, people: list[UUID], limit: int) -> Iterable[TimelineEntry]:
    rows = _newest(connection, ACTIVITY_ENROLMENT, people, "enrolled_at", limit)
    titles = _titles(connection, rows)
    for row in rows:
        yield TimelineEntry(
            at=row.enrolled_at, kind="enrolment", object_id=row.id, operator_id=row.enrolled_by,
            state="cancelled" if row.cancelled_at else "done", text=titles.get(row.activity_id, ""),
            cancelled_at=row.cancelled_at,
        )  # fmt: skip


def _presences(connection: Connection, people: list[UUID], limit: int) -> Iterable[TimelineEntry]:
    rows = _newest(connection, ACTIVITY_PRESENCE, people, "noted_at", limit)
    titles = _titles(connection, rows)
    for row in rows:
        yield TimelineEntry(
            at=row.noted_at, kind="presence", object_id=row.id, operator_id=row.noted_by,
            state="cancelled" if row.withdrawn_at else "done", text=titles.get(row.activity_id, ""),
            cancelled_at=row.withdrawn_at,
        )  # fmt: skip


def _appointments(connection: Connection, people: list[UUID], limit: int) -> Iterable[TimelineEntry]:
    for row in _newest(connection, APPOINTMENT, people, "starts_at", limit):
        yield TimelineEntry(
            at=row.created_at, kind="appointment", object_id=row.id, operator_id=row.created_by,
            state=_APPOINTED.get(row.status, "open"), codes=(row.reason,),
            cancelled_at=row.changed_at if row.status == "cancelled" else None,
            cancelled_by=row.changed_by if row.status == "cancelled" else None,
            data={"starts_at": row.starts_at.isoformat(), "status": row.status},
        )  # fmt: skip


def _volunteering(connection: Connection, people: list[UUID], limit: int) -> Iterable[TimelineEntry]:
    for row in _newest(connection, VOLUNTEER, people, "created_at", limit):
        yield TimelineEntry(
            at=row.created_at, kind="volunteer", object_id=row.id, operator_id=row.created_by,
            state="cancelled" if row.withdrawn_at else "done", cancelled_at=row.withdrawn_at,
            data={"until": row.until_on.isoformat() if row.until_on else ""},
        )  # fmt: skip
    rows = _newest(connection, VOLUNTEER_HOURS, people, "created_at", limit)
    titles = _titles(connection, [row for row in rows if row.activity_id is not None])
    for row in rows:
        yield TimelineEntry(
            at=row.created_at, kind="volunteer_hours", object_id=row.id, operator_id=row.created_by,
            state="cancelled" if row.cancelled_at else "done", text=titles.get(row.activity_id, ""),
            cancelled_at=row.cancelled_at, data={"on": row.worked_on.isoformat(), "minutes": str(row.minutes)},
        )  # fmt: skip


def _titles(connection: Connection, rows: list[Any]) -> dict[UUID, str]:
    return {row.id: row.title for row in _TITLES.rows(connection, [row.activity_id for row in rows])}



def _shared_requests(connection: Connection, people: list[UUID], limit: int) -> Iterable[TimelineEntry]:
    for row in _newest(connection, SHARED_REQUEST, people, "created_at", limit):
        yield TimelineEntry(
            at=row.created_at, kind="shared_request", object_id=row.id, operator_id=row.created_by,
            state=_ASKED.get(row.closed_reason, "done") if row.closed_at else "open", codes=(row.need,),
            text=row.other_text, cancelled_at=row.closed_at if row.closed_reason == "undone" else None,
        )  # fmt: skip


def _shared_places(connection: Connection, people: list[UUID], limit: int) -> Iterable[TimelineEntry]:
    rows = _newest(connection, SHARED_PARTICIPANT, people, "created_at", limit)
    titles = {row.id: row.title for row in _GROUPS.rows(connection, [row.shared_service_id for row in rows])}
    for row in rows:
        yield TimelineEntry(
            at=row.agreed_at or row.created_at, kind="shared_place", object_id=row.id,
            operator_id=row.agreed_by or row.created_by,
            state="cancelled" if row.left_on or row.answer == "declined" else "done" if row.joined_on else "open",
            text=titles.get(row.shared_service_id, ""), data={"answer": row.answer},
        )  # fmt: skip


_HELD = Glance(
    lambda ids: select(OUTBOX.c.record_id, OUTBOX.c.verdict, OUTBOX.c.set_aside_at)
    .where(OUTBOX.c.record_id.in_(ids), OUTBOX.c.acked_at.is_(None), OUTBOX.c.withdrawn_at.is_(None))
    .order_by(OUTBOX.c.number)
)
_CORRECTED = Glance(lambda ids: select(CONTACT.c.corrects).where(CONTACT.c.corrects.in_(ids)))
_CANCELLATIONS = Glance(lambda ids: select(CONTACT_CANCELLATION).where(CONTACT_CANCELLATION.c.contact_id.in_(ids)))
_SENDERS = Glance(lambda ids: select(CONTACT.c.id, CONTACT.c.operator_id).where(CONTACT.c.id.in_(ids)))
_MERGES = Glance(
    lambda ids: select(CITIZEN_MERGE).where(CITIZEN_MERGE.c.kept_id.in_(ids)).limit(bindparam("most"))
)
_ASKED_FOR = Glance(
    lambda ids: select(APPLICATION)
    .where(or_(APPLICATION.c.citizen_id.in_(ids), APPLICATION.c.beneficiary_id.in_(ids)))
    .order_by(APPLICATION.c.created_at.desc())
    .limit(bindparam("most"))
)
_REGISTERED = Glance(
    lambda ids: select(CITIZEN.c.id, CITIZEN.c.created_at, CITIZEN.c.created_by, CITIZEN.c.space_code)
    .where(CITIZEN.c.id.in_(ids))
    .limit(bindparam("most"))
)
_TITLES = Glance(lambda ids: select(ACTIVITY.c.id, ACTIVITY.c.title).where(ACTIVITY.c.id.in_(ids)))
_GROUPS = Glance(lambda ids: select(SHARED_SERVICE.c.id, SHARED_SERVICE.c.title).where(SHARED_SERVICE.c.id.in_(ids)))
_ASKED = {"undone": "cancelled", "withdrawn": "cancelled"}
_NOBODY = UUID(int=0)
_APPLIED = {
    "draft": "draft", "granted": "done", "rejected": "done", "duplicate": "cancelled", "withdrawn": "cancelled",
    "cancelled": "cancelled", "lapsed": "cancelled",
}  # fmt: skip
_APPOINTED = {"done": "done", "arrived": "done", "no_show": "done", "cancelled": "cancelled"}
_READERS: dict[str, Callable[[Connection, list[UUID], int], Iterable[TimelineEntry]]] = {
    "contact": _contacts,
    "notice": _notices,
    "print": _prints,
    "referral": _referrals,
    "orientation": _orientations,
    "call_back": _call_backs,
    "merge": _merges,
    "application": _applications,
    "paperwork": _paperwork,
    "enrolment": _enrolments,
    "presence": _presences,
    "appointment": _appointments,
    "volunteer": _volunteering,
    "shared_request": _shared_requests,
    "shared_place": _shared_places,
    "registration": _registrations,
}
