"""Kill the counter at random moments while it saves: what was acknowledged must be there, whole, once."""

import tempfile
from pathlib import Path

from benchmarks import share
from tests.end_to_end.killing import rounds

NAME = "kill"
LIMITS = {"acknowledged acts lost": 0, "corrupt stores": 0}
KILLS = 200


def run(scale):
    """Counts, not times: 200 kills on one store, its integrity, outbox chain and access log looked at after each."""
    kills = max(5, int(KILLS * share(scale)))
    with tempfile.TemporaryDirectory() as folder:
        losses = rounds(Path(folder), kills, seed=2026)
    return {
        "kills": kills,
        "acts acknowledged": losses.acknowledged,
        "acknowledged acts lost": len(losses.lost),
        "corrupt stores": len(losses.corrupt),
    }
