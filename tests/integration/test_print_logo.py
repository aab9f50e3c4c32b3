"""The logo slot draws shapes, and obeys nothing else in the file."""

import pytest

from tests.paper_reader import verdict
from tests.paper_samples import SLIP, papers
from wemi_desk.documents import brand
from wemi_desk.documents.outline import Outline

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20">'
LOGO = HEAD + '<path d="M0 0 H20 V20 A10 10 0 0 1 0 10 Z"/><rect x="22" y="2" width="16" height="16"/></svg>'
REFUSED = [
    HEAD + "</svg>",
    "not a drawing",
    "",
    HEAD + '<script>alert(1)</script><rect width="9" height="9"/></svg>',
    HEAD + '<rect width="9" height="9" onclick="x()"/></svg>',
    HEAD + '<image href="file:///etc/hostname"/><rect width="9" height="9"/></svg>',
    '<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/hostname">]>' + LOGO,
    HEAD + '<path d="M0 0 rubbish"/></svg>',
    LOGO + " " * 200_000,
]


@pytest.mark.parametrize("source", REFUSED)
def test_a_logo_that_is_not_a_plain_drawing_is_refused(source):
    assert Outline.read(source.encode()) is None


def test_a_slip_with_the_logo_is_an_archive_file_without_new_content(monkeypatch):
    plain = papers().slip(SLIP)
    logo = Outline.read(LOGO.encode())
    assert logo is not None
    monkeypatch.setattr("wemi_desk.documents.sheet.print_logo", lambda: logo)
    with_logo = papers().slip(SLIP)
    assert verdict(with_logo) == "pass"
    assert with_logo != plain


def test_without_a_file_there_is_no_logo():
    brand.print_logo.cache_clear()
    assert brand.print_logo() is None
