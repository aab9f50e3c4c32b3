"""One way in for every endpoint: row of the table, limits, signature, body, answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response
from starlette.requests import ClientDisconnect

from wemi_desk.central.api import bodies
from wemi_desk.central.api.authorisation import Rule, Who, rule_of
from wemi_desk.central.api.envelope import Problems
from wemi_desk.central.auth.gate import Admitted, Gate, RequestHead
from wemi_desk.central.auth.reception import FrontDesk, leader
from wemi_desk.central.auth.refusals import Refusal
from wemi_desk.central.exchange.workspace import Caller
from wemi_desk.central.files import FileStore
from wemi_desk.central.releases import ReleaseFolder
from wemi_desk.central.store.devices import Device
from wemi_desk.sync import admission as words
from wemi_desk.sync.wire import (
    CompareAnswer,
    CompareRequest,
    ErasedRequest,
    GiveBackAnswer,
    GiveBackRequest,
    LookUpAnswer,
    LookUpRequest,
    Notice,
    PullAnswer,
    PullRequest,
    PushAnswer,
    PushRequest,
)


class Exchange(Protocol):
    """See central.exchange.exchange.DeskExchange."""

    def push(self, caller: Caller, request: PushRequest) -> PushAnswer: ...
    def pull(self, caller: Caller, request: PullRequest) -> PullAnswer: ...
    def compare(self, caller: Caller, request: CompareRequest) -> CompareAnswer: ...
    def give_back(self, caller: Caller, request: GiveBackRequest) -> GiveBackAnswer: ...
    def erased(self, caller: Caller, request: ErasedRequest) -> Notice: ...
    def look_up(self, caller: Caller, request: LookUpRequest) -> LookUpAnswer: ...


@dataclass(frozen=True, slots=True)
class Centre:
    """What the endpoints work with."""

    gate: Gate
    front_desk: FrontDesk
    exchange: Exchange
    files: FileStore
    releases: ReleaseFolder


@dataclass(frozen=True, slots=True)
class Asked:
    """One request that was let in."""

    centre: Centre
    head: RequestHead
    message: Any
    parameters: Mapping[str, str]
    admitted: Admitted | None = None
    device: Device | None = None
    leader: str = ""
    plain: bytes = b""
    offset: int = 0
    span: str = ""
    """The range of bytes that is asked for, as HTTP writes it."""

    @property
    def desk(self) -> Admitted:
        """The desk that asks, where the table says that one does."""
        assert self.admitted is not None
        return self.admitted

    @property
    def key_holder(self) -> Device:
        """The device whose key was checked, where there is no token yet."""
        assert self.device is not None
        return self.device


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One method on one path: what it takes and gives, and who answers."""

    method: str
    path: str
    answer: Callable[[Asked], Any]
    takes: Any = None
    gives: Any = None

    @property
    def name(self) -> str:
        """As logs and the published description call it."""
        path = self.path.removeprefix("/v1/")
        return f"{self.method.lower()}_" + "".join(char if char.isalnum() else "_" for char in path).strip("_")


Answering = Callable[[Request], Awaitable[Response]]


def serve(router: APIRouter, endpoint: Endpoint) -> Answering:
    """Answer under the rule the table has for this endpoint."""
    rule = rule_of(endpoint.method, endpoint.path)

    async def served(request: Request) -> Response:
        try:
            body = await _read(request, rule)
            return await run_in_threadpool(_served, request, body, rule, endpoint)
        except Exception as error:  # noqa: BLE001 (whatever happened, the caller gets an answer and no traceback)
            problems: Problems = request.app.state.problems
            return problems.of(request, error)

    router.add_api_route(
        endpoint.path, served, methods=[endpoint.method], name=endpoint.name, operation_id=endpoint.name,
        response_class=Response, description=(endpoint.answer.__doc__ or "").strip(),
    )  # fmt: skip
    return served


def _served(request: Request, body: bytes, rule: Rule, endpoint: Endpoint) -> Response:
    centre: Centre = request.app.state.centre
    head = head_of(request)
    asked = _let_in(centre, rule, head, body, request, endpoint.takes)
    given = endpoint.answer(asked)
    if isinstance(given, Response):
        return given
    content, encoding = bodies.encoded(given, request.headers.get("accept-encoding", ""))
    headers = {"content-encoding": encoding} if encoding else {}
    return Response(content, media_type="application/json", headers=headers)


def _let_in(centre: Centre, rule: Rule, head: RequestHead, body: bytes, request: Request, takes: Any) -> Asked:
    parameters: dict[str, str] = dict(request.path_params)
    encoding = request.headers.get("content-encoding", "")
    if rule.who in {Who.DEVICE, Who.LEADER}:
        admitted = centre.gate.admit(head, body, takes_old=rule.takes_old, takes_halted=rule.takes_halted)
        plain = bodies.expanded(body, encoding)
        message: Any = None if takes is None else bodies.decoded(plain, takes)
        who = ""
        if rule.who is Who.LEADER:
            centre.gate.account(message.grant.operator)
            who = leader(centre.front_desk, admitted.device, message.grant)
        offset = _number(request.headers.get(words.OFFSET, "0"))
        return Asked(
            centre, head, message, parameters, admitted=admitted, leader=who, plain=plain, offset=offset,
            span=request.headers.get("range", ""),
        )  # fmt: skip
    centre.gate.stranger(head)
    if rule.who is Who.ANYBODY:
        return Asked(centre, head, None, parameters)
    if not rule.takes_old:
        centre.gate.refuse_old(head)
    message = bodies.decoded(bodies.expanded(body, encoding, most=1 << 20), takes)
    if rule.who is Who.CODE:
        return Asked(centre, head, message, parameters)
    device = centre.gate.admit_key(head, body, message.tenant, check=rule.who is Who.CHECK_KEY)
    return Asked(centre, head, message, parameters, device=device)


def head_of(request: Request) -> RequestHead:
    """What the request says about itself."""
    said = request.headers.get
    kind, _, token = said("authorization", "").partition(" ")
    return RequestHead(
        method=request.method, path=request.url.path, address=request.client.host if request.client else "",
        device=said(words.DEVICE, ""), time=said(words.TIME, ""), nonce=said(words.NONCE, ""),
        signature=said(words.SIGNATURE, ""), token=token if kind == "Bearer" else "",
        protocol=said(words.PROTOCOL_HEADER, ""), version=said(words.VERSION_HEADER, "")[:40],
    )  # fmt: skip


async def _read(request: Request, rule: Rule) -> bytes:
    """The body as it travels, and no more of it than the rule takes."""
    said = request.headers.get("content-length", "0")
    if not (said.isascii() and said.isdecimal()) or int(said) > rule.most_bytes:
        raise Refusal(413, words.TOO_LARGE)
    parts, size = [], 0
    try:
        async for part in request.stream():
            size += len(part)
            if size > rule.most_bytes:
                raise Refusal(413, words.TOO_LARGE)
            parts.append(part)
    except ClientDisconnect:
        raise Refusal(400, words.UNDECODABLE) from None
    return b"".join(parts)


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 12):
        raise Refusal(400, words.UNDECODABLE)
    return int(text)
