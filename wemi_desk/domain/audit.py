"""The access log: who did what to which record; never a name, a code or a text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

LOGIN, LOGIN_FAILED, LOCK = "login", "login_failed", "lock"
OPEN_PERSON, SHOW_CONTACTS, SEARCH, CANDIDATES = "open_person", "show_contacts", "search", "candidates_shown"
CREATE, CHANGE, UNDO, PRINT, MERGE, UNMERGE = "create", "change", "undo", "print", "merge", "unmerge"
INTEGRITY, BACKUP, RESTORE, CLOCK_JUMP, REFUSED = "integrity", "backup", "restore", "clock_jump", "refused"
OPEN_SPECIAL, ERASE = "open_special_data", "erase"
CLOSE_DAY, DRILL = "close_day", "restore_drill"
MOST_SHOWN = 200
"""How many entries about one record a list shows: the newest."""
DRILLS = UUID(int=0xD211)
"""What every drill is logged about, so that the last one is found by the index."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """One line of the log, chained to the one before by *tag* (security.md 5)."""

    seq: int
    epoch: int
    at: datetime
    monotonic_ms: int
    operator_id: UUID | None
    device_id: UUID
    action: str
    object_kind: str
    object_id: UUID | None
    reason: str
    result: str
    tag: bytes
