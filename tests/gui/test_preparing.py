"""From a bare PC to a working desk, through the window, with real keys and a real store."""

from tests.access_desk import PASSPHRASE, Desk
from tests.access_screens import FakeNewDesk
from wemi_desk import bootstrap
from wemi_desk.domain.access import DeskCondition
from wemi_desk.gateways.clock import TimeOrderedIds
from wemi_desk.gateways.reference_lists import load_spaces
from wemi_desk.gateways.text_files import ShortTextFiles
from wemi_desk.guards import slow_work_allowed
from wemi_desk.services.first_start import FirstStartPorts, FirstStartService
from wemi_desk.ui.app import Console, Doors
from wemi_desk.ui.driver import Typist
from wemi_desk.ui.late_access import LateAccess
from wemi_desk.ui.screens.first_start.view_model import Step

CENTRE = FakeNewDesk  # nobody asks it here


def console_on(pc, threads):
    def first_start(access):
        def found(opened, first):
            bootstrap.found_desk(pc.profile, opened, first)

        ports = FirstStartPorts(access, pc.secrets, load_spaces, found, ShortTextFiles(), TimeOrderedIds(), CENTRE)
        return FirstStartService(ports)

    doors = Doors(
        prepare=lambda: None, access=LateAccess(lambda: pc.access),
        open_desk=lambda opened: bootstrap.open_desk(pc.profile, opened), first_start=first_start,
    )  # fmt: skip
    return Console(threads, doors)


def leave(console):
    console.close()
    console.setParent(console.window)  # goes with its window


def test_a_bare_pc_becomes_a_desk_by_keys_alone(qtbot, theme, threads, tmp_path):
    with slow_work_allowed():
        pc = Desk(tmp_path)
    console, told = console_on(pc, threads), []
    for name in ("painted", "loaded", "entering", "entered", "locked"):
        getattr(console, name).connect(lambda name=name: told.append(name))
    qtbot.addWidget(console.window)
    try:
        console.start()
        qtbot.waitUntil(lambda: console.unlock.screen is not None and told.count("loaded") == 2)
        assert console.unlock.screen.condition is DeskCondition.NOT_ENROLLED
        typist = Typist()
        typist.press("Return")
        qtbot.waitUntil(lambda: console.preparing.page is not None and console.preparing.page.model.step is Step.CODE)
        typist.press("Tab", times=4)
        typist.press("Return")
        typist.press("Down")
        typist.press("Tab")
        typist.type_text("Cooperativa Prova\n")
        page = console.preparing.page
        typist.type_text("Ada\nProva\n" + PASSPHRASE + "\n" + PASSPHRASE + "\n")
        qtbot.waitUntil(lambda: page.model.step is Step.PIN, timeout=20_000)
        with qtbot.waitSignal(console.entered, timeout=20_000):
            page.pin.skip.click()
        assert console.window.stage.is_desk_shown
        assert console.work.desk.session.operator.shown_name == "Ada P."
        console.lock()
        qtbot.waitUntil(lambda: console.unlock.chosen is not None)
        assert console.unlock.chosen.shown_name == "Ada P."
        assert told == ["painted", "loaded", "loaded", "entering", "entered", "locked"]
    finally:
        leave(console)


def test_esc_goes_back_to_the_lock_screen(qtbot, theme, threads, tmp_path):
    with slow_work_allowed():
        pc = Desk(tmp_path)
    console = console_on(pc, threads)
    qtbot.addWidget(console.window)
    try:
        console.start()
        qtbot.waitUntil(lambda: console.unlock.screen is not None)
        Typist().press("Return")
        qtbot.waitUntil(lambda: console.preparing.page is not None and console.preparing.page.model.step is Step.CODE)
        Typist().press("Escape")
        assert console.window.stage.current is console.lock_page
    finally:
        leave(console)
