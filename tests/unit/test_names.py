"""Names: cleaned, compared, split."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.names import (
    capitalised,
    checked_given_name,
    clean,
    fitting,
    folded,
    joined,
    require_surname,
    split_name,
)

any_text = st.text(st.characters(codec=None), max_size=60)


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("Rossi", "Rossi"),
        ("Rossi  \n ", "Rossi"),
        ("  Rossi", "  Rossi"),
        ("Nicolo\u0300", "Nicolò"),
        ("a\x00b\x1bc\x7f", "abc"),
        ("Rossi\u202eiraM\u202c", "RossiiraM"),
        ("\u200fעברית\u061c", "עברית"),
        ("x\u2066y\u2069z", "xyz"),
        ("privato \ue000\U000f0000.", "privato ."),
        ("non assegnato \U000e0fff.", "non assegnato ."),
        ("mezzo \ud800 surrogato", "mezzo  surrogato"),
        ("\ud83d\ude00", "😀"),
        ("riga\r\nriga\rriga\nriga", "riga\nriga\nriga\nriga"),
        ("Rossi\tMaria", "Rossi Maria"),
        ("<b>Rossi</b> & '\"", "<b>Rossi</b> & '\""),
        ("👩‍👧", "👩‍👧"),
        ("𠮷田", "𠮷田"),
        ("", ""),
    ],
)
def test_cleaning_removes_what_cannot_be_seen_and_nothing_else(raw, kept):
    assert clean(raw, 100) == kept


def test_cleaning_cuts_at_the_limit():
    assert clean("a" * 20_000, 100) == "a" * 100
    assert clean("è" * 20_000, 100) == "è" * 100
    assert clean("a" * 99 + " b", 100) == "a" * 99


@settings(max_examples=300, deadline=None)
@given(any_text, st.integers(0, 70))
def test_cleaning_twice_changes_nothing_more(raw, limit):
    once = clean(raw, limit)
    assert clean(once, limit) == once
    assert len(once) <= limit
    assert unicodedata.is_normalized("NFC", once)
    once.encode("utf-8")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Niccolò", "NICCOLO"),
        ("D'Angelo", "d’angelo"),
        ("Rossi-Bianchi", "rossi  bianchi"),
        ("Kovač", "kovac"),
        ("Łukasz", "lukasz"),
        ("Şahin Ünal", "sahin unal"),
        ("Straße", "strasse"),
        ("İpek", "ipek"),
        ("Ｒｏｓｓｉ", "rossi"),
        ("Rossi, Maria", "rossi maria"),
    ],
)
def test_folding_makes_equal_what_people_write_differently(one, other):
    assert folded(one) == folded(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("De Luca", "Deluca"), ("d amico", "D'Amico"), ("damico", "d'amico"), ("Anna-Maria", "Annamaria")],
)
def test_joining_forgets_the_spaces_too(one, other):
    assert joined(one) == joined(other)


def test_other_scripts_are_not_folded_away():
    assert folded("王伟") == "王伟"
    assert folded("कुमार") != folded("कमर")
    assert folded("ШЕВЧЕНКО") == "шевченко"


@settings(max_examples=200, deadline=None)
@given(any_text)
def test_folding_twice_changes_nothing_more(text):
    assert folded(folded(text)) == folded(text)
    assert " " not in joined(text)


@pytest.mark.parametrize(
    ("typed", "surname", "given_name"),
    [
        ("Rossi Maria", "Rossi", "Maria"),
        ("rossi maria teresa", "rossi", "maria teresa"),
        ("De Luca Maria", "De Luca", "Maria"),
        ("de luca", "de luca", ""),
        ("Lo Presti Salvatore", "Lo Presti", "Salvatore"),
        ("El Sayed Ahmed", "El Sayed", "Ahmed"),
        ("Van der Berg Anna", "Van der Berg", "Anna"),
        ("De La Cruz José Luis", "De La Cruz", "José Luis"),
        ("D' Angelo Niccolò", "D' Angelo", "Niccolò"),
        ("D'Angelo Niccolò", "D'Angelo", "Niccolò"),
        ("Garcia Marquez, Gabriel", "Garcia Marquez", "Gabriel"),
        (" Rossi ,  Anna  Maria, ", "Rossi", "Anna Maria,"),
        ("Fo", "Fo", ""),
        ("De", "De", ""),
        ("Ng Li", "Ng", "Li"),
        ("", "", ""),
        (",Maria", "", "Maria"),
    ],
)
def test_what_was_typed_in_one_go_is_split(typed, surname, given_name):
    assert split_name(typed) == (surname, given_name)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("d'angelo", "D'Angelo"),
        ("ROSSI-BIANCHI maria", "ROSSI-BIANCHI maria"),
        ("ROSSI-BIANCHI", "Rossi-Bianchi"),
        ("de luca", "De Luca"),
        ("McDonald", "McDonald"),
        ("niccolò", "Niccolò"),
        ("王", "王"),
    ],
)
def test_capitals_come_only_to_who_typed_without_thinking_of_them(typed, shown):
    assert capitalised(typed) == shown


def test_only_the_surname_is_required():
    assert require_surname("  Rossi   Bianchi ") == "Rossi Bianchi"
    assert checked_given_name(" ") == ""
    for text, reason in (("   ", "required"), ("\u200e\u202e", "required"), ("x" * 101, "too_long")):
        with pytest.raises(InvalidFieldError) as caught:
            require_surname(text)
        assert caught.value.reason == reason
    with pytest.raises(InvalidFieldError):
        checked_given_name("x" * 20_000)


@pytest.mark.parametrize(
    "text", ["x" * 40 + " " + "y" * 40, "à" * 41, "\u0958" * 21, "a\u0301\u0302\u0303\u0304" * 40, "é\n" * 30]
)
def test_what_does_not_fit_is_refused_and_never_cut(text):
    with pytest.raises(InvalidFieldError) as caught:
        fitting("note", text, 40)
    assert (caught.value.field, caught.value.reason, caught.value.data["limit"]) == ("note", "too_long", 40)
    assert caught.value.data["actual"] > 40


def test_what_fits_is_kept_as_clean_keeps_it():
    for text in ("x" * 40, "e\u0301" * 40, "a" * 40 + "   ", "\u202e" * 500 + "a", "riga\r\nriga\tfine", ""):
        assert fitting("note", text, 40) == clean(text, 1000)
