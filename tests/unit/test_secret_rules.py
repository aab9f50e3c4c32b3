"""Which pass-phrases and PINs are too easy."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wemi_desk.domain.secret_rules import looks_like_pin, normal, passphrase_fault, pin_fault, secret_bytes
from wemi_desk.gateways.common_secrets import ShippedCommonSecrets

TODAY = date(2026, 11, 23)
CONTEXT = ("Giulia Rossi", "Cooperativa La Strada", "Spazio WeMi Capuana", "Via 3357788990", "1958-03-12")
COMMON = ShippedCommonSecrets()


@pytest.mark.parametrize(
    ("secret", "fault"),
    [
        ("", "short"),
        ("undicilette", "short"),
        ("quattro sedie verdi", None),
        ("tre noci 12", "short"),
        ("un gatto sul tetto", None),
        ("ねこがやねのうえでねています", None),
        ("x" * 129, "long"),
        ("abc def ghi " * 10 + "jkl mnop", None),
        ("482913857201", "digits"),
        ("4829138572013", None),
        ("aaaaaaaaaaaa", "repeated"),
        ("ciaociaociao", "repeated"),
        ("ababababababa", "repeated"),
        ("abcdefghijklm", "repeated"),
        ("Password123456", "common"),
        ("passwordpassword12!!!", None),
        ("forzamilan2024", "common"),
        ("1q2w3e4r5t6y", "common"),
        ("wemimilano2026", "context"),
        ("Giulia Rossi 1958", "context"),
        ("capuana wemi 1", "context"),
        ("la strada wemi", "context"),
        ("giulia ama i gatti", None),
    ],
)
def test_passphrases(secret, fault):
    assert passphrase_fault(secret, CONTEXT, COMMON.passphrases()) == fault


@pytest.mark.parametrize(
    ("pin", "fault"),
    [
        ("12345", "shape"),
        ("1234567890123", "shape"),
        ("12345a", "shape"),
        ("１２３４５６", "shape"),
        ("٢٧٤٩١٦", "shape"),
        ("111111", "repeated"),
        ("121212", "repeated"),
        ("277277", "repeated"),
        ("212211", "repeated"),
        ("123456", "run"),
        ("987654", "run"),
        ("135799", None),
        ("112233", "run"),
        ("7890123", "run"),
        ("147258", "keypad"),
        ("159357", "keypad"),
        ("120358", "date"),
        ("031258", "date"),
        ("580312", "date"),
        ("311299", "date"),
        ("12031958", "date"),
        ("19580312", "date"),
        ("12032058", None),
        ("310258", None),
        ("112358", "date"),
        ("192837", "common"),
        ("335778", "context"),
        ("195803", "context"),
        ("274916", None),
        ("83920174", None),
    ],
)
def test_pins(pin, fault):
    wanted = {fault, "common"} if fault in {"repeated", "run", "keypad"} else {fault}
    assert pin_fault(pin, CONTEXT, COMMON.pins(), TODAY) in wanted


def test_the_lists_are_long_enough():
    phrases = COMMON.passphrases()
    assert len(phrases) >= 3000
    assert all(len(phrase) >= 12 and phrase == phrase.casefold() for phrase in phrases)
    assert len(COMMON.pins()) >= 200
    assert all(looks_like_pin(pin) for pin in COMMON.pins())


def test_every_listed_secret_is_refused():
    assert all(passphrase_fault(phrase, (), COMMON.passphrases()) for phrase in COMMON.passphrases())
    assert all(pin_fault(pin, (), COMMON.pins(), TODAY) for pin in COMMON.pins())


@settings(max_examples=60, deadline=None)
@given(st.dates(date(1926, 11, 23), TODAY), st.sampled_from(["%d%m%y", "%m%d%y", "%y%m%d", "%d%m%Y", "%Y%m%d"]))
def test_no_date_of_the_last_hundred_years_is_a_pin(day, shape):
    assert pin_fault(day.strftime(shape), (), (), TODAY) is not None


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_judged_without_a_crash_and_the_same_in_every_composition(text):
    assert passphrase_fault(text, (text,), ()) == passphrase_fault(normal(text), (text,), ())
    pin_fault(text, (text,), (), TODAY)


def test_a_broken_half_of_a_character_makes_a_key_like_any_other():
    assert secret_bytes("il tram \ud800 numero") == b"il tram \xed\xa0\x80 numero"
    assert secret_bytes("perche\u0301") == secret_bytes("perch\u00e9")
