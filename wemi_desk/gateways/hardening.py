"""Close what the operating system leaves open: core dumps, debuggers, environment switches."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass

OPENING_SWITCHES = ("PYTHONPATH", "PYTHONSTARTUP", "QT_PLUGIN_PATH", "QT_QPA_PLATFORM_PLUGIN_PATH", "LD_PRELOAD")
_PR_GET_DUMPABLE, _PR_SET_DUMPABLE = 3, 4


@dataclass(frozen=True, slots=True)
class Hardening:
    """What was closed; None means that this system has no such thing."""

    no_core_dumps: bool | None
    not_dumpable: bool | None
    administrator: bool
    switches: tuple[str, ...]


def harden(environ: Mapping[str, str] | None = None) -> Hardening:
    """Close what can be closed in this process and report the rest; never raises."""
    variables = os.environ if environ is None else environ
    return Hardening(
        no_core_dumps=_no_core_dumps(),
        not_dumpable=_not_dumpable(),
        administrator=_administrator(),
        switches=opening_switches(variables),
    )


def opening_switches(environ: Mapping[str, str]) -> tuple[str, ...]:
    """The variables somebody set; what the frozen program says of its own folder is no switch."""
    ours = getattr(sys, "_MEIPASS", "")
    found = {name: environ.get(name, "") for name in OPENING_SWITCHES}
    return tuple(name for name, value in found.items() if value and not (ours and value.startswith(ours)))


def _no_core_dumps() -> bool | None:
    try:
        import resource
    except ImportError:
        return None
    try:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (OSError, ValueError):
        return False
    return resource.getrlimit(resource.RLIMIT_CORE) == (0, 0)


def _not_dumpable() -> bool | None:
    if not sys.platform.startswith("linux"):
        return None
    import ctypes

    control = ctypes.CDLL(None, use_errno=True).prctl
    control(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    return bool(control(_PR_GET_DUMPABLE, 0, 0, 0, 0) == 0)


def _administrator() -> bool:
    if hasattr(os, "geteuid"):
        return os.geteuid() == 0
    import ctypes

    return bool(ctypes.windll.shell32.IsUserAnAdmin())  # type: ignore[attr-defined,unused-ignore]
