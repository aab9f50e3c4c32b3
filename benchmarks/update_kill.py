"""Kill an update at random moments, with real processes: afterwards a program starts and no record is missing.

    python -m benchmarks.update_kill [POINTS]      the last line says points, starts, records missing
"""

import json
import sys
import tempfile
from pathlib import Path

from benchmarks import share
from tests.end_to_end.update_killing import rounds

NAME = "update_kill"
POINTS = 120
LIMITS = {"points without a start after it": 0, "records missing": 0, "updates that did not end": 0}


def run(scale):
    """Counts, not times: kill -9 of the whole process group while a version is installed, begun, or gone back from."""
    outcome = _killed(max(5, int(POINTS * share(scale))))
    return {
        "points": outcome.points,
        "starts": outcome.starts,
        "points without a start after it": len(outcome.not_started),
        "records missing": len(outcome.missing),
        "updates that did not end": len(outcome.never_newer),
    }


def _killed(points):
    with tempfile.TemporaryDirectory() as folder:
        return rounds(Path(folder), points, seed=2026)


def main():
    outcome = _killed(int(sys.argv[1]) if len(sys.argv) > 1 else POINTS)
    print(json.dumps(outcome.where, indent=1, sort_keys=True))
    for words in (outcome.not_started, outcome.missing, outcome.never_newer):
        print("\n".join(words))
    print(f"update killed: {outcome.points} points, {outcome.starts} starts, {len(outcome.missing)} records missing")
    return 1 if outcome.not_started or outcome.missing or outcome.never_newer else 0


if __name__ == "__main__":
    sys.exit(main())
