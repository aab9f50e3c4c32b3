"""python -m simulation [--histories N] [--seed S] [--workers K] [--long | --mutants | --replay FILE]; 1: violations."""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from functools import partial
from pathlib import Path

from simulation import early  # first: everything after it is loaded as it leaves it  # isort: skip
from simulation import generate, meetings, play
from simulation.script import Script

SHORT, LONG = 200, 100_000
_SHOWN = 5


def main() -> int:
    """See the module's docstring."""
    arguments = _arguments()
    early.without_locks()
    if arguments.postgres or arguments.meetings:
        from simulation import postgres

        with postgres.served():
            return _asked(arguments)
    return _asked(arguments)


def _asked(arguments: argparse.Namespace) -> int:
    if arguments.replay:
        return _replay(arguments.replay, shorten=arguments.shorten)
    if arguments.mutants:
        from simulation import mutants

        return mutants.run(arguments.only, arguments.workers)
    if arguments.long:
        from simulation import long

        seed, histories = arguments.seed, arguments.histories or LONG
        return long.run(_maker(arguments), seed, histories, arguments.workers, arguments.long)
    return _histories(arguments)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="simulate", description=__doc__)
    parser.add_argument("--histories", type=int, help="how many (200; with --long 100000)")
    parser.add_argument("--seed", type=int, default=0, help="the first history's number (0)")
    parser.add_argument("--workers", type=int, default=1, help="processes (1)")
    kinds = sorted({one.__name__ for one in (*generate.FLAVOURS, *generate.RARE)})
    parser.add_argument("--flavour", choices=kinds, help="one kind only")
    parser.add_argument("--keep", metavar="FOLDER", help="write shortened scripts of failing histories there")
    parser.add_argument("--go-on", action="store_true", help="do not stop to shorten the first failing history")
    parser.add_argument(
        "--long", metavar="BOOK", type=Path, nargs="?", const=Path("out/simulation.jsonl"),
        help="play in blocks that are entered in BOOK (out/simulation.jsonl), and go on where BOOK ends",
    )  # fmt: skip
    parser.add_argument("--replay", metavar="FILE", type=Path, help="play one script and tell what happened")
    parser.add_argument("--shorten", action="store_true", help="with --replay: look for a smaller script that fails")
    parser.add_argument("--postgres", action="store_true", help="the centre on a real PostgreSQL, made for it")
    parser.add_argument("--meetings", action="store_true", help="the same; and requests meet there, whole within one")
    parser.add_argument("--mutants", action="store_true", help="put known faults back: each must be caught")
    parser.add_argument("--only", metavar="NAME", nargs="+", help="with --mutants: these alone")
    return parser.parse_args()


def _maker(arguments: argparse.Namespace) -> play.Generator:
    make: play.Generator = getattr(generate, arguments.flavour) if arguments.flavour else generate.script
    return partial(_met, make) if arguments.meetings else make


def _met(make: play.Generator, seed: int) -> Script:
    return meetings.meeting(make(seed))


def _histories(arguments: argparse.Namespace) -> int:
    make = _maker(arguments)
    seeds = range(arguments.seed, arguments.seed + (arguments.histories or SHORT))
    begin, acts, done, faults, failed = time.perf_counter(), 0, 0, Counter[str](), []
    rules: Counter[str] = Counter()
    for outcome in play.histories(make, seeds, arguments.workers):
        done, acts, faults = done + 1, acts + outcome.acts, faults + outcome.faults
        if outcome.violations:
            failed.append(outcome)
            rules.update(outcome.rules)
            if len(failed) <= _SHOWN:
                print(f"history {outcome.seed}:", *outcome.violations[:4], sep="\n  ", flush=True)
    if failed and not arguments.go_on:
        _shorten_first(make, failed, arguments.keep)
    took = time.perf_counter() - begin
    if rules:
        print("histories that broke each rule: " + ", ".join(f"{name} {times}" for name, times in rules.most_common()))
    print("faults: " + ", ".join(f"{kind} {times}" for kind, times in sorted(faults.items())))
    violations = sum(len(outcome.violations) for outcome in failed)
    print(
        f"histories {done}, acts {acts}, faults injected {sum(faults.values())}, violations {violations} "
        f"in {len(failed)} histories, {took:.0f} s, {1000 * took / max(done, 1):.0f} ms each"
    )
    return 1 if failed else 0


def _shorten_first(make: play.Generator, failed: list[play.Outcome], folder: str | None) -> None:
    first = min(failed, key=lambda outcome: outcome.seed)
    small = play.shortened(make(first.seed), first.rules)
    print(f"history {first.seed}, shortened; play it with --replay FILE:\n{small}")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        (Path(folder) / f"{first.seed}.txt").write_text(str(small), encoding="utf-8")


def _replay(path: Path, *, shorten: bool) -> int:
    script = Script.load(path)
    outcome = play.played(script)
    if shorten and outcome.violations:
        script = play.shortened(script, outcome.rules)
        outcome = play.played(script)
        print(script)
    print(*outcome.notes, sep="\n")
    print(*outcome.violations, sep="\n")
    print(f"trace {outcome.trace}, acts {outcome.acts}, violations {len(outcome.violations)}")
    return 1 if outcome.violations else 0


if __name__ == "__main__":
    sys.exit(main())
