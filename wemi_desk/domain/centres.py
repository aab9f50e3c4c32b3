"""The central system as one desk knows it."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from wemi_desk.domain.errors import InvalidFieldError

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True, slots=True, kw_only=True)
class CentrePlace:
    """How the centre is reached: what a locked desk may know. *ca_file* and *proxy* are set by hand, or empty."""

    url: str
    tenant: str = ""
    ca_file: str = ""
    proxy: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MetCentre:
    """What enrolment gave: the centre's keys, and the desk's own signing key. Without *centre_key*, only begun."""

    place: CentrePlace
    sign_seed: bytes = field(repr=False)
    centre_key: bytes = b""
    box_key: bytes = b""
    policy_version: int = 0
    policy: str = "{}"


def centre_url(text: str) -> str:
    """What was typed, as an address; without TLS only on this computer. Raises InvalidFieldError."""
    text = text.strip().rstrip("/")
    if "://" not in text:
        text = "https://" + text
    try:
        parts = urlsplit(text)
        usable = bool(parts.hostname) and not (parts.username or parts.query or parts.fragment or parts.path)
        _port = parts.port
    except ValueError:
        usable = False
    if not usable or parts.scheme not in {"http", "https"}:
        raise InvalidFieldError("centre_url", "not_an_address")
    if parts.scheme == "http" and parts.hostname not in _LOOPBACK:
        raise InvalidFieldError("centre_url", "not_private")
    return text
