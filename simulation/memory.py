"""Pure functions that are asked the same thing in every history, remembered for the length of a run."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any

from wemi_desk.domain import fiscal_code
from wemi_desk.persistence.sync_views import KindView, view_of
from wemi_desk.persistence.tables import DIRECTORY, SYNCHRONISED

_PURE = ("normalised", "check_letter", "_canonical", "_birth_readings", "_check_shape")
_MOST = 4096


def remember() -> None:
    """People are few here and come again and again: their codes are read once."""
    for name in _PURE:
        known = getattr(fiscal_code, name)
        if not hasattr(known, "cache_info"):
            setattr(fiscal_code, name, cache(known))
    if not hasattr(KindView.record, "cache_info"):
        _remember_views()


def _remember_views() -> None:
    """Each desk makes the same record, and the same row of it, of the same bytes."""
    KindView.record = lru_cache(maxsize=_MOST)(KindView.record)
    for kind in (*SYNCHRONISED, *DIRECTORY):
        view = view_of(kind)
        if view is not None:
            view.row = _by_identity(view.row)


def _by_identity(make: Callable[[Any], list[Any]]) -> Callable[[Any], list[Any]]:
    """*make*, remembered for the very object: a record never changes, and is kept as long as its row."""
    known: dict[int, tuple[Any, list[Any]]] = {}

    def remembered(record: Any) -> list[Any]:
        found = known.get(id(record))
        if found is None or found[0] is not record:
            if len(known) >= _MOST:
                known.clear()
            found = known[id(record)] = record, make(record)
        return found[1]

    return remembered
