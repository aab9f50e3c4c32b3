"""What somebody who coordinates should look at: look-ups that stand out, and the heads of the desks' own logs."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from sqlalchemy import select

from wemi_desk.central.exchange.ports import Exchanged
from wemi_desk.central.exchange.redirects import living
from wemi_desk.central.office import Office
from wemi_desk.central.serve import microseconds
from wemi_desk.central.store.devices import REVOKED, Device, Devices
from wemi_desk.central.store.directory import Directory, LogEntry
from wemi_desk.central.store.tables import ACT
from wemi_desk.domain.days import rome_time

DAY = 24 * 3600 * 1_000_000
LOOKED, OPENED = "look_up", "open_outside"
MOST_AN_HOUR = 10
"""Unless the signed policy says ``most_look_ups_an_hour``."""
SILENT_DAYS = 7
OFTEN, NO_VISIT = "often", "no_visit"
_VISITS = ("contact", "household_member", "referral", "call_back", "application")


@dataclass(frozen=True, slots=True, kw_only=True)
class LookUpMark:
    """*why*: too many in one hour, or somebody opened about whom that desk wrote nothing on that day."""

    device: UUID
    space_code: str
    at: datetime
    why: str
    count: int = 1
    person: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditHead:
    """How far the centre has countersigned a desk's own log. *broken_at*: a head came that did not follow it."""

    device: UUID
    space_code: str
    seq: int
    tag: bytes
    broken_seq: int | None
    silent: bool


def look_up_marks(office: Office, days: int = 7, now: int | None = None) -> Sequence[LookUpMark]:
    """Of the last *days*, oldest first (privacy.md 8)."""
    now = microseconds() if now is None else now
    with office.store.quick() as connection:
        entries = office.log(connection).since(now - days * DAY, {LOOKED, OPENED})
        spaces = {one.id: one.space_code for one in Devices(connection).listed(office.tenant)}
        policy = Directory(connection, office.tenant).policy()
    most = _most_an_hour(policy.text if policy else "{}")
    marks = [*_often(entries, most), *_unvisited(office, entries)]
    named = [(when, device, why, count, person) for when, device, why, count, person in marks]
    return [
        LookUpMark(device=device, space_code=spaces.get(device, ""), at=when, why=why, count=count, person=person)
        for when, device, why, count, person in sorted(named, key=lambda one: (one[0], one[1], one[2]))
    ]


_Mark = tuple[datetime, UUID, str, int, UUID | None]


def _often(entries: Iterable[LogEntry], most: int) -> Iterable[_Mark]:
    hours = Counter((_hour(entry), _desk(entry)) for entry in entries)
    return [(hour, device, OFTEN, count, None) for (hour, device), count in hours.items() if count > most]


def _unvisited(office: Office, entries: Iterable[LogEntry]) -> Iterable[_Mark]:
    """Opened, and on that day nothing was written about them at that desk: each person once a day."""
    opened = {(_hour(one).date(), _desk(one), one.object): one for one in entries if one.action == OPENED}
    people = {one.object for one in opened.values()}
    roots = office.within(lambda work: {person: _root(work, person) for person in people}) if people else {}
    found: list[_Mark] = []
    with office.store.quick() as connection:
        for (day, device, person), entry in opened.items():
            about = {UUID(person).bytes, roots[person].bytes}
            written = select(ACT.c.made_at).where(
                ACT.c.tenant == office.tenant, ACT.c.about.in_(sorted(about)), ACT.c.device_id == device.bytes,
                ACT.c.kind.in_(_VISITS),
            )  # fmt: skip
            if day not in {_day(at) for at in connection.execute(written).scalars()}:
                found.append((_at(entry.at), device, NO_VISIT, 1, UUID(person)))
    return found


def _root(work: Exchanged, person: str) -> UUID:
    held = living(work, UUID(person))
    return held.id if held is not None else UUID(person)


def audit_heads(office: Office, now: int | None = None) -> Sequence[AuditHead]:
    """Of every desk in service (security.md 5)."""
    now = microseconds() if now is None else now
    with office.store.quick() as connection:
        devices = Devices(connection).listed(office.tenant)
    return [_head(one, now) for one in devices if one.status != REVOKED]


def _head(device: Device, now: int) -> AuditHead:
    return AuditHead(
        device=device.id, space_code=device.space_code, seq=device.audit_seq, tag=device.audit_tag,
        broken_seq=device.audit_marked_seq, silent=now - device.seen_at > SILENT_DAYS * DAY,
    )  # fmt: skip


def _most_an_hour(text: str) -> int:
    said = json.loads(text)
    value = said.get("most_look_ups_an_hour") if isinstance(said, dict) else None
    return value if isinstance(value, int) and value > 0 else MOST_AN_HOUR


def _desk(entry: LogEntry) -> UUID:
    return UUID(entry.actor.removeprefix("desk:"))


def _hour(entry: LogEntry) -> datetime:
    return _at(entry.at).replace(minute=0, second=0, microsecond=0)


def _day(at: int) -> date:
    return _at(at).date()


def _at(at: int) -> datetime:
    return rome_time(datetime.fromtimestamp(at / 1_000_000, UTC))
