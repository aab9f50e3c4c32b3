"""Hints on free notes: 300 sentences with what must and must not be noticed."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wemi_desk.domain.note_watch import HintKind, hints, is_card_number, is_iban

CORPUS = json.loads((Path(__file__).parents[1] / "data" / "note_sentences.json").read_text("utf-8"))["sentences"]


def test_the_corpus_is_large_and_half_of_it_is_harmless():
    assert len({item["text"] for item in CORPUS}) == len(CORPUS) >= 300
    assert sum(not item["hints"] for item in CORPUS) >= 140


@pytest.mark.parametrize("item", CORPUS, ids=[item["text"][:40].encode("unicode_escape").decode() for item in CORPUS])
def test_a_sentence_gives_its_hints_and_no_other(item):
    found = hints(item["text"])
    assert sorted({hint.kind.value for hint in found}) == item["hints"]
    assert all(0 <= hint.start < hint.end <= len(item["text"]) for hint in found)


def test_a_hint_says_where_it_is():
    text = "Richiamare al 333 1234567, IBAN IT60X0542811101000000123456."
    assert [(hint.kind, text[hint.start : hint.end]) for hint in hints(text)] == [
        (HintKind.PHONE, "333 1234567"),
        (HintKind.IBAN, "IT60X0542811101000000123456"),
    ]


def test_the_persons_own_code_is_no_hint_in_any_of_its_forms():
    own = {"RSSMRA85T10A562S"}
    assert hints("CF RSSMRA85T10A562S", own) == ()
    assert hints("CF RSSMRAURTMLARSNL", own) == ()
    assert hints("CF VRDNNA25E43F205Q", own) != ()


def test_account_and_card_checks_follow_the_standards():
    assert is_iban("IT60 X054 2811 1010 0000 0123 456")
    assert not is_iban("IT61 X054 2811 1010 0000 0123 456")
    assert not is_iban("")
    assert is_card_number("4111 1111 1111 1111")
    assert not is_card_number("4111 1111 1111 1112")
    assert not is_card_number("411111111111")


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200) | st.text("0123456789 +-/.ITXpin:password", max_size=120))
def test_no_text_breaks_the_watch(text):
    assert all(text[hint.start : hint.end] for hint in hints(text))


@pytest.mark.parametrize(
    "text", ["1 " * 10_000, "pin " * 5_000, "IT60" * 5_000, "a" * 20_000, "password " + "a1" * 9_000]
)
def test_a_huge_text_is_still_read(text):
    hints(text)
