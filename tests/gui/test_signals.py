"""PySide6 6.12.0 on Python 3.11 loses a reference to True at every emission and kills the interpreter."""

import importlib.metadata

import pytest
from PySide6.QtCore import QObject, Signal


class Bell(QObject):
    rung = Signal(bool)


def test_five_thousand_signals_leave_the_interpreter_alive(qapp):
    heard = []
    bell = Bell()
    bell.rung.connect(heard.append)
    for _ in range(5_000):
        bell.rung.emit(True)
    assert len(heard) == 5_000


@pytest.mark.parametrize("name", ["PySide6", "PySide6-Addons"])
def test_only_the_essentials_of_qt_are_installed(name):
    with pytest.raises(importlib.metadata.PackageNotFoundError):
        importlib.metadata.version(name)
