"""The alphabetical list of everybody on the real store."""

from dataclasses import replace
from datetime import date

import pytest

from tests.factories import make_citizen
from wemi_desk.services import people_list
from wemi_desk.services.people_list import PeopleIndex, PeopleListService


@pytest.fixture
def small_blocks(monkeypatch):
    monkeypatch.setattr(people_list, "STEP", 7)
    monkeypatch.setattr(people_list, "BLOCKS_AT_A_TIME", 3)


def fill(desk, count, **values):
    people = [make_citizen(number, surname=f"Prova{number % 11:02}", **values) for number in range(count)]
    with desk.giulia.store.work() as work:
        for one in people:
            work.citizens.add(one)
        work.commit()
    return sorted(people, key=lambda one: (one.display_name.casefold(), one.id.bytes))


def whole_index(service):
    index = PeopleIndex()
    while not index.is_whole:
        index = service.extended(index)
    return index


@pytest.mark.parametrize("count", [0, 1, 6, 7, 8, 21, 22, 50])
def test_every_page_from_the_nearest_fence_is_what_counting_gives(desk, small_blocks, count):
    people = fill(desk, count)
    service = PeopleListService(desk.giulia.store, desk.giulia.session)
    index = whole_index(service)
    assert index.total == count
    for offset in range(count + 3):
        ids = [one.id for one in service.page(index, offset, 5)]
        assert ids == [one.id for one in people[offset:offset + 5]]


def test_a_page_can_be_read_before_the_fences_are_known(desk, small_blocks):
    people = fill(desk, 30)
    service = PeopleListService(desk.giulia.store, desk.giulia.session)
    assert [one.id for one in service.page(PeopleIndex(), 20, 4)] == [one.id for one in people[20:24]]


def test_minors_stand_in_the_list_only_for_who_may_look_for_them(desk, small_blocks):
    fill(desk, 9)
    with desk.giulia.store.work() as work:
        work.citizens.add(make_citizen(99, surname="Bimba", birth_date=date(2019, 5, 3)))
        work.commit()
    assert whole_index(PeopleListService(desk.giulia.store, desk.giulia.session)).total == 9
    assert whole_index(PeopleListService(desk.lead.store, desk.lead.session)).total == 10


def test_who_was_merged_or_withdrawn_is_not_listed(desk, small_blocks):
    people = fill(desk, 9)
    with desk.giulia.store.work() as work:
        work.citizens.replace(replace(people[0], merged_into=people[1].id))
        work.commit()
    service = PeopleListService(desk.giulia.store, desk.giulia.session)
    assert [one.id for one in service.page(whole_index(service), 0, 20)] == [one.id for one in people[1:]]


def test_a_list_holds_neither_telephone_nor_whole_code(desk):
    fill(desk, 1, phone="+393331234567", fiscal_code="FMGTRS58A41F205E", address="via Segreta 1")
    service = PeopleListService(desk.giulia.store, desk.giulia.session)
    (row,) = service.page(PeopleIndex(), 0, 10)
    assert row.masked_code == "FMGTRS********5E"
    assert "333" not in repr(row)
    assert "via" not in repr(row)


def test_who_is_to_be_checked_is_listed_alone_and_in_order(desk):
    fill(desk, 8)
    with desk.giulia.store.work() as work:
        for number, surname in ((50, "Zeta"), (51, "Alfa")):
            work.citizens.add(make_citizen(number, surname=surname, to_verify=True))
        work.commit()
    service = PeopleListService(desk.giulia.store, desk.giulia.session)
    assert [one.name for one in service.to_verify()] == ["Alfa Ada", "Zeta Ada"]
