"""The access log: whoever touches it without its key is found, and its key moves on."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, update

from tests.desk import AUDIT_KEY
from tests.factories import CODE, OPERATORS, person, visit
from tests.fakes import MORNING
from wemi_desk.domain.audit import AuditEntry
from wemi_desk.domain.errors import StoreDamagedError
from wemi_desk.persistence import audit
from wemi_desk.persistence.tables import AUDIT, AUDIT_EPOCH
from wemi_desk.services.citizens import RegisterCitizen

_COUNT = 40


@pytest.fixture
def log(desk):
    """A desk with forty entries in its open epoch."""
    _write(desk, _COUNT)
    assert desk.first_bad_entry() is None
    return desk


def _write(desk, count):
    with desk.giulia.store.work() as work:
        for _ in range(count):
            work.log("open_person", "citizen", desk.ids(), reason="at_desk")
        work.commit()


def _row(entry, **changed):
    return {name: getattr(entry, name) for name in AuditEntry.__dataclass_fields__} | changed


@pytest.mark.parametrize("seq", [1, 17, _COUNT])
@pytest.mark.parametrize(
    "changed",
    [
        {"at": MORNING - timedelta(hours=1)},
        {"operator_id": OPERATORS["marco"].id},
        {"operator_id": None},
        {"object_id": None},
        {"action": "print"},
        {"reason": ""},
        {"result": "refused"},
        {"monotonic_ms": 5},
    ],
)
def test_an_altered_entry_is_found(log, seq, changed):
    log.execute(update(AUDIT).where(AUDIT.c.seq == seq).values(**changed))
    assert log.first_bad_entry() == seq


@pytest.mark.parametrize("seq", [1, 17, _COUNT - 1])
def test_a_deleted_entry_is_found(log, seq):
    log.execute(delete(AUDIT).where(AUDIT.c.seq == seq))
    assert log.first_bad_entry() == seq


def test_a_deleted_entry_is_found_even_when_the_others_close_ranks(log):
    log.execute(delete(AUDIT).where(AUDIT.c.seq == 10))
    for seq in range(11, _COUNT + 1):
        log.execute(update(AUDIT).where(AUDIT.c.seq == seq).values(seq=seq - 1))
    assert log.first_bad_entry() == 10


def test_an_inserted_entry_is_found(log):
    last = log.accesses()[-1]
    log.execute(insert(AUDIT).values(_row(last, seq=_COUNT + 1)))
    assert log.first_bad_entry() == _COUNT + 1


def test_two_entries_that_change_places_are_found(log):
    fifth, sixth = log.accesses()[4:6]
    for seq, entry in ((5, sixth), (6, fifth)):
        log.execute(delete(AUDIT).where(AUDIT.c.seq == seq))
        log.execute(insert(AUDIT).values(_row(entry, seq=seq)))
    assert log.first_bad_entry() == 5


def test_an_entry_sealed_with_the_key_of_another_epoch_is_found(log):
    entries = log.accesses()
    key = audit.next_key(AUDIT_KEY)
    previous = entries[-2].tag
    swapped = replace(entries[-1], epoch=1)
    tag = audit.tag_of(key, previous, swapped)
    log.execute(update(AUDIT).where(AUDIT.c.seq == _COUNT).values(epoch=1, tag=tag))
    assert log.first_bad_entry() is not None
    log.execute(update(AUDIT).where(AUDIT.c.seq == _COUNT).values(epoch=0))
    assert log.first_bad_entry() == _COUNT


def test_a_rewrite_of_everything_with_another_key_is_found(log):
    previous, key = audit.START_TAG, b"guess" * 6
    for entry in log.accesses():
        tag = audit.tag_of(key, previous, replace(entry, reason="legittimo"))
        log.execute(update(AUDIT).where(AUDIT.c.seq == entry.seq).values(reason="legittimo", tag=tag))
        previous = tag
    assert log.first_bad_entry() == 1


def test_moving_the_beginning_of_the_epoch_over_altered_entries_is_found(log):
    entries = log.accesses()
    log.execute(update(AUDIT).where(AUDIT.c.seq == 5).values(reason="legittimo"))
    log.execute(update(AUDIT_EPOCH).values(first_seq=21, start_tag=entries[19].tag))
    with pytest.raises(StoreDamagedError):
        log.first_bad_entry()


def test_a_key_that_was_replaced_is_found(log):
    log.execute(update(AUDIT_EPOCH).values(sealed_key=b"x" * 61))
    with pytest.raises(StoreDamagedError):
        log.first_bad_entry()


def test_the_key_moves_on_after_a_thousand_entries_and_the_old_one_is_erased(desk):
    _write(desk, audit.EPOCH_ENTRIES + 5)
    assert [entry.epoch for entry in desk.accesses()[-6:]] == [0, 1, 1, 1, 1, 1]
    first, second = desk.rows(AUDIT_EPOCH)
    assert (first.sealed_key, second.first_seq) == (None, audit.EPOCH_ENTRIES + 1)
    assert desk.first_bad_entry() is None


def test_the_key_moves_on_each_day(desk):
    _write(desk, 3)
    desk.clock.pass_by(hours=23, minutes=59)
    _write(desk, 1)
    desk.clock.pass_by(minutes=1)
    _write(desk, 2)
    assert [entry.epoch for entry in desk.accesses()] == [0, 0, 0, 0, 1, 1]
    assert desk.first_bad_entry() is None


def test_a_gap_in_an_older_epoch_is_found_without_its_key(desk):
    for _ in range(2):
        _write(desk, 3)
        desk.clock.pass_by(days=1)
    _write(desk, 1)
    assert [entry.epoch for entry in desk.accesses()] == [0, 0, 0, 1, 1, 1, 2]
    desk.execute(delete(AUDIT).where(AUDIT.c.seq == 2))
    assert desk.first_bad_entry() == 2


def test_who_holds_the_first_key_verifies_everything_from_the_start(desk):
    for _ in range(3):
        _write(desk, 4)
        desk.clock.pass_by(days=1)
    entries = desk.accesses()
    assert audit.verify(entries, AUDIT_KEY, 0, audit.START_TAG, 1, entries[-1].epoch) is None
    forged = [*entries[:2], replace(entries[2], result="refused"), *entries[3:]]
    assert audit.verify(forged, AUDIT_KEY, 0, audit.START_TAG, 1, entries[-1].epoch) == 3


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_no_single_change_of_a_field_goes_unnoticed(log, data):
    entries = log.accesses()
    index = data.draw(st.integers(0, _COUNT - 1))
    entry = entries[index]
    name = data.draw(st.sampled_from(sorted(AuditEntry.__dataclass_fields__)))
    changed = replace(entry, **{name: data.draw(_OTHER[type(getattr(entry, name))])})
    if changed != entry:
        forged = [*entries[:index], changed, *entries[index + 1 :]]
        assert audit.verify(forged, AUDIT_KEY, 0, audit.START_TAG, 1, 0) is not None


_OTHER = {
    int: st.integers(0, 10**9),
    str: st.text(max_size=20),
    bytes: st.binary(min_size=32, max_size=32),
    type(None): st.uuids(),
    type(MORNING): st.datetimes().map(lambda at: at.replace(tzinfo=MORNING.tzinfo)),
    type(OPERATORS["giulia"].id): st.uuids(),
}


def test_the_log_holds_no_name_code_or_text(desk):
    canary = "CANARINO"
    citizen = desk.giulia.citizens.register(RegisterCitizen(form=person(canary, canary, code=CODE))).citizen
    desk.giulia.contacts.record(visit(citizen_id=citizen.id, note=canary))
    desk.giulia.citizens.open(citizen.id)
    said = repr(desk.accesses())
    assert canary not in said
    assert CODE not in said


def test_who_looked_at_a_person_can_be_told_newest_first(desk):
    citizen = desk.giulia.citizens.register(RegisterCitizen(form=person())).citizen
    desk.marco.citizens.open(citizen.id)
    with desk.lead.store.reading() as work:
        told = [(entry.action, entry.operator_id) for entry in work.accesses(citizen.id)]
    assert told == [("open_person", desk.marco.operator.id), ("create", desk.giulia.operator.id)]
