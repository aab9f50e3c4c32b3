"""Push, pull, compare, give back, erased: the exchange of records."""

from __future__ import annotations

import msgspec

from wemi_desk.central.api.doors import Asked, Endpoint
from wemi_desk.central.auth.reception import countersigned
from wemi_desk.central.auth.refusals import Refusal
from wemi_desk.sync.admission import UNDECODABLE, UNKNOWN
from wemi_desk.sync.wire import (
    CompareAnswer,
    CompareRequest,
    ErasedRequest,
    GiveBackAnswer,
    GiveBackRequest,
    Notice,
    PullAnswer,
    PullRequest,
    PushAnswer,
    PushRequest,
)

MOST_ROWS = 5000
_TAG_BYTES = 32
_HEAD_LIMIT = 1 << 62


def push(asked: Asked) -> PushAnswer:
    """Take acts, in order; the same again changes nothing. With the last ones a desk may ask for its news."""
    request: PushRequest = asked.message
    if request.news is not None:
        _check(request.news)
        if asked.centre.gate.is_old(asked.head):
            request = msgspec.structs.replace(request, news=None)
    answer = asked.centre.exchange.push(asked.desk.caller, request)
    if request.news is None or answer.news is None:
        return answer
    return msgspec.structs.replace(answer, news=_countersigned(asked, request.news, answer.news))


def pull(asked: Asked) -> PullAnswer:
    """What is new in the scopes of the token."""
    request: PullRequest = asked.message
    _check(request)
    return _countersigned(asked, request, asked.centre.exchange.pull(asked.desk.caller, request))


def _check(request: PullRequest) -> None:
    head = request.audit_head
    is_fit = head is None or (0 < head[0] < _HEAD_LIMIT and len(head[1]) == _TAG_BYTES)
    if not is_fit or not 1 <= request.limit <= MOST_ROWS:
        raise Refusal(400, UNDECODABLE)


def _countersigned(asked: Asked, request: PullRequest, answer: PullAnswer) -> PullAnswer:
    if request.audit_head is None:
        return answer
    receipt = countersigned(
        asked.centre.front_desk, asked.desk.device, request.audit_head, asked_at=int(asked.head.time)
    )
    return msgspec.structs.replace(answer, audit_receipt=receipt)


def compare(asked: Asked) -> CompareAnswer:
    """Where a desk's copy of one scope differs."""
    request: CompareRequest = asked.message
    if request.scope not in asked.desk.caller.scopes:
        raise Refusal(404, UNKNOWN)
    return asked.centre.exchange.compare(asked.desk.caller, request)


def give_back(asked: Asked) -> GiveBackAnswer:
    """Rows that the centre lost and this desk saw."""
    return asked.centre.exchange.give_back(asked.desk.caller, asked.message)


def erased(asked: Asked) -> Notice:
    """The desk has carried out its erasure orders."""
    return asked.centre.exchange.erased(asked.desk.caller, asked.message)


ENDPOINTS = (
    Endpoint("POST", "/v1/push", push, PushRequest, PushAnswer),
    Endpoint("POST", "/v1/pull", pull, PullRequest, PullAnswer),
    Endpoint("POST", "/v1/compare", compare, CompareRequest, CompareAnswer),
    Endpoint("POST", "/v1/give-back", give_back, GiveBackRequest, GiveBackAnswer),
    Endpoint("POST", "/v1/erased", erased, ErasedRequest, Notice),
)
