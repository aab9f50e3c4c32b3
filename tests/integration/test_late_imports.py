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
