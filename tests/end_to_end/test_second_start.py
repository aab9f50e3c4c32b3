"""Two clicks on the icon: real processes on one data folder."""

import subprocess
import sys
from contextlib import contextmanager

from tests.end_to_end.killing import ROOT
from wemi_desk.config import Profile
from wemi_desk.gateways.second_start import call_file


@contextmanager
def console(folder):
    command = [sys.executable, "-m", "tests.end_to_end.raised_window", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        try:
            yield process
        finally:
            process.kill()


def start(folder, *words):
    command = [sys.executable, "-m", "wemi_desk", "run", "--practice", "--folder", str(folder), *words]
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, cwd=ROOT, timeout=60)


def test_the_window_that_is_there_comes_forward_locked_as_it_is_and_no_second_one_opens(tmp_path):
    with console(tmp_path) as first:
        for _click in range(2):
            assert first.stdout.readline() == "minimised\n"
            second = start(tmp_path)
            assert (second.returncode, second.stdout) == (0, "")
            assert first.stdout.readline() == "forward UnlockView\n"


def test_what_a_killed_console_leaves_keeps_nobody_waiting(tmp_path):
    with console(tmp_path) as first:
        assert first.stdout.readline() == "minimised\n"
        assert start(tmp_path).returncode == 0
        first.kill()
    assert call_file(Profile(tmp_path)).exists()
    next_one = start(tmp_path, "--until-painted")
    assert (next_one.returncode, next_one.stdout) == (0, "painted\n")
    assert not call_file(Profile(tmp_path)).exists()
