"""Of each attendance: the row that leaves, or why none does."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import blake2b
from uuid import UUID

from wemi_desk.domain.days import rome_day
from wemi_desk.domain.facilita import Contract, Project
from wemi_desk.domain.facilita_checks import Doubles, check_row
from wemi_desk.domain.facilita_ledger import FacilitaBatch, verdict
from wemi_desk.domain.facilita_register import Register
from wemi_desk.domain.facilita_rows import Blocked, Outward, Ready, row_of, service_text
from wemi_desk.domain.pick_lists import PickLists
from wemi_desk.services.facilita.ports import Candidate

ANONYMOUS, ELSEWHERE, CANCELLED = "anonymous", "other_desk", "cancelled"
SETTINGS = frozenset({"site_not_configured", "operator_not_configured"})
"""Reasons that are mended in the names as registered, not in a person's record."""
_DROPPED = frozenset({"AN1", "AN2", "AN14", "AN17"})
"""The upload page throws them away: whoever corrects one has corrected nothing there."""
_DIGEST = 32
Hash = Callable[[str], bytes]


@dataclass(frozen=True, slots=True)
class Sorted:
    """*kind* is new or again (both leave), waiting, accepted, elsewhere, anonymous; or one that a person must look at:
    blocked, refused, differs, stale, cancelled, with *codes* that say why."""

    kind: str
    codes: tuple[str, ...] = ()
    project: str = ""
    values: tuple[str, ...] = ()

    @property
    def leaves(self) -> bool:
        return self.kind in ("new", "again")


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkLine:
    """Something that did not leave, or stands there otherwise than here: for a person to look at."""

    attendance_id: UUID
    session_id: UUID
    citizen_id: UUID | None
    starts_at: datetime
    title: str
    local_number: str
    operator_id: UUID
    kind: str
    codes: tuple[str, ...]
    note: str = ""
    batch_id: UUID | None = None
    sent_text: str = ""
    """SE7 as it is sent, or would be."""

    @property
    def is_about_settings(self) -> bool:
        """Nothing to mend in anybody's record."""
        return bool(self.codes) and set(self.codes) <= SETTINGS


def outward_of(lists: PickLists) -> Outward:
    """Our codes → Facilita's, from the pick lists."""

    def of(name: str, column: str) -> Mapping[str, str]:
        return {item.code: item.data[column] for item in lists[name].items if column in item.data}

    return Outward(
        of("education", "facilita_an9"), of("occupation", "facilita_an10"), of("citizenship", "facilita_an11")
    )


def keyed(key: bytes) -> Hash:
    """A hash that says nothing to whoever lacks the key: a bare one of a codice fiscale is guessed in an instant."""
    return lambda text: blake2b(text.upper().encode(), key=key, digest_size=_DIGEST).digest()


def content_hash(values: Sequence[str], contract: Contract, key: bytes) -> bytes:
    """Of what the platform keeps of a row."""
    kept = [value for name, value in zip(contract.header, values, strict=True) if name not in _DROPPED]
    return blake2b("\x1f".join(kept).encode(), key=key, digest_size=_DIGEST).digest()


class Sieve:
    """Judges candidates in the order in which they come; doubles are looked for within a day."""

    def __init__(
        self, register: Register, outward: Outward, contract: Contract, today: date, key: bytes,
        elsewhere: Sequence[FacilitaBatch],
    ) -> None:  # fmt: skip
        self._register, self._outward, self._contract, self._today = register, outward, contract, today
        self._key, self._elsewhere = key, elsewhere
        self._day: date | None = None
        self._doubles = Doubles(contract)
        self._number = 0

    def sort(self, candidate: Candidate) -> Sorted:
        """What becomes of one attendance."""
        if candidate.is_cancelled:
            return Sorted("cancelled", (CANCELLED,))
        if candidate.attendee is None:
            return Sorted("anonymous")
        session = candidate.session
        day = rome_day(session.starts_at)
        placed = self._register.at(session.operator_id, day)
        code = placed.project.code
        made = row_of(
            session, candidate.attendee, placed.registered, self._outward, self._contract, placed.project, self._today
        )
        if isinstance(made, Blocked):
            return self._blocked(candidate, made.reasons, code)
        kind = verdict(candidate.mark, content_hash(made.values, self._contract, self._key))
        if candidate.mark is None and any(one.covers(code, day) for one in self._elsewhere):
            return Sorted("elsewhere", (ELSEWHERE,), code)
        if kind in ("waiting", "accepted"):
            return Sorted(kind, project=code)
        return self._checked(candidate, kind, made, placed.project, day)

    def _blocked(self, candidate: Candidate, reasons: tuple[str, ...], code: str) -> Sorted:
        """What was sent and could not be sent today stands there otherwise than here."""
        mark = candidate.mark
        if mark is None or mark.state == "rejected":
            return Sorted("blocked", reasons, code)
        return Sorted("differs" if mark.state == "accepted" else "stale", reasons, code)

    def _checked(self, candidate: Candidate, kind: str, made: Ready, project: Project, day: date) -> Sorted:
        """Every rule of the contract, on the row as it would be written."""
        if kind not in ("new", "again"):
            keys = candidate.mark.reject_keys if candidate.mark and kind == "refused" else ()
            return Sorted(kind, keys or (kind,), project.code)
        if day != self._day:  # the day is part of what makes a service
            self._day, self._doubles = day, Doubles(self._contract)
        self._number += 1
        faults = (
            *check_row(made.values, self._contract, project, self._today),
            *self._doubles.check(made.values, self._number),
        )
        wrong = tuple(f"{one.column}:{one.code}" for one in faults if one.weight != "look")
        if wrong:
            return Sorted("blocked", wrong, project.code)
        return Sorted(kind, project=project.code, values=made.values)


def work_line(candidate: Candidate, judged: Sorted, contract: Contract) -> WorkLine:
    """For the list of what a person must look at."""
    session, mark = candidate.session, candidate.mark
    return WorkLine(
        attendance_id=candidate.attendance_id, session_id=session.id,
        citizen_id=candidate.attendee.citizen_id if candidate.attendee else None, starts_at=session.starts_at,
        title=session.title, local_number=session.local_number, operator_id=session.operator_id,
        kind=judged.kind, codes=judged.codes, note=mark.reject_text if mark and judged.kind == "refused" else "",
        batch_id=mark.batch_id if mark else None, sent_text=service_text(session, contract),
    )  # fmt: skip
