"""The window that is there, when the program is started once more."""

import os

from PySide6.QtWidgets import QApplication, QDialog, QMainWindow

from tests.runners import ImmediateRunner
from wemi_desk.config import Profile
from wemi_desk.gateways.second_start import Callers, call
from wemi_desk.ui.background import ThreadRunner
from wemi_desk.ui.coming_forward import ComingForward, come_forward


def test_out_of_the_task_bar_when_another_start_calls(qtbot, tmp_path):
    window, runner, callers = QMainWindow(), ThreadRunner(), Callers(Profile(tmp_path))
    qtbot.addWidget(window)
    window.showMinimized()
    ComingForward(callers, window, runner, window).begin()
    qtbot.waitUntil(lambda: (tmp_path / "lock.call").exists())
    answers = []
    runner.run(lambda: call(Profile(tmp_path), 10, {}), owner=window, done=answers.append, failed=answers.append,
               lane="store")
    qtbot.waitUntil(lambda: answers != [])
    qtbot.waitUntil(lambda: not window.isMinimized())
    assert answers == [True]
    runner.shutdown()


def test_a_question_that_is_open_stays_over_the_window(qtbot):
    window = QMainWindow()
    qtbot.addWidget(window)
    window.show()
    question = QDialog(window)
    question.setModal(True)
    question.show()
    come_forward(window)
    qtbot.waitUntil(lambda: QApplication.activeWindow() is question)


def test_where_the_system_asks_for_it_its_word_goes_along(qtbot, monkeypatch):
    monkeypatch.setenv("XDG_ACTIVATION_TOKEN", "")
    monkeypatch.setattr(QApplication, "platformName", lambda: "wayland")
    window = QMainWindow()
    qtbot.addWidget(window)
    come_forward(window, "gnome-shell/1")
    assert os.environ["XDG_ACTIVATION_TOKEN"] == "gnome-shell/1"


def test_where_nothing_can_be_heard_the_desk_goes_on(qtbot, tmp_path):
    window = QMainWindow()
    qtbot.addWidget(window)
    forward = ComingForward(Callers(Profile(tmp_path / "not there")), window, ImmediateRunner(), window)
    forward.begin()
