"""A measure that breaks its schema is refused with line and reason; one that does not keeps all it holds."""

import json
import random
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from tests.measure_documents import DOCUMENT, document, measure, rome
from tests.random_measures import random_document
from tools.measure_schema import text as schema_text
from wemi_desk.domain.errors import MeasureRefusedError
from wemi_desk.domain.measure_documents import read_measure, write_measure
from wemi_desk.domain.measure_shape import measure_schema, measure_shape
from wemi_desk.domain.measure_trials import publication_problems, run_trials
from wemi_desk.gateways.shipped_measures import shipped_measures
from wemi_desk.services.measure_words import problem_sentence, problem_words

SCHEMA = Path(__file__).parents[2] / "docs" / "measure.schema.json"
SHIPPED = shipped_measures(with_examples=True)
BANDS = DOCUMENT["amount"]["bands"]


def refusal(content):
    with pytest.raises(MeasureRefusedError) as refused:
        read_measure(content)
    return {one.path: one.code for one in refused.value.problems}


def bands(*edges):
    """Bands from pairs of edges, 100 euro each."""
    return [{"from_cents": low, "to_cents": high, "bounds": "[]", "amount_cents": 10_000} for low, high in edges]


REFUSED = {
    "two bands overlap": (
        {"amount__bands": bands((0, 900_000), (900_000, 2_700_000))}, "amount.bands[1].from_cents", "overlap"),
    "between two bands is a gap": (
        {"amount__bands": bands((0, 900_000), (900_002, 2_700_000))}, "amount.bands[1].from_cents", "gap"),
    "the first band begins too late": (
        {"amount__bands": bands((1, 2_700_000))}, "amount.bands[0].from_cents", "gap"),
    "the last band ends too early": (
        {"amount__bands": bands((0, 2_699_999))}, "amount.bands[0].to_cents", "gap"),
    "the maximum cuts a band": (
        {"amount__bands": bands((0, 2_700_001))}, "amount.bands[0].to_cents", "band_cut"),
    "a band without end is cut by the maximum": (
        {"amount__bands": bands((0, None))}, "amount.bands[0].to_cents", "band_cut"),
    "the minimum cuts a band": (
        {"isee__min_cents": 100, "amount__bands": bands((0, 2_700_000))}, "amount.bands[0].from_cents", "band_cut"),
    "an open maximum cuts its last cent": (
        {"isee__bounds": "[)"}, "amount.bands[1].to_cents", "band_cut"),
    "a band ends before it begins": (
        {"amount__bands": bands((0, 900_000), (900_001, 900_000), (900_001, 2_700_000))},
        "amount.bands[1].to_cents", "end_before_start"),
    "bands without an ISEE": ({"isee": None}, "amount.bands", "bands_without_isee"),
    "an amount that rises where it says it never does": (
        {"amount__bands__1__amount_cents": 50_000}, "amount.bands[1].amount_cents", "amount_rises"),
    "an amount beyond the measure's own": (
        {"amount__max_cents": 30_000}, "amount.bands[0].amount_cents", "amount_outside"),
    "a fixed amount beside bands": ({"amount__fixed_cents": 5}, "amount.bands", "only_one"),
    "the call closes before it opens": (
        {"window__closes_at": "2026-11-02T09:00"}, "window.closes_at", "end_before_start"),
    "an hour that Rome has not": (
        {"window__closes_at": "2027-03-28T02:30"}, "window.closes_at", "no_such_hour"),
    "the money ends before the call": ({"spend_until": "2027-01-30"}, "spend_until", "spend_before_closing"),
    "the greatest age is below the least": ({"age__min": 18}, "age.max_exclusive", "end_before_start"),
    "an age at a day that is not said": ({"age__reference": "at_date"}, "age.on", "required"),
    "an age of a school year that is not said": ({"age__reference": "school_year"}, "age.school_year", "required"),
    "the ISEE's maximum is below its minimum": (
        {"isee__min_cents": 2_700_001, "amount": None}, "isee.max_cents", "end_before_start"),
    "residence since a day and since months": (
        {"residence__since": "2025-01-01", "residence__since_months": 3}, "residence.since_months", "only_one"),
    "a ranking by ISEE without an ISEE": (
        {"isee": None, "amount": None, "ranking": {"criterion": "isee_ascending"}},
        "ranking.criterion", "ranking_without_isee"),
    "an institution among parents": (
        {"applicants__roles": ["parent", "institution"]}, "applicants.roles", "institution_mixed"),
    "a holder that is no institution": ({"holder": "institution"}, "holder", "institution_mixed"),
    "an ISEE for a group": (
        {"unit__kind": "institution", "applicants__roles": ["institution"], "holder": "institution",
         "declarations": []}, "isee", "isee_for_group"),
    "a role that stands twice": ({"applicants__roles": ["parent", "parent"]}, "applicants.roles[1]", "written_twice"),
    "a declaration nobody is ever asked for": (
        {"applicants__roles": ["guardian"]}, "declarations[1].required_when.in", "never_asked"),
    "an unknown kind of ISEE": ({"isee__kinds": ["ordinario"]}, "isee.kinds[0]", "unknown_code"),
    "an unknown unit": ({"unit__kind": "family"}, "unit.kind", "unknown_code"),
    "no kind of ISEE": ({"isee__kinds": []}, "isee.kinds", "empty_list"),
    "a price in euros and cents": ({"isee__max_cents": 27_000.5}, "isee.max_cents", "not_whole"),
    "a negative amount": ({"amount__bands__0__amount_cents": -1}, "amount.bands[0].amount_cents", "out_of_range"),
    "an amount in words": ({"isee__max_cents": "27.000"}, "isee.max_cents", "not_whole"),
    "yes for true": ({"confirmed": "sì"}, "confirmed", "not_flag"),
    "a day that does not exist": ({"spend_until": "2027-02-30"}, "spend_until", "not_a_day"),
    "a closing without its hour": ({"window__closes_at": "2027-01-31"}, "window.closes_at", "not_a_minute"),
    "a code with blanks": ({"code": "PROVA 2026"}, "code", "wrong_form"),
    "no title": ({"title": ""}, "title", "required"),
    "nothing where a value must be": ({"holder": None}, "holder", "null"),
    "a text instead of a list": ({"declarations": "tutte"}, "declarations", "not_list"),
    "a list instead of a part": ({"unit": []}, "unit", "not_object"),
    "a number for a text": ({"title": 5}, "title", "not_text"),
    "a title without end": ({"short_title": "x" * 121}, "short_title", "too_long"),
    "too many bands": ({"amount__bands": bands(*((n, n) for n in range(101)))}, "amount.bands", "too_many"),
    "a test without a time zone": (
        {"eligibility_tests__0__facts__submitted_at": "2026-11-22T10:00"},
        "eligibility_tests[0].facts.submitted_at", "not_an_instant"),
    "sizes with a gap": (
        {"amount": {"household_sizes": [{"from": 1, "to": 2, "amount_cents": 1},
                                        {"from": 4, "to": None, "amount_cents": 1}]}},
        "amount.household_sizes[1].from", "gap_people"),
    "sizes that begin at two": (
        {"amount": {"household_sizes": [{"from": 2, "to": None, "amount_cents": 1}]}},
        "amount.household_sizes[0].from", "gap_people"),
    "sizes that leave out large families": (
        {"amount": {"household_sizes": [{"from": 1, "to": 9, "amount_cents": 1}]}},
        "amount.household_sizes[0].to", "open_end_missing"),
}  # fmt: skip


@pytest.mark.parametrize(("changes", "path", "code"), REFUSED.values(), ids=REFUSED)
def test_a_measure_is_refused_with_its_line_and_its_reason(changes, path, code):
    text = write_measure(document(**changes))
    with pytest.raises(MeasureRefusedError) as refused:
        read_measure(text)
    found = {(one.path, one.code): one for one in refused.value.problems}
    assert (path, code) in found
    line = text.splitlines()[found[path, code].line - 1]
    last = path.rsplit(".", 1)[-1].split("[")[0]
    assert f'"{last}"' in line or "[" in path or code == "required" or "{" in line
    words = problem_words(found[path, code])
    assert words != "Questo valore non va bene."
    assert "{" not in words
    assert f"riga {found[path, code].line}" in problem_sentence(found[path, code])


def test_a_missing_field_is_shown_at_the_part_it_is_missing_from():
    lacking = document()
    del lacking["isee"]["kinds"]
    text = write_measure(lacking)
    with pytest.raises(MeasureRefusedError) as refused:
        read_measure(text)
    (problem,) = refused.value.problems
    assert (problem.path, problem.code) == ("isee.kinds", "required")
    assert '"isee"' in text.splitlines()[problem.line - 1]


def test_all_faults_are_told_at_once():
    assert refusal(document(title="", spend_until="x", isee__kinds=["?"])) == {
        "title": "required", "spend_until": "not_a_day", "isee.kinds[0]": "unknown_code",
    }  # fmt: skip


@pytest.mark.parametrize(("text", "line", "code"), [
    ('{"schema": 1,\n "code": }', 2, "not_json"), ("", 1, "not_json"), ("[1, 2", 1, "not_json"),
    ('{"code": "A",\n\n "code": "B"}', 3, "written_twice"), ("[" * 50, 1, "too_deep"), ('{"a": NaN}', 1, "not_json"),
    ("{'a': 1}", 1, "not_json"), ('{"a": 1} {"b": 2}', 1, "not_json"), ("x" * 1_000_001, None, "too_long"),
    ('{"a": ' + "9" * 9_000 + "}", 1, "not_json"),
])  # fmt: skip
def test_a_text_that_is_no_document_is_refused_where_it_breaks(text, line, code):
    with pytest.raises(MeasureRefusedError) as refused:
        read_measure(text)
    (problem,) = refused.value.problems
    assert (problem.line, problem.code) == (line, code)
    assert problem_sentence(problem)


def test_fields_of_a_newer_version_are_kept_and_written_again():
    newer = document(schema=2) | {"loyalty": {"points": [1, 2]}}
    newer["isee"]["window_years"] = 2
    version = read_measure(newer)
    assert json.loads(write_measure(version.document)) == newer


def test_codes_of_a_newer_version_are_refused_and_the_first_reason_is_the_version():
    with pytest.raises(MeasureRefusedError) as refused:
        read_measure(document(schema=2, kind="hologram"))
    assert [one.code for one in refused.value.problems] == ["newer", "unknown_code"]


def test_a_written_measure_reads_back_as_it_was():
    for version in SHIPPED:
        assert read_measure(write_measure(version.document)) == version


def test_times_are_those_of_rome_summer_and_winter():
    version = measure(window={"opens_at": "2026-07-01T09:00", "closes_at": "2026-12-01T12:00"})
    assert (version.opens_at, version.closes_at) == (rome("2026-07-01T09:00"), rome("2026-12-01T12:00"))
    assert version.opens_at.isoformat() == "2026-07-01T07:00:00+00:00"


def test_the_window_is_half_open():
    version = measure()
    moments = ["2026-11-02T08:59", "2026-11-02T09:00", "2027-01-31T11:59", "2027-01-31T12:00"]
    assert [version.is_open(rome(one)) for one in moments] == [False, True, True, False]
    assert not measure(status="ended").is_open(rome("2026-12-01T10:00"))


def test_declarations_are_asked_of_those_they_are_meant_for():
    version = measure()
    assert [one.code for one in version.declarations_for("parent")] == ["truthful", "shared"]
    assert [one.code for one in version.declarations_for("guardian")] == ["truthful"]


@pytest.mark.parametrize("version", SHIPPED, ids=lambda one: f"{one.code}-{one.version}")
def test_what_ships_passes_its_own_tests_and_keeps_to_the_schema(version):
    assert run_trials(version)
    assert [(trial.name, trial.differs) for trial in run_trials(version) if not trial.is_green] == []
    assert list(schema().iter_errors(version.document)) == []
    assert "unconfirmed" not in version.source_note


def test_the_voucher_of_2022_brings_its_seventeen_tests_and_marks_its_bands_as_examples():
    version = next(one for one in SHIPPED if one.key == ("WISHMI-2022", 2))
    assert sum(trial.is_green for trial in run_trials(version)) == 17
    assert version.has_example_amounts
    assert all(band.is_example for band in version.amount.bands)
    assert not version.is_open(rome("2026-11-22T10:00"))


def test_examples_are_offered_only_where_people_practise():
    assert all(not one.is_example for one in shipped_measures(with_examples=False))
    assert all(one.is_example for one in SHIPPED if one.status == "active")


def test_a_measure_is_published_only_with_green_tests_and_somebody_who_stands_for_it():
    assert list(publication_problems(measure())) == []
    wrong = measure(eligibility_tests__0__expected={"eligible": False, "failed": ["age"]})
    (problem,) = publication_problems(wrong)
    assert (problem.code, "esito" in problem_words(problem)) == ("test_red", True)
    assert [one.code for one in publication_problems(measure(eligibility_tests=[]))] == ["no_tests"]
    assert [one.code for one in publication_problems(measure(confirmed=False))] == ["not_confirmed"]


def schema():
    return Draft202012Validator(measure_schema(), format_checker=FormatChecker())


def test_the_published_schema_is_the_one_the_program_reads_by():
    assert SCHEMA.read_text(encoding="utf-8") == schema_text()
    Draft202012Validator.check_schema(json.loads(schema_text()))


ODD = [None, True, False, 0, -1, 1, 1.0, 2.5, 10**13, "", "x", "ordinary", "2026-02-30", "2026-02-03", "[)",
       "2026-11-02T09:00", "2026-11-02T24:00", "F205", "parent", "x" * 700, [], ["parent"], [1], {}, {"kind": "child"},
       "2026-11-22T10:00:00+01:00", "institution", "at_date"]  # fmt: skip


def test_schema_and_program_refuse_the_same_shapes():
    rng, judge, refused = random.Random(7), schema(), 0
    for _ in range(1500):
        content = json.loads(json.dumps(random_document(rng) | {"eligibility_tests": DOCUMENT["eligibility_tests"]}))
        place, name = _somewhere(rng, content)
        value = rng.choice(ODD)
        if value == {} or rng.random() < 0.1:
            del place[name]
        else:
            place[name] = value
        ours = [one for one in measure_shape().faults(content, "") if one.code != "not_an_instant"]
        assert bool(ours) == (not judge.is_valid(content)), (ours, content)
        refused += bool(ours)
    assert 400 < refused < 1400


def _somewhere(rng, content):
    """A field of the document, or of something in it."""
    place = content
    while True:
        name = rng.choice(list(place)) if isinstance(place, dict) else rng.randrange(len(place))
        inner = place[name]
        if not inner or not isinstance(inner, dict | list) or rng.random() < 0.3:
            return place, name
        place = inner
