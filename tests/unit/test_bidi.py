"""Mixed lines read in the right order; expected strings are written from left to right as seen."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wemi_desk.documents.bidi import levels, visual_order

A, B, C = "\N{ARABIC LETTER ALEF}", "\N{ARABIC LETTER BEH}", "\N{ARABIC LETTER TEH}"
H = "\N{HEBREW LETTER ALEF}"
CASES = [
    ("abc def", 0, "abc def"),
    (A + B + C, 1, C + B + A),
    (f"{A}{B} 020202.", 1, f".020202 {B}{A}"),
    (f"{A} WeMi Desk {B}", 1, f"{B} WeMi Desk {A}"),
    (f"{A} (WeMi) {B}", 1, f"{B} )WeMi( {A}"),
    (f"{A} 2016/679 {B}", 1, f"{B} 2016/679 {A}"),
    (f"{A} art. 6", 1, f"art. 6 {A}"),
    (f"{H} 10% {H}", 1, f"{H} 10% {H}"),
    (f"{H} 1-2 {H}", 1, f"{H} 1-2 {H}"),
    (f"abc {A}{B} def", 0, f"abc {B}{A} def"),
    (f"abc {A}{B} 12 def", 0, f"abc 12 {B}{A} def"),
    (f"{A}\N{ARABIC FATHA}{B}", 1, f"{B}\N{ARABIC FATHA}{A}"),
    (f"{A} ", 1, f" {A}"),
    ("", 1, ""),
]


@pytest.mark.parametrize(("typed", "base", "seen"), CASES)
def test_a_mixed_line_is_seen_in_the_right_order(typed, base, seen):
    assert "".join(typed[index] for index in visual_order(levels(typed, base))) == seen


@settings(max_examples=200)
@given(st.text(alphabet=f"ab 12./(){A}{B}{H}-%,", max_size=30), st.integers(0, 1))
def test_every_character_is_drawn_exactly_once(typed, base):
    assert sorted(visual_order(levels(typed, base))) == list(range(len(typed)))


@given(st.text(alphabet="abc .,()12", max_size=30))
def test_a_line_without_right_to_left_letters_is_left_alone(typed):
    assert visual_order(levels(typed, 0)) == list(range(len(typed)))
