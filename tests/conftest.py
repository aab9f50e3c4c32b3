import os
import shutil

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from tests.desk import Desk
from tests.fakes import CountedIds, FakeClock


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
