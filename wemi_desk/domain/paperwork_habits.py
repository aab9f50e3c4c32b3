"""How a space works with its paperwork, as the centre publishes it: the list ``paperwork`` of the reference lists.

``{"code": "paperwork", "forgotten_days": 20, "order": ["health", …], "spaces": {"VEN": {"order": ["school", …]}}}``
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from wemi_desk.domain.paperwork_cases import FLAGGED_AFTER

HABITS = "paperwork"
"""The code of the list."""
_MOST_DAYS = 3650


@dataclass(frozen=True, slots=True)
class Habits:
    """*order* are groups, those named first; empty is the catalogue's own. *forgotten_after*: see is_flagged."""

    order: tuple[str, ...] = ()
    forgotten_after: timedelta = FLAGGED_AFTER


def read_habits(content: Mapping[str, Any] | None, space_code: str) -> Habits:
    """What holds at one space; what is missing there, or is no such value, is what holds everywhere, then the usual."""
    everywhere = content or {}
    spaces = everywhere.get("spaces")
    here = spaces.get(space_code) if isinstance(spaces, Mapping) else None
    said = {**everywhere, **(here if isinstance(here, Mapping) else {})}
    order, days = said.get("order"), said.get("forgotten_days")
    groups = tuple(one for one in order if isinstance(one, str)) if isinstance(order, list | tuple) else ()
    if isinstance(days, int) and not isinstance(days, bool) and 1 <= days <= _MOST_DAYS:
        return Habits(groups, timedelta(days=days))
    return Habits(groups)
