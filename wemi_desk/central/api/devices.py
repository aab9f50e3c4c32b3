"""Enrolment, tokens, check-in, grants."""

from __future__ import annotations

from wemi_desk.central.api.doors import Asked, Endpoint
from wemi_desk.central.auth import reception
from wemi_desk.sync.admission import (
    CheckInAnswer,
    CheckInRequest,
    CodeLook,
    CodeSheet,
    EnrolAnswer,
    EnrolRequest,
    GrantsAnswer,
    GrantsRequest,
    Hello,
    TokenAnswer,
    TokenRequest,
)
from wemi_desk.sync.wire import OLDEST_PROTOCOL, PROTOCOL


def hello(asked: Asked) -> Hello:
    """Is this the centre, which versions does it speak, what time is it."""
    now = asked.centre.front_desk.clock()
    return Hello(now=now, oldest_protocol=OLDEST_PROTOCOL, newest_protocol=PROTOCOL)


def enrol(asked: Asked) -> EnrolAnswer:
    """A new desk, with a code that a person was given."""
    return reception.enrol(asked.centre.front_desk, asked.message, asked.head.address)


def look_at_code(asked: Asked) -> CodeSheet:
    """What a code is for, before anything is made on a new PC; the code stays unused."""
    return reception.look_at_code(asked.centre.front_desk, asked.message.code, asked.head.address)


def token(asked: Asked) -> TokenAnswer:
    """A quarter of an hour of access, for this device key."""
    return reception.token(asked.centre.front_desk, asked.key_holder, asked.message)


def check_in(asked: Asked) -> CheckInAnswer:
    """A locked desk: am I still enrolled, and what is to be done?"""
    return reception.check_in(asked.centre.front_desk, asked.key_holder, asked.message)


def grants(asked: Asked) -> GrantsAnswer:
    """The operators of this desk, each with a new end."""
    return reception.grants(asked.centre.front_desk, asked.desk.device, asked.message)


ENDPOINTS = (
    Endpoint("GET", "/v1/hello", hello, None, Hello),
    Endpoint("POST", "/v1/enrol", enrol, EnrolRequest, EnrolAnswer),
    Endpoint("POST", "/v1/code", look_at_code, CodeLook, CodeSheet),
    Endpoint("POST", "/v1/token", token, TokenRequest, TokenAnswer),
    Endpoint("POST", "/v1/check-in", check_in, CheckInRequest, CheckInAnswer),
    Endpoint("POST", "/v1/grants", grants, GrantsRequest, GrantsAnswer),
)
