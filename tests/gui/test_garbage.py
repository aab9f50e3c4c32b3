import gc
import threading
import weakref

import pytest
from PySide6.QtCore import QObject

from wemi_desk.ui.garbage import GarbageCollector


class Knot(QObject):
    """Holds itself, so that only a collection can take it away."""

    def __init__(self):
        super().__init__()
        self.me = self


@pytest.fixture
def collector(qapp):
    collector = GarbageCollector()
    try:
        yield collector
    finally:
        collector.stop()
        collector.deleteLater()


def test_a_worker_never_takes_a_qt_object_away(collector):
    gone = weakref.ref(Knot())
    worker = threading.Thread(target=lambda: [[] for _ in range(200_000)])
    worker.start()
    worker.join()
    assert gone() is not None
    gc.collect()
    assert gone() is None


def test_the_ui_thread_takes_it_away_when_enough_has_come_together(collector):
    gone = weakref.ref(Knot())
    kept = [[] for _ in range(5_000)]
    collector.look()
    assert gone() is None
    assert kept


def test_a_collector_that_is_simply_dropped_leaves_python_to_itself(qapp):
    collector = GarbageCollector()
    del collector
    assert gc.isenabled()


def test_afterwards_python_collects_by_itself_again(qapp):
    collector = GarbageCollector()
    assert not gc.isenabled()
    collector.stop()
    assert gc.isenabled()
    collector.deleteLater()


def test_what_a_session_leaves_is_never_put_out_of_sight(collector, monkeypatch):
    frozen = []
    monkeypatch.setattr(gc, "freeze", lambda: frozen.append(1))
    collector.settle()  # the lock screen stands
    collector.settle()  # the libraries of a session are here
    collector.hold()
    collector.settle()  # and these came when somebody had entered
    assert frozen == [1, 1]
