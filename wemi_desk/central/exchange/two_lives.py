"""Applications and vouchers that lived on in two lives of the centre: the further stands, whichever row is newer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wemi_desk.central.exchange import applications, credit
from wemi_desk.central.exchange.workspace import Held, Workspace
from wemi_desk.domain.applications import CANCELLED, CENTRES_FIELDS, DESK_STATES, FROM_CENTRE, LIVE_STATES

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
_ISSUED = ("provenance", "number", "amount_cents", "issued_on", "spend_until", "contradictions")
_REVOKED = ("revoked_at", "revoked_reason")


def brought(here: Held, content: Content, version: int) -> dict[str, Any] | None:
    """What has to be said over a row that is given back, of the life it had here since; None for a row that brings
    nothing, because the one that is here is newer and as far."""
    of_kind = _brought_voucher if here.kind == credit.VOUCHER else _brought_application
    return of_kind(here, content, version)


def _brought_voucher(here: Held, content: Content, version: int) -> dict[str, Any] | None:
    """The office issued it in one life and revoked it in one: it is issued and revoked."""
    newer = here.version > version
    stands, other = (here.content, content) if newer else (content, here.content)
    life: dict[str, Any] = {}
    if other.get("provenance") == FROM_CENTRE != stands.get("provenance"):
        life |= {name: other.get(name) for name in _ISSUED}
    if other.get("revoked_at") and not stands.get("revoked_at"):
        life |= {name: other.get(name) for name in _REVOKED}
    if not newer:
        return life
    return {**here.content, **life} if life else None


def _brought_application(here: Held, content: Content, version: int) -> dict[str, Any] | None:
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
    if granted and not content.get("granted_cents"):
        credit.revoke_all(work, here.id, str(content.get("outcome") or ""))
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
