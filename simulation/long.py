"""A long run in blocks: each is written down when it ends, and the run goes on where it was cut."""

from __future__ import annotations

import json
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from hashlib import blake2b
from pathlib import Path

from simulation import play

BLOCK = 250
_HOME = Path(__file__).resolve().parent.parent


@dataclass
class Block:
    """What came of the histories *first* … *first* + *histories* − 1."""

    first: int
    histories: int
    program: str
    """A hash of the sources that were played."""
    acts: int = 0
    faults: dict[str, int] = field(default_factory=dict)
    violations: int = 0
    failed: list[int] = field(default_factory=list)
    seconds: int = 0
    commit: str = ""
    """Where these sources were kept, as far as they were."""


def run(make: play.Generator, first: int, histories: int, workers: int, book: Path) -> int:
    """Play on from where *book* ends, up to *histories* in all; 1 when any of them broke an invariant."""
    program, commit, blocks = _program(), _commit(), list(_read(book))
    book.parent.mkdir(parents=True, exist_ok=True)
    for start, count in list(_missing(first, first + histories, blocks)):
        block = _played(make, Block(start, count, program, commit=commit), workers)
        blocks.append(block)
        with book.open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(block)) + "\n")
        print(_sum(blocks), flush=True)
    print(_told(blocks, program))
    return 1 if any(block.failed for block in blocks) else 0


def _played(make: play.Generator, block: Block, workers: int) -> Block:
    faults, begin = Counter[str](), time.monotonic()
    for outcome in play.histories(make, range(block.first, block.first + block.histories), workers):
        block.acts += outcome.acts
        faults += outcome.faults
        if outcome.violations:
            block.violations += len(outcome.violations)
            block.failed.append(outcome.seed)
            print(f"history {outcome.seed}:", *outcome.violations[:4], sep="\n  ", flush=True)
    block.faults, block.seconds = dict(faults), round(time.monotonic() - begin)
    block.failed.sort()
    return block


def _missing(start: int, end: int, blocks: list[Block]) -> Iterator[tuple[int, int]]:
    """Where the blocks begin that were not played yet, and how long they are."""
    there = {block.first: block.histories for block in blocks}
    while start < end:
        count = there.get(start)
        if count is None:
            count = min(BLOCK, end - start)
            yield start, count
        start += count


def _read(book: Path) -> Iterator[Block]:
    if book.exists():
        for line in book.read_text(encoding="utf-8").splitlines():
            yield Block(**json.loads(line))


def _told(blocks: list[Block], program: str) -> str:
    """All there is to say at the end; the sum is the last line."""
    failed = [str(seed) for block in blocks for seed in block.failed]
    faults = sum((Counter(block.faults) for block in blocks), Counter[str]())
    others = sum(block.histories for block in blocks if block.program != program)
    lines = ["faults: " + ", ".join(f"{kind} {times}" for kind, times in sorted(faults.items()))]
    if others:
        lines.append(f"{others} of these histories were played with other sources than those here")
    if failed:
        lines.append("failed: " + " ".join(failed))
    return "\n".join([*lines, _sum(blocks)])


def _sum(blocks: list[Block]) -> str:
    histories, acts = sum(block.histories for block in blocks), sum(block.acts for block in blocks)
    faults = sum(sum(block.faults.values()) for block in blocks)
    violations = sum(block.violations for block in blocks)
    seconds = sum(block.seconds for block in blocks)
    return f"histories {histories}, acts {acts}, faults injected {faults}, violations {violations}, {seconds} s"


def _program() -> str:
    digest = blake2b(digest_size=6)
    for folder in ("simulation", "wemi_desk"):
        for path in sorted((_HOME / folder).rglob("*.py")):
            digest.update(path.relative_to(_HOME).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _commit() -> str:
    """The last commit; nothing in a copy without its history."""
    try:
        command = ["git", "rev-parse", "--short", "HEAD"]
        asked = subprocess.run(command, cwd=_HOME, capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return asked.stdout.strip()
