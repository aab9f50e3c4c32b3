"""The codice fiscale against the published vectors and its own rules."""

import contextlib
import json
import re
import string
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wemi_desk.domain import fiscal_code
from wemi_desk.domain.ages import age_on
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.fiscal_code import CodeMismatch, encode, mismatches, parse

VECTORS = json.loads((Path(__file__).parents[1] / "data" / "codice_fiscale_vectors.json").read_text("utf-8"))
REFERENCE = date.fromisoformat(VECTORS["reference_date"])
TABLES = VECTORS["tables"]

people = st.tuples(
    st.text(string.ascii_letters + "àèìòùçñäöü' -", min_size=1, max_size=20).filter(lambda s: re.search("[a-zA-Z]", s)),
    st.text(string.ascii_letters + "àèìòùçñäöü' -", min_size=1, max_size=20).filter(lambda s: re.search("[a-zA-Z]", s)),
    st.dates(date(1906, 11, 22), REFERENCE),
    st.sampled_from("MF"),
    st.from_regex(r"[A-Z][0-9]{3}", fullmatch=True),
)


def reason_of(text):
    with pytest.raises(InvalidFieldError) as caught:
        parse(text)
    assert caught.value.field == "fiscal_code"
    return caught.value.reason, caught.value.data


def named(vectors, key="code"):
    return [pytest.param(vector, id=vector[key] or "empty") for vector in vectors]


def test_the_tables_are_those_of_the_decree():
    assert TABLES["odd_position_values"] == fiscal_code._ODD_VALUES
    assert TABLES["even_position_values"] == fiscal_code._EVEN_VALUES
    assert {letter: number + 1 for number, letter in enumerate(fiscal_code.MONTHS)} == TABLES["month_letters"]
    assert "".join(TABLES["omocodia_letters"].values()) == fiscal_code.OMOCODIA_LETTERS
    assert [index + 1 for index in fiscal_code.OMOCODIA_INDEXES] == TABLES["omocodia_positions_1_based"]
    assert "^" + fiscal_code.SHAPE.pattern + "$" == TABLES["shape_regex"]


@pytest.mark.parametrize("vector", named(VECTORS["valid"]))
def test_a_valid_code_follows_from_the_person(vector):
    birth_on = date.fromisoformat(vector["birth_date"])
    code = encode(vector["surname"], vector["first_name"], birth_on, vector["sex"], vector["place_code"])
    assert code.written == vector["code"]
    assert parse(vector["code"]) == code


@pytest.mark.parametrize("vector", named(VECTORS["valid"]))
def test_a_valid_code_tells_sex_place_and_every_plausible_birth(vector):
    code = parse(vector["code"])
    births = code.birth_dates(REFERENCE)
    assert (code.sex, code.place_code, code.is_omocodia) == (vector["sex"], vector["place_code"], False)
    assert [
        {"date": birth.isoformat(), "age_on_reference_date": age_on(birth, REFERENCE)} for birth in births
    ] == vector["birth_date_candidates"]
    assert (len(births) == 1) == (vector["century"] == "certain")


@pytest.mark.parametrize("vector", named(VECTORS["omocodia"]))
def test_omocodia_letters_are_undone_before_reading(vector):
    code = parse(vector["code"])
    assert code.canonical == vector["canonical"]
    assert code.is_omocodia
    assert code.birth_dates(REFERENCE) == parse(vector["canonical"]).birth_dates(REFERENCE)
    assert vector["code"] in parse(vector["canonical"]).omocodia_forms()


FIELDS = {range(1, 4): "surname", range(4, 7): "first_name", range(7, 9): "year", range(10, 12): "day"}


@pytest.mark.parametrize("vector", named([v for v in VECTORS["invalid"] if v["reason"] != "place"], "input"))
def test_an_invalid_code_is_refused_with_the_rule_it_breaks(vector):
    reason, data = reason_of(vector["input"])
    if vector["field"] == "characters":
        assert (reason, data["found"]) == ("character", "б")
    elif vector["reason"] == "shape" and reason == "character":
        assert next(name for span, name in FIELDS.items() if data["position"] in span) == vector["field"]
    else:
        expected = {"length": ("length", "empty"), "month": ("month",), "check": ("check_letter",), "day": ("date",)}
        assert reason in expected[vector["field"]]


@pytest.mark.parametrize("vector", named([v for v in VECTORS["invalid"] if v["reason"] == "place"], "input"))
def test_an_unknown_place_is_not_the_codes_fault(vector):
    assert parse(vector["input"]).place_code == vector["input"][11:15]


@pytest.mark.parametrize("vector", named(VECTORS["normalise"], "input"))
def test_what_people_and_readers_add_is_dropped(vector):
    assert parse(vector["input"]).written == vector["expected"]


@pytest.mark.parametrize("vector", named(VECTORS["name_letters"], "surname"))
def test_six_letters_come_from_the_names(vector):
    letters = fiscal_code.surname_letters(vector["surname"]) + fiscal_code.given_name_letters(vector["first_name"])
    assert letters == vector["letters"]


@pytest.mark.parametrize("item", named(VECTORS["numeric_provisional"]["items"], "input"))
def test_the_provisional_code_is_checked_like_a_partita_iva(item):
    if item["valid"]:
        code = parse(item["input"])
        assert code.is_provisional
        assert (code.sex, code.place_code, code.birth_dates(REFERENCE)) == (None, None, ())
        assert code.masked() == "*********17"
        assert code.omocodia_forms() == (item["input"],)
    else:
        assert reason_of(item["input"])[0] in ("provisional_check", "length")


def test_the_messages_of_the_interface_have_their_figures():
    assert reason_of("RSSMRA85T10A562") == ("length", {"actual": 15, "expected": 16})
    assert reason_of("RSSMRA85F10F205Q") == ("month", {"position": 9, "found": "F"})
    assert reason_of("RSSMRA85T1OA562S") == ("character", {"position": 11, "expected": "digit", "found": "O"})
    assert reason_of("RSSMRA85B30F205F") == ("date", {"day": 30, "month": 2})
    assert reason_of("RSSMRA85D71F205P") == ("date", {"day": 31, "month": 4})
    assert reason_of("STP0301511234567") == ("is_stp_eni", {"kind": "STP", "complete": True})
    assert reason_of("ENI03015112345") == ("is_stp_eni", {"kind": "ENI", "complete": False})
    assert reason_of("  * ")[0] == "empty"


def test_a_surname_may_begin_like_an_stp_card():
    code = encode("Stopa", "Ewa", date(1980, 1, 1), "F", "Z127")
    assert code.written.startswith("STP")
    assert parse(code.written) == code


def test_a_mask_shows_the_names_and_the_last_two():
    code = parse("RSSMRA85T10A562S")
    assert code.masked() == "RSSMRA********2S"
    assert "T10A" not in repr(code)


def test_what_contradicts_the_code_is_a_warning():
    code = parse("RSSMRA85T10A562S")
    assert mismatches(code, "Rossi", "Mario", date(1985, 12, 10)) == ()
    assert mismatches(code, "Bianchi", "", date(1985, 12, 11)) == (
        CodeMismatch("surname", "RSS", "Bianchi"),
        CodeMismatch("birth_on", date(1985, 12, 10), date(1985, 12, 11)),
    )
    assert mismatches(code, "Rossi", "Luca")[0].field == "given_name"
    assert mismatches(code, "王", "伟") == ()
    assert mismatches(parse("12345670017"), "Bianchi") == ()


@pytest.mark.parametrize(("surname", "place", "field"), [("王", "F205", "surname"), ("Rossi", "F2O5", "place_code")])
def test_a_code_is_not_made_up_from_what_has_no_letters_or_no_place(surname, place, field):
    with pytest.raises(InvalidFieldError) as caught:
        encode(surname, "Anna", date(1980, 1, 1), "F", place)
    assert caught.value.field == field


@settings(max_examples=150, deadline=None)
@given(people)
def test_the_true_birth_is_among_the_readings(person):
    surname, given_name, birth_on, sex, place = person
    code = parse(encode(surname, given_name, birth_on, sex, place).written)
    assert birth_on in code.birth_dates(REFERENCE)
    assert (code.sex, code.place_code) == (sex, place)
    assert mismatches(code, surname, given_name, birth_on) == ()


@settings(max_examples=15, deadline=None)
@given(people)
def test_each_of_128_forms_comes_back_to_one(person):
    code = encode(*person)
    forms = code.omocodia_forms()
    assert len(set(forms)) == 128
    assert forms[0] == code.canonical
    assert {parse(form).canonical for form in forms} == {code.canonical}


@settings(max_examples=25, deadline=None)
@given(people)
def test_replacing_one_character_is_always_noticed(person):
    written = encode(*person).written
    for index in range(16):
        for other in set(string.ascii_uppercase + string.digits) - {written[index]}:
            wrong = written[:index] + other + written[index + 1 :]
            with pytest.raises(InvalidFieldError):
                parse(wrong)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=40) | st.text(string.ascii_uppercase + string.digits, min_size=14, max_size=18))
def test_any_text_is_a_code_or_a_field_error(text):
    with contextlib.suppress(InvalidFieldError):
        assert parse(text).written
