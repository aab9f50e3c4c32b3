"""Aggiorna il catalogo in the whole window: who has the right finds it in Catalogo, everybody else does not."""

from dataclasses import replace

import pytest

from tests.catalogue_files_desk import fill, written
from tests.factories import OPERATORS
from tests.window_desk import WindowDesk
from wemi_desk.domain.catalogue import service_id
from wemi_desk.guards import slow_work_allowed
from wemi_desk.ui.shell.places import Place
from wemi_desk.ui.widgets.confirmation import Confirmation

HEADER = ("Codice", "Titolo", "Prezzo")
ROW = ("ORE-01", "Baby-sitter serale e nei fine settimana", "12,50")


def opened(desk, threads, qtbot, tmp_path, *roles):
    desk.giulia.operator = replace(OPERATORS["giulia"], roles=roles)
    desk.giulia.__post_init__()
    with slow_work_allowed():
        fill(desk.giulia)
    return WindowDesk(desk, threads, qtbot, tmp_path)


@pytest.fixture
def staffed(desk, threads, qtbot, theme, tmp_path):
    at = opened(desk, threads, qtbot, tmp_path, "operator", "city_staff")
    try:
        yield at
    finally:
        at.end()


def update(at):
    """The page, from the commands."""
    at.work.places.catalogue.show_update()
    at.settle()
    return at.work.places.catalogue_files.page


def test_a_file_goes_from_the_page_into_the_catalogue_that_is_searched(staffed, tmp_path):
    page = update(staffed)
    assert staffed.window.place is Place.CATALOGUE
    assert page.left.isVisibleTo(staffed.window)
    assert page.left.standing.text().endswith("336 servizi, 53 enti.")
    page.model.choose(written(tmp_path / "nuovo.csv", HEADER, ROW))
    staffed.settle()
    page.left.try_button.click()
    staffed.settle()
    assert page.right.counts.text() == "Servizi: 1 cambiato, 335 restano come sono."
    page.right.publish_button.click()
    staffed.window.findChild(Confirmation).act_button.click()
    staffed.settle()
    with slow_work_allowed(), staffed.desk.giulia.store.reading() as work:
        assert work.catalogue.service(service_id("ORE-01")).price_cents == 1250
    assert staffed.said[-1] == "Catalogo aggiornato su questa postazione."


def test_who_may_not_publish_has_two_tabs_and_no_command(desk, threads, qtbot, theme, tmp_path):
    at = opened(desk, threads, qtbot, tmp_path, "operator")
    try:
        at.window.set_place(Place.CATALOGUE)
        at.settle()
        assert at.work.places.catalogue.panes.tabs.count() == 2
        assert not at.work.places.catalogue_files.is_offered
    finally:
        at.end()
