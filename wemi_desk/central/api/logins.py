"""Operators who enter a desk by the centre: whose names, with which proof, and what opens the desk for them."""

from __future__ import annotations

from wemi_desk.central.api.doors import Asked, Endpoint
from wemi_desk.central.auth import logins
from wemi_desk.sync.admission import (
    LoginAnswer,
    LoginRequest,
    NamesAnswer,
    NamesRequest,
    ReleaseDeposit,
    ReleaseKept,
)


def names(asked: Asked) -> NamesAnswer:
    """A locked desk: who may work here, for somebody who never entered here."""
    return logins.names(asked.centre.front_desk, asked.key_holder)


def log_in(asked: Asked) -> LoginAnswer:
    """A locked desk: an operator with their pass-phrase, or with a code and the pass-phrase they choose."""
    request: LoginRequest = asked.message
    asked.centre.gate.account(request.operator)
    return logins.log_in(asked.centre.front_desk, asked.key_holder, request)


def keep_release(asked: Asked) -> ReleaseKept:
    """What opens the desk's online slot, sealed to the centre."""
    return logins.keep_release(asked.centre.front_desk, asked.desk.device, asked.message)


ENDPOINTS = (
    Endpoint("POST", "/v1/names", names, NamesRequest, NamesAnswer),
    Endpoint("POST", "/v1/login", log_in, LoginRequest, LoginAnswer),
    Endpoint("POST", "/v1/release", keep_release, ReleaseDeposit, ReleaseKept),
)
