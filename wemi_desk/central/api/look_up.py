"""Is a person known at another space? Asked with a reason, and written down."""

from __future__ import annotations

from wemi_desk.central.api.doors import Asked, Endpoint
from wemi_desk.central.auth.reception import note
from wemi_desk.central.auth.refusals import Refusal
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.look_ups import checked_reason
from wemi_desk.sync.admission import UNDECODABLE
from wemi_desk.sync.wire import LookUpAnswer, LookUpRequest


def look_up(asked: Asked) -> LookUpAnswer:
    """The line in the centre's log comes first: without it there is no answer."""
    request: LookUpRequest = asked.message
    try:
        reason = checked_reason(request.reason)
    except InvalidFieldError:
        raise Refusal(400, UNDECODABLE) from None
    desk, front = asked.desk, asked.centre.front_desk
    about = str(request.record_id) if request.record_id else ""
    note(front, desk.tenant, f"desk:{desk.device.id}", "open_outside" if about else "look_up", about, reason)
    return asked.centre.exchange.look_up(desk.caller, request)


ENDPOINTS = (
    Endpoint("POST", "/v1/look-up", look_up, LookUpRequest, LookUpAnswer),
)
