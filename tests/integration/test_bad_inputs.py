"""Every bad input through every function that reads what people type: a value or a field error, nothing else."""

import contextlib
from collections import Counter
from datetime import date

import pytest

from tests.corpus import bad_inputs
from wemi_desk.domain import fiscal_code
from wemi_desk.domain.box import QueryKind, recognise, recognise_scan
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.identity_document import looks_like_mrz, parse_health_code, parse_mrz
from wemi_desk.domain.names import (
    MAX_NAME_LENGTH,
    capitalised,
    checked_given_name,
    clean,
    folded,
    joined,
    require_surname,
    split_name,
)
from wemi_desk.domain.note_watch import hints
from wemi_desk.gateways.emails import read_email
from wemi_desk.gateways.places import place_table
from wemi_desk.gateways.telephones import read_telephone

TODAY = date(2026, 11, 21)


def read_mrz_wholly(text):
    mrz = parse_mrz(text)
    return mrz.birth_dates(TODAY), mrz.document(TODAY), repr(mrz)


def read_code_wholly(text):
    code = fiscal_code.parse(text)
    return code.birth_dates(TODAY), code.masked(), code.omocodia_forms(), place_table().find(code.place_code or "")


READERS = {
    "codice fiscale": read_code_wholly,
    "made-up codice fiscale": lambda text: fiscal_code.encode(text, text, TODAY, "F", "F205"),
    "place in a codice fiscale": lambda text: fiscal_code.encode("Rossi", "Anna", TODAY, "F", text),
    "mismatches": lambda text: fiscal_code.mismatches(fiscal_code.parse("RSSMRA85T10A562S"), text, text),
    "STP or ENI": parse_health_code,
    "machine-readable zone": read_mrz_wholly,
    "zone or not": looks_like_mrz,
    "box": recognise,
    "scanner": recognise_scan,
    "surname": require_surname,
    "given name": checked_given_name,
    "cleaned": lambda text: clean(text, MAX_NAME_LENGTH),
    "cleaned note": lambda text: clean(text, 500),
    "folded": folded,
    "joined": joined,
    "split": split_name,
    "capitals": capitalised,
    "note": hints,
    "telephone": read_telephone,
    "e-mail": read_email,
    "place code": lambda text: place_table().doubt(text, (TODAY,)),
    "place name": lambda text: place_table().search(text[:200]),
}


def test_the_corpus_is_large_and_every_input_is_different():
    assert len(bad_inputs()) >= 300
    assert len({(item.kind, item.text) for item in bad_inputs()}) == len(bad_inputs())
    assert min(Counter(item.kind for item in bad_inputs()).values()) >= 10
    assert any(len(item.text) >= 20_000 for item in bad_inputs("name"))


@pytest.mark.parametrize("field", READERS)
def test_a_bad_input_is_a_value_or_a_field_error(field):
    for item in bad_inputs():
        with contextlib.suppress(InvalidFieldError):
            READERS[field](item.text)


def test_what_is_kept_of_a_name_is_valid_short_and_visible():
    for item in bad_inputs():
        kept = clean(item.text, MAX_NAME_LENGTH)
        kept.encode("utf-8")
        assert len(kept) <= MAX_NAME_LENGTH
        assert not set(kept) & set("\x00\x1b\r\u202e\u200f\u2066")
        assert clean(kept, MAX_NAME_LENGTH) == kept


def test_markup_stays_what_was_typed():
    for item in bad_inputs("name"):
        if item.text.startswith("<") and len(item.text) < MAX_NAME_LENGTH:
            assert clean(item.text, MAX_NAME_LENGTH) == item.text


def test_a_wrong_codice_fiscale_is_never_taken_for_a_right_one():
    accepted = [item for item in bad_inputs("fiscal_code") if _is_read(fiscal_code.parse, item.text)]
    assert {item.note for item in accepted} == {"valid code, odd place: warn only", "eleven digits"}
    assert [item.text for item in accepted if item.note == "eleven digits"] == ["00000000000"]


def test_a_cut_doubled_or_reversed_scan_is_never_a_person():
    for item in bad_inputs("scan"):
        query = recognise_scan(item.text)
        if query is not None and query.kind is QueryKind.FISCAL_CODE and not query.fault:
            assert query.value == "RSSMRA85T10A562S"
            assert item.text.upper().count("RSSMRA85T10A562S") == 1


def test_an_error_carries_the_reason_and_never_the_whole_text():
    secret = "RSSMRA85T10A562X"
    with pytest.raises(InvalidFieldError) as caught:
        fiscal_code.parse(secret)
    assert secret not in str(caught.value) + repr(caught.value.data)


def _is_read(read, text):
    try:
        read(text)
    except InvalidFieldError:
        return False
    return True
