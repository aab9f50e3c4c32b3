"""Two desks, a centre in a process of its own, real HTTP, real windows: the cable goes out and comes back."""

import json
import os
import subprocess
import sys

SCRIPT = """
import sys
from pathlib import Path
from wemi_desk.tour import exchange
from wemi_desk.tour.stage import Tour

out = Path(sys.argv[1])
tour = Tour(out / "home", out, quick=True)
try:
    exchange.play(tour)
    tour.write()
finally:
    tour.runner.shutdown()
"""


def test_offline_work_at_two_desks_ends_as_one_truth_and_both_know_it(tmp_path):
    env = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1"}
    ended = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(tmp_path)], env=env, capture_output=True, text=True, timeout=240)
    assert ended.returncode == 0, ended.stderr[-2_000:]
    story = json.loads((tmp_path / "tour.json").read_text(encoding="utf-8"))
    notes = story["notes"]
    assert "lavoro portato a mano: ok" in notes
    assert "la stessa domanda da due spazi: duplicate, submitted" in notes
    assert any(one.startswith("registro del giorno: fatti ") for one in notes)
    assert "persona cancellata: nessuna postazione la trova più" in notes
    asked = next(task for task in story["tasks"] if task["name"].startswith("rispondere"))
    assert asked["keys"] == asked["keys_at_most"] == 2
    pictures = {path.name.split("-", 1)[1] for path in tmp_path.glob("*.png")}
    assert {"ven-verificato-light.png", "cap-verificato-light.png", "quale-telefono-light.png"} <= pictures
    assert (tmp_path / "ricevuta-della-domanda.pdf").stat().st_size > 1_000
    assert (tmp_path / "registro-degli-invii.pdf").stat().st_size > 1_000
