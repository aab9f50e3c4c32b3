"""Modules that libraries name at their import and the console never uses: loaded when somebody does."""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.util import find_spec, module_from_spec
from inspect import iscoroutine
from threading import RLock
from types import ModuleType
from typing import Any

_UNUSED = ("asyncio", "importlib.metadata")
_turn = RLock()


class LateModule(ModuleType):
    """Stands for a module until something of it is asked for."""

    is_loading = False
    iscoroutine = staticmethod(iscoroutine)
    """SQLAlchemy takes this one from asyncio while it is imported."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        with _turn:
            if type(self) is LateModule:
                self._load(name)
        return getattr(self, name)

    def _load(self, name: str) -> None:
        if self.is_loading:
            raise AttributeError(name)  # its own parts ask for each other: they are imported then
        self.is_loading, spec = True, self.__spec__
        try:
            assert spec is not None
            assert spec.loader is not None
            spec.loader.exec_module(self)
            self.__class__ = ModuleType  # type: ignore[assignment]
        finally:
            del self.is_loading


def put_off() -> None:
    """SQLAlchemy speaks to asyncio and to the list of installed packages where it is asked to, and nobody asks: 4 MB
    of the desk's memory. Call before it is imported; what is there already stays."""
    for name in _UNUSED:
        stand_in(name)


def put_off_guessing() -> None:
    """requests names a library that guesses in which alphabet a page is written: 3 MB, and the centre says its own.
    Call before it is imported; it looks at that library's version only."""
    name = "charset_normalizer"
    stand_in(name)
    made = sys.modules.get(name)
    if type(made) is LateModule:
        vars(made)["__version__"] = import_module(f"{name}.version").__version__


def stand_in(name: str) -> None:
    """Put *name* off, but not the modules inside it: each can be imported alone."""
    spec = find_spec(name) if name not in sys.modules else None
    if spec is None:
        return
    made = module_from_spec(spec)
    made.__class__ = LateModule
    sys.modules[name] = made
    above, _, last = name.rpartition(".")
    if above:
        setattr(import_module(above), last, made)
