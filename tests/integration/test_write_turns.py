"""People write before the sync does, and never both at once."""

from threading import Event, Thread

import pytest
from sqlalchemy import event

from tests.desk import KEY, Desk
from wemi_desk.persistence.database import connect
from wemi_desk.persistence.driver import Driver, pooled
from wemi_desk.persistence.tables import CONTACT
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


def test_a_store_that_closes_has_nothing_left_in_its_log(tmp_path):
    """The driver would bring it into the store with the window standing still."""
    desk, left = Desk(tmp_path).found(), []
    log = desk.path.with_name(desk.path.name + "-wal")
    event.listen(desk.engine, "close", lambda _driver, _record: left.append(log.stat().st_size))
    giulia = desk.giulia
    giulia.contacts.quick("1")
    assert log.stat().st_size > 0
    giulia.store.close()
    assert left == [0]
    giulia.store.close()  # once more: nothing is opened for it
    assert left == [0]
    assert len(Desk(tmp_path).rows(CONTACT)) == 1


def test_a_store_closes_also_while_somebody_reads_from_it(tmp_path):
    desk = Desk(tmp_path).found()
    desk.giulia.contacts.quick("1")
    reader = connect(desk.path, KEY)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM contact").fetchone()
    desk.giulia.contacts.quick("1")
    desk.giulia.store.close()
    reader.close()
    assert len(Desk(tmp_path).rows(CONTACT)) == 2
