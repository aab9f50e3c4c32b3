"""What an operator may choose about this PC; nothing here is a secret or about a citizen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace

THEMES = ("system", "light", "dark", "contrast")
TEXT_PERCENTS = tuple(range(100, 201, 10))
IDLE_SECONDS = (60, 120, 180)  # never longer than the policy's three minutes
GAP_MS = (30, 120)


@dataclass(frozen=True, slots=True)
class DeskSettings:
    """*print_at_once*: Ctrl+P prints without a preview. *scanner_gap_ms*: the reader's slowest pause."""

    theme: str = "system"
    text_percent: int = 100
    sounds: bool = True
    idle_s: int = 180
    scanner_gap_ms: int = 60
    print_at_once: bool = False

    @classmethod
    def read(cls, said: Mapping[str, object]) -> DeskSettings:
        """From a file that somebody may have touched: whatever is missing, unknown or out of range is the default."""
        known = cls()
        for field in fields(cls):
            value, default = said.get(field.name), getattr(known, field.name)
            if type(value) is type(default) and _is_allowed(field.name, value):
                known = replace(known, **{field.name: value})  # type: ignore[arg-type]
        return known

    def written(self) -> dict[str, object]:
        """As a file keeps it."""
        return asdict(self)


def _is_allowed(name: str, value: object) -> bool:
    allowed: dict[str, object] = {"theme": THEMES, "text_percent": TEXT_PERCENTS, "idle_s": IDLE_SECONDS}
    if name == "scanner_gap_ms":
        return isinstance(value, int) and GAP_MS[0] <= value <= GAP_MS[1]
    return name not in allowed or value in allowed[name]  # type: ignore[operator]
