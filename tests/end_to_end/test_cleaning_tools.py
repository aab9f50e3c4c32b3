"""A cleaning tool empties temporary and cache folders while the desk works: nothing of the work is missing (S10)."""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_WORK = """
import shutil, sys
from pathlib import Path
from tests.desk import Desk
from tests.factories import person, visit
from wemi_desk.services.citizens import RegisterCitizen

home, desk = Path(sys.argv[1]), Desk(Path(sys.argv[2])).found()
draft = desk.giulia.drafts.begin()
desk.giulia.drafts.save(draft, "contact", {"note": "a metà"})
for folder in ("tmp", "cache"):
    shutil.rmtree(home / folder)
citizen = desk.giulia.citizens.register(RegisterCitizen(form=person())).citizen
for _ in range(60):
    desk.giulia.contacts.record(visit(citizen_id=citizen.id, note="x" * 400))
desk.giulia.backups.back_up()
assert [one.id for one in desk.giulia.drafts.mine()] == [draft]
assert len(desk.giulia.contacts.of_day(desk.clock.today())) == 60
assert desk.giulia.citizens.search("fumagalli")[0].citizen == citizen
desk.close()
print(*sorted(one.name for one in home.iterdir()))
"""


def test_an_emptied_temporary_folder_takes_nothing_with_it(tmp_path):
    home, data = tmp_path / "home", tmp_path / "data"
    for folder in (home / "tmp", home / "cache", data):
        folder.mkdir(parents=True)
    places = {"TMPDIR": home / "tmp", "TEMP": home / "tmp", "XDG_CACHE_HOME": home / "cache", "HOME": home}
    environ = {name: str(place) for name, place in places.items()}
    done = subprocess.run(
        [sys.executable, "-c", _WORK, home, data], cwd=ROOT, env=environ, capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    assert done.stdout.strip() == ""  # and nothing was written there again
    shutil.rmtree(home)
