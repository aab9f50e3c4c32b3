"""Applications and vouchers that lived on in two lives of the centre: the further stands, whichever row is newer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, fields
from typing import Any
from uuid import UUID

from wemi_desk.central.exchange import applications, credit
from wemi_desk.central.exchange.turns import as_text
from wemi_desk.central.exchange.workspace import Held, Workspace
from wemi_desk.domain.applications import (
    CANCELLED,
    CENTRES_FIELDS,
    DESK_STATES,
    FROM_CENTRE,
    LIVE_STATES,
    Application,
)

Content = Mapping[str, Any]
_LIFE = ("state", applications.REVIEWS, *CENTRES_FIELDS)
_BLANK = {
    one.name: one.default if one.default_factory is MISSING else one.default_factory()
    for one in fields(Application) if one.name in CENTRES_FIELDS
}  # fmt: skip
"""What stands in the centre's fields of an application of which the centre has said nothing."""
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


def brought(here: Held, content: Content, version: int, now: int = 0) -> dict[str, Any] | None:
    """What has to be said over a row that is given back, of the life it had here since; None for a row that brings
    nothing, because the one that is here is newer and as far."""
    if here.kind == credit.VOUCHER:
        return _brought_voucher(here, content, version)
    if content.get("state") == "granted" and _far(here.content) >= _far(content) and not _has_ended(here.content):
        return _granted_otherwise(here, content, version, now)
    return _brought_application(here, content, version)


def _has_ended(content: Content) -> bool:
    return content.get("state") in ("withdrawn", "lapsed")


def _granted_otherwise(here: Held, content: Content, version: int, now: int) -> dict[str, Any] | None:
    """What was booked here stands, since the fund's ledger holds it, or what is examined again; another sum that was
    granted in the other life is told beside it, once, to the office and to the desks."""
    ours, theirs = here.content.get("granted_cents") or 0, content.get("granted_cents")
    known = list(here.content.get("contradictions") or ())
    told = [one for one in known if (one["field"], one["typed"]) == ("granted_cents", str(theirs))]
    if ours == theirs or (told and here.version > version):
        return _brought_application(here, content, version)
    unlike = {"field": "granted_cents", "typed": str(theirs), "stated": str(ours), "at": as_text(now)}
    life = _lived(here.content, content) | {"contradictions": known if told else [*known, unlike]}
    return {**here.content, **life} if here.version > version else _differing(life, content)


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


def fit_vouchers(work: Workspace, application_id: UUID) -> None:
    """The office issued in the lost hours, and decided otherwise since: vouchers give no more than the fund's ledger
    holds for the application."""
    application = work.find(applications.APPLICATION, application_id)
    if application is None:
        return
    content = application.content
    is_examined_again = bool(content.get(applications.REVIEWS)) and content["state"] != "granted"
    if is_examined_again or _has_ended(content):
        credit.revoke_all(work, application_id, str(content.get("outcome") or ""))
    else:
        credit.fit_to_grant(work, application)


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
    life = {name: further.get(name, _BLANK.get(name)) for name in _LIFE if name in further or name in other}
    return life | {name: other[name] for name in _EVIDENCE if other.get(name) and not further.get(name)}


def _differing(life: Content, content: Content) -> dict[str, Any]:
    return {name: value for name, value in life.items() if content.get(name) != value}
