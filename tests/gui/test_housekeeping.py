"""What a desk does for itself: backups by the hour, said once when they fail, and a look at the store."""

import pytest

from tests.runners import HeldRunner, ImmediateRunner
from wemi_desk.domain.errors import DiskFullError, StoreDamagedError
from wemi_desk.ui.housekeeping import REST_MS, Housekeeping


class FakeBackups:
    def __init__(self):
        self.error = None
        self.done = []

    def back_up_if_due(self):
        self.done.append("backup")
        if self.error:
            raise self.error

    def drill_if_due(self):
        self.done.append("drill")
        if self.error:
            raise self.error

    def check_store(self):
        self.done.append("check")
        if self.error:
            raise self.error


class Spell:
    """How long nobody has touched the desk."""

    def __init__(self, elapsed):
        self._elapsed = elapsed

    def elapsed(self):
        return self._elapsed[0]

    def restart(self):
        self._elapsed[0] = 0


@pytest.fixture
def backups():
    return FakeBackups()


@pytest.fixture
def said():
    return []


@pytest.fixture
def keeping(qapp, backups, said):
    keeping = Housekeeping(backups, ImmediateRunner())
    keeping.failed.connect(said.append)
    yield keeping
    keeping.deleteLater()


def test_backups_and_checks_that_go_well_say_nothing(keeping, backups, said):
    keeping.back_up()
    keeping.check()
    assert (backups.done, said) == (["backup", "check"], [])


def test_a_failing_backup_is_said_once_until_it_works_again(keeping, backups, said):
    backups.error = DiskFullError()
    keeping.back_up()
    keeping.back_up()
    assert len(said) == 1
    assert "copia di sicurezza" in said[0]
    backups.error = None
    keeping.back_up()
    backups.error = DiskFullError()
    keeping.back_up()
    assert len(said) == 2


def test_a_damaged_store_is_said_in_the_words_of_the_error(keeping, backups, said):
    backups.error = StoreDamagedError()
    keeping.check()
    assert "rovinato" in said[0]


def test_a_copy_that_does_not_open_is_said(keeping, backups, said):
    keeping.drill()
    assert (backups.done, said) == (["drill"], [])
    backups.error = StoreDamagedError()
    keeping.drill()
    assert said == [
        "L’ultima copia di sicurezza non si riapre: fai una copia su un altro disco, o chiama l’assistenza."]


def test_nothing_of_it_runs_on_the_ui_thread(qapp, backups):
    runner = HeldRunner()
    keeping = Housekeeping(backups, runner)
    keeping.back_up()
    assert backups.done == []
    assert len(runner.jobs) == 1
    keeping.deleteLater()


def test_what_was_erased_leaves_the_file_only_while_nobody_works(qapp, backups, monkeypatch):
    done, said, elapsed = [], [], [0]
    keeping = Housekeeping(backups, ImmediateRunner(), lambda: done.append("rewritten") or True)
    keeping.failed.connect(said.append)
    monkeypatch.setattr(keeping, "_touched", Spell(elapsed))
    keeping.rest()
    assert done == []
    elapsed[0] = REST_MS
    keeping.rest()
    assert done == ["rewritten"]
    keeping.touch()
    keeping.rest()
    assert (done, said) == (["rewritten"], [])
    keeping.deleteLater()


def test_a_file_that_cannot_be_written_anew_now_is_not_the_operators_trouble(qapp, backups, monkeypatch, said):
    def refuse():
        raise DiskFullError

    keeping = Housekeeping(backups, ImmediateRunner(), refuse)
    keeping.failed.connect(said.append)
    monkeypatch.setattr(keeping, "_touched", Spell([REST_MS]))
    keeping.rest()
    assert said == []
    keeping.deleteLater()
