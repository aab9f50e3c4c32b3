import pytest

from wemi_desk.ui.theme import ThemeChoice
from wemi_desk.ui.widgets import brand
from wemi_desk.ui.widgets.brand import Brand, plain_drawing

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20" viewBox="0 0 40 20">'
LOGO = HEAD + '<path fill="#c00" d="M0 0 H20 V20 H0 Z"/></svg>'
REFUSED = [
    "", "not a drawing",
    HEAD + "<script>alert(1)</script></svg>",
    HEAD + '<rect width="9" height="9" onclick="x()"/></svg>',
    HEAD + '<image href="file:///etc/hostname"/></svg>',
    HEAD + '<use xlink:href="http://example.org/a.svg#b"/></svg>',
    HEAD + '<rect width="9" height="9" fill="url(http://example.org/a)"/></svg>',
    '<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/hostname">]>' + LOGO,
    LOGO + " " * 200_000,
]  # fmt: skip


@pytest.mark.parametrize("source", REFUSED)
def test_a_logo_that_is_not_a_plain_drawing_is_refused(qapp, source):
    assert plain_drawing(source.encode()) is None


def test_without_a_logo_the_words_stand_there(qtbot, theme):
    logo = Brand()
    qtbot.addWidget(logo)
    assert logo.text() == "WeMi Desk"


def test_the_logo_follows_theme_and_text_size(qtbot, theme, monkeypatch, tmp_path):
    for name in ("logo.svg", "logo-dark.svg"):
        (tmp_path / name).write_text(LOGO)
    asked = []

    def found(_folder, name):
        asked.append(name)
        return tmp_path / name

    monkeypatch.setattr(brand, "resource_path", found)
    logo = Brand()
    qtbot.addWidget(logo)
    small = logo.pixmap().deviceIndependentSize()
    theme.set_percent(200)
    assert logo.pixmap().deviceIndependentSize() == small * 2
    theme.set_choice(ThemeChoice.DARK)
    assert asked[-1] == "logo-dark.svg"
    assert logo.accessibleName() == "WeMi Desk"
