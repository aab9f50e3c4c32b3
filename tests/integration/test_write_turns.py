"""People write before the sync does, and never both at once."""

from threading import Event, Thread

import pytest

from wemi_desk.persistence.driver import Driver, pooled
from wemi_desk.persistence.turns import WriteTurn, turn_of

WAIT = 10


def _begun(work):
    thread = Thread(target=work, daemon=True)
    thread.start()
    return thread


def test_a_person_who_waits_comes_before_the_next_page():
    turn, order, held, asked = WriteTurn(), [], Event(), Event()

    def person():
        asked.set()
        with turn.of_a_person():
            order.append("person")

    def sync():
        with turn.of_the_sync():
            held.set()
            asked.wait(WAIT)
            while not turn._people:
                pass
        with turn.of_the_sync():
            order.append("page")

    pages = _begun(sync)
    held.wait(WAIT)
    saving = _begun(person)
    for thread in (pages, saving):
        thread.join(WAIT)
    assert order == ["person", "page"]


def test_a_turn_is_given_back_when_the_work_fails():
    turn = WriteTurn()
    with pytest.raises(ValueError, match="no"), turn.of_a_person():
        raise ValueError("no")
    with turn.of_the_sync():
        pass


def test_the_store_and_its_sync_share_one_turn(desk):
    assert turn_of(desk.engine) is pooled(desk.engine).turn
    inside, done = Event(), []

    def page():
        with Driver(pooled(desk.engine)).writing() as cursor:
            cursor.execute("UPDATE desk SET confirmed_at = 1")
            inside.set()
            while not turn_of(desk.engine)._people:
                pass
            done.append("page")

    pages = _begun(page)
    inside.wait(WAIT)
    desk.giulia.contacts.quick("1")
    done.append("save")
    pages.join(WAIT)
    assert done == ["page", "save"]
