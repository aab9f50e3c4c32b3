"""The line between one desk and the centre: every message is encoded and decoded, and much can happen to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import msgspec

from simulation import meetings
from simulation.script import Fault
from wemi_desk.sync import wire
from wemi_desk.sync.ahead import at_once
from wemi_desk.sync.ports import LineError, RevokedError, TooLargeError, TooOldError

if TYPE_CHECKING:
    from simulation.desk import SimDesk
    from simulation.world import World

_ANSWERS: dict[str, Any] = {
    "push": wire.PushAnswer, "pull": wire.PullAnswer, "compare": wire.CompareAnswer,
    "give_back": wire.GiveBackAnswer, "erased": wire.Notice, "look_up": wire.LookUpAnswer,
}  # fmt: skip
_REQUESTS: dict[str, Any] = {
    "push": wire.PushRequest, "pull": wire.PullRequest, "compare": wire.CompareRequest,
    "give_back": wire.GiveBackRequest, "erased": wire.ErasedRequest, "look_up": wire.LookUpRequest,
}  # fmt: skip
_ENCODER = msgspec.json.Encoder()
_READ_ANSWER = {name: msgspec.json.Decoder(kind) for name, kind in _ANSWERS.items()}
_READ_REQUEST = {name: msgspec.json.Decoder(kind) for name, kind in _REQUESTS.items()}

LINE_FAULTS = (
    "lose_request", "lose_answer", "twice", "late", "delay", "cut_request", "cut_answer", "corrupt_request",
    "corrupt_answer", "crash_before_call", "crash_after_answer", "edit_before", "edit_during", "newer_answer",
    "newer_request", "too_old", "too_large", "busy", "not_ours",
)  # fmt: skip
"""Faults that belong to one call of the desk; those of the centre's store are named centre_…"""
MOST_CALLS, MOST_ROWS = 400, 1500
"""What an exchange may ask, and besides, how many rows there may be: a page of one row asks for each."""
DESKS_NEWER, CENTRE_NEWER, CENTRE_OLDER = 1, 2, 3


class EndlessError(Exception):
    """A desk keeps asking and comes to no end."""


class SimLine:
    """See sync.ports.CentreLine."""

    def __init__(self, world: World, desk: SimDesk) -> None:
        self._world = world
        self._desk = desk
        self._eager = bool(world.script.ahead)
        self.calls = 0
        self.met = False
        """In the middle of this exchange somebody else spoke: an answer may be of before."""
        self.waits = False
        """The centre is at its request: it asks nothing else."""
        self.faults: dict[int, list[Fault]] = {}

    def begin(self, faults: tuple[Fault, ...]) -> None:
        """A step begins: its faults, by the number of the call."""
        self.calls, self.faults, self.met = 0, {}, False
        for fault in faults:
            self.faults.setdefault(_call_of(fault), []).append(fault)

    def push(self, request: wire.PushRequest) -> wire.PushAnswer:
        older = self._world.script.skew == CENTRE_OLDER
        if request.news is not None and (older or not self._eager):
            request = msgspec.structs.replace(request, news=None)  # as good as written to a centre that knows no such
        return self._call("push", request)

    def pull(self, request: wire.PullRequest) -> wire.PullAnswer:
        return self._call("pull", request)

    def push_ahead(self, request: wire.PushRequest) -> Callable[[], wire.PushAnswer]:
        return at_once(self.push, request) if self._eager else lambda: self.push(request)

    def pull_ahead(self, request: wire.PullRequest) -> Callable[[], wire.PullAnswer]:
        return at_once(self.pull, request) if self._eager else lambda: self.pull(request)

    def compare(self, request: wire.CompareRequest) -> wire.CompareAnswer:
        return self._call("compare", request)

    def give_back(self, request: wire.GiveBackRequest) -> wire.GiveBackAnswer:
        return self._call("give_back", request)

    def erased(self, request: wire.ErasedRequest) -> wire.Notice:
        return self._call("erased", request)

    def look_up(self, request: wire.LookUpRequest) -> wire.LookUpAnswer:
        return self._call("look_up", request)

    def _call(self, name: str, request: Any) -> Any:
        number, world = self.calls, self._world
        self._desk.trap.step()
        self.calls += 1
        world.oracle.words_stand(self._desk)
        if number > MOST_CALLS + MOST_ROWS // world.script.page:
            raise EndlessError(name)
        call = Call(world, self._desk, name, _ENCODER.encode(request))
        call.skewed()
        for fault in self.faults.get(number, ()):
            world.count_fault(fault.kind)
            call.suffer(fault)
        answer = call.made()
        world.oracle.answered(self._desk, name, request, answer)
        for after in call.afterwards:
            after()
        return answer


class Call:
    """One request on its way, and its answer."""

    def __init__(self, world: World, desk: SimDesk, name: str, request: bytes) -> None:
        self.world, self.desk, self.name, self.request = world, desk, name, request
        self.afterwards: list[Callable[[], None]] = []
        self._deliveries = 1
        self._lost = False
        self._on_answer: Callable[[bytes], bytes] | None = None

    def suffer(self, fault: Fault) -> None:
        """Take *fault* in: now, or when the answer is there."""
        if fault.kind.startswith("centre_"):
            self._centre_fault(fault)
        else:
            getattr(self, f"_{fault.kind}")(fault)

    def skewed(self) -> None:
        """What a side of the neighbouring version says differently, always."""
        skew = self.world.script.skew
        if self.desk.is_newer:
            self._newer_request(Fault("newer_request"))
        if skew == CENTRE_NEWER:
            self._newer_answer(Fault("newer_answer"))
        elif skew == CENTRE_OLDER:
            self._on_answer = _without_news

    def made(self) -> Any:
        """Deliver it; the answer as the desk reads it."""
        caller, centre = self.desk.caller(), self.world.centre
        answer, recovering = b"", self.name == "pull" and centre.recovering()
        for _ in range(self._deliveries):
            answer = centre.answer(caller, self.name, self.request)
        if recovering and not centre.recovering() and not centre.ended_meanwhile:
            self.world.oracle.recovered(self.desk)
        if self._lost:
            raise LineError("down")
        if self._on_answer:
            answer = self._on_answer(answer)
        self.world.trace(answer)
        try:
            return _READ_ANSWER[self.name].decode(answer)
        except msgspec.DecodeError as error:
            raise LineError("unreadable") from error

    def _centre_fault(self, fault: Fault) -> None:
        kind = fault.kind.removeprefix("centre_")
        if kind == "restore":
            self.world.restore_centre(fault.at)
        elif meetings.is_meeting(kind):
            meetings.arrange(self, kind, fault.at % 1000)
        else:
            self.world.centre.trap.set(kind, fault.at % 1000)

    def _lose_request(self, _: Fault) -> None:
        raise LineError("down")

    def _too_old(self, _: Fault) -> None:
        raise TooOldError("too_old")

    def _too_large(self, _: Fault) -> None:
        """A proxy on the way takes no more than one act at a time."""
        if self.name == "push" and len(read_request(self.name, self.request).acts) > 1:
            raise TooLargeError("too_large")

    def _busy(self, _: Fault) -> None:
        raise LineError("busy", 30.0)

    def _not_ours(self, _: Fault) -> None:
        """A login page of a café: 200, and not from the centre."""
        raise LineError("not_ours")

    def _lose_answer(self, _: Fault) -> None:
        self._lost = True

    def _twice(self, _: Fault) -> None:
        self._deliveries = 2

    def _late(self, _: Fault) -> None:
        self.world.post(self.desk, self.name, self.request)
        raise LineError("timeout")

    def _delay(self, fault: Fault) -> None:
        self.world.pass_by(minutes=3 + fault.at)

    def _cut_request(self, _: Fault) -> None:
        self._refused_by_signature()

    def _corrupt_request(self, _: Fault) -> None:
        self._refused_by_signature()

    def _refused_by_signature(self) -> None:
        """Requests are signed over their body: what arrives changed is answered 401 and changes nothing."""
        raise LineError("signature")

    def _cut_answer(self, _: Fault) -> None:
        self._on_answer = lambda answer: answer[: len(answer) * 2 // 3]

    def _corrupt_answer(self, _: Fault) -> None:
        self._on_answer = lambda answer: answer[:-1] + b"\x00"

    def _crash_before_call(self, _: Fault) -> None:
        self.desk.trap.die()

    def _crash_after_answer(self, _: Fault) -> None:
        self.afterwards.append(self.desk.trap.die)

    def _edit_before(self, fault: Fault) -> None:
        self.desk.operator_meanwhile(fault.at)

    def _edit_during(self, fault: Fault) -> None:
        self.afterwards.append(lambda: self.desk.operator_meanwhile(fault.at))

    def _newer_answer(self, _: Fault) -> None:
        self._on_answer = _with_news

    def _newer_request(self, _: Fault) -> None:
        self.request = _with_news(self.request)


def _call_of(fault: Fault) -> int:
    if fault.kind.startswith("centre_"):
        return fault.at // 1000
    return fault.at % 100


def _with_news(message: bytes) -> bytes:
    """The message as a newer program writes it: with a field and a column this one does not know."""
    content = msgspec.json.decode(message)
    content["of_a_newer_version"] = {"why": "not known here"}
    content["protocol"] = wire.PROTOCOL + 1
    for name in ("verdicts", "unknown"):
        for row in content.get(name, ()):
            row.append("newer")
    return msgspec.json.encode(content)


def _without_news(answer: bytes) -> bytes:
    """The answer as the program before this one wrote it."""
    content = msgspec.json.decode(answer)
    for name in ("waiting", "here"):
        content.pop(name, None)
    return msgspec.json.encode(content)


def read_request(name: str, request: bytes) -> Any:
    """What the centre makes of the bytes."""
    return _READ_REQUEST[name].decode(request)


def written_answer(answer: Any) -> bytes:
    return _ENCODER.encode(answer)


__all__ = ["LINE_FAULTS", "EndlessError", "RevokedError", "SimLine", "read_request", "written_answer"]
