"""Misure in the whole window, on a real store: by keys, for who may publish and for nobody else."""

from dataclasses import replace

import pytest

from tests.factories import OPERATORS
from tests.window_desk import WindowDesk
from wemi_desk.ui.shell.places import Place


@pytest.fixture
def staffed(desk, threads, qtbot, theme, tmp_path):
    """Giulia also works for the Comune."""
    desk.giulia.operator = replace(OPERATORS["giulia"], roles=("operator", "city_staff"))
    desk.giulia.__post_init__()
    opened = WindowDesk(desk, threads, qtbot, tmp_path)
    try:
        yield opened
    finally:
        opened.end()


def test_the_place_lists_what_ships_and_enter_begins_a_correction_that_stays_as_a_draft(staffed):
    assert not staffed.window.rail._buttons[Place.MEASURES].isHidden()
    staffed.window.set_place(Place.MEASURES)
    staffed.settle()
    pane = staffed.window.panes.page(Place.MEASURES).panes[0].widget
    assert ("ESEMPIO-2026", 1, "active") in [(one.code, one.version, one.state) for one in pane.model.lines]
    pane.table.go_to_row([one.code for one in pane.model.lines].index("ESEMPIO-2026"))
    pane.table.setFocus()
    staffed.press("Return")
    assert pane.model.form.version == 2
    pane.form.fields["isee_max"].editor.setText("25.000")
    staffed.settle()
    assert pane.form.fields["bands"].error.startswith("La fascia va oltre il limite")
    staffed.press("Esc")
    assert pane.model.lines[0].state == "draft"


def test_who_may_not_publish_does_not_see_the_place(desk, threads, qtbot, theme, tmp_path):
    at = WindowDesk(desk, threads, qtbot, tmp_path)
    try:
        assert at.window.rail._buttons[Place.MEASURES].isHidden()
        assert not at.work.places.measures.is_offered
    finally:
        at.end()
