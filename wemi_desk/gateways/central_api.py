"""The centre as a desk asks it: signed, with a token that renews itself, and errors in the desk's own words."""

from __future__ import annotations

import time
from base64 import urlsafe_b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from secrets import token_bytes
from typing import TypeVar
from uuid import UUID

import msgspec

from wemi_desk.gateways.ahead import InTurn
from wemi_desk.gateways.centre_http import CentreHttp, Reply
from wemi_desk.shapes import decoded
from wemi_desk.sync import admission as words
from wemi_desk.sync import wire
from wemi_desk.sync.compression import packed
from wemi_desk.sync.ports import LineError, RevokedError, TooLargeError, TooOldError

T = TypeVar("T")
LOOK_UP_SECONDS = 5.0
PART_SECONDS = 30.0
_EARLY = 60 * 1_000_000
_ENCODER = msgspec.json.Encoder()


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskName:
    """Under which name a desk speaks, and what it signs with."""

    tenant: str
    device: UUID
    sign: Callable[[bytes], bytes]
    version: str = ""
    told_version: str = ""
    """The same, with what did not work here."""


def microseconds() -> int:
    """This computer's clock, right or wrong."""
    return time.time_ns() // 1000


class SignedCalls:
    """Calls signed by one key. The centre's time is learnt from its answers: a wrong clock here changes nothing."""

    def __init__(self, http: CentreHttp, name: DeskName, clock: Callable[[], int] = microseconds) -> None:
        self._http = http
        self._name = name
        self._clock = clock
        self._ahead = 0

    def ask(self, path: str, message: object, kind: type[T], *, token: str = "", total: float | None = None) -> T:
        """Raises LineError; a wrong clock is put right once."""
        return self.ask_packed(path, packed(_ENCODER.encode(message), "zstd"), kind, token=token, total=total)

    def ask_packed(
        self, path: str, body: tuple[bytes, str], kind: type[T], *, token: str = "", total: float | None = None
    ) -> T:
        """The same with a message that is already encoded."""
        reply = self.send("POST", path, body[0], encoding=body[1], token=token, total=total)
        return _decoded(reply.body, kind)

    def send(
        self, method: str, path: str, body: bytes, *, encoding: str = "", token: str = "",
        extra: Mapping[str, str] | None = None, total: float | None = None,
    ) -> Reply:  # fmt: skip
        """The same with bytes."""
        for attempt in (0, 1):
            headers = {**self._headers(method, path, body, token), **(extra or {})}
            if encoding:
                headers["Content-Encoding"] = encoding
            reply = self._http.call(method, path, body, headers, total=total)
            problem = problem_of(reply)
            if problem is None:
                return reply
            if problem.error != words.CLOCK or attempt:
                raise failure(reply, problem)
            self._ahead = problem.now - self._clock()
        raise LineError("clock")  # pragma: no cover (the loop ends before)

    def now(self) -> int:
        """The centre's time as far as it is known here."""
        return self._clock() + self._ahead

    def _headers(self, method: str, path: str, body: bytes, token: str) -> dict[str, str]:
        nonce, at, device = urlsafe_b64encode(token_bytes(18)).decode(), self.now(), self._name.device
        text = words.signed_text(method, path, body, nonce, at, device, token)
        headers = {
            words.DEVICE: str(device), words.TIME: str(at), words.NONCE: nonce,
            words.SIGNATURE: urlsafe_b64encode(self._name.sign(text)).decode(),
            words.PROTOCOL_HEADER: str(wire.PROTOCOL), words.VERSION_HEADER: self._name.version,
            "Content-Type": "application/json",
        }  # fmt: skip
        if token:
            headers["Authorization"] = f"Bearer {token}"
        return headers


class TokenCalls:
    """Signed calls that bring a token, renewed when it ends."""

    def __init__(self, calls: SignedCalls, name: DeskName) -> None:
        self._calls = calls
        self._name = name
        self.held: words.TokenAnswer | None = None

    @property
    def program(self) -> words.ProgramHint | None:
        """What the centre said last about versions of this program."""
        return self.held.program if self.held is not None else None

    def with_token(self, call: Callable[[str], T]) -> T:
        """Raises LineError. A token that ended is renewed, once."""
        try:
            return call(self._valid_token())
        except TokenEndedError:
            self.held = None
            return call(self._valid_token())

    def _valid_token(self) -> str:
        if self.held is None or self.held.expires_at - _EARLY <= self._calls.now():
            told = self._name.told_version or self._name.version
            request = words.TokenRequest(tenant=self._name.tenant, version=told)
            self.held = self._calls.ask("/v1/token", request, words.TokenAnswer)
        return self.held.token


class HttpCentreLine:
    """See sync.ports.CentreLine."""

    def __init__(self, http: CentreHttp, name: DeskName, clock: Callable[[], int] = microseconds) -> None:
        self._calls = SignedCalls(http, name, clock)
        self.tokens = TokenCalls(self._calls, name)
        self._turns = InTurn()

    def push(self, request: wire.PushRequest) -> wire.PushAnswer:
        return self.ask("/v1/push", request, wire.PushAnswer)

    def pull(self, request: wire.PullRequest) -> wire.PullAnswer:
        return self.ask("/v1/pull", request, wire.PullAnswer)

    def push_ahead(self, request: wire.PushRequest) -> Callable[[], wire.PushAnswer]:
        return self._ask_ahead("/v1/push", request, wire.PushAnswer)

    def pull_ahead(self, request: wire.PullRequest) -> Callable[[], wire.PullAnswer]:
        return self._ask_ahead("/v1/pull", request, wire.PullAnswer)

    def compare(self, request: wire.CompareRequest) -> wire.CompareAnswer:
        return self.ask("/v1/compare", request, wire.CompareAnswer)

    def give_back(self, request: wire.GiveBackRequest) -> wire.GiveBackAnswer:
        return self.ask("/v1/give-back", request, wire.GiveBackAnswer)

    def erased(self, request: wire.ErasedRequest) -> wire.Notice:
        return self.ask("/v1/erased", request, wire.Notice)

    def look_up(self, request: wire.LookUpRequest) -> wire.LookUpAnswer:
        return self.ask("/v1/look-up", request, wire.LookUpAnswer, total=LOOK_UP_SECONDS)

    def grants(self, policy: int) -> words.GrantsAnswer:
        """New grants for the operators of this desk."""
        return self.ask("/v1/grants", words.GrantsRequest(policy=policy), words.GrantsAnswer)

    def make_code(self, request: words.CodeRequest) -> words.CodeAnswer:
        """For who leads: let another desk in."""
        return self.ask("/v1/admin/codes", request, words.CodeAnswer)

    def devices(self, request: words.DevicesRequest) -> words.DevicesAnswer:
        """For who leads: how the desks of these spaces stand."""
        return self.ask("/v1/admin/devices", request, words.DevicesAnswer)

    def give_order(self, request: words.OrderRequest) -> wire.Order:
        """For who leads: take a desk out of service."""
        return self.ask("/v1/admin/orders", request, wire.Order)

    def offer_file(self, offer: words.FileOffer) -> words.FileState:
        """Say which file will come; how much of it is there."""
        return self.ask("/v1/files", offer, words.FileState)

    def file_state(self, sha256: bytes) -> words.FileState:
        """How much of a file is there."""
        reply = self._with_token(lambda token: self._calls.send("HEAD", _file(sha256), b"", token=token))
        said = reply.headers.get(words.OFFSET.lower(), "")
        return words.FileState(offset=int(said or 0), whole=reply.headers.get("wemi-whole") == "1")

    def send_part(self, sha256: bytes, offset: int, part: bytes) -> words.FileState:
        """The part that begins at *offset*."""
        extra = {words.OFFSET: str(offset), "Content-Type": "application/octet-stream"}
        reply = self._with_token(
            lambda token: self._calls.send("PATCH", _file(sha256), part, token=token, extra=extra)
        )
        return _decoded(reply.body, words.FileState)

    def read(self, path: str, span: str = "") -> bytes:
        """A file, or the bytes *span* of it. Raises LineError, of one that is not there with the reason unknown."""
        extra = {"Range": span} if span else None
        return self._with_token(
            lambda token: self._calls.send("GET", path, b"", token=token, extra=extra, total=PART_SECONDS)
        ).body

    def ask(self, path: str, message: object, kind: type[T], *, total: float | None = None) -> T:
        """Raises LineError."""
        return self._with_token(lambda token: self._calls.ask(path, message, kind, token=token, total=total))

    def _ask_ahead(self, path: str, message: object, kind: type[T]) -> Callable[[], T]:
        body = packed(_ENCODER.encode(message), "zstd")  # here and now, while the centre works on the one before
        return self._turns.ahead(
            lambda: self.tokens.with_token(lambda token: self._calls.ask_packed(path, body, kind, token=token))
        )

    def _with_token(self, call: Callable[[str], T]) -> T:
        return self._turns.now(lambda: self.tokens.with_token(call))


class TokenEndedError(LineError):
    """The centre wants a new token."""


def hello(http: CentreHttp, total: float = 5.0) -> words.Hello:
    """Is the centre there? Of itself, not of the network the system believes in. Raises LineError."""
    reply = http.call("GET", "/v1/hello", b"", {}, total=total)
    problem = problem_of(reply)
    if problem is not None:
        raise failure(reply, problem)
    return _decoded(reply.body, words.Hello)


def enrol(http: CentreHttp, request: words.EnrolRequest) -> words.EnrolAnswer:
    """Raises LineError (wrong_code, not_admitted, conflict, too_many and what a line may have)."""
    return _with_code(http, "/v1/enrol", request, words.EnrolAnswer)


def look_at_code(http: CentreHttp, code: str) -> words.CodeSheet:
    """What a code is for; it stays unused. Raises LineError as :func:`enrol` does."""
    return _with_code(http, "/v1/code", words.CodeLook(code=words.plain_code(code)), words.CodeSheet)


def _with_code(http: CentreHttp, path: str, message: object, kind: type[T]) -> T:
    body, encoding = packed(_ENCODER.encode(message), "zstd")
    headers = {words.PROTOCOL_HEADER: str(wire.PROTOCOL), "Content-Type": "application/json"}
    reply = http.call("POST", path, body, headers | ({"Content-Encoding": encoding} if encoding else {}))
    problem = problem_of(reply)
    if problem is not None:
        raise failure(reply, problem)
    return _decoded(reply.body, kind)


def check_in(calls: SignedCalls, tenant: str, done: int = 0, new_key: int = 0) -> words.CheckInAnswer:
    """From the lock screen: *calls* sign with the check-in key. Raises LineError."""
    request = words.CheckInRequest(tenant=tenant, done=done, new_key=new_key)
    return calls.ask("/v1/check-in", request, words.CheckInAnswer)


def problem_of(reply: Reply) -> words.Problem | None:
    """What the centre had against it; None when it was done."""
    if 200 <= reply.status < 300:
        return None
    try:
        return decoded(reply.body, words.Problem)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return words.Problem(error="")  # somebody on the way answered


def failure(reply: Reply, problem: words.Problem) -> LineError:
    """The error of sync.ports that says it."""
    if reply.status == 413:
        return TooLargeError(problem.error)
    if reply.status == 426:
        return TooOldError(problem.error)
    if reply.status in {429, 503}:
        return LineError("busy", reply.retry_after)
    if problem.error == words.TOKEN:
        return TokenEndedError(problem.error)
    if problem.error in {words.HALTED, words.NOT_ADMITTED}:
        return RevokedError(problem.error)
    if reply.status >= 500:
        return LineError("failed")
    return LineError(problem.error or "garbled")


def _decoded(body: bytes, kind: type[T]) -> T:
    try:
        return decoded(body, kind)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise LineError("garbled") from None


def _file(sha256: bytes) -> str:
    return f"/v1/files/{sha256.hex()}"
