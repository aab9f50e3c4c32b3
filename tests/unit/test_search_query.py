"""What the text in the box asks for."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wemi_desk.persistence.search_query import Query, read


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("rossi mar", Query(words=("rossi", "mar"))),
        ("D'Amico Niccolò", Query(words=("damico", "niccolo"))),
        ("d amico", Query(words=("d", "amico"))),
        ("Rossi, Maria", Query(words=("rossi", "maria"))),
        ("rossi 1958", Query(words=("rossi",), year=1958)),
        ("rossi 12/03/58", Query(words=("rossi",), births=(19580312, 20580312))),
        ("12.3.1958", Query(births=(19580312,))),
        ("29/02/00", Query(births=(20000229,))),
        ("31/02/1958", Query()),
        ("rossi 6543", Query(words=("rossi",), digits="6543")),
        ("rossi 12", Query(words=("rossi",))),
        ("4567", Query(digits="4567")),
        ("+39 333 1234567", Query(digits="393331234567")),
        ("0039 333 1234567", Query(digits="393331234567")),
        ("009823", Query(digits="009823")),
        ("12031958", Query(digits="12031958", births=(19580312,))),
        ("123", Query(words=())),
        ("RSSMRA58C52F205N", Query(code_start="RSSMRA58C52F205")),
        ("RSSMRAR8CR2FN0RA", Query(code_start="RSSMRA58C52F205")),
        ("rss mra 58c52 f205n", Query(code_start="RSSMRA58C52F205")),
        ("rssmra5", Query(code_start="RSSMRA5")),
        ("RSSMRA", Query(words=("rssmra",))),
        ("52F205N", Query(code_end="N502F25")),
        ("58C52", Query(births=(19580312, 20580312))),
        ("58C", Query()),
        ("STP0301511234567", Query()),
        ("eni 0301511234567", Query()),
        ("Enia", Query(words=("enia",))),
        ("", Query()),
    ],
)
def test_text_is_read_as(text, query):
    assert read(text) == query


@given(st.text(max_size=60) | st.from_regex(r"[0-9A-Za-z/+ .\-]{0,20}", fullmatch=True))
@settings(max_examples=300, deadline=None)
def test_no_text_raises_and_words_are_few(text):
    assert len(read(text).words) <= 6


def test_only_the_beginning_of_an_endless_text_is_read():
    assert len(read("x" * 20_000).words[0]) == 120
