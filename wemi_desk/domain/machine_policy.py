"""What whoever looks after many PCs has decided for this one, as read from a small file; nothing here is a secret."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from wemi_desk.domain.desk_settings import IDLE_SECONDS, THEMES

BY_ITSELF, BY_PACKAGE = "self", "package"
IDLE_MINUTES = tuple(seconds // 60 for seconds in IDLE_SECONDS)
_SPACE = re.compile(r"[A-Z0-9]{3}")
LEAST_RATE, MOST_RATE = 10_000, 1_000_000_000
"""Bytes a second: slower than that an archive takes a day of office hours, and the line is not what is spared."""
_MOST_NAMED = 40
_HOLDS_BACK = frozenset(("updates", "trusted_root"))
"""Whoever wrote one of these, and wrote it wrong, wanted something else than the program's own way."""


@dataclass(frozen=True, slots=True)
class PolicyFault:
    """What is not as it has to be: *key* is empty where it is the file itself; *reason* is a code."""

    key: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MachinePolicy:
    """*given*: the keys that are decided; all others hold what the program does of itself.

    *unknown*: what a newer program may understand. *file*: where it was read, empty where there is none.
    """

    centre_url: str = ""
    ca_file: str = ""
    proxy: str = ""
    space: str = ""
    theme: str = ""
    idle_minutes: int = 0
    updates: str = BY_ITSELF
    trusted_root: str = ""
    bytes_a_second: int = 0
    given: frozenset[str] = frozenset()
    unknown: Mapping[str, object] = field(default_factory=dict)
    faults: tuple[PolicyFault, ...] = ()
    file: str = ""

    def decides(self, key: str) -> bool:
        """Whether *key* is the administration's, and nobody else's."""
        return key in self.given

    @property
    def may_update_itself(self) -> bool:
        """False where new versions come as packages only."""
        return self.updates == BY_ITSELF

    def desk_settings(self) -> dict[str, str | int]:
        """What is decided of DeskSettings, by its names."""
        found: dict[str, str | int] = {"theme": self.theme, "idle_s": 60 * self.idle_minutes}
        return {name: value for name, value in found.items() if value}

    def values(self) -> dict[str, str | int]:
        """What is decided, by key, in the order of ``KEYS``."""
        return {key: getattr(self, key) for key in KEYS if key in self.given}


NOTHING_DECIDED = MachinePolicy()


def read_policy(said: object, file: str = "") -> MachinePolicy:
    """From a file's content. What is wrong is named and decides nothing; what is unknown is kept. Never raises."""
    if not isinstance(said, dict):
        return unreadable_policy("not_an_object", file)
    values: dict[str, str | int] = {}
    faults = []
    for key, rule in KEYS.items():
        if key not in said:
            continue
        try:
            values[key] = rule(said[key])
        except _NotSoError as error:
            faults.append(PolicyFault(key, str(error)))
    given = frozenset(values)
    if any(fault.key in _HOLDS_BACK for fault in faults):
        values["updates"] = BY_PACKAGE
    unknown = {str(key): value for key, value in list(said.items())[:_MOST_NAMED] if key not in KEYS}
    return MachinePolicy(**values, given=given, unknown=unknown, faults=tuple(faults), file=file)  # type: ignore[arg-type]


def unreadable_policy(reason: str, file: str) -> MachinePolicy:
    """An administrator's file that says nothing understandable: nothing is decided, and no version comes by itself."""
    return MachinePolicy(updates=BY_PACKAGE, faults=(PolicyFault("", reason),), file=file)


def untrusted_policy(file: str) -> MachinePolicy:
    """A file that anybody may have put there: as if it were not, but it is told."""
    return MachinePolicy(faults=(PolicyFault("", "not_trusted"),), file=file)


def without(policy: MachinePolicy, key: str, reason: str) -> MachinePolicy:
    """The same, where what *key* names turned out to be of no use."""
    faults = (*policy.faults, PolicyFault(key, reason))
    updates = BY_PACKAGE if key in _HOLDS_BACK else policy.updates
    emptied: dict[str, str] = {key: ""}
    return replace(policy, **emptied, given=policy.given - {key}, faults=faults, updates=updates)  # type: ignore[arg-type]


class _NotSoError(Exception):
    """The reason, as a code."""


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip() or len(value) > 500 or not value.strip().isprintable():
        raise _NotSoError("not_text")
    return value.strip()


def _address(value: object) -> str:
    from wemi_desk.domain.centres import centre_url
    from wemi_desk.domain.errors import InvalidFieldError

    try:
        return centre_url(_text(value))
    except InvalidFieldError as error:
        raise _NotSoError(error.reason) from None


def _proxy(value: object) -> str:
    from wemi_desk.domain.errors import InvalidFieldError
    from wemi_desk.domain.proxies import proxy_address

    try:
        return proxy_address(_text(value))
    except InvalidFieldError as error:
        raise _NotSoError(error.reason) from None


def _space(value: object) -> str:
    code = _text(value).upper()
    if _SPACE.fullmatch(code) is None:
        raise _NotSoError("not_a_space")
    return code


def _path(value: object) -> str:
    text = _text(value)
    if not (text.startswith(("/", "\\\\")) or re.match(r"[A-Za-z]:[\\/]", text)):
        raise _NotSoError("not_absolute")
    return text


def _theme(value: object) -> str:
    if value not in THEMES:
        raise _NotSoError("not_a_choice")
    return str(value)


def _minutes(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value not in IDLE_MINUTES:
        raise _NotSoError("not_a_choice")
    return value


def _rate(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not LEAST_RATE <= value <= MOST_RATE:
        raise _NotSoError("not_a_rate")
    return value


def _updates(value: object) -> str:
    if value not in (BY_ITSELF, BY_PACKAGE):
        raise _NotSoError("not_a_choice")
    return str(value)


KEYS: dict[str, Callable[[object], str | int]] = {
    "centre_url": _address,
    "ca_file": _path,
    "proxy": _proxy,
    "space": _space,
    "theme": _theme,
    "idle_minutes": _minutes,
    "updates": _updates,
    "trusted_root": _path,
    "bytes_a_second": _rate,
}
