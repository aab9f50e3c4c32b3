"""What becomes of an application when a receipt is copied from a paper, or when the centre says what stands.

Works on records as they travel (JSON objects), so that the desk shows at once what the centre will make of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wemi_desk.domain.application_states import Refused, may, state_after
from wemi_desk.domain.applications import DESK_STATES, OUR_CHANNEL, TYPED

Content = Mapping[str, Any]
_FIELDS: dict[str, dict[str, str]] = {
    "submitted": {"number": "receipt_number", "at": "submitted_at", "channel": "receipt_channel"},
    "registered": {"number": "protocol_number", "on": "protocol_on"},
    "integration_requested": {"note": "integration_asked", "due_on": "integration_due_on"},
    "integrated": {"number": "integration_number", "on": "integration_on"},
    "withdrawn": {"number": "outcome_act", "on": "outcome_on", "note": "outcome"},
}
"""What was noted → part of the paper → field of the application."""
NOTABLE = tuple(_FIELDS)


def lacking(noted: Content) -> str:
    """The part of the paper that must be there and is not; empty when all is."""
    match noted.get("what"):
        case "submitted":
            return "" if noted.get("number") and noted.get("at") else "number" if not noted.get("number") else "at"
        case "registered" | "integrated":
            return "" if noted.get("number") and noted.get("on") else "number" if not noted.get("number") else "on"
        case "integration_requested":
            return "" if noted.get("due_on") else "due_on"
        case "withdrawn":
            return "" if noted.get("on") else "on"
    return "what"


def with_receipt(content: Content, noted: Content) -> dict[str, Any] | None:
    """*content* with what was copied; None where its state takes no such paper, or the paper says too little."""
    state, what = str(content.get("state")), str(noted.get("what"))
    if what not in _FIELDS or lacking(noted) or isinstance(may(state, what, TYPED), Refused):
        return None
    after = _given_up(content) if what == "submitted" else dict(content)
    if what == "registered" and state in DESK_STATES and not content.get("submitted_at"):
        _type(after, "submitted_at", noted.get("at"), noted)
    for part, field in _FIELDS[what].items():
        _type(after, field, noted.get(part), noted)
    if what in ("submitted", "registered") and noted.get("due_on"):
        _type(after, "outcome_due_on", noted["due_on"], noted)
    return after | {"state": state_after(state, what)}


def _given_up(content: Content) -> dict[str, Any]:
    """Our own centre's number, which stands in the history, gives way to that of the portal."""
    if content.get("receipt_channel") != OUR_CHANNEL:
        return dict(content)
    return {**content, "receipt_number": None, "submitted_at": None, "receipt_channel": ""}


def is_news(content: Content, noted: Content) -> bool:
    """Nothing of what this paper says stands there yet."""
    return all(content.get(field) in (None, "") for field in _FIELDS.get(str(noted.get("what")), {}).values())


def with_statement(content: Content, said: Content, at: str) -> dict[str, Any]:
    """*content* with what the centre says. What had been typed otherwise is kept beside it, for people to see."""
    after = dict(content)
    typed = tuple(after.get("typed_fields") or ())
    for field, value in said.items():
        if field in typed and after.get(field) not in (None, "", value):
            _contradict(after, field, after[field], value, at)
        after[field] = value
    after["typed_fields"] = [field for field in typed if field not in said]
    return after


def _type(after: dict[str, Any], field: str, value: Any, noted: Content) -> None:
    if value in (None, ""):
        return
    typed = list(after.get("typed_fields") or ())
    if after.get(field) in (None, "") or field in typed:
        after[field] = value
        after["typed_fields"] = typed if field in typed else [*typed, field]
    elif after[field] != value:
        _contradict(after, field, value, after[field], str(noted.get("noted_at") or ""))


def _contradict(after: dict[str, Any], field: str, typed: Any, stated: Any, at: str) -> None:
    told = {"field": field, "typed": str(typed), "stated": str(stated), "at": at}
    known = list(after.get("contradictions") or ())
    if not any((one["field"], one["typed"], one["stated"]) == (field, str(typed), str(stated)) for one in known):
        after["contradictions"] = [*known, told]
