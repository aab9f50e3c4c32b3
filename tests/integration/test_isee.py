"""ISEE attestations of a family on a real store."""

from datetime import date

import pytest

from wemi_desk.domain.errors import InvalidFieldError, NotAllowedError
from wemi_desk.persistence.tables import ISEE_CERTIFICATE
from wemi_desk.services.citizens import RegisterCitizen
from wemi_desk.services.isee import IseeSeen, IseeService
from wemi_desk.services.person_forms import PersonForm


@pytest.fixture
def family(desk):
    """A mother and her daughter."""
    mother = desk.giulia.citizens.register(RegisterCitizen(form=PersonForm(surname="Rossi"))).citizen
    child = PersonForm(surname="Rossi", given_name="Nina", birth="03/05/2019")
    return mother.id, desk.giulia.households.add_minor(mother.id, child).member.citizen_id


def service(counter):
    return IseeService(counter.store, counter.session)


def seen(value=12_345_67, year=2026, **more):
    return IseeSeen(**{"value_cents": value, "dsu_on": date(year, 1, 20), "valid_until": date(year, 12, 31)} | more)


def test_one_attestation_serves_the_whole_family(desk, family):
    mother, child = family
    isee = service(desk.giulia)
    noted = isee.note(mother, seen())
    assert isee.valid(child) == noted == isee.find(noted.id)
    assert noted.household_id is not None
    assert [act.kind for act in desk.acts()][-1] == "isee_certificate"


def test_a_lapsed_one_stays_in_the_list_and_counts_no_more(desk, family):
    mother, _child = family
    isee = service(desk.giulia)
    today = desk.clock.today()
    isee.note(mother, seen(year=today.year - 1))
    assert isee.valid(mother) is None
    assert len(isee.of_family(mother)) == 1


def test_a_correction_is_a_new_one_and_the_newest_counts(desk, family):
    mother, _child = family
    isee, year = service(desk.giulia), desk.clock.today().year
    first = isee.note(mother, seen(0, year))
    second = isee.note(mother, seen(100, year))
    assert [one.value_cents for one in isee.of_family(mother)] == [100, 0]
    assert isee.valid(mother) == second
    assert isee.find(first.id).value_cents == 0


def test_only_a_kind_that_is_asked_counts(desk, family):
    mother, _child = family
    isee, year = service(desk.giulia), desk.clock.today().year
    isee.note(mother, seen(year=year, kind="minors"))
    assert isee.valid(mother, ("ordinary",)) is None
    assert isee.valid(mother, ("ordinary", "minors")).kind == "minors"


def test_nonsense_and_readers_are_refused(desk, family):
    mother, _child = family
    with pytest.raises(InvalidFieldError):
        service(desk.giulia).note(mother, seen(-1))
    with pytest.raises(NotAllowedError):
        service(desk.reader).note(mother, seen())
    assert desk.rows(ISEE_CERTIFICATE) == []
