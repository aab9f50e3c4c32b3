"""What the office does with an application: registered, examined, integration, outcome, lapsed, examined again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from wemi_desk.central.exchange import applications, credit
from wemi_desk.central.exchange.case_history import note_event
from wemi_desk.central.exchange.turns import as_text
from wemi_desk.central.exchange.workspace import Held, Workspace
from wemi_desk.domain.application_receipts import with_statement
from wemi_desk.domain.application_states import Refused, may
from wemi_desk.domain.applications import DESK_STATES, FROM_CENTRE, LIVE_STATES
from wemi_desk.domain.errors import CentreRecoveringError, InvalidFieldError, RecordMissingError

STEPS = ("submitted", "registered", "under_review", "integration_requested", "integrated", "withdrawn", "lapsed")
_FIELDS: dict[str, dict[str, str]] = {
    "submitted": {"number": "receipt_number", "at": "submitted_at", "due_on": "outcome_due_on"},
    "registered": {"number": "protocol_number", "on": "protocol_on", "due_on": "outcome_due_on"},
    "under_review": {"due_on": "outcome_due_on"},
    "integration_requested": {"note": "integration_asked", "due_on": "integration_due_on"},
    "integrated": {"number": "integration_number", "on": "integration_on"},
    "withdrawn": {"number": "outcome_act", "on": "outcome_on", "note": "outcome"},
    "lapsed": {"number": "outcome_act", "on": "outcome_on", "note": "outcome"},
}
_REQUIRED = {
    "submitted": ("number", "at"), "registered": ("number", "on"), "integration_requested": ("due_on",),
    "integrated": ("on",),
}  # fmt: skip


def take_step(work: Workspace, application_id: UUID, to: str, said: Mapping[str, Any]) -> str:
    """The office says *to*, with what its act says (number, at, on, due_on, note, as JSON values); the state now.

    What had been typed from a paper and is said otherwise here stays beside it, to be seen. Raises RecordMissingError,
    CentreRecoveringError, InvalidFieldError.
    """
    application = found(work, application_id)
    state = application.content["state"]
    _check(state, to, said)
    if to in ("withdrawn", "lapsed"):
        return _end(work, application, to, said)
    if state in DESK_STATES or state not in LIVE_STATES:
        _take_place(work, application)
    return _say(work, application, to, said)


def found(work: Workspace, application_id: UUID) -> Held:
    """The application, when anything may be decided at all."""
    if work.recovering:
        raise CentreRecoveringError
    application = work.find(applications.APPLICATION, application_id)
    if application is None:
        raise RecordMissingError
    return application


def _check(state: str, to: str, said: Mapping[str, Any]) -> None:
    if to not in _FIELDS:
        raise InvalidFieldError("step", "unknown_code", code=to)
    late = to in ("submitted", "registered") and state in LIVE_STATES  # evidence may come late, it leads nowhere back
    if not late and isinstance(may(state, to, FROM_CENTRE), Refused):
        raise InvalidFieldError("application_id", "not_open", state=state)
    for name in _REQUIRED.get(to, ()):
        if not said.get(name):
            raise InvalidFieldError(name, "required")


def _say(work: Workspace, application: Held, to: str, said: Mapping[str, Any]) -> str:
    content = application.content
    fields = {field: said[part] for part, field in _FIELDS[to].items() if said.get(part)}
    if to == "submitted" and not content.get("received_at"):
        fields["received_at"] = as_text(work.now)
    after = with_statement(content, fields, as_text(work.now))
    if content["state"] == "granted" and to == "under_review":
        after |= _money_back(work, application)
    if to == "under_review" and content["state"] not in ("submitted", "registered", "integrated"):
        after[applications.REVIEWS] = int(content.get(applications.REVIEWS) or 0) + 1
    behind = to in ("submitted", "registered") and content["state"] not in (*DESK_STATES, "submitted")
    after["state"] = content["state"] if behind else to
    stands = work.put(application.kind, application.id, after, subject_id=application.subject_id)
    note_event(
        work, stands, to, number=said.get("number"), note=said.get("note"), dated_on=said.get("on"),
        due_on=said.get("due_on"),
    )  # fmt: skip
    return str(after["state"])


def _take_place(work: Workspace, application: Held) -> None:
    if applications.taken_by_another(work, application) is not None:
        raise InvalidFieldError("application_id", "place_taken")
    applications.take_place(work, application)


def _money_back(work: Workspace, application: Held) -> dict[str, Any]:
    measure, granted = application.content["measure_code"], application.content.get("granted_cents") or 0
    if granted and work.fund(measure) is not None:
        work.book(application.id, measure, applications.entry(applications.RELEASE, application), -granted)
    credit.revoke_all(work, application.id, "under_review")
    return {"granted_cents": 0}


def _end(work: Workspace, application: Held, to: str, said: Mapping[str, Any]) -> str:
    fields = {_FIELDS[to][part]: said[part] for part in ("number", "on") if said.get(part)}
    reason = str(said.get("note") or "")
    applications.end(work, application, to, reason, **fields)
    return to
