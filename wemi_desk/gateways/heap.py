"""How the system's allocator serves this process."""

from __future__ import annotations

import sys

_M_ARENA_MAX = -8


def share_one_heap() -> bool | None:
    """Have all threads share one heap; None means that this system has no such setting. Call before they start.

    The C library of Linux gives each thread a heap of its own, so that many may allocate at once. Ours take turns
    anyway, and what each keeps in reserve came to 3 MB.
    """
    if not sys.platform.startswith("linux"):
        return None
    import ctypes

    setting = getattr(ctypes.CDLL(None), "mallopt", None)  # glibc's own: musl does without
    return None if setting is None else bool(setting(_M_ARENA_MAX, 1))
