"""Keep PySide6 from reading the source text of every module that is imported after it."""

from __future__ import annotations

import sys
from types import ModuleType

_QT_ROOMS = ("wemi_desk.ui", "wemi_desk.tour", "wemi_desk.launch")


def spare_the_sources() -> None:
    """Call once, before the rest of the interface is imported.

    PySide6's import hook looks for the word "PySide6" in each module's source, to know whether ``snake_case`` switches
    concern it; the source of all libraries then stays in ``linecache``: 17 MB and a fifth of the import time here.
    We use no such switch, so the answer by name is enough. A PySide6 without this function is left as it is.
    """
    import linecache

    import PySide6.QtCore  # noqa: F401 (installs the hook)

    hook = sys.modules.get("shibokensupport.feature")
    if hasattr(hook, "_mod_uses_pyside"):
        hook._mod_uses_pyside = _uses_pyside  # type: ignore[union-attr]  # noqa: SLF001
        linecache.clearcache()  # what it had read already


def _uses_pyside(module: ModuleType) -> bool:
    return getattr(module, "__name__", "").startswith(_QT_ROOMS)
