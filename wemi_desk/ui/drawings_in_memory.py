"""Pictures for the style sheet, which takes them by name only: held by Qt in memory, so no file is ever left behind.

What Qt reads is its own resource format, version 3, with one file in it: names, a tree of two nodes, the contents.
"""

from __future__ import annotations

import struct
from functools import cache

from PySide6.QtCore import qRegisterResourceData

from wemi_desk.ui.icons import coloured_svg

_VERSION, _FOLDER = 3, 2
_LOCALE = (0, 1)  # any territory, the language C
_held: list[tuple[bytes, bytes, bytes]] = []
"""Qt reads from these bytes as long as the program lives."""


@cache
def drawing_in_memory(name: str, colour: str) -> str:
    """What a style sheet calls the shipped drawing *name* in *colour*."""
    called = f"wemi-{name}-{colour.removeprefix('#')}.svg"
    contents = coloured_svg(name, colour)
    parts = (
        struct.pack(">IHIIQ", 0, _FOLDER, 1, 1, 0) + struct.pack(">IHHHIQ", 0, 0, *_LOCALE, 0, 0),
        struct.pack(">HI", len(called), _hash(called)) + called.encode("utf-16-be"),
        struct.pack(">I", len(contents)) + contents,
    )
    _held.append(parts)
    qRegisterResourceData(_VERSION, *parts)
    return f":/{called}"


def _hash(name: str) -> int:
    """Qt's own, by which it finds a name in a folder."""
    value = 0
    for letter in name:
        value = (value << 4) + ord(letter)
        value ^= (value & 0xF0000000) >> 23
        value &= 0x0FFFFFFF
    return value
