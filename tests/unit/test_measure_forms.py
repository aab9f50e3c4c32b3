"""The form of a measure: what it shows, what it reads, and what it leaves alone."""

from dataclasses import replace
from datetime import date

import pytest

from tests.measure_documents import document, rome
from wemi_desk.domain.measure_documents import read_measure
from wemi_desk.domain.measure_rehearsal import as_test, compared, edge_cases
from wemi_desk.domain.measure_trials import run_trials
from wemi_desk.gateways.shipped_measures import shipped_measures
from wemi_desk.services.measure_forms import FIELD_PATHS, blank_document, document_of, field_of, form_of, next_version

TODAY = date(2026, 11, 22)
SHIPPED = shipped_measures(with_examples=True)
NOW = rome("2026-11-22T10:00")


def back(content, **changes):
    return document_of(replace(form_of(content), **changes), content, TODAY)


@pytest.mark.parametrize("version", SHIPPED, ids=lambda one: f"{one.code}-{one.version}")
def test_what_was_not_touched_judges_as_before(version):
    made, wrong = back(version.document)
    again = read_measure(made)
    assert wrong == {}
    assert (again.key, again.isee, again.age, again.residence) == (
        version.key,
        version.isee,
        version.age,
        version.residence,
    )
    assert [(one.first_cents, one.last_cents, one.amount_cents) for one in again.amount.bands] == [
        (one.first_cents, one.last_cents, one.amount_cents) for one in version.amount.bands
    ]
    assert again.declarations == version.declarations
    assert [trial.differs for trial in run_trials(again)] == [() for _trial in run_trials(version)]


def test_fields_that_the_form_does_not_show_are_kept():
    made, _wrong = back(document(later={"a": 1}, catalogue_section="milano_0_18"), title="Altro")
    assert (made["later"], made["catalogue_section"], made["title"]) == ({"a": 1}, "milano_0_18", "Altro")


def test_everything_typed_is_read():
    made, wrong = back(
        blank_document(), code="NUOVA", short_title="Nuova", title="Nuova misura", opens="2/11/2026 9:00",
        closes="31/01/2027 ore 12.00", spend_until="31/7/2027", age_min="3", age_below="14", age_on="30/6/2026",
        residence="child", since_months="24", isee_kinds=("ordinary",), isee_min="0", isee_max="27.000",
        bands="0 - 9.000: 400\n9.000,01 - 27.000 = 100,50", declarations="Dichiaro che è vero\n\nE anche questo",
    )  # fmt: skip
    assert wrong == {}
    version = read_measure(made)
    assert (version.opens_at, version.closes_at) == (rome("2026-11-02T09:00"), rome("2027-01-31T12:00"))
    assert (version.age.on, version.residence.since_months) == (date(2026, 6, 30), 24)
    assert [band.amount_cents for band in version.amount.bands] == [40_000, 10_050]
    assert [one.text for one in version.declarations] == ["Dichiaro che è vero", "E anche questo"]


@pytest.mark.parametrize(("field", "typed"), [
    ("opens", "domani"), ("opens", "2/11/2026"), ("closes", "31/02/2027 12:00"), ("closes", "1/2/2027 24:00"),
    ("spend_until", "boh"), ("age_min", "tre"), ("most", "1,5"), ("isee_max", "12,345"), ("isee_min", "-3"),
    ("fixed", "tanto"), ("bands", "0 fino a 9000"), ("bands", "0 - 12,345: 4"),
])  # fmt: skip
def test_what_cannot_be_read_is_told_beside_its_field_and_the_document_stays(field, typed):
    content = document()
    made, wrong = back(content, **{field: typed})
    assert list(wrong) == [field]
    assert made["isee"]["kinds"] == content["isee"]["kinds"]


def test_a_rule_that_is_taken_away_is_gone():
    made, _wrong = back(document(), age_min="", age_below="", residence="none", isee_kinds=(), bands="", fixed="100")
    assert (made["age"], made["residence"], made["isee"]) == (None, None, None)
    assert read_measure(made).amount.fixed_cents == 10_000


def test_problems_of_the_document_find_their_field():
    assert field_of("amount.bands[1].from_cents") == "bands"
    assert field_of("window.closes_at") == "closes"
    assert field_of("isee.kinds[0]") == "isee_kinds"
    assert field_of("declarations[0].text") == "declarations"
    assert field_of("eligibility_tests") == ""
    assert len(set(FIELD_PATHS.values())) == len(FIELD_PATHS)


def test_a_correction_begins_unconfirmed_as_the_next_version():
    made = next_version({"id": "x", **document()}, 2)
    assert (made["version"], made["confirmed"], "id" in made) == (2, False, False)


@pytest.mark.parametrize("version", SHIPPED, ids=lambda one: f"{one.code}-{one.version}")
def test_edge_cases_stand_on_the_edges_of_every_measure_that_ships(version):
    cases = edge_cases(version, NOW)
    results = {(case.code, *map(str, case.values.values())): compared(case, version, None).after for case in cases}
    assert len(results) == len(cases)
    assert results["usual",].is_eligible, results["usual",]
    assert results["role_other",].is_eligible is False
    if version.isee is not None:
        assert results["isee_missing",].is_eligible is None
    if version.isee is not None and version.isee.max_cents is not None:
        over = results["isee", str(version.isee.max_cents + 1)]
        assert (over.failed, results["isee", str(version.isee.max_cents)].is_eligible) == (("isee_max",), True)


def test_outcomes_that_were_accepted_are_green_tests():
    version = read_measure(document())
    cases = edge_cases(version, NOW)
    tests = [as_test(str(number), case, compared(case, version, None).after) for number, case in enumerate(cases)]
    assert all(trial.is_green for trial in run_trials(read_measure(document(eligibility_tests=tests))))


def test_a_changed_limit_shows_in_the_cases_it_changes():
    standing = read_measure(document())
    draft = read_measure(document(version=2, isee__max_cents=2_000_000, amount__bands__1__to_cents=2_000_000))
    changed = {
        case.values["cents"]
        for case in edge_cases(draft, NOW)
        if case.code == "isee" and compared(case, draft, standing).has_changed
    }
    assert changed == {2_000_001}
