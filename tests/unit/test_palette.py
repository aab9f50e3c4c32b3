"""The colours hold the contrast that the design measured, to the hundredth."""

import pytest

from tests.accessibility import contrast
from wemi_desk.ui.theme import TOKENS, ThemeName

LIGHT, DARK, HIGH = ThemeName.LIGHT, ThemeName.DARK, ThemeName.CONTRAST
TEXT, EDGE = 4.5, 3.0
PAIRS = [
    ("text", "bg", TEXT, 17.40, 15.17, 21.00), ("text", "surface", TEXT, 15.96, 12.04, 21.00),
    ("text", "sunken", TEXT, 14.71, 16.62, 21.00), ("text2", "bg", TEXT, 7.03, 9.76, 21.00),
    ("text2", "surface", TEXT, 6.45, 7.74, 21.00), ("text2", "sunken", TEXT, 5.94, 10.69, 21.00),
    ("primary", "bg", TEXT, 5.57, 6.74, 19.56), ("primary", "surface", TEXT, 5.11, 5.35, 19.56),
    ("onprimary", "primary", TEXT, 5.57, 7.39, 19.56), ("ok", "okbg", TEXT, 6.07, 9.47, 15.30),
    ("ok", "bg", TEXT, 7.04, 10.90, 15.30), ("ok", "surface", TEXT, 6.46, 8.65, 15.30),
    ("warn", "warnbg", TEXT, 5.66, 9.38, 19.56), ("warn", "bg", TEXT, 7.05, 10.90, 19.56),
    ("warn", "surface", TEXT, 6.47, 8.65, 19.56), ("err", "errbg", TEXT, 6.96, 8.04, 10.34),
    ("err", "bg", TEXT, 7.80, 8.82, 10.34), ("err", "surface", TEXT, 7.16, 7.00, 10.34),
    ("info", "infobg", TEXT, 7.73, 6.89, 16.75), ("info", "bg", TEXT, 8.33, 9.04, 16.75),
    ("onsel", "sel", TEXT, 12.61, 9.42, 19.56), ("oncontext", "context", TEXT, 13.13, 12.61, 19.56),
    ("disabled", "bg", TEXT, 5.18, 7.26, 9.68), ("disabled", "surface", TEXT, 4.75, 5.76, 9.68),
    ("border", "bg", EDGE, 3.78, 6.00, 21.00), ("border", "surface", EDGE, 3.47, 4.76, 21.00),
    ("focus", "bg", EDGE, 21.00, 16.54, 16.75), ("focus", "surface", EDGE, 19.26, 13.13, 16.75),
]


def ratio(theme, one, other):
    return contrast(int(TOKENS[theme][one][1:], 16), int(TOKENS[theme][other][1:], 16))


@pytest.mark.parametrize(("one", "other", "least", "light", "dark", "high"), PAIRS)
def test_each_pair_has_the_contrast_of_the_design(one, other, least, light, dark, high):
    for theme, expected in ((LIGHT, light), (DARK, dark), (HIGH, high)):
        found = ratio(theme, one, other)
        assert found == pytest.approx(expected, abs=0.0051), (theme, one, other)
        assert found >= (7.0 if theme is HIGH else least)


def test_the_three_tables_have_the_same_names():
    assert TOKENS[LIGHT].keys() == TOKENS[DARK].keys() == TOKENS[HIGH].keys()
