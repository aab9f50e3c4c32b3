"""Shared services on a real store: written, read again, merged with a person, on the timeline, taken back."""

from datetime import date
from uuid import UUID

import pytest

from tests.factories import CODE, OTHER_CODE, person
from tests.shared_desk import FirstSolver
from wemi_desk.domain.shared_services import AGREED, GIVEN
from wemi_desk.persistence.tables import SHARED_PARTICIPANT, SHARED_REQUEST, SHARED_SERVICE
from wemi_desk.services.citizens import RegisterCitizen
from wemi_desk.services.shared_services.doors import shared_service_doors
from wemi_desk.services.shared_services.forms import TypedRequest, request_of

TYPED = TypedRequest(
    need="baby_sitting", week="lun-ven 16-19", hours="6", municipio="4", children="1/5/2022", consent=GIVEN,
    languages=("it", "en"), from_on="1/12/2026",
)  # fmt: skip


@pytest.fixture
def doors(desk):
    return shared_service_doors(desk.giulia.store, desk.giulia.session, FirstSolver, lambda phone: phone)


@pytest.fixture
def ada(desk):
    return register(desk, "Fumagalli", "Ada", CODE)


@pytest.fixture
def ugo(desk):
    return register(desk, "Brambilla", "Ugo", OTHER_CODE)


def register(desk, surname, name, code=""):
    return desk.giulia.citizens.register(RegisterCitizen(form=person(surname, name, code=code))).citizen.id


def asked(desk, doors, *people):
    form = request_of(TYPED, desk.clock.today())
    return [doors.requests.ask(one, form).request for one in people]


def formed(desk, doors, *people):
    asked(desk, doors, *people)
    [proposal] = doors.forming.search().proposals
    return doors.forming.form(proposal.offer)


def test_a_request_is_kept_whole_and_found_by_its_family(desk, doors, ada):
    [made] = asked(desk, doors, ada)
    assert doors.requests.of_citizen(ada) == [made]
    assert made.children == (date(2022, 5, 1),)
    assert [line.who for line in doors.requests.open_ones()] == ["Ada F."]


def test_the_card_tells_what_the_form_need_not_ask(desk, doors, ada):
    assert doors.requests.begin(ada).typed.languages == ("it",)


def test_a_group_lives_from_the_search_to_its_end(desk, doors, ada, ugo):
    group = formed(desk, doors, ada, ugo).group
    for member in group.members:
        doors.groups.answer(member.participant.id, AGREED, shows_contact=True)
    group = doors.groups.activate(group.service.id).group
    assert sum(one.cents for one in group.members) == group.split.total_cents == 312_00
    assert doors.groups.get(group.service.id) == group
    left = doors.groups.leave(group.members[1].participant.id, date(2027, 1, 1)).group
    assert left.service.splits[-1].from_on == date(2027, 1, 1)
    assert doors.groups.close(group.service.id, date(2027, 2, 1)).group.service.ends_on == date(2027, 2, 1)
    assert [one.service.status for one in doors.groups.all()] == ["closed"]


def test_the_history_of_a_person_tells_it_and_two_records_of_one_person_pay_once(desk, doors, ada, ugo):
    twin = register(desk, "Fumagali", "Ada")
    formed(desk, doors, ugo, twin)
    desk.giulia.merging.merge(ada, twin)
    assert [one.citizen_id for one in doors.requests.of_citizen(ada)] == [ada]
    with desk.giulia.store.reading() as work:
        kinds = {one.kind for one in work.timeline(ada, 30)}
    assert {"shared_request", "shared_place"} <= kinds


def test_what_was_done_is_taken_back_with_one_key(desk, doors, ada, ugo):
    moved = formed(desk, doors, ada, ugo)
    desk.giulia.undo.undo(moved.deed.id)
    assert doors.groups.all() == []
    assert [row.left_reason for row in desk.rows(SHARED_PARTICIPANT)] == ["undone"] * 2
    assert len(desk.rows(SHARED_REQUEST)) == 2
    assert [row.status for row in desk.rows(SHARED_SERVICE)] == ["closed"]
    assert isinstance(moved.deed.id, UUID)
