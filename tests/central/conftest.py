"""The centre on both its databases: every test of the exchange runs on each."""

import pytest

from tests.central_exchange import Centre
from wemi_desk.central.store.database import CentreDatabase


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


def _make_tables(url):
    database = CentreDatabase(url)
    database.create_all()
    database.close()
