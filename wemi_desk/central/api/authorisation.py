"""Every endpoint of the centre: who may call it, and what is checked about what it touches."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Who(StrEnum):
    """How a caller shows who it is."""

    ANYBODY = "anybody"  # says nothing about anybody
    CODE = "code"  # a one-use enrolment code
    DEVICE_KEY = "device_key"  # a signature of the device key, no token yet
    CHECK_KEY = "check_key"  # a signature of the key a locked desk has
    DEVICE = "device"  # token and signature
    LEADER = "leader"  # token and signature, and the grant of an operator who leads


@dataclass(frozen=True, slots=True)
class Rule:
    """One endpoint. *scope* says what the caller may touch and how that is known."""

    method: str
    path: str
    who: Who
    scope: str
    takes_old: bool = False
    """Also from versions the centre does not answer otherwise."""
    takes_halted: bool = False
    """Also from a desk out of service: it is answered with its orders, and nothing else."""
    most_bytes: int = 1 << 20


class UnlistedRouteError(RuntimeError):
    """A route without a row in the table, or a row without a route: the centre does not start."""


TABLE: tuple[Rule, ...] = (
    Rule("GET", "/v1/hello", Who.ANYBODY, "nothing: time and versions"),
    Rule("POST", "/v1/enrol", Who.CODE, "one new device, in the space and reach the code was made for"),
    Rule("POST", "/v1/code", Who.CODE, "what the code was made for; nobody who coordinates", most_bytes=4096),
    Rule("POST", "/v1/token", Who.DEVICE_KEY, "itself; scopes are worked out from its row", takes_old=True,
         most_bytes=4096),
    Rule("POST", "/v1/check-in", Who.CHECK_KEY, "its own orders", most_bytes=4096),
    Rule("POST", "/v1/names", Who.CHECK_KEY, "names of the operators of its own space", most_bytes=4096),
    Rule("POST", "/v1/login", Who.CHECK_KEY, "one operator of its own space, who proves it; its own release secret",
         most_bytes=4096),
    Rule("POST", "/v1/release", Who.DEVICE, "its own release secret, which it seals to the centre", most_bytes=4096),
    Rule("POST", "/v1/grants", Who.DEVICE, "operators of its own space, for itself alone", most_bytes=4096),
    Rule("POST", "/v1/push", Who.DEVICE, "its own log, in the token's spaces; other records are like unknown ones",
         takes_old=True, takes_halted=True, most_bytes=4 << 20),
    Rule("POST", "/v1/pull", Who.DEVICE, "the token's scopes; cursors of others are ignored", takes_halted=True),
    Rule("POST", "/v1/compare", Who.DEVICE, "one of the token's scopes; another one is 404", most_bytes=8 << 20),
    Rule("POST", "/v1/give-back", Who.DEVICE, "rows with the centre's own mark, in the token's scopes",
         most_bytes=8 << 20),
    Rule("POST", "/v1/erased", Who.DEVICE, "its own row", most_bytes=4096),
    Rule("POST", "/v1/look-up", Who.DEVICE, "any person of the tenant, with a reason, in the centre's log",
         most_bytes=16384),
    Rule("POST", "/v1/files", Who.DEVICE, "a file of a record shown in the token's scopes; another is 404",
         most_bytes=4096),
    Rule("HEAD", "/v1/files/{sha256}", Who.DEVICE, "a file this device offered; another is 404", most_bytes=0),
    Rule("PATCH", "/v1/files/{sha256}", Who.DEVICE, "a file this device offered; another is 404",
         most_bytes=(256 << 10) + 1),
    Rule("GET", "/v1/releases/metadata/{name}", Who.DEVICE, "what is signed about programs; the same for every desk",
         takes_old=True, most_bytes=0),
    Rule("GET", "/v1/releases/targets/{name}", Who.DEVICE, "archives of programs; the same for every desk",
         takes_old=True, most_bytes=0),
    Rule("POST", "/v1/admin/codes", Who.LEADER, "spaces of the token; another is 404", most_bytes=16384),
    Rule("POST", "/v1/admin/devices", Who.LEADER, "devices standing in spaces of the token", most_bytes=16384),
    Rule("POST", "/v1/admin/orders", Who.LEADER, "devices standing in spaces of the token; another is 404",
         most_bytes=16384),
)  # fmt: skip


def rule_of(method: str, path: str) -> Rule:
    """The row of an endpoint; raises UnlistedRouteError."""
    for rule in TABLE:
        if (rule.method, rule.path) == (method, path):
            return rule
    raise UnlistedRouteError(f"{method} {path}")


def refuse_unlisted(routes: Iterable[tuple[str, str]]) -> None:
    """Raises UnlistedRouteError unless *routes* and the table are the same."""
    served, listed = set(routes), {(rule.method, rule.path) for rule in TABLE}
    if served != listed:
        raise UnlistedRouteError(sorted(served ^ listed))
