"""What a process that only simulates does before anything else is loaded or opened in it."""

from __future__ import annotations

import _sqlite3
import ctypes
from functools import lru_cache

from wemi_desk.sync import identifiers

_SINGLE_THREAD, _MEMORY_STATUS = 1, 9
_DONE = 0

# The same few hundred identifiers are read again and again: one object for each, which dictionaries know at once.
identifiers.uuid_of = lru_cache(maxsize=16_384)(identifiers.uuid_of)


def without_locks() -> bool:
    """SQLite without locks between threads and without counting its memory: here is one thread.

    Before any store is open in this process, and only where nothing else uses SQLite; False: it stays as it was.
    """
    try:
        library = ctypes.CDLL(_sqlite3.__file__)
        if library.sqlite3_shutdown() != _DONE:
            return False
        single = library.sqlite3_config(_SINGLE_THREAD) == _DONE
        library.sqlite3_config(_MEMORY_STATUS, 0)
        return bool(library.sqlite3_initialize() == _DONE and single)
    except (AttributeError, OSError):
        return False  # a build that shows none of this
