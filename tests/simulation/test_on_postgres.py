"""The same histories with their centre on a real PostgreSQL: its SQL is another than SQLite's where that is faster."""

import pytest

from simulation import centre_store, generate, postgres
from simulation.play import played
from simulation.traps import Trap

FLAVOURS = sorted({one.__name__ for one in (*generate.FLAVOURS, *generate.RARE)})


@pytest.fixture(scope="module")
def on_postgres(databases):
    url = databases.fresh()
    with centre_store.made_with(lambda trap: postgres.PostgresStore(url, trap)):
        yield
    postgres.close(url)
    databases.drop(url)


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_histories_of_every_kind_keep_every_invariant_on_postgresql(flavour, on_postgres):
    assert played(getattr(generate, flavour)(22)).violations == []


def test_a_store_that_is_put_back_holds_what_its_image_held(on_postgres):
    store = centre_store.made(Trap())
    store.write("INSERT INTO fund (tenant, measure_code, total_cents, booked_cents) VALUES (?, ?, ?, 0)", "t", "M", 7)
    image = store.image()
    store.write("UPDATE fund SET booked_cents = total_cents")
    store.put_back(image)
    assert store.rows("SELECT tenant, total_cents, booked_cents FROM fund WHERE measure_code = ?", "M") == [("t", 7, 0)]
    store.end()
    assert centre_store.made(Trap()).rows("SELECT * FROM fund") == []
