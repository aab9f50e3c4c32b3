from gettext import NullTranslations

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

import tests.access_screens
import tests.agenda_desk
import tests.catalogue_desk
import tests.catalogue_files_screens
import tests.course_desk
import tests.facilita_screens
import tests.matter_screens
import tests.measure_desk
import tests.paperwork_screens
import tests.place_screens
import tests.session_screens
import tests.shared_screens
import tests.types_desk
import tests.update_screens  # noqa: F401 (each adds its screens to the catalogue)
from tests.accessibility import contrast_faults, focus_faults, name_faults, ring_faults, room_faults
from tests.screens import SCREENS
from tests.stretched import Stretched
from wemi_desk import i18n
from wemi_desk.ui.screens.printing.citizen_view import CitizenView, summary_widget
from wemi_desk.ui.shell.window import MainWindow
from wemi_desk.ui.style_sheet import dress
from wemi_desk.ui.theme import LayoutClass, ThemeChoice, layout_class

SIZES = (100, 133, 200)
LOOKS = (ThemeChoice.LIGHT, ThemeChoice.DARK, ThemeChoice.CONTRAST)
STATES = (
    *((percent, ThemeChoice.LIGHT) for percent in reversed(SIZES)), (100, ThemeChoice.DARK), (100, ThemeChoice.CONTRAST)
)  # fmt: skip
"""One change from each to the next: to dress a window anew is what takes the time."""
LEAST = {ThemeChoice.LIGHT: 4.5, ThemeChoice.DARK: 4.5, ThemeChoice.CONTRAST: 7.0}


def open_screen(name, width=1366, height=768):
    window = SCREENS[name]()
    if not isinstance(window, MainWindow):
        dress(window)
    window.resize(width, height)
    window.show()
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)
    return window


def regions_of(window):
    return window.regions if isinstance(window, MainWindow) else lambda: [window]


def settle():
    """A layout in a layout in a layout needs as many turns of the event loop."""
    for _turn in range(4):
        QApplication.processEvents()


def every_tab(window):
    """Show each folded pane in turn: what is not shown is not measured."""
    settle()
    if not isinstance(window, MainWindow) or not window.stage.is_desk_shown:
        yield 0
        return
    tabs = window.panes.page(window.place).tabs
    for index in range(tabs.count() if tabs.isVisible() else 1):
        if tabs.isVisible():
            tabs.setCurrentIndex(index)
        settle()
        yield index


@pytest.mark.parametrize("name", SCREENS)
def test_a_screen_holds_in_every_size_and_theme(theme, qtbot, name):
    """Names, order of Tab, room and contrast, on one window that is folded and dressed anew as an operator would."""
    theme.set_percent(STATES[0][0])
    window = open_screen(name)
    qtbot.addWidget(window)
    faults = {}
    for percent, look in STATES:
        theme.set_percent(percent)
        theme.set_choice(look)
        for tab in every_tab(window):
            found = contrast_faults(window, LEAST[look])
            if look is ThemeChoice.LIGHT:
                found += room_faults(window) + name_faults(window) + focus_faults(window, regions_of(window))
            if found:
                faults[percent, look.value, tab] = found
    assert (window.width(), window.height()) == (1366, 768)
    assert faults == {}


@pytest.mark.parametrize("look", LOOKS)
def test_the_focus_can_be_seen_on_every_control(qtbot, theme, look):
    theme.set_choice(look)
    window = open_screen("frame, citizen at the desk")
    qtbot.addWidget(window)
    assert ring_faults(window) == []


@pytest.mark.parametrize(("width", "percent", "expected"), [
    (1366, 100, LayoutClass.WIDE), (1280, 100, LayoutClass.WIDE), (1366, 133, LayoutClass.MEDIUM),
    (1366, 200, LayoutClass.NARROW), (1279, 100, LayoutClass.MEDIUM), (1023, 100, LayoutClass.NARROW)])
def test_the_layout_is_chosen_by_units_not_by_pixels(width, percent, expected):
    assert layout_class(width, round(15 * percent / 100)) is expected


@pytest.fixture
def stretched():
    i18n.install(Stretched())
    try:
        yield
    finally:
        i18n.install(NullTranslations())


@pytest.mark.parametrize("percent", SIZES)
@pytest.mark.parametrize("name", [name for name in SCREENS if name.startswith("frame")])
def test_the_frame_has_room_for_a_longer_language(qtbot, theme, stretched, name, percent):
    theme.set_percent(percent)
    window = open_screen(name)
    qtbot.addWidget(window)
    assert room_faults(window) == []

def test_the_window_turned_to_the_citizen_can_be_read(qtbot, theme):
    window = open_screen("frame, idle")
    qtbot.addWidget(window)
    view = CitizenView(window, "Che cosa abbiamo fatto", summary_widget((("Motivo", "Informazioni"),)))
    view.resize(800, 600)
    view.show()
    for percent, look in STATES:
        theme.set_percent(percent)
        theme.set_choice(look)
        settle()
        assert contrast_faults(view, LEAST[look]) + room_faults(view) == []
