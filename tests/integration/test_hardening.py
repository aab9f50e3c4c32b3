"""What the process closes about itself, asked of a real process."""

import subprocess
import sys
from pathlib import Path

import pytest

from wemi_desk.gateways import hardening

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="prctl is of Linux")
def test_no_core_dumps_and_no_debugger_on_linux():
    code = (
        "import resource, ctypes; from wemi_desk.gateways.hardening import harden\n"
        "done = harden({})\n"
        "print(done.no_core_dumps, done.not_dumpable, resource.getrlimit(resource.RLIMIT_CORE),"
        " ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))\n"
    )
    told = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout == "True True (0, 0) 0\n"


def test_switches_that_open_the_program_are_reported_by_name_only(monkeypatch):
    monkeypatch.setattr(hardening, "_no_core_dumps", lambda: True)
    monkeypatch.setattr(hardening, "_not_dumpable", lambda: True)
    found = hardening.harden({"PYTHONPATH": "/x", "LD_PRELOAD": "", "QT_PLUGIN_PATH": "/y", "HOME": "/z"})
    assert found.switches == ("PYTHONPATH", "QT_PLUGIN_PATH")
