"""Who may take an application from which state to which, and why not (vouchers.md 6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from wemi_desk.domain.applications import (
    CANCELLED,
    DESK_STATES,
    FROM_CENTRE,
    FROM_DESK,
    LIVE_STATES,
    OUR_CHANNEL,
    QUEUED,
    TYPED,
    Application,
)

STATES = (*DESK_STATES, CANCELLED, *LIVE_STATES, "rejected", "duplicate", "withdrawn", "lapsed")
FINAL_STATES = (CANCELLED, "rejected", "duplicate", "withdrawn", "lapsed")
_EXAMINED = ("submitted", "registered", "under_review", "integrated")

_TABLE: dict[str, dict[str, tuple[str, ...]]] = {
    FROM_DESK: {
        "draft": ("ready",),
        "ready": ("draft",),
        CANCELLED: DESK_STATES,
    },
    TYPED: {
        "submitted": (*DESK_STATES, *LIVE_STATES),
        "registered": (*DESK_STATES, *LIVE_STATES),
        "integration_requested": (*_EXAMINED, "integration_requested"),
        "integrated": ("integration_requested", "integrated"),
        "withdrawn": LIVE_STATES,
    },
    FROM_CENTRE: {
        "submitted": DESK_STATES,
        "registered": ("submitted",),
        "under_review": ("submitted", "registered", "integrated", "granted", "rejected", "withdrawn"),
        "integration_requested": (*_EXAMINED, "integration_requested"),
        "integrated": ("integration_requested",),
        "granted": (*_EXAMINED, "integration_requested", "waiting"),
        "waiting": (*_EXAMINED, "integration_requested", "waiting"),
        "rejected": (*_EXAMINED, "integration_requested", "waiting"),
        "duplicate": DESK_STATES,
        "withdrawn": (*DESK_STATES, *LIVE_STATES),
        "lapsed": ("granted", "waiting"),
    },
}  # fmt: skip
"""By whom → to which state → from which ones. Evidence may come late, or once more: it never leads back."""

# codes of what an operator may do next
EDIT, MAKE_READY, BACK_TO_DRAFT, CANCEL, SUBMIT_STEP = "edit", "make_ready", "back_to_draft", "cancel", "submit"
NOTE_SUBMITTED, NOTE_REGISTERED = "note_submitted", "note_registered"
NOTE_REQUEST, NOTE_INTEGRATED = "note_integration_requested", "note_integrated"
WITHDRAW_STEP, REAPPLY, MOVE = "withdraw", "reapply", "move_version"
_NOTED = {
    NOTE_SUBMITTED: "submitted", NOTE_REGISTERED: "registered", NOTE_REQUEST: "integration_requested",
    NOTE_INTEGRATED: "integrated",
}  # fmt: skip


_EARLY = ("draft", "ready", "submitted", "registered")


@dataclass(frozen=True, slots=True)
class Allowed:
    """The step may be taken."""


@dataclass(frozen=True, slots=True)
class Refused:
    """It may not; *reason* is a code: the_centres · receipt_missing · not_submitted · final · not_requested · same."""

    reason: str


@dataclass(frozen=True, slots=True)
class Step:
    """Something that could be done next; *reason* says why it may not be."""

    code: str
    allowed: bool
    reason: str = ""


class Window(Protocol):
    """When a measure takes applications."""

    def is_open(self, at: datetime) -> bool: ...

    @property
    def opens_at(self) -> datetime | None: ...

    @property
    def closes_at(self) -> datetime | None: ...


def may(state: str, to: str, by: str) -> Allowed | Refused:
    """May *by* (desk, typed, centre) take an application from *state* to *to*?"""
    if state in _TABLE[by].get(to, ()):
        return Allowed()
    return Refused(_why_not(state, to, by))


def state_after(state: str, noted: str) -> str:
    """Where evidence leads to: a receipt that is noted late leads nowhere back."""
    if noted not in _EARLY:
        return noted
    return noted if state in _EARLY and _EARLY.index(state) < _EARLY.index(noted) else state


def _why_not(state: str, to: str, by: str) -> str:
    if state in FINAL_STATES:
        return "final"
    if state == to:
        return "same"
    if by == FROM_DESK and to not in _TABLE[FROM_DESK]:
        return "receipt_missing" if state in DESK_STATES else "the_centres"
    if by == TYPED and to not in _TABLE[TYPED]:
        return "the_centres"
    if state in DESK_STATES:
        return "not_submitted"
    return "not_requested" if to == "integrated" else "the_centres"


def next_steps(
    application: Application, measure: Window | None, now: datetime, corrected: Window | None = None
) -> Sequence[Step]:
    """Everything an operator could do next, each with why it may not be done.

    *corrected*: a newer version of the measure's call; whoever asks under the old one stays there until moved.
    """
    may_move = corrected is not None and application.is_the_desks and corrected.is_open(now)
    return [*([Step(MOVE, True)] if may_move else []), *(_step(code, application, measure, now) for code in _CODES)]


_CODES = (
    EDIT, MAKE_READY, BACK_TO_DRAFT, SUBMIT_STEP, NOTE_SUBMITTED, NOTE_REGISTERED, NOTE_REQUEST, NOTE_INTEGRATED,
    WITHDRAW_STEP, REAPPLY, CANCEL,
)  # fmt: skip


def _step(code: str, application: Application, measure: Window | None, now: datetime) -> Step:
    noted = code in _NOTED
    reason = _noting_refusal(code, application) if noted else _refusal(code, application.state, measure, now)
    return Step(code, not reason, reason)


_NUMBERS = {NOTE_SUBMITTED: "receipt_number", NOTE_REGISTERED: "protocol_number", NOTE_INTEGRATED: "integration_number"}


def _noting_refusal(code: str, application: Application) -> str:
    """What was typed may be typed again; what the centre said may not."""
    field = _NUMBERS.get(code, "")
    ours = code == NOTE_SUBMITTED and application.receipt_channel == OUR_CHANNEL
    if field and not ours and getattr(application, field) and field not in application.typed_fields:
        return "the_centres"
    return _refused("draft" if application.state == QUEUED else application.state, _NOTED[code], TYPED)


def _refusal(code: str, state: str, measure: Window | None, now: datetime) -> str:
    if code == REAPPLY:
        return "" if state in ("withdrawn", "rejected", "lapsed", CANCELLED) else "still_open"
    if code == WITHDRAW_STEP:
        return "" if state in LIVE_STATES else "not_submitted" if state in (*DESK_STATES, QUEUED) else "final"
    if state not in DESK_STATES:
        return "queued" if state == QUEUED else "final" if state in FINAL_STATES else "the_centres"
    return _desk_refusal(code, state, measure, now)


def _desk_refusal(code: str, state: str, measure: Window | None, now: datetime) -> str:
    if code == MAKE_READY:
        return _refused(state, "ready", FROM_DESK) or _shut(measure, now)
    if code == BACK_TO_DRAFT:
        return _refused(state, "draft", FROM_DESK)
    if code == SUBMIT_STEP:
        return "not_ready" if state != "ready" else _shut(measure, now)
    return ""


def _refused(state: str, to: str, by: str) -> str:
    answer = may(state, to, by)
    return answer.reason if isinstance(answer, Refused) else ""


def _shut(measure: Window | None, now: datetime) -> str:
    """Judged again by the centre when it receives it: here it only spares a walk."""
    if measure is None or measure.is_open(now):
        return ""
    return "not_open_yet" if measure.opens_at is not None and now < measure.opens_at else "closed"
