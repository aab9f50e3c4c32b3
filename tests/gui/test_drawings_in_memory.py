import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QFile, QIODevice, Qt
from PySide6.QtGui import QIcon, QImage
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from wemi_desk.ui.drawings_in_memory import drawing_in_memory
from wemi_desk.ui.icons import coloured_svg
from wemi_desk.ui.style_sheet import dress

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("name", ["it-check", "it-expand"])
@pytest.mark.parametrize("colour", ["#ffffff", "#17324d", "#000"])
def test_qt_reads_a_shipped_drawing_in_its_colour_from_memory(qapp, name, colour):
    for _again in range(2):
        file = QFile(drawing_in_memory(name, colour))
        assert file.open(QIODevice.OpenModeFlag.ReadOnly)
        assert file.readAll().data() == coloured_svg(name, colour)
        file.close()
    assert not QIcon(drawing_in_memory(name, colour)).pixmap(16, 16).isNull()


def _image(box: QCheckBox) -> QImage:
    return box.grab().toImage()


def test_a_ticked_box_shows_the_mark_of_the_style_sheet(qtbot, theme):
    window, box = QWidget(), QCheckBox()
    QVBoxLayout(window).addWidget(box)
    dress(window)
    qtbot.addWidget(window)
    box.setCheckState(Qt.CheckState.Checked)
    picture = _image(box)
    colours = {picture.pixelColor(x, y).name() for x in range(picture.width()) for y in range(picture.height())}
    assert {theme.tokens["onprimary"], theme.tokens["primary"]} <= colours


def test_a_program_that_is_killed_leaves_no_folder_behind(tmp_path):
    code = (
        "import os, signal\n"
        "from PySide6.QtWidgets import QCheckBox\n"
        "from wemi_desk.ui.app import make_application\n"
        "application = make_application(['test'])\n"
        "QCheckBox().grab()\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    environment = {"QT_QPA_PLATFORM": "offscreen", "TMPDIR": str(tmp_path), "HOME": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", code], env=environment, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode < 0
    assert done.stderr == ""
    assert list(tmp_path.glob("WeMi*")) == []
