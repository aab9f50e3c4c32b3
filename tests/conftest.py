import gc
import os
import shutil

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from tests.desk import Desk
from tests.fakes import CountedIds, FakeClock
from tests.postgres import Databases, private_postgres
from wemi_desk import bootstrap
from wemi_desk.config import Profile


def pytest_collection_finish(session):
    """Seven thousand tests and what they import stay to the end: no search for garbage goes through them again."""
    gc.collect()
    gc.freeze()


@pytest.fixture
def clock():
    return FakeClock()


@pytest.fixture
def ids():
    return CountedIds()


@pytest.fixture(scope="session")
def founded_store(tmp_path_factory):
    """One empty store, made once; every test works on a copy of its own."""
    folder = tmp_path_factory.mktemp("founded")
    desk = Desk(folder).found()
    desk.close()
    return desk.path


@pytest.fixture(scope="session")
def made_palestra(tmp_path_factory):
    """The folder of a palestra without its own centre, made once: to derive its keys takes seconds. Copy it."""
    profile = Profile(tmp_path_factory.mktemp("palestra"), practice=True)
    bootstrap.prepare_practice(profile)
    return profile.folder


@pytest.fixture
def desk(founded_store, tmp_path, clock, ids):
    """A desk on a real SQLCipher store, with three operators of different rights and a coordinator."""
    shutil.copy(founded_store, tmp_path / "store.db")
    ids.last = 10  # the store's own identifiers came first
    desk = Desk(tmp_path, clock=clock, ids=ids)
    try:
        yield desk
    finally:
        desk.close()


@pytest.fixture(scope="session")
def postgres_server():
    """One private cluster per test process: the URL of its maintenance database."""
    with private_postgres() as url:
        yield url


@pytest.fixture(scope="session")
def databases(postgres_server):
    """Makes databases: ``databases.fresh()``, or ``databases.filled("name", fill)`` as copies of a template."""
    made = Databases(postgres_server)
    try:
        yield made
    finally:
        if "WEMI_TEST_PG" in os.environ:  # a private server goes as a whole; one by one takes a minute
            made.drop_all()


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database(request, tmp_path):
    """The URL of an empty database, of both kinds the centre runs on; one per test."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'centre.db'}"
        return
    databases = request.getfixturevalue("databases")
    url = databases.fresh()
    yield url
    databases.drop(url)
