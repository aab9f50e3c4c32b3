from pathlib import Path

from PySide6.QtGui import QFontDatabase, QRawFont

from tests import screens
from wemi_desk.ui import fonts
from wemi_desk.ui.theme import TEXT_FAMILY


def test_the_shipped_fonts_are_loaded(theme):
    assert QFontDatabase.hasFamily(TEXT_FAMILY)


def test_without_the_files_the_platforms_sans_serves(theme, monkeypatch, caplog):
    monkeypatch.setattr(fonts, "TEXT_FAMILY", "No Such Family")
    assert fonts.load_fonts(("missing.ttf",)) == []
    assert fonts.text_font(15).pixelSize() == 15
    assert "missing.ttf" in caplog.text


def test_every_letter_of_the_texts_is_in_the_font(theme):
    face = QRawFont.fromFont(fonts.text_font(15))
    sources = [*Path(screens.__file__).parents[1].glob("wemi_desk/ui/**/*.py"), Path(screens.__file__)]
    letters = {letter for path in sources for line in path.read_text("utf-8").splitlines() if "_(" in line
               for letter in line if letter.isprintable()}
    assert [letter for letter in sorted(letters) if not face.supportsCharacter(ord(letter))] == []
