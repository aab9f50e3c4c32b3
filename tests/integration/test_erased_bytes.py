"""Who was erased is in no byte of the store's file: not between the cells of a page, not in a free page or the log."""

import msgspec
import pytest
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

from tests.desk import KEY
from tests.factories import CODE, make_citizen, person, visit
from tests.sync_desk import Line
from wemi_desk.persistence.backup import restore
from wemi_desk.persistence.driver import Driver, pooled
from wemi_desk.persistence.rewriting import Rewriting, note_erased
from wemi_desk.services.citizens import RegisterCitizen

CANARIES = (b"Kanarigialli", b"KANARIGIALLI", b"kanarigialli", b"3331230987", b"Torna col canarino", CODE.encode())
PEOPLE, GONE = 30, 4
PAGE, RESERVED, SALT = 4096, 80, 16
LOG_HEAD, FRAME_HEAD = 32, 24


@pytest.fixture
def line(desk):
    return Line(desk)


def _register(line, surname, **values):
    return line.desk.giulia.citizens.register(RegisterCitizen(form=person(surname, **values))).citizen


def _filled(line):
    """A counter with a history; some of its people will be erased."""
    gone = [make_citizen(number, surname="Kanarigialli", phone="+393331230987") for number in range(GONE)]
    for citizen in [*gone, *(make_citizen(number) for number in range(GONE, PEOPLE))]:
        line.centre.put("citizen", citizen.id, msgspec.to_builtins(citizen))
    own = _register(line, "Kanarigialli", code=CODE, phone="333 1230987")
    line.desk.giulia.contacts.record(visit(citizen_id=own.id, note="Torna col canarino"))
    line.sync()
    return [*gone, own]


def _erased(line, gone=None):
    """The centre's order, carried out where much stays in the pages: with secure_delete it does for some rows only."""
    gone = gone or _filled(line)
    with pooled(line.desk.engine)() as connection:
        connection.execute("PRAGMA secure_delete = OFF").fetchall()
    for citizen in gone:
        line.centre.erase(citizen.id)
    assert line.sync().erased == len(gone)


def _page(sealed, first):
    """One page as SQLite has it, whatever lies between its cells included."""
    used = PAGE - RESERVED
    opener = Cipher(AES(KEY), CBC(sealed[used : used + 16])).decryptor()
    return opener.update(sealed[SALT if first else 0 : used])


def _raw(path):
    """Every page of the store, and of the log beside it, in clear."""
    store, log = path.read_bytes(), path.with_name(path.name + "-wal")
    pages = [_page(store[at : at + PAGE], at == 0) for at in range(0, len(store), PAGE)]
    frames = log.read_bytes() if log.exists() else b""
    for at in range(LOG_HEAD, len(frames), FRAME_HEAD + PAGE):
        head, sealed = frames[at : at + FRAME_HEAD], frames[at + FRAME_HEAD : at + FRAME_HEAD + PAGE]
        pages.append(_page(sealed, int.from_bytes(head[:4], "big") == 1))
    return b"".join(pages)


def _found(path):
    raw = _raw(path)
    return [canary for canary in CANARIES if canary in raw]


def test_canaries_are_seen_where_they_are(line):
    citizen = _register(line, "Kanarigialli", code=CODE, phone="333 1230987")
    line.desk.giulia.contacts.record(visit(citizen_id=citizen.id, note="Torna col canarino"))
    assert b"CREATE TABLE citizen" in _raw(line.desk.path)
    assert set(_found(line.desk.path)) >= {b"Kanarigialli", b"Torna col canarino", CODE.encode()}


def test_an_erased_person_is_in_no_byte_of_the_file_after_the_upkeep(line):
    _erased(line)
    rewriting = Rewriting(pooled(line.desk.engine))
    assert rewriting.is_due()
    assert _found(line.desk.path) != []
    assert rewriting.rewrite_if_due()
    assert _found(line.desk.path) == []
    assert not rewriting.is_due()
    assert line.wrong() == []
    assert len(line.desk.giulia.citizens.page(0, PEOPLE)) == PEOPLE - GONE


def test_nothing_is_written_anew_where_nobody_was_erased(line):
    _register(line, "Rossi")
    line.sync()
    assert not Rewriting(pooled(line.desk.engine)).rewrite_if_due()


def test_what_is_due_is_remembered_until_it_is_done(line):
    _erased(line)
    line.desk.close()
    assert Rewriting(pooled(line.desk.engine)).is_due()
    Rewriting(pooled(line.desk.engine)).finish()
    assert not Rewriting(pooled(line.desk.engine)).is_due()


def test_an_erasure_that_did_not_happen_leaves_nothing_to_do(line):
    def cut_short():
        with Driver(pooled(line.desk.engine)).writing() as cursor:
            note_erased(cursor)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        cut_short()
    assert not Rewriting(pooled(line.desk.engine)).is_due()


def test_a_reader_at_work_puts_it_off(line):
    _erased(line)
    rewriting = Rewriting(pooled(line.desk.engine))
    with Driver(pooled(line.desk.engine)).reading() as cursor:
        cursor.execute("SELECT count(*) FROM citizen").fetchone()
        with pooled(line.desk.engine)() as connection:
            connection.execute("PRAGMA busy_timeout = 0")
        assert not rewriting.rewrite_if_due()
        assert rewriting.is_due()
    assert rewriting.rewrite_if_due()
    assert _found(line.desk.path) == []


def test_a_desk_that_closed_begins_nothing_more(line):
    rewriting = Rewriting(pooled(line.desk.engine))
    rewriting.finish()
    _erased(line)
    assert not rewriting.rewrite_if_due()
    assert rewriting.is_due()


def test_a_backup_put_back_is_written_anew_without_who_was_erased_since(line):
    gone = _filled(line)
    made = line.desk.giulia.backups.back_up()
    _erased(line, gone)
    line.desk.close()
    now, incarnation = line.desk.clock.now(), line.desk.ids()
    restore(made.place, line.desk.path, KEY, at=now, incarnation=incarnation, after=lambda engine: None)
    assert _found(line.desk.path) == []
    assert not Rewriting(pooled(line.desk.engine)).is_due()
