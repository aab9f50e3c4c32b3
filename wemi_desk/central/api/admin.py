"""What somebody who leads may do from a desk: let another desk in, see how desks stand, take one out of service."""

from __future__ import annotations

from wemi_desk.central.api.doors import Asked, Endpoint
from wemi_desk.central.auth import reception
from wemi_desk.central.auth.refusals import Refusal
from wemi_desk.sync.admission import (
    UNKNOWN,
    CodeAnswer,
    CodeRequest,
    DevicesAnswer,
    DevicesRequest,
    OrderRequest,
)
from wemi_desk.sync.wire import Order


def make_code(asked: Asked) -> CodeAnswer:
    """A code for one desk, in a space of the caller's."""
    request: CodeRequest = asked.message
    if request.space_code not in asked.desk.caller.spaces:
        raise Refusal(404, UNKNOWN)
    return reception.make_code(asked.centre.front_desk, asked.desk.tenant, request.space_code, asked.leader)


def devices(asked: Asked) -> DevicesAnswer:
    """The desks of the caller's spaces."""
    spaces = sorted(asked.desk.caller.spaces)
    return DevicesAnswer(devices=reception.listed(asked.centre.front_desk, asked.desk.tenant, spaces))


def give_order(asked: Asked) -> Order:
    """Lock, flush and wipe, or wipe now: one desk of the caller's spaces."""
    desk, spaces = asked.desk, sorted(asked.desk.caller.spaces)
    return reception.order_from_desk(asked.centre.front_desk, desk.tenant, spaces, asked.message, asked.leader)


ENDPOINTS = (
    Endpoint("POST", "/v1/admin/codes", make_code, CodeRequest, CodeAnswer),
    Endpoint("POST", "/v1/admin/devices", devices, DevicesRequest, DevicesAnswer),
    Endpoint("POST", "/v1/admin/orders", give_order, OrderRequest, Order),
)
