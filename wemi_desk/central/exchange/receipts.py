"""The verb ``receipt``: evidence that an operator copied from a paper, until the centre says what stands."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from wemi_desk.central.exchange import applications, membership
from wemi_desk.central.exchange.contents import UnfitError
from wemi_desk.central.exchange.judging import judgement
from wemi_desk.central.exchange.turns import DONE, Outcome, Turn, already, as_text, locked, refused
from wemi_desk.central.exchange.workspace import AFTER_RECOVERY, Held
from wemi_desk.domain.application_receipts import lacking, with_receipt
from wemi_desk.domain.applications import DESK_STATES, ReceiptNoted

_TOLERANCE = timedelta(minutes=10)


def noted(turn: Turn) -> Outcome:
    """What a paper says becomes part of the application; a first receipt takes the one place, as ``submit`` does."""
    application = membership.find_known(turn, applications.APPLICATION, turn.act.record_id)
    if turn.act.kind != applications.APPLICATION:
        return refused("verb", "unknown")
    if application is None:
        return applications.wait(turn, turn.act.record_id)
    _check(turn)
    after = with_receipt(application.content, turn.payload)
    if after is None:
        return locked(application.content["state"])
    if turn.work.recovering and after["state"] != application.content["state"]:
        return applications.wait(turn, AFTER_RECOVERY)
    return _take(turn, application, after)


def _take(turn: Turn, application: Held, after: dict[str, Any]) -> Outcome:
    work, state = turn.work, application.content["state"]
    if turn.payload["what"] == "withdrawn":
        said = {name: after.get(name) for name in ("outcome_act", "outcome_on", "typed_fields") if after.get(name)}
        applications.end(work, application, "withdrawn", after.get("outcome") or "", **said)
        return DONE
    said = {name: value for name, value in after.items() if application.content.get(name) != value}
    if state not in DESK_STATES:
        applications.write(work, application, **said, **(_judged(turn, after) if "submitted_at" in said else {}))
        return DONE
    first = applications.taken_by_another(work, application)
    if first is not None:
        return already(applications.duplicate(work, application, first, **said))
    applications.take_place(work, application)
    applications.write(work, application, **said, received_at=as_text(work.now), **_judged(turn, after))
    return DONE


def _judged(turn: Turn, after: dict[str, Any]) -> dict[str, Any]:
    """By the instant on the paper where there is one: the portal's clock, not this one, decided."""
    at = after.get("submitted_at")
    return judgement(turn.work, after, datetime.fromisoformat(at) if at else turn.work.now)


def _check(turn: Turn) -> None:
    """Raise UnfitError for a paper without its number, or of tomorrow."""
    try:
        paper = msgspec.convert(turn.payload, ReceiptNoted, strict=False)
    except msgspec.ValidationError:
        raise UnfitError("receipt", "invalid") from None
    if missing := lacking(turn.payload):
        raise UnfitError(missing, "required")
    now = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=turn.work.now)
    if paper.at is not None and (paper.at.tzinfo is None or paper.at > now + _TOLERANCE):
        raise UnfitError("at", "in_future")
    if paper.on is not None and paper.on > (now + timedelta(days=1)).date():
        raise UnfitError("on", "in_future")
