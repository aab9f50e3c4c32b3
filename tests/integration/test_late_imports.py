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
