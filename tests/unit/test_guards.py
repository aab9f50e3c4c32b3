import threading

import pytest

from wemi_desk import guards


@pytest.fixture(autouse=True)
def unguarded():
    guards.release_ui_thread()
    yield
    guards.release_ui_thread()


def test_an_unguarded_process_refuses_nothing():
    guards.forbid_on_ui_thread("store")


def test_the_guarded_thread_is_refused_and_is_told_what_it_did():
    guards.guard_ui_thread()
    with pytest.raises(guards.UiThreadError, match="store"):
        guards.forbid_on_ui_thread("store")


def test_other_threads_may_work():
    guards.guard_ui_thread()
    errors = []

    def work():
        try:
            guards.forbid_on_ui_thread("store")
        except guards.UiThreadError as error:
            errors.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert errors == []


def test_a_passage_may_lift_the_guard():
    guards.guard_ui_thread()
    with guards.slow_work_allowed():
        guards.forbid_on_ui_thread("store")
    with pytest.raises(guards.UiThreadError):
        guards.forbid_on_ui_thread("store")
