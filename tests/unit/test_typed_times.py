from datetime import time

import pytest

from wemi_desk.domain.typed_times import read_typed_time


@pytest.mark.parametrize(("text", "expected"), [
    ("16:30", time(16, 30)), ("16.30", time(16, 30)), ("1630", time(16, 30)), ("930", time(9, 30)), ("9", time(9)),
    (" 9:05 ", time(9, 5)), ("16 h 30", time(16, 30)), ("0:00", time(0, 0))])
def test_times_are_read_as_people_type_them(text, expected):
    assert read_typed_time(text) == expected


@pytest.mark.parametrize("text", ["", "24:00", "12:60", "16:3", "mezzogiorno", "-1", "12345", "9:5:1", "١٦:٣٠:00"])
def test_what_is_no_time_is_not_guessed(text):
    assert read_typed_time(text) is None
