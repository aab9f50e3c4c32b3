"""People with an STP or ENI card: served, findable by the exact code, and readable by nobody without a reason."""

from datetime import date

import pytest
from sqlalchemy import select

from tests.desk import PERSONS_KEY
from tests.factories import OPERATORS, person
from wemi_desk.domain import audit
from wemi_desk.domain.box import recognise
from wemi_desk.domain.citizens import CitizenId
from wemi_desk.domain.errors import InvalidFieldError, NotAllowedError, StoreDamagedError
from wemi_desk.domain.special_data import OpenReason, ShownHealthCode
from wemi_desk.gateways.person_vault import PersonVault
from wemi_desk.persistence import tables
from wemi_desk.services.arrivals import ArrivalService
from wemi_desk.services.citizens import RegisterCitizen
from wemi_desk.services.special_data import SpecialDataService

STP = "STP0301511234567"
ENI = "ENI0301517654321"
ISSUED = "02/11/26"
LAST_DAY = date(2027, 5, 2)


def register(desk, **fields):
    return desk.giulia.citizens.register(RegisterCitizen(form=person(**fields))).citizen


@pytest.fixture
def holder(desk):
    card = {"health_code": "stp 030 151 1234567", "health_code_issued": ISSUED}
    return register(desk, surname="Okafor", given_name="Joy", **card)


def openings(desk):
    return [entry for entry in desk.accesses() if entry.action == audit.OPEN_SPECIAL]


def everything(desk):
    """All that the open store holds, table by table, as an attacker with the store's key but not the persons key."""
    with desk.engine.connect() as connection:
        names = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars().all()
        return {name: connection.exec_driver_sql(f"SELECT * FROM {name}").all() for name in names}


def test_a_person_with_a_card_is_registered_in_one_go(desk, holder):
    assert (holder.fiscal_code, holder.unchecked_code) == (None, None)
    assert desk.giulia.special.is_kept(holder.id)
    assert desk.giulia.special.show(holder.id, OpenReason.CARD_CHECK) == [ShownHealthCode("STP", STP, LAST_DAY)]


def test_the_code_is_nowhere_in_the_store_even_for_who_can_open_it(desk, holder):
    desk.giulia.special.show(holder.id, OpenReason.SERVICE)
    for table, rows in everything(desk).items():
        for needle in (STP, STP.lower(), STP[3:], "1234567"):
            assert needle not in repr(rows), table
            assert needle.encode().hex() not in "".join(
                value.hex() for row in rows for value in row if isinstance(value, bytes)
            ), table
    desk.close()
    files = b"".join(path.read_bytes() for path in desk.path.parent.rglob("*") if path.is_file())
    assert STP.encode() not in files


def test_it_never_travels_and_is_in_no_search_table(desk, holder):
    assert {act.kind for act in desk.acts()} == {"citizen"}
    assert all(STP.encode() not in act.payload for act in desk.acts())
    assert "special_datum" not in tables.SYNCHRONISED
    assert "person_key" not in tables.SYNCHRONISED
    for text in (STP, STP[:9], "1234567"):
        assert list(desk.giulia.citizens.search(text)) == []


def test_the_exact_code_finds_the_person_and_nothing_less_does(desk, holder):
    find = desk.giulia.special.find_by_health_code
    assert find("stp-030-151-1234567") == [holder.id]
    for text in (STP[:-1], ENI, "STP0301511234568", "", "Okafor"):
        assert list(find(text)) == []


def test_a_card_at_the_desk_opens_the_person_or_a_registration(desk, holder):
    arrivals = ArrivalService(desk.giulia.citizens, None, desk.clock)
    assert [one.id for one in arrivals.resolve(recognise(STP)).known] == [holder.id]
    other = arrivals.resolve(recognise(ENI))
    assert (list(other.known), other.form.health_code, other.form.surname, other.form.code) == ([], ENI, "", "")


def test_each_opening_writes_one_access_record_with_its_reason(desk, holder):
    for reason in OpenReason:
        desk.giulia.special.show(holder.id, reason)
    assert [(entry.object_id, entry.reason) for entry in openings(desk)] == [
        (holder.id, reason.value) for reason in OpenReason
    ]


def test_a_reason_outside_the_list_opens_nothing_and_writes_nothing(desk, holder):
    with pytest.raises(ValueError, match="curiosity"):
        desk.giulia.special.show(holder.id, "curiosity")
    assert openings(desk) == []


def test_who_may_not_open_them_does_not(desk, holder):
    for act in (lambda: desk.reader.special.show(holder.id, OpenReason.SERVICE),
                lambda: desk.reader.special.keep_health_code(holder.id, ENI),
                lambda: desk.reader.special.erase(holder.id)):
        with pytest.raises(NotAllowedError):
            act()
    assert openings(desk) == []


def test_without_the_persons_key_nothing_of_it_can_be_read(desk, holder):
    row = desk.rows(tables.SPECIAL_DATUM)[0]
    with pytest.raises(StoreDamagedError):
        SpecialDataService(desk.giulia.store, desk.giulia.session, PersonVault(bytes(32))).show(
            holder.id, OpenReason.SERVICE
        )
    desk.execute(tables.PERSON_KEY.delete())
    assert list(desk.giulia.special.show(holder.id, OpenReason.SERVICE)) == []
    vault = PersonVault(PERSONS_KEY)
    with pytest.raises(ValueError, match="seal"):
        vault.open(row.sealed, vault.new_key(holder.id), holder.id, b"anything")


def test_erasing_takes_key_and_card_and_the_way_to_find_it(desk, holder):
    other = register(desk, surname="Sow", health_code=ENI)
    desk.giulia.special.erase(holder.id)
    assert not desk.giulia.special.is_kept(holder.id)
    assert list(desk.giulia.special.find_by_health_code(STP)) == []
    assert [row.citizen_id for row in desk.rows(tables.PERSON_KEY)] == [other.id]
    assert desk.accesses()[-1].action == audit.ERASE


def test_a_card_moved_to_another_person_does_not_open(desk, holder):
    other = register(desk, surname="Sow", health_code=ENI)
    table = tables.SPECIAL_DATUM
    desk.execute(table.update().where(table.c.citizen_id == holder.id).values(citizen_id=other.id))
    with pytest.raises(StoreDamagedError):
        desk.giulia.special.show(other.id, OpenReason.SERVICE)


@pytest.mark.parametrize("text", [STP, "ENI 0301517654321", "STP030151"])
def test_a_card_typed_as_fiscal_code_never_becomes_an_unchecked_code(desk, text):
    for accepts in (False, True):
        with pytest.raises(InvalidFieldError) as caught:
            register(desk, code=text, accepts_unverified=accepts)
        assert (caught.value.field, caught.value.reason) == ("fiscal_code", "is_stp_eni")
    assert desk.rows(tables.CITIZEN) == []


@pytest.mark.parametrize(("fields", "wrong"), [
    ({"health_code": "STP030151"}, ("health_code", "length")),
    ({"health_code": STP, "health_code_issued": "quando?"}, ("health_code_issued", "unreadable")),
    ({"health_code": STP, "health_code_issued": "31/12/2030"}, ("health_code_issued", "in_future")),
])
def test_a_wrong_card_is_said_and_nothing_is_written(desk, fields, wrong):
    with pytest.raises(InvalidFieldError) as caught:
        register(desk, **fields)
    assert (caught.value.field, caught.value.reason) == wrong
    assert desk.rows(tables.CITIZEN) == []
    assert desk.rows(tables.PERSON_KEY) == []


def test_somebody_elses_card_is_said_once_and_kept_when_the_operator_insists(desk, holder):
    with pytest.raises(InvalidFieldError) as caught:
        register(desk, surname="Sow", health_code=STP)
    assert (caught.value.reason, caught.value.data["name"]) == ("taken", "Okafor Joy")
    other = register(desk, surname="Sow", health_code=STP, accepts_unverified=True)
    assert set(desk.giulia.special.find_by_health_code(STP)) == {holder.id, other.id}


def test_a_renewed_card_is_kept_beside_the_old_one_and_the_same_card_once(desk, holder):
    keep = desk.giulia.special.keep_health_code
    keep(holder.id, STP, date(2026, 11, 2))
    assert len(desk.rows(tables.SPECIAL_DATUM)) == 1
    keep(holder.id, STP, date(2026, 11, 18))
    assert [one.valid_until for one in desk.giulia.special.show(holder.id, OpenReason.SERVICE)] == [
        date(2027, 5, 18), LAST_DAY]


def test_cards_about_to_end_are_listed_without_the_card(desk, holder):
    assert list(desk.giulia.special.expiring()) == []
    desk.clock.pass_by(days=155)
    found = desk.giulia.special.expiring()
    assert [(one.citizen_id, one.valid_until) for one in found] == [(holder.id, LAST_DAY)]
    desk.giulia.special.keep_health_code(holder.id, STP, desk.clock.today())
    assert list(desk.giulia.special.expiring()) == []


def test_after_a_merge_the_card_belongs_to_who_remains(desk, holder):
    kept = register(desk, surname="Okafor", given_name="Joy Ada")
    desk.giulia.merging.merge(kept.id, holder.id)
    assert desk.giulia.special.find_by_health_code(STP) == [kept.id]
    assert [one.code for one in desk.giulia.special.show(kept.id, OpenReason.SERVICE)] == [STP]
    desk.giulia.special.erase(kept.id)
    assert desk.rows(tables.PERSON_KEY) == []


def test_a_repr_never_tells_the_code(desk, holder):
    shown = desk.giulia.special.show(holder.id, OpenReason.SERVICE)
    assert STP not in repr(shown)


def test_a_registration_that_fails_leaves_no_key_behind(desk, monkeypatch):
    monkeypatch.setattr(desk.giulia.citizens, "_keep_decision", lambda *_args: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        register(desk, health_code=STP)
    assert desk.rows(tables.PERSON_KEY) == []
    assert desk.rows(tables.CITIZEN) == []


def test_special_data_leave_no_trace_in_the_timeline(desk, holder):
    lines = desk.giulia.citizens.timeline(CitizenId(holder.id))
    assert STP not in repr(lines)
    with desk.engine.connect() as connection:
        assert connection.execute(select(tables.AUDIT.c.reason)).scalars().all()
    assert OPERATORS["giulia"].id == desk.rows(tables.SPECIAL_DATUM)[0].created_by
