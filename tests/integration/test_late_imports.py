"""Modules that are named and never used are not loaded, and are the real ones when somebody asks."""

import subprocess
import sys

PROGRAM = """
import sys
from wemi_desk.gateways.late_imports import put_off
put_off()
import sqlalchemy.dialects.sqlite.pysqlite
print("asyncio.events" in sys.modules, "zipfile" in sys.modules)
import asyncio
from importlib import metadata
async def five():
    await asyncio.sleep(0)
    return 5
print(asyncio.run(five()), metadata.version("sqlalchemy") == sqlalchemy.__version__, sys.modules["asyncio"] is asyncio)
print(type(asyncio).__name__, type(metadata).__name__, hasattr(asyncio, "nothing"))
"""


def test_what_libraries_only_name_is_loaded_when_it_is_used():
    done = subprocess.run([sys.executable, "-c", PROGRAM], check=True, stdout=subprocess.PIPE, text=True)
    assert done.stdout.splitlines() == ["False False", "5 True True", "module module False"]

HOLIDAYS = """
import sys
from datetime import date
from wemi_desk.gateways.holidays import MilanHolidays
print(MilanHolidays().name(date(2026, 12, 7)))
print(*sorted(name for name in sys.modules if name.startswith("holidays.countries.")))
from holidays import country_holidays
print(country_holidays("FR", years=2026, language="en_US")[date(2026, 7, 14)])
"""


def test_of_all_countries_holidays_only_italys_are_loaded():
    done = subprocess.run([sys.executable, "-c", HOLIDAYS], check=True, stdout=subprocess.PIPE, text=True)
    assert done.stdout.splitlines() == ["Sant'Ambrogio", "holidays.countries.italy", "National Day"]


CALLED = """
import sys, warnings
warnings.simplefilter("error")
from wemi_desk.gateways.centre_http import CentreHttp, LineSettings
from wemi_desk.sync.ports import LineError
http = CentreHttp(LineSettings(url="http://127.0.0.1:1"))
try:
    http.call("GET", "/v1/hello", b"", {})
except LineError as error:
    print(error.reason, "requests" in sys.modules, "charset_normalizer.api" in sys.modules)
http.close()
import charset_normalizer
print(len(charset_normalizer.from_bytes("perché è così".encode())) > 0, charset_normalizer.__version__ > "3")
"""


def test_a_call_to_the_centre_loads_nothing_that_guesses_alphabets():
    done = subprocess.run([sys.executable, "-c", CALLED], check=True, stdout=subprocess.PIPE, text=True)
    assert done.stdout.splitlines() == ["down True False", "True True"]


UNLOCKED = """
import sys
from wemi_desk.gateways.late_imports import put_off
from wemi_desk.ui.qt_imports import spare_the_sources
spare_the_sources()
put_off()
from wemi_desk import bootstrap
from wemi_desk.ui import app
bootstrap.load_libraries()
app._load_session()
from wemi_desk.persistence import person_search, backup, attachments
print("\\n".join(sys.modules))
"""
NOT_FOR_ENTERING = {
    "tarfile", "http.client", "ssl", "requests", "tuf", "reportlab", "pikepdf", "pypdfium2", "alembic", "keyring",
    "email_validator", "openpyxl", "uvicorn", "fastapi",
    "wemi_desk.gateways.unpacking", "wemi_desk.gateways.release_repository", "wemi_desk.gateways.trials",
    "wemi_desk.update_doors", "wemi_desk.updating", "wemi_desk.fleet_report", "wemi_desk.services.updates.service",
    "wemi_desk.ui.update_words", "wemi_desk.ui.pdf_preview", "wemi_desk.ui.printing",
}  # fmt: skip
SHOWN_OR_SOON = {"unlock", "counter", "queue", "citizens"}


def test_who_enters_has_nothing_loaded_that_waits_for_a_page_a_paper_a_line_or_a_release():
    done = subprocess.run([sys.executable, "-c", UNLOCKED], check=True, stdout=subprocess.PIPE, text=True)
    loaded = set(done.stdout.splitlines())
    assert "wemi_desk.ui.session" in loaded
    assert not loaded & NOT_FOR_ENTERING
    views = {name.split(".")[-2] for name in loaded if name.endswith(".view") and ".ui.screens." in name}
    assert views == SHOWN_OR_SOON
