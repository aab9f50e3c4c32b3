"""Telephones and e-mail addresses through their libraries."""

import contextlib
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.telephone import Telephone
from wemi_desk.gateways.contact_details import LibraryContactDetails
from wemi_desk.gateways.emails import read_email
from wemi_desk.gateways.telephones import read_telephone
from wemi_desk.services.ports import ContactDetails


@pytest.mark.parametrize(
    ("typed", "e164", "shown", "is_mobile"),
    [
        ("3331234567", "+393331234567", "333 123 4567", True),
        ("333 12 34 567", "+393331234567", "333 123 4567", True),
        ("+39 333/123.45-67", "+393331234567", "333 123 4567", True),
        ("0039 333 1234567", "+393331234567", "333 123 4567", True),
        ("02 88451234", "+390288451234", "02 8845 1234", False),
        ("(02) 88451234", "+390288451234", "02 8845 1234", False),
        ("+34 612 345 678", "+34612345678", "+34 612 34 56 78", True),
        ("0051 987 654 321", "+51987654321", "+51 987 654 321", True),
    ],
)
def test_a_number_is_kept_internationally_and_shown_in_groups(typed, e164, shown, is_mobile):
    assert read_telephone(typed) == Telephone(e164, shown, is_mobile)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ("020202", "not_personal"),
        ("02 02 02", "not_personal"),
        ("+39 020202", "not_personal"),
        ("112", "not_personal"),
        ("0039112", "not_personal"),
        ("1522", "not_personal"),
        ("333ROSSI", "character"),
        ("333 1234567 int. 2", "character"),
        ("=3331234567", "character"),
        ("٣٣٣١٢٣٤٥٦٧", "character"),
        ("33", "too_short"),
        ("3" * 41, "too_long"),
        ("+39 333 1234567 8901", "too_long"),
        ("+999 123456", "country"),
        ("+", "impossible"),
    ],
)
def test_what_is_no_number_of_a_person_says_why(typed, reason):
    with pytest.raises(InvalidFieldError) as caught:
        read_telephone(typed)
    assert (caught.value.field, caught.value.reason) == ("phone", reason)


def test_an_unknown_range_is_kept_with_a_doubt():
    assert read_telephone("9991234567").is_doubtful
    assert not read_telephone("3331234567").is_doubtful


def test_a_number_does_not_show_itself_in_a_traceback():
    assert repr(read_telephone("3331234567")) == "Telephone(…567)"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" maria.rossi@Example.COM ", "maria.rossi@example.com"),
        ("niccolò@example.org", "niccolò@example.org"),
        ("anna+wemi@posta.example.it", "anna+wemi@posta.example.it"),
    ],
)
def test_an_address_is_kept_in_its_normal_form(typed, kept):
    assert read_email(typed) == kept


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "empty"),
        ("maria", "no_at"),
        ("maria@rossi@example.org", "many_at"),
        ("@example.org", "no_name"),
        ("maria@gmail", "domain"),
        ("maria rossi@example.org", "space"),
        ("maria..rossi@example.org", "syntax"),
        ("maria@exa_mple.org", "syntax"),
        ("a" * 300 + "@example.org", "too_long"),
        ("<script>@example.org", "syntax"),
    ],
)
def test_what_is_no_address_says_why(typed, reason):
    with pytest.raises(InvalidFieldError) as caught:
        read_email(typed)
    assert (caught.value.field, caught.value.reason) == ("email", reason)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60) | st.text("0123456789+ ./()-", max_size=30))
def test_any_text_is_a_value_or_a_field_error(text):
    for read in (read_telephone, read_email):
        with contextlib.suppress(InvalidFieldError):
            read(text)


def test_services_get_a_value_or_none():
    details: ContactDetails = LibraryContactDetails()
    assert details.normalised_phone("333 1234567") == "+393331234567"
    assert details.normalised_phone("020202") is None
    assert details.shown_phone("+393331234567") == "333 123 4567"
    assert (details.shown_phone(None), details.shown_phone("interno 3")) == ("", "interno 3")
    assert details.normalised_email("Maria@EXAMPLE.org") == "Maria@example.org"
    assert details.normalised_email("maria") is None


def test_the_libraries_wait_for_the_first_number():
    code = (
        "import sys, wemi_desk.gateways.telephones, wemi_desk.gateways.emails, wemi_desk.gateways.places\n"
        "print(sorted({'phonenumbers', 'email_validator', 'dns'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
