"""A slip carries a code that every scanner and keyboard layout reads alike."""

from dataclasses import replace

import pytest

from tests.paper_samples import SLIP
from wemi_desk.domain.errors import InvalidFieldError


@pytest.mark.parametrize("code", ["", "ABC", "wd7k", "WEMI-1/2", "ÀBCD", "A BCD", "ABCD\n", "A" * 33])
def test_a_code_that_a_scanner_would_garble_is_refused(code):
    with pytest.raises(InvalidFieldError):
        replace(SLIP, code=code)
