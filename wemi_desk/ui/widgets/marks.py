"""The three signs of a state: its icon and colour, beside the word."""

from __future__ import annotations

from types import MappingProxyType
from typing import NamedTuple


class Mark(NamedTuple):
    """An icon and the colour token to draw it in."""

    icon: str
    token: str


STATE_MARKS = MappingProxyType(
    {
        "draft": Mark("it-pencil", "warn"),
        "in_progress": Mark("it-clock", "text"),
        "to_send": Mark("it-warning-circle", "warn"),
        "waiting": Mark("it-clock", "warn"),
        "sending": Mark("it-refresh", "info"),
        "received": Mark("it-check-circle", "ok"),
        "to_check": Mark("it-warning", "err"),
        "conflict": Mark("it-exchange-circle", "err"),
        "set_aside": Mark("it-inbox", "text2"),
        "done": Mark("it-check-circle", "ok"),
        "referred": Mark("it-arrow-right-circle", "text2"),
        "application_ready": Mark("it-file", "warn"),
        "application_sent": Mark("it-file-signed", "ok"),
        "integration_asked": Mark("it-horn", "err"),
        "admitted": Mark("it-check-circle", "ok"),
        "not_admitted": Mark("it-minus-circle", "text"),
        "ended": Mark("it-ban", "text2"),
        "to_verify": Mark("it-help-circle", "warn"),
        "protected": Mark("it-locked", "err"),
    }
)
"""By kind of state; the words are the caller's."""
