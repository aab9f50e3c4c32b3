"""A person of another space is looked up: with a reason, as little as tells them apart, and always written down."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any, NamedTuple
from uuid import UUID, uuid5

from msgspec import Raw

from wemi_desk.central.exchange.joining import APART, ONE_WITH, OWN_WORDS
from wemi_desk.central.exchange.membership import COPY, copy_id, is_known
from wemi_desk.central.exchange.redirects import CITIZEN, canonical_code, code_key, living, name_key
from wemi_desk.central.exchange.turns import NOBODY
from wemi_desk.central.exchange.workspace import Caller, Held, Workspace
from wemi_desk.domain.ages import age_on
from wemi_desk.domain.look_ups import checked_reason
from wemi_desk.sync.canonical import canonical
from wemi_desk.sync.merge import Stamp
from wemi_desk.sync.wire import PUT, LookUpRequest, Match, Row

LOOK_UP = "look_up"
"""The record of every look-up; in no desk's scope, kept for the access list of the person. It holds ids, no names."""
MOST_MATCHES = 5
_MINUTE = 60 * 1_000_000
MATCH_LIFE = 60 * _MINUTE
"""So long a match may be opened."""
COPY_LIFE = 12 * 60 * _MINUTE
"""So long a desk may keep the sheet: the working day."""
ADULT = 18
_HIDDEN_WHEN_PROTECTED = ("phone", "phone_typed", "email", "address", "municipio")


class Found(NamedTuple):
    """Matches, or one sheet that may be kept until *expires_at* (microseconds since 1970)."""

    matches: list[Match]
    rows: list[Row]
    expires_at: int


def look_up(work: Workspace, caller: Caller, request: LookUpRequest) -> Found:
    """Search, or open a match found before. Raises InvalidFieldError for a reason that is none."""
    reason = checked_reason(request.reason)
    if request.record_id is not None:
        return _opened(work, caller, request.record_id, reason)
    code = canonical_code({"fiscal_code": request.fiscal_code})
    people = _by_code(work, code) if code else _by_name(work, request)
    found = [one for one in people if not is_known(work, caller, CITIZEN, one.id)][:MOST_MATCHES]
    _write_down(work, caller, reason, "fiscal_code" if code else "name", found)
    for person in found:
        _keep_copy(work, caller, person, matched_at=work.now)
    return Found([_match(person) for person in found], [], 0)


def _by_code(work: Workspace, code: str) -> list[Held]:
    return _standing(work, work.persons_by_key(code_key(work, code)))


def _by_name(work: Workspace, request: LookUpRequest) -> list[Held]:
    """By whole names and birth date only; children, and who hides their address, are found by their code alone."""
    said = {"surname": request.surname, "given_name": request.given_name, "birth_date": request.birth_date}
    key = name_key(work, said) if request.surname.strip() else None
    people = _standing(work, work.persons_by_key(key)) if key else []
    return [one for one in people if not one.content.get("is_protected") and not _is_minor(one, work.now)]


def _standing(work: Workspace, ids: Iterable[UUID]) -> list[Held]:
    people = {person.id: person for one in sorted(ids) if (person := living(work, one)) is not None}
    return [person for person in people.values() if not person.content.get("withdrawn_at")]


def _is_minor(person: Held, now: int) -> bool:
    text = person.content.get("birth_date")
    if not text:
        return False
    born, today = date.fromisoformat(text), datetime.fromtimestamp(now / 1_000_000, UTC).date()
    return born > today or age_on(born, today) < ADULT


def _match(person: Held) -> Match:
    content = person.content
    born = content.get("birth_date")
    return Match(
        id=person.id,
        shown_name=f"{content['surname']} {content.get('given_name') or ''}".strip(),
        birth_year=int(born[:4]) if born else content.get("birth_year"),
        space_code="" if content.get("is_protected") else content.get("space_code", ""),
    )


def _opened(work: Workspace, caller: Caller, record_id: UUID, reason: str) -> Found:
    """The sheet of a match of the last hour, or of one's own; anything else is answered as if it did not exist."""
    person, copy = living(work, record_id), work.find(COPY, copy_id(caller.device_id, record_id))
    matched = copy is not None and work.now - copy.content["matched_at"] <= MATCH_LIFE
    if person is None or not (matched or is_known(work, caller, CITIZEN, person.id)):
        _write_down(work, caller, reason, "nothing", ())
        return Found([], [], 0)
    expires_at = work.now + COPY_LIFE
    _write_down(work, caller, reason, "sheet", (person,))
    _keep_copy(work, caller, person, matched_at=work.now, expires_at=expires_at)
    sheet = Row(0, CITIZEN, person.id, PUT, Raw(canonical(_sheet(person))), person.version)
    return Found([], [sheet], expires_at)


def _sheet(person: Held) -> dict[str, Any]:
    content = {name: value for name, value in person.content.items() if name not in (APART, ONE_WITH, OWN_WORDS)}
    if content.get("is_protected"):
        content |= dict.fromkeys(_HIDDEN_WHEN_PROTECTED) | {"municipio": "unknown", "space_code": ""}
    return content


def _keep_copy(work: Workspace, caller: Caller, person: Held, *, matched_at: int, expires_at: int = 0) -> None:
    """What this desk was shown of this person: for acts that name them, and so that erasure reaches the copy."""
    record_id = copy_id(caller.device_id, person.id)
    known = work.find(COPY, record_id)
    content = {
        "id": str(record_id), "device_id": str(caller.device_id), "citizen_id": str(person.id),
        "matched_at": matched_at, "expires_at": max(expires_at, known.content["expires_at"] if known else 0),
    }  # fmt: skip
    work.put(COPY, record_id, content, subject_id=person.id, birth=_by(caller, work.now))


def _write_down(work: Workspace, caller: Caller, reason: str, by: str, people: Iterable[Held]) -> None:
    """One entry per person shown; one without a person where nobody was."""
    for seen in [str(person.id) for person in people] or [""]:
        entry_id = uuid5(caller.device_id, f"{LOOK_UP}:{work.now}:{by}:{seen}")
        content = {
            "id": str(entry_id), "device_id": str(caller.device_id), "space_codes": sorted(caller.spaces),
            "reason": reason, "by": by, "citizen_id": seen or None, "at": work.now,
        }  # fmt: skip
        work.put(LOOK_UP, entry_id, content, subject_id=None, birth=_by(caller, work.now))


def _by(caller: Caller, now: int) -> Stamp:
    return Stamp((now // 1000) << 16, str(caller.device_id), str(NOBODY), "", now)
