"""Machine-readable zones, documents, STP and ENI cards."""

import contextlib
import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.identity_document import (
    IdentityDocument,
    check_digit,
    looks_like_mrz,
    parse_health_code,
    parse_mrz,
)

DATA = Path(__file__).parents[1] / "data"
VECTORS = json.loads((DATA / "mrz_vectors.json").read_text("utf-8"))
OTHER_CODES = json.loads((DATA / "codice_fiscale_vectors.json").read_text("utf-8"))["other_codes"]["items"]
REFERENCE = date.fromisoformat(VECTORS["reference_date"])
READABLE = [pytest.param(v, id=v["name"]) for v in VECTORS["vectors"] if v["checks"] is not None]
WITH_FIELDS = [pytest.param(v, id=v["name"]) for v in VECTORS["vectors"] if "fields" in v]
CIE = VECTORS["vectors"][0]["lines"]
PASSPORT = next(v["lines"] for v in VECTORS["vectors"] if v["format"] == "TD3")


def refused(text):
    with pytest.raises(InvalidFieldError) as caught:
        parse_mrz(text)
    assert caught.value.field == "mrz"
    return caught.value.reason, caught.value.data


@pytest.mark.parametrize("vector", READABLE)
def test_each_check_of_a_zone_passes_or_fails_by_name(vector):
    mrz = parse_mrz("\n".join(vector["lines"]))
    assert dict(mrz.checks) == vector["checks"]
    assert mrz.is_valid == vector["valid"]
    assert mrz.format == vector["format"]


@pytest.mark.parametrize("vector", WITH_FIELDS)
def test_every_field_of_a_zone_is_read(vector):
    mrz, fields = parse_mrz("\n".join(vector["lines"])), vector["fields"]
    assert {
        "document_code": mrz.document_code,
        "issuer": mrz.issuer,
        "document_number": mrz.number,
        "surname": mrz.surname,
        "first_name": mrz.given_name,
        "sex": mrz.sex,
        "nationality": mrz.nationality,
    } == {key: value for key, value in fields.items() if not key.endswith("_date")}
    assert date.fromisoformat(fields["birth_date"]) in mrz.birth_dates(REFERENCE)
    assert mrz.expires_on(REFERENCE) == date.fromisoformat(fields["expiry_date"])
    assert mrz.is_truncated == vector.get("truncated", False)


@pytest.mark.parametrize("vector", READABLE)
@pytest.mark.parametrize(
    "typed",
    [
        lambda lines: "".join(lines),
        lambda lines: "\r\n".join(lines) + "\r\n",
        lambda lines: " ".join(lines),
        lambda lines: "\u2028".join(lines),
        lambda lines: "\n\n".join(" " + line.lower() for line in lines),
        lambda lines: "\n".join(lines).replace("<", ";"),
        lambda lines: "".join(lines).rstrip("<"),
        lambda lines: "\n".join(" ".join(line[i : i + 5] for i in range(0, len(line), 5)) for line in lines),
    ],
    ids=["glued", "scanned", "spaced", "pasted", "typed", "us-layout", "no-last-fillers", "in-groups"],
)
def test_a_zone_reads_the_same_however_it_comes(vector, typed):
    text = typed(vector["lines"])
    assert parse_mrz(text) == parse_mrz("\n".join(vector["lines"]))
    assert looks_like_mrz(text)


def test_a_zone_of_another_size_says_which_line():
    short = next(v["lines"] for v in VECTORS["vectors"] if v["name"] == "Line too short")
    assert refused("\n".join(short)) == ("length", {"line": 1, "actual": 29, "expected": 30})
    assert refused(PASSPORT[0] + "\n" + PASSPORT[1][:-1]) == ("length", {"line": 2, "actual": 43, "expected": 44})
    assert refused("\n".join(CIE).replace("ROSSI", "RÒSSI")) == ("character", {"line": 3, "position": 2, "found": "Ò"})
    assert refused(" \n ")[0] == "empty"
    assert refused("C<ITA")[0] == "format"
    assert refused("A\nB\nC\nD")[0] == "format"


def test_an_ambiguous_birth_is_asked_and_a_context_may_settle_it():
    child = parse_mrz("\n".join(next(v["lines"] for v in VECTORS["vectors"] if v["name"] == "CIE of a child")))
    assert child.birth_dates(REFERENCE) == (date(1924, 5, 3), date(2024, 5, 3))
    assert child.birth_dates(REFERENCE, max_age=17) == (date(2024, 5, 3),)


def test_dates_not_stated_or_not_real_stay_empty():
    unknown = parse_mrz("C<ITACA00000AA4<<<<<<<<<<<<<<<\n<<<<<<0F9902304ITA<<<<<<<<<<<0\nROSSI")
    assert unknown.birth_dates(REFERENCE) == ()
    assert unknown.expires_on(REFERENCE) is None
    assert (unknown.surname, unknown.given_name) == ("ROSSI", "")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Italian CIE", "cie"),
        ("Residence permit, other nationality", "residence_permit"),
        ("ICAO specimen, passport", "passport"),
        ("ICAO specimen, identity card", "other"),
    ],
)
def test_the_kind_of_document_follows_from_the_zone(name, kind):
    mrz = parse_mrz("\n".join(next(v["lines"] for v in VECTORS["vectors"] if v["name"] == name)))
    document = mrz.document(REFERENCE)
    assert (document.kind, document.number) == (kind, "")
    assert document.expires_on == mrz.expires_on(REFERENCE)


def test_a_zone_does_not_show_itself_in_a_traceback():
    assert "ROSSI" not in repr(parse_mrz("\n".join(CIE)))


def test_an_expired_document_and_a_paper_card_only_warn():
    assert IdentityDocument("cie", date(2026, 11, 20)).warnings(REFERENCE) == ("expired",)
    assert IdentityDocument("cie", REFERENCE).warnings(REFERENCE) == ()
    assert IdentityDocument("paper_card", date(2030, 1, 1)).warnings(date(2026, 8, 2)) == ()
    assert IdentityDocument("paper_card", date(2020, 1, 1)).warnings(date(2026, 8, 3)) == ("expired", "paper_card")
    assert IdentityDocument("none").warnings(REFERENCE) == ()


@pytest.mark.parametrize("item", OTHER_CODES, ids=[item["input"] for item in OTHER_CODES])
def test_stp_and_eni_are_told_from_a_codice_fiscale(item):
    if item["valid_shape"]:
        card = parse_health_code(item["input"].lower())
        assert (card.kind.lower(), card.region, card.authority, card.progressive) == (
            item["kind"],
            item["region"],
            item["health_authority"],
            item["progressive"],
        )
        assert card.code == item["input"]
        assert card.progressive not in repr(card)
    else:
        with pytest.raises(InvalidFieldError) as caught:
            parse_health_code(item["input"])
        assert (caught.value.field, caught.value.reason) == ("health_code", "length")


def test_stp_holds_everywhere_and_eni_in_its_region_for_six_months():
    stp, eni = parse_health_code("STP0301511234567"), parse_health_code("ENI0301511234567")
    assert (stp.is_valid_in("010"), eni.is_valid_in("010"), eni.is_valid_in("030")) == (True, False, True)
    assert stp.valid_until(date(2026, 8, 31)) == date(2027, 2, 28)


@pytest.mark.parametrize(("text", "reason"), [("STPO301511234567", "character"), ("RSSMRA85T10A562S", "prefix")])
def test_a_wrong_health_code_says_why(text, reason):
    with pytest.raises(InvalidFieldError) as caught:
        parse_health_code(text)
    assert caught.value.reason == reason


@settings(max_examples=200, deadline=None)
@given(st.text("ABCP<01234567890", min_size=1, max_size=44), st.integers(0, 43))
def test_one_changed_digit_changes_the_check_digit_of_its_field(field, index):
    index %= len(field)
    if field[index] in "0123456789":
        other = str((int(field[index]) + 1) % 10)
        assert check_digit(field) != check_digit(field[:index] + other + field[index + 1 :])


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=100) | st.text("ABCIP<0123456789\n ", min_size=60, max_size=95))
def test_any_text_is_a_zone_or_a_field_error(text):
    looks_like_mrz(text)
    with contextlib.suppress(InvalidFieldError):
        parse_mrz(text).birth_dates(REFERENCE)
