"""An application that lived on in two lives of the centre: the further one stands, whichever row is the newer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wemi_desk.central.exchange import applications
from wemi_desk.central.exchange.workspace import Held, Workspace
from wemi_desk.domain.applications import CANCELLED, CENTRES_FIELDS, DESK_STATES, LIVE_STATES

Content = Mapping[str, Any]
_LIFE = ("state", applications.REVIEWS, *CENTRES_FIELDS)
_EVIDENCE = (
    "receipt_number", "submitted_at", "receipt_channel", "received_at", "protocol_number", "protocol_on",
    "integration_asked", "integration_due_on", "integration_number", "integration_on", "outcome_due_on",
)  # fmt: skip
"""What a paper or the office said of it once: true in either life."""
_STAGES = {
    **dict.fromkeys(DESK_STATES, 0), CANCELLED: 1, "duplicate": 1, **dict.fromkeys(LIVE_STATES, 2), "rejected": 3,
    "granted": 4, "withdrawn": 5, "lapsed": 5,
}  # fmt: skip
_UNDECIDED = 2


def brought(here: Held, content: Content, version: int) -> dict[str, Any] | None:
    """What has to be said over a row that is given back, of the life it had here since; None for a row that brings
    nothing, because the one that is here is newer and as far."""
    ours, theirs = _far(here.content), _far(content)
    newer = here.version > version
    if ours == theirs or max(ours, theirs) <= (0, _UNDECIDED):
        return None if newer else {}
    if ours > theirs:
        return None if newer else _differing(_lived(here.content, content), content)
    life = _lived(content, here.content)
    return {**here.content, **life} if here.version >= version else _differing(life, content)


def ended(work: Workspace, here: Held, content: Content) -> None:
    """It stood here, and does not by *content*: its place is free and its money back, as if it had ended here."""
    if here.content["state"] in LIVE_STATES and content["state"] not in LIVE_STATES:
        applications.free_place(work, here)
    granted = here.content.get("granted_cents") or 0
    measure = here.content["measure_code"]
    if granted and not content.get("granted_cents") and work.fund(measure) is not None:
        work.book(here.id, measure, applications.entry(applications.RELEASE, here), -granted)


def _far(content: Content) -> tuple[int, int]:
    """How far it has come: each time it was examined again begins anew."""
    return int(content.get(applications.REVIEWS) or 0), _STAGES.get(str(content.get("state")), _UNDECIDED)


def _lived(further: Content, other: Content) -> dict[str, Any]:
    life = {name: further.get(name) for name in _LIFE if name in further or name in other}
    return life | {name: other[name] for name in _EVIDENCE if other.get(name) and not further.get(name)}


def _differing(life: Content, content: Content) -> dict[str, Any]:
    return {name: value for name, value in life.items() if content.get(name) != value}
