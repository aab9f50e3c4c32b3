"""What every answer has, whatever it says: a request id, no caching; and what is said when something failed."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from time import perf_counter
from types import MappingProxyType
from uuid import UUID

import msgspec
from fastapi import Request
from fastapi.responses import Response
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from wemi_desk.central.auth.refusals import Refusal
from wemi_desk.central.store.access import is_unavailable
from wemi_desk.domain.errors import OperatorError
from wemi_desk.logs import log, log_error
from wemi_desk.sync.admission import BUSY, NOT_ALLOWED, REQUEST, UNDECODABLE, UNKNOWN, Problem

COME_AGAIN_SECONDS = 2
_CODES = {404: UNKNOWN, 405: NOT_ALLOWED}


class Problems:
    """Words for what went wrong: a code, the request's id and the time; never what the request said."""

    def __init__(self, clock: Callable[[], int]) -> None:
        self._clock = clock

    async def handle(self, request: Request, error: Exception) -> Response:
        """See Starlette's exception handlers."""
        return self.of(request, error)

    def of(self, request: Request, error: Exception) -> Response:
        """The answer to a request that failed."""
        refusal = self._refusal(error)
        problem = Problem(
            error=refusal.error, request=request.scope.get("wemi.request", ""), now=self._clock(),
            orders=list(refusal.orders),
        )  # fmt: skip
        headers = {} if refusal.retry_after is None else {"retry-after": str(refusal.retry_after)}
        content = msgspec.json.encode(problem)
        return Response(content, status_code=refusal.status, media_type="application/json", headers=headers)

    @staticmethod
    def _refusal(error: Exception) -> Refusal:
        if isinstance(error, Refusal):
            return error
        if isinstance(error, HTTPException):
            return Refusal(error.status_code, _CODES.get(error.status_code, UNDECODABLE))
        if isinstance(error, OperatorError):
            return Refusal(400, UNDECODABLE)
        if is_unavailable(error):
            log_error("centre_unavailable", error)
            return Refusal(503, BUSY, retry_after=COME_AGAIN_SECONDS)
        log_error("centre_failed", error)
        return Refusal(500, "failed")


@dataclass(frozen=True, slots=True)
class Direct:
    """An endpoint on one fixed path: what a framework looks for on the way there is known beforehand."""

    name: str
    answer: Callable[[Request], Awaitable[Response]]
    app: object

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope["app"], scope["path_params"] = self.app, {}
        response = await self.answer(Request(scope, receive))
        await response(scope, receive, send)


class Envelope:
    """The outermost layer: pure ASGI, so that nothing of the body is touched."""

    def __init__(
        self, app: ASGIApp, *, problems: Problems, most_at_once: int,
        direct: Mapping[tuple[str, str], Direct] = MappingProxyType({}),
    ) -> None:  # fmt: skip
        self._app = app
        self._direct = direct
        self._problems = problems
        self._most = most_at_once
        self._now = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = UUID(bytes=secrets.token_bytes(16), version=4)
        scope["wemi.request"] = str(request_id)
        direct = self._direct.get((scope["method"], scope["path"]))
        began, status = perf_counter(), 0

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                headers[REQUEST] = str(request_id)
                headers["cache-control"] = "no-store"
                headers["x-content-type-options"] = "nosniff"
            await send(message)

        self._now += 1
        try:
            if self._now > self._most:
                busy = Refusal(503, BUSY, retry_after=COME_AGAIN_SECONDS)
                await self._problems.of(Request(scope), busy)(scope, receive, sending)
            else:
                await (direct or self._app)(scope, receive, sending)
        finally:
            self._now -= 1
            name = direct.name if direct else getattr(scope.get("route"), "operation_id", None) or "unlisted"
            taken = round((perf_counter() - began) * 1000, 1)
            log("request", code=name, result=status, duration_ms=taken, object=request_id)
