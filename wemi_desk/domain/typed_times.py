"""Times of the day as people type them: 16:30, 16.30, 1630, 9."""

from __future__ import annotations

import re
from datetime import time

_SHAPE = re.compile(r"(\d{1,2})(?:\s*[:.,h ]\s*(\d{2})|(\d{2}))?")


def read_typed_time(text: str) -> time | None:
    """Understand *text*, or return None."""
    match = _SHAPE.fullmatch(text.strip())
    if match is None:
        return None
    hour, minute = int(match[1]), int(match[2] or match[3] or 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None
