"""What is bound plainly is stored as it would have been."""

import sqlite3

import pytest
from sqlcipher3 import dbapi2 as sqlcipher

from wemi_desk.persistence.database import bind_plainly


@pytest.mark.parametrize("driver", [sqlite3, sqlcipher], ids=["sqlite3", "sqlcipher"])
def test_values_are_stored_as_without_an_adapter(driver):
    bind_plainly(driver)
    connection = driver.connect(":memory:")
    values = (b"", b"\x00\xff", None, True, False, 7, 1.5, "testo", bytearray(b"x"))
    marks = ", ".join("?" * len(values))
    row = connection.execute(f"SELECT {marks}", values).fetchone()
    kinds = connection.execute(f"SELECT {', '.join(['typeof(?)'] * len(values))}", values).fetchone()
    connection.close()
    assert row == (b"", b"\x00\xff", None, 1, 0, 7, 1.5, "testo", b"x")
    assert kinds == ("blob", "blob", "null", "integer", "integer", "integer", "real", "text", "blob")
