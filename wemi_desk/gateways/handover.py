"""A change of operator starts a new process: the opened desk's keys travel through an anonymous pipe, once."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from typing import IO
from uuid import UUID

from wemi_desk.config import own_command
from wemi_desk.domain.access import ClosedEvent, DeviceId, KeyRenewal, OpenedDesk, SlotKind
from wemi_desk.domain.operators import OperatorId


def start_next(arguments: Sequence[str], opened: OpenedDesk, word: str) -> None:
    """Start this program again with *arguments* and give it the opened desk; raises OSError."""
    child = subprocess.Popen([*own_command(), *arguments], stdin=subprocess.PIPE, start_new_session=True)  # noqa: S603
    if child.stdin is not None:
        with child.stdin as pipe:
            pipe.write(_packed(opened, word))


def receive(pipe: IO[bytes]) -> tuple[OpenedDesk, str]:
    """What the process before wrote; the pipe is read to its end, so nothing of it stays."""
    content = json.loads(pipe.read())
    keys = {name: bytearray.fromhex(content[name]) for name in _KEY_NAMES}
    opened = OpenedDesk(
        operator_id=OperatorId(UUID(content["operator_id"])),
        shown_name=content["shown_name"],
        roles=frozenset(content["roles"]),
        device_id=DeviceId(UUID(content["device_id"])),
        space_code=content["space_code"],
        method=SlotKind(content["method"]),
        opened_at=datetime.fromisoformat(content["opened_at"]),
        session_ends_at=datetime.fromisoformat(content["session_ends_at"]),
        events=tuple(_event(one) for one in content["events"]),
        renewal=KeyRenewal(content["renewal"]),
        **keys,
    )
    return opened, content["word"]


def _packed(opened: OpenedDesk, word: str) -> bytes:
    content: dict[str, object] = {name: bytes(getattr(opened, name)).hex() for name in _KEY_NAMES}
    content |= {
        "operator_id": str(opened.operator_id), "shown_name": opened.shown_name, "roles": sorted(opened.roles),
        "device_id": str(opened.device_id), "space_code": opened.space_code, "method": opened.method.value,
        "opened_at": opened.opened_at.isoformat(), "session_ends_at": opened.session_ends_at.isoformat(),
        "events": [[one.at.isoformat(), str(one.operator_id), one.method.value, one.result] for one in opened.events],
        "word": word, "renewal": opened.renewal.value,
    }  # fmt: skip
    return json.dumps(content).encode()


def _event(content: list[str]) -> ClosedEvent:
    at, operator, method, result = content
    return ClosedEvent(datetime.fromisoformat(at), OperatorId(UUID(operator)), SlotKind(method), result)


_KEY_NAMES = tuple(field.name for field in fields(OpenedDesk) if field.type == "bytearray")
