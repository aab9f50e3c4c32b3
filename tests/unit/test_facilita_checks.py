"""What we call valid passes on the platform; what we say is refused there, is (facilita.md 2)."""

import os
import random
from dataclasses import replace
from datetime import date

import pytest

from tests.facilita_platform import Platform
from tests.facilita_samples import CONTRACT, FACILITATORS, SITES, TODAY, spoiled, valid_row
from wemi_desk.domain.facilita import Project, birth_as_read_there
from wemi_desk.domain.facilita_checks import Doubles, check_row, service_of

PROJECT = Project(
    starts_on=date(2024, 1, 1), ends_on=date(2026, 12, 31), last_accepted_on=date(2026, 4, 30),
    facilitators=frozenset(FACILITATORS), sites=frozenset(SITES),
)  # fmt: skip
ROWS = int(os.environ.get("WEMI_FACILITA_ROWS", "50000"))


def good():
    return valid_row(random.Random(7), 1)


def faults_of(row, project=PROJECT):
    return [(one.column, one.code, one.weight) for one in check_row(row, CONTRACT, project, TODAY)]


def with_values(**values):
    row = good()
    for name, value in values.items():
        row[CONTRACT.column(name)] = value
    return row


def test_fifty_thousand_rows_are_judged_here_as_they_are_there():
    dice = random.Random(20261122)
    there = Platform("2024-01-01", "2026-12-31", "2026-04-30", 18, FACILITATORS, SITES)
    doubles, passed, refused, last = Doubles(CONTRACT, most=ROWS), 0, 0, good()
    for number in range(ROWS):
        row = last if dice.random() < 0.01 else spoiled(dice, valid_row(dice, number))
        last = row
        ours = check_row(row, CONTRACT, PROJECT, TODAY)
        if len(row) == len(CONTRACT.header):
            ours = (*ours, *doubles.check(row, number))
        answers = there.take(row)
        assert bool(answers) == any(one.weight == "refused" for one in ours), (row, answers, ours)
        passed += all(one.weight == "look" for one in ours)
        refused += bool(answers)
    assert passed > ROWS / 10
    assert refused > ROWS / 10


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"SE5": "9:2", "SE4": "A:B"}, [("SE5", "unsorted", "ours")]),
        ({"SE5": "2:9", "SE4": "B"}, [("SE4", "recomputed", "ours")]),
        ({"SE5": "10:13", "SE4": "C:E"}, []),
        ({"SE6": "A : B"}, [("SE6", "blanks", "refused")]),
        ({"SE2": "00:00"}, [("SE2", "duration_value", "ours")]),
        ({"SE2": "24:00"}, [("SE2", "duration_value", "ours")]),
        ({"SE2": "1:30"}, [("SE2", "duration", "refused")]),
        ({"SE1": "46095"}, [("SE1", "spreadsheet_date", "refused")]),
        ({"SE1": "14/03/2026"}, [("SE1", "spreadsheet_date", "refused")]),
        ({"SE1": "2026-02-30"}, [("SE1", "no_such_day", "ours")]),
        ({"SE1": "2026-04-25"}, [("SE1", "future", "ours")]),
        ({"SE1": "2026-05-01"}, [("SE1", "after_window", "refused"), ("SE1", "future", "ours")]),
        ({"AN3": "8,00012E+15"}, [("AN3", "spreadsheet_number", "refused")]),
        ({"AN14": "a@b.it"}, [("AN14", "must_be_empty", "ours")]),
        ({"SE7": "ore 14:30"}, [("SE7", "sign", "ours")]),
        ({"ES4": "x" * 601}, [("ES4", "too_long", "ours")]),
        ({"NominativoSede": "spazio wemicapuana"}, []),
        ({"NominativoSede": "Spazio WeMi Capuàna"}, [("NominativoSede", "site_unknown", "refused")]),
        ({"IDFacilitatore": "3"}, []),
        ({"IDFacilitatore": "3", "NominativoFacilitatore": "Verdi Lucía"},
         [("IDFacilitatore", "facilitator_unknown", "refused")]),
        ({"AN4": ""}, [("AN4", "empty", "refused")]),
    ],
)  # fmt: skip
def test_each_value_is_judged_for_itself(values, expected):
    assert faults_of(with_values(**values)) == expected


def person(code, day="2026-04-10", **values):
    gender = "A" if int(code[9:11]) > 40 else "B"
    return with_values(AN3=code, SE1=day, AN7=gender, **values)


def test_who_turns_eighteen_tomorrow_passes_there_and_is_not_ours_to_send():
    assert ("AN3", "minor", "ours") in faults_of(person("RSSMRA08D11F205U", AN8="A"))
    assert faults_of(person("RSSMRA08D10F205V", AN8="A")) == []


def test_a_child_of_ten_is_refused_there():
    assert ("AN3", "minor", "refused") in faults_of(person("RSSMRA16A01F205K", AN8="A"))


def test_a_programme_for_minors_takes_fourteen():
    minors = replace(PROJECT, accepts_minors=True)
    assert faults_of(person("RSSMRA10A01F205E", AN8="E"), minors) == []


def test_a_code_that_may_be_a_newborn_child_is_worth_a_look():
    """24 is read as 1924 there: a child born in 2024 would count among the oldest."""
    assert ("AN3", "century", "look") in faults_of(person("RSSMRA24A01F205N", AN8="D"))
    assert birth_as_read_there("RSSMRA24A01F205N", CONTRACT) == (1924, 1, 1)
    assert birth_as_read_there("RSSMRA23A41F205Q", CONTRACT) == (2023, 1, 1)


def test_the_same_person_twice_on_one_service_is_a_double_and_on_two_is_not():
    doubles, row = Doubles(CONTRACT), good()
    other = list(row)
    other[CONTRACT.column("SE7")] = "SPID; ore 15.00; n. 2"
    assert [list(doubles.check(one, number)) == [] for number, one in enumerate([row, other, row], start=1)] == [
        True, True, False,
    ]  # fmt: skip


def test_codes_in_another_order_are_another_service_there():
    assert service_of(with_values(SE6="A:B"), CONTRACT) != service_of(with_values(SE6="B:A"), CONTRACT)


def test_a_row_of_another_length_says_how_many_values_it_has():
    assert faults_of(good()[:-1]) == [("", "columns", "refused")]
