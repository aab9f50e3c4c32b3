"""Measures on a real store: what is open, which of them fit a family, what one says of an application."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from tests.measure_documents import document
from tests.sync_desk import Line
from wemi_desk.domain.application_facts import existing_beside
from wemi_desk.domain.applications import Application, ApplicationId
from wemi_desk.domain.eligibility import Residence
from wemi_desk.domain.errors import RecordMissingError
from wemi_desk.domain.measure_documents import read_measure
from wemi_desk.domain.measures import MILAN
from wemi_desk.gateways.shipped_measures import shipped_measures
from wemi_desk.services.citizens import RegisterCitizen
from wemi_desk.services.isee import IseeSeen, IseeService
from wemi_desk.services.measures import MeasureService, residence_of
from wemi_desk.services.person_forms import PersonForm


@pytest.fixture
def family(desk):
    """A mother with children of 7 and 17, registered in Milan."""
    register = desk.giulia.citizens.register
    mother = register(RegisterCitizen(form=PersonForm(surname="Rossi", birth="05/05/1985", municipio="4"))).citizen
    ids = [mother.id]
    for name, born in (("Nina", "03/05/2019"), ("Leo", "01/12/2008")):
        form = PersonForm(surname="Rossi", given_name=name, birth=born, municipio="4")
        ids.append(desk.giulia.households.add_minor(mother.id, form).member.citizen_id)
    return ids


def service(counter, *documents):
    shipped = [read_measure(one) for one in documents]
    return MeasureService(counter.store, counter.session, lambda: shipped)


def seen(value=850_000, **more):
    return IseeSeen(value_cents=value, dsu_on=date(2026, 1, 20), valid_until=date(2026, 12, 31), **more)


def shown(fits):
    return [(fit.beneficiary.given_name, fit.result.verdict, fit.result.amount_cents) for fit in fits]


def test_the_children_are_judged_each_and_the_best_come_first(desk, family):
    mother, _nina, _leo = family
    measures = service(desk.giulia, document(age__max_exclusive=14))
    assert shown(measures.fitting(mother)) == [("Nina", "unknown", None)]
    IseeService(desk.giulia.store, desk.giulia.session).note(mother, seen())
    grown = service(desk.giulia, document(age__max_exclusive=16))
    assert shown(grown.fitting(mother)) == [("Nina", "eligible", 40_000), ("Leo", "not_eligible", None)]
    assert grown.fitting(mother)[1].result.failed == ("age",)


def test_a_measure_for_households_or_adults_is_judged_for_who_applies(desk, family):
    mother, *_ = family
    home = document(unit__kind="household", applicants__roles=["self"], age=None, residence__who="applicant",
                    declarations=[])  # fmt: skip
    (fit,) = service(desk.giulia, home).fitting(mother)
    assert (fit.beneficiary.id, fit.result.criterion("applicant_role").verdict) == (mother, "met")


def test_a_measure_for_groups_is_not_offered_to_a_family(desk, family):
    measures = MeasureService(desk.giulia.store, desk.giulia.session, lambda: shipped_measures(with_examples=True))
    offered = {fit.measure.code for fit in measures.fitting(family[0])}
    assert "ESEMPIO-GRUPPI-2026" not in offered
    assert "ESEMPIO-2026" in offered
    assert "ESEMPIO-GRUPPI-2026" in {one.code for one in measures.open_now()}


def test_the_attestation_of_the_right_kind_is_looked_at(desk, family):
    isee = IseeService(desk.giulia.store, desk.giulia.session)
    isee.note(family[0], seen(850_000))
    isee.note(family[0], seen(100, kind="minors"))
    ordinary = service(desk.giulia, document()).fitting(family[0])
    minors = service(desk.giulia, document(isee__kinds=["minors"])).fitting(family[0])
    assert [fits[0].result.criterion("isee").fact("isee_cents") for fits in (ordinary, minors)] == [850_000, 100]


def test_of_several_versions_the_newest_that_counts_is_open_and_the_old_one_stays(desk):
    later = document(version=3, valid_from="2027-01-01")
    measures = service(desk.giulia, document(), document(version=2, short_title="Rettifica"), later)
    assert [one.key for one in measures.open_now()] == [("PROVA-2026", 2)]
    assert measures.get("PROVA-2026", 1).version == 1
    assert measures.get("PROVA-2026").version == 3
    assert measures.find("ALTRA") is None
    with pytest.raises(RecordMissingError):
        measures.get("PROVA-2026", 9)


def test_an_application_is_judged_by_its_version_whatever_came_later(desk, family):
    mother, nina, _leo = family
    corrected = document(version=2, isee__max_cents=800_000, amount={"fixed_cents": 1})
    measures = service(desk.giulia, document(), corrected)
    IseeService(desk.giulia.store, desk.giulia.session).note(mother, seen())
    begun = replace(application(desk, mother, nina), measure_code="PROVA-2026", measure_version=1)
    assert measures.evaluate(begun).verdict == "eligible"
    assert measures.evaluate(replace(begun, measure_version=2)).failed == ("isee_max",)


def application(desk, mother, child):
    session = desk.giulia.session
    return Application(
        id=ApplicationId(session.ids()), space_code=session.space.code, citizen_id=mother, beneficiary_id=child,
        measure_code="", created_at=session.clock.now(), created_by=session.operator.id,
    )  # fmt: skip


def test_what_the_application_says_comes_before_what_the_card_says(desk, family):
    mother, nina, _leo = family
    begun = replace(application(desk, mother, nina), measure_code="PROVA-2026")
    measures = service(desk.giulia, document())
    assert measures.evaluate(begun).criterion("residence").verdict == "met"
    away = replace(begun, beneficiary_residence=Residence(municipality="D286"))
    assert measures.evaluate(away).failed == ("residence",)
    assert measures.evaluate(replace(begun, applicant_role="self")).failed == ("applicant_role",)


def test_an_application_that_was_made_already_is_counted(desk, family):
    mother, nina, leo = family
    with desk.giulia.store.work() as work:
        work.applications.add(replace(application(desk, mother, nina), measure_code="PROVA-2026"))
        work.commit()
    fits = {fit.beneficiary.id: fit.result for fit in service(desk.giulia, document()).fitting(mother)}
    assert (fits[nina].warnings, fits[leo].warnings) == (("already_prepared",), ())


def test_residence_is_known_from_the_municipio_alone(desk, family):
    with desk.giulia.store.reading() as work:
        person = work.citizens.get(family[0])
    assert residence_of(person).municipality == MILAN
    assert residence_of(replace(person, municipio="unknown")).municipality == ""
    assert residence_of(replace(person, municipio="outside_milan")).municipality not in ("", MILAN)


@pytest.fixture
def line(desk):
    joined = Line(desk)
    joined.centre.scopes.append("ref")
    return joined


def publish(line, number, content):
    line.centre.put("measure", UUID(int=number), {"id": str(UUID(int=number)), **content}, scope="ref")
    line.sync()


def test_what_the_centre_published_takes_the_place_of_what_ships(desk, line):
    measures = service(desk.giulia, document(code="SPEDITA"))
    assert [one.code for one in measures.open_now()] == ["SPEDITA"]
    publish(line, 1, document())
    publish(line, 2, document(version=2))
    assert [one.key for one in measures.all()] == [("PROVA-2026", 1), ("PROVA-2026", 2)]
    assert [one.key for one in measures.open_now()] == [("PROVA-2026", 2)]
    assert measures.get("SPEDITA", 1).code == "SPEDITA"  # an application may still carry it


def test_a_measure_of_a_later_program_is_kept_and_said_to_be_unreadable(desk, line):
    measures = service(desk.giulia)
    publish(line, 1, document(schema=2, kind="hologram", extra={"a": 1}))
    publish(line, 2, document(code="LEGGIBILE", schema=2, extra={"a": 1}))
    (strange,) = measures.unreadable()
    assert (strange.code, strange.version, strange.problems[0].code) == ("PROVA-2026", 1, "newer")
    assert [one.document["extra"] for one in measures.all()] == [{"a": 1}]


def test_a_changed_publication_is_read_again(desk, line):
    measures = service(desk.giulia)
    publish(line, 1, document(status="not_open"))
    assert measures.open_now() == []
    publish(line, 1, document())
    assert len(measures.open_now()) == 1


def test_who_speaks_for_several_adults_asks_for_each_and_desk_and_centre_count_alike(desk, family):
    mother, nina, leo = family
    asked = replace(application(desk, mother, nina), measure_code="PROVA-2026", state="submitted")
    other = replace(application(desk, mother, leo), measure_code="PROVA-2026")
    again = replace(application(desk, mother, nina), measure_code="PROVA-2026")
    assert [one.units for one in existing_beside(other, [asked])] == []
    (same,) = existing_beside(again, [asked])
    assert (same.received, {"child", "adult"} <= set(same.units)) == (True, True)
