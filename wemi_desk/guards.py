"""Refuse slow work on the UI thread: store, disk, network, key derivation and documents ask here first."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

_guarded: int | None = None


class UiThreadError(RuntimeError):
    """Slow work was started on the UI thread: always a bug."""


def guard_ui_thread() -> None:
    """From now on the calling thread is the UI thread and may not do slow work.

    Tests, the tour and the benchmarks arm this; at the counter a slow answer is better than none.
    """
    global _guarded
    _guarded = threading.get_ident()


def release_ui_thread() -> None:
    """Stop guarding."""
    global _guarded
    _guarded = None


def forbid_on_ui_thread(what: str) -> None:
    """Raise UiThreadError if the guarded thread is about to do *what*; costs nothing when unguarded."""
    if _guarded is not None and _guarded == threading.get_ident():
        raise UiThreadError(what)


@contextmanager
def slow_work_allowed() -> Iterator[None]:
    """Lift the guard for a passage that has no window yet, or that prepares a test."""
    global _guarded
    before, _guarded = _guarded, None
    try:
        yield
    finally:
        _guarded = before
