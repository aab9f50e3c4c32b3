"""The one box: the first matching row of the table applies."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wemi_desk.domain.box import QueryKind, as_fiscal_code, recognise, recognise_scan
from wemi_desk.domain.fiscal_code import parse

CIE = "C<ITACA00000AA4<<<<<<<<<<<<<<<\n6407254F3001019ITA<<<<<<<<<<<0\nROSSI<<BIANCA<<<<<<<<<<<<<<<<<"
PASSPORT = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<L898902C36UTO7408122F1204159ZE184226B<<<<<10"


@pytest.mark.parametrize(
    ("typed", "kind", "value"),
    [
        ("", "empty", ""),
        ("   ", "empty", ""),
        (">priv", "command", "priv"),
        ("> invio dati", "command", "invio dati"),
        ("STP0301511234567", "health_code", "STP0301511234567"),
        ("eni 030151 1234567", "health_code", "ENI0301511234567"),
        ("RSSMRA85T10A562S", "fiscal_code", "RSSMRA85T10A562S"),
        ("rss mra 85t10 a562 s", "fiscal_code", "RSSMRA85T10A562S"),
        ("*RSSMRAURTMLARSNL*", "fiscal_code", "RSSMRAURTMLARSNL"),
        ("RSSMRA-85T10-A562S", "fiscal_code", "RSSMRA85T10A562S"),
        ("RSSMRA'85T10'A562S", "fiscal_code", "RSSMRA85T10A562S"),
        ("12345670017", "provisional_code", "12345670017"),
        ("12345670018", "phone", "12345670018"),
        ("A12", "ticket", "A12"),
        ("a 7", "ticket", "A7"),
        ("V20241187K", "own_code", "V20241187K"),
        ("v2024-1187-k", "own_code", "V20241187K"),
        ("WD-VEN-261121-001", "own_code", "WDVEN261121001"),
        ("OP4F7K2Q9", "operator_badge", "OP4F7K2Q9"),
        ("PG/2026/0123456", "protocol", "PG20260123456"),
        ("pg 0123456/2026", "protocol", "PG01234562026"),
        ("INPS-ISEE-2026-01234567A-00", "protocol", "INPSISEE202601234567A00"),
        ("3331234567", "phone", "3331234567"),
        ("+39 333 123 45 67", "phone", "+393331234567"),
        ("02/1234567", "phone", "021234567"),
        ("(02) 123-4567", "phone", "021234567"),
        ("4567", "phone", "4567"),
        ("1958", "phone", "1958"),
        ("RSSMRA85", "fiscal_code_part", "RSSMRA85"),
        ("rssmra85t10a5", "fiscal_code_part", "RSSMRA85T10A5"),
        ("A562S", "fiscal_code_part", "A562S"),
        ("T10A562S", "fiscal_code_part", "T10A562S"),
        ("RSSMRA85T10A562", "fiscal_code_part", "RSSMRA85T10A562"),
        ("rossi mar", "words", "rossi mar"),
        ("Fo", "words", "Fo"),
        ("opera", "words", "opera"),
        ("d'amico", "words", "d'amico"),
        ("rossi-bianchi", "words", "rossi-bianchi"),
        ("12", "words", "12"),
        ("80380123456789012345", "words", "80380123456789012345"),
    ],
)
def test_a_text_is_told_by_its_shape(typed, kind, value):
    query = recognise(typed)
    assert (query.kind, query.value, query.fault) == (kind, value, "")


@pytest.mark.parametrize(
    ("typed", "born_on", "words"),
    [
        ("12/03/58", (date(1958, 3, 12), date(2058, 3, 12)), ()),
        ("12.3.1958", (date(1958, 3, 12),), ()),
        ("1958-03-12", (date(1958, 3, 12),), ()),
        ("rossi 12-03-1958 maria", (date(1958, 3, 12),), ("rossi", "maria")),
        ("29/02/00", (date(2000, 2, 29),), ()),
    ],
)
def test_a_birth_date_goes_together_with_words(typed, born_on, words):
    query = recognise(typed)
    assert (query.kind, query.born_on, query.words) == (QueryKind.BIRTH_DATE, born_on, words)


def test_a_date_that_does_not_exist_is_named_as_such():
    query = recognise("rossi 30/02/1958")
    assert (query.kind, query.fault, query.born_on, query.words) == (QueryKind.BIRTH_DATE, "date", (), ("rossi",))


def test_a_wrong_code_is_recognised_and_its_fault_named():
    assert recognise("RSSMRA85T10A562T").fault == "check_letter"
    assert recognise("RSSMRA85B30F205F").fault == "date"
    assert as_fiscal_code(recognise("RSSMRA85T10A562T")) is None
    assert as_fiscal_code(recognise("rssmra85t10a562s")) == parse("RSSMRA85T10A562S")
    assert as_fiscal_code(recognise("rossi")) is None


def test_a_machine_readable_zone_is_recognised_typed_scanned_or_glued():
    for text in (CIE, CIE.replace("\n", ""), CIE.replace("<", ";"), CIE.replace("\n", " "), CIE.lower(), PASSPORT):
        assert recognise(text).kind is QueryKind.MRZ
        assert recognise(text).fault == ""
        assert recognise_scan(text) == recognise(text)
    assert recognise(CIE.replace("AA4", "AA5")).fault == "document_number"


def test_one_line_of_a_zone_waits_for_the_others():
    query = recognise_scan("6407254F3001019ITA<<<<<<<<<<<0")
    assert query is not None
    assert query.kind is QueryKind.MRZ_LINE


@pytest.mark.parametrize(
    ("burst", "kind", "value", "fault"),
    [
        ("*RSSMRA85T10A562S*", "fiscal_code", "RSSMRA85T10A562S", ""),
        ("rssmra85t10a562s\r", "fiscal_code", "RSSMRA85T10A562S", ""),
        ("]C1RSSMRA85T10A562S".removeprefix("]C1"), "fiscal_code", "RSSMRA85T10A562S", ""),
        ("%RSSMRA85T10A562S ROSSI MARIO?", "fiscal_code", "RSSMRA85T10A562S", ""),
        ("RSSMRA85T10A562T", "fiscal_code", "RSSMRA85T10A562T", "check_letter"),
        ("STP0301511234567", "health_code", "STP0301511234567", ""),
        ("OP4F7K2Q9", "operator_badge", "OP4F7K2Q9", ""),
        ("V20241187K", "own_code", "V20241187K", ""),
        ("WDVEN261121001", "own_code", "WDVEN261121001", ""),
    ],
)
def test_a_burst_of_a_reader_is_cleaned_and_recognised(burst, kind, value, fault):
    query = recognise_scan(burst)
    assert query is not None
    assert (query.kind, query.value, query.fault) == (kind, value, fault)


@pytest.mark.parametrize(
    "burst",
    [
        "",
        "A12",
        "A562S",
        "RSSMRA85T10A562",
        "RSSMRA85T10A562SRSSMRA85T10A562S",
        "S265A01T58ARMSSR",
        "80380123456789012345",
        "8001234567890",
        "ROSSI",
        "https://example.org/abc",
        "wemi'1-2a",
        "RSSMRA85B30F205F ROSSI",
    ],
)
def test_a_burst_that_is_no_code_of_ours_belongs_to_the_field(burst):
    assert recognise_scan(burst) is None


@settings(max_examples=400, deadline=None)
@given(st.text(max_size=80) | st.text("0123456789/.-+ ABMRSTP<;*'", max_size=60))
def test_no_text_breaks_the_box(text):
    assert recognise(text).kind in QueryKind
    recognise_scan(text)


def test_a_query_does_not_show_itself_in_a_traceback():
    assert "RSSMRA" not in repr(recognise("RSSMRA85T10A562S"))
    assert "rossi" not in repr(recognise("rossi mario"))
