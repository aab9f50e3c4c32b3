"""A history as a script: a text one can read, shorten and play again."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong: *kind*, at the *at*-th call or statement of its step."""

    kind: str
    at: int = 0

    def __str__(self) -> str:
        return f"!{self.kind}@{self.at}"

    @classmethod
    def read(cls, text: str) -> Fault:
        kind, _, at = text.removeprefix("!").partition("@")
        return cls(kind, int(at or 0))


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happens: *deed* at a desk (or at the centre); every choice in it comes from *pick*."""

    deed: str
    desk: int = 0
    pick: int = 0
    faults: tuple[Fault, ...] = ()

    def __str__(self) -> str:
        return " ".join([self.deed, f"desk={self.desk}", f"pick={self.pick}", *map(str, self.faults)])

    @classmethod
    def read(cls, line: str) -> Step:
        deed, *rest = line.split()
        values = dict(part.split("=") for part in rest if "=" in part)
        faults = tuple(Fault.read(part) for part in rest if part.startswith("!"))
        return cls(deed, int(values.get("desk", 0)), int(values.get("pick", 0)), faults)


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """Everything a history is made of; two runs of one script are equal to the byte."""

    seed: int = 0
    desks: int = 4
    spaces: int = 2
    persons: int = 5
    """How many people there really are: few, so that they are registered twice."""
    page: int = 50
    """Rows in a page of the feed."""
    batch: int = 50
    """Acts in a push."""
    ahead: int = 0
    """Is what a desk asks ahead at the centre before the desk goes on (1), or only when the answer is wanted (0)?"""
    fund: int = 100_000
    """Cents of the measure's fund."""
    files: int = 0
    """Are the desks' stores encrypted files (1), or in memory (0)?"""
    skew: int = 0
    """Whose program is newer: nobody's (0), that of every other desk (1), the centre's (2), every desk's (3)."""
    steps: tuple[Step, ...] = field(default=())

    def head(self) -> str:
        """The first line of the text form."""
        values = (f"{one.name}={getattr(self, one.name)}" for one in fields(self) if one.name != "steps")
        return "world " + " ".join(values)

    def __str__(self) -> str:
        return "\n".join([self.head(), *map(str, self.steps)]) + "\n"

    @classmethod
    def read(cls, text: str) -> Script:
        """What :meth:`__str__` wrote; lines that begin with # are comments."""
        lines = [line.partition("#")[0].strip() for line in text.splitlines()]
        head, *steps = [line for line in lines if line]
        values = {name: int(value) for name, value in (part.split("=") for part in head.split()[1:])}
        return cls(**values, steps=tuple(map(Step.read, steps)))

    @classmethod
    def load(cls, path: Path) -> Script:
        return cls.read(path.read_text(encoding="utf-8"))

    def with_steps(self, steps: tuple[Step, ...]) -> Script:
        return replace(self, steps=steps)
