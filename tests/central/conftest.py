"""The centre on both its databases: every test of the exchange runs on each."""

import pytest

from tests.central_exchange import Centre
from tests.central_people import TENANT
from tests.live_centre import live
from tests.office_desks import met
from wemi_desk.central.auth.keys import new_keys, write_keys
from wemi_desk.central.office import Office
from wemi_desk.central.places import known_place
from wemi_desk.central.serve import Place, build
from wemi_desk.central.store.database import CentreDatabase
from wemi_desk.central.store.directory import KnownSpace


@pytest.fixture(params=["sqlite", "postgresql"])
def centre_url(request, tmp_path):
    """An empty database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'centre.db'}"
    return request.getfixturevalue("databases").filled("centre", _make_tables)


@pytest.fixture
def database(centre_url):
    database = CentreDatabase(centre_url, lasting=False)
    if not database.on_postgres:
        database.create_all()
    yield database
    database.close()


@pytest.fixture
def centre(database):
    return Centre(database)


@pytest.fixture
def place(tmp_path):
    place = Place(tmp_path / "centre")
    place.folder.mkdir()
    write_keys(place.keys, new_keys())
    return place


@pytest.fixture
def office(centre_url, database, place):
    """A founded centre with two spaces, as the people who run it have it in hand."""
    office = Office(centre_url, place, TENANT, "test")
    assert office.found()
    for code in ("VEN", "LOR"):
        known = known_place(code, code.title())
        office.add_space(KnownSpace(code=code, id=known.id, name=known.name), known.content)
    yield office
    office.close()


@pytest.fixture
def served(office, centre_url, place):
    """How a desk of a space is enrolled and asks over HTTP."""
    with live(build(centre_url, place)) as url:
        yield lambda space="VEN", reach="": met(office, url, space, reach)


def _make_tables(url):
    database = CentreDatabase(url)
    database.create_all()
    database.close()
