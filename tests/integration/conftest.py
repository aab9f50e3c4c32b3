import pytest

from tests.counter_models import ANNA, MARIA, Sportello
from tests.runners import HeldRunner, SlowWorkRunner
from wemi_desk import guards


@pytest.fixture
def guarded(qapp):
    """The store raises when a view model reaches it by itself."""
    guards.guard_ui_thread()
    try:
        yield
    finally:
        guards.release_ui_thread()


@pytest.fixture
def here(desk, guarded):
    """A Sportello whose answers come at once."""
    return Sportello(desk, SlowWorkRunner())


@pytest.fixture
def held(desk, guarded):
    """A Sportello whose answers come when the test says so."""
    return Sportello(desk, HeldRunner())


@pytest.fixture
def maria(here):
    return here.register("Rossi", "Maria", code=MARIA)


@pytest.fixture
def anna(here):
    return here.register("Bianchi", "Anna", code=ANNA)
