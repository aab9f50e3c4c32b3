"""The central system as one desk knows it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.names import folded
from wemi_desk.domain.operators import Operator
from wemi_desk.domain.spaces import Organisation, Space

_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?|[0-9a-f:]{2,45}")
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True, slots=True, kw_only=True)
class CentrePlace:
    """How the centre is reached: what a locked desk may know. *ca_file* and *proxy* are set by hand, or empty.

    In memory *proxy* may hold who this desk is there and by which word; what a file keeps never does.
    """

    url: str
    tenant: str = ""
    ca_file: str = ""
    proxy: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class MetCentre:
    """What enrolment gave: the centre's keys, and the desk's own signing key. Without *centre_key*, only begun."""

    place: CentrePlace
    sign_seed: bytes = field(repr=False)
    centre_key: bytes = b""
    box_key: bytes = b""
    policy_version: int = 0
    policy: str = "{}"


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeWelcome:
    """What a code of the coordinator is for, before it is used; *colleagues* are known there already."""

    space: Space
    bodies: tuple[Organisation, ...] = ()
    colleagues: tuple[Operator, ...] = ()
    recovery_key: bytes | None = None

    def body_named(self, name: str) -> Organisation | None:
        """The same body is the same record, however it is typed."""
        return next((one for one in self.bodies if folded(one.name) == folded(name)), None)

    def colleague_named(self, given_name: str, surname: str, body: Organisation) -> Operator | None:
        """Who works at another desk of the space already; of two alike neither is meant."""
        wanted = (folded(given_name), folded(surname))
        of_body = [one for one in self.colleagues if one.organisation_id == body.id]
        alike = [one for one in of_body if (folded(one.given_name), folded(one.surname)) == wanted]
        return alike[0] if len(alike) == 1 else None


def centre_url(text: str) -> str:
    """What was typed, as an address; without TLS only on this computer. Raises InvalidFieldError."""
    text = text.strip().rstrip("/")
    if "://" not in text:
        text = "https://" + text
    try:
        parts = urlsplit(text)
        named = _HOST.fullmatch(parts.hostname or "") is not None
        usable = named and not (parts.username or parts.query or parts.fragment or parts.path)
        _port = parts.port
    except ValueError:
        usable = False
    if not usable or parts.scheme not in {"http", "https"}:
        raise InvalidFieldError("centre_url", "not_an_address")
    if parts.scheme == "http" and parts.hostname not in _LOOPBACK:
        raise InvalidFieldError("centre_url", "not_private")
    return text
