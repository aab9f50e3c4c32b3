"""The informativa: exact texts, digests of the exact file, and refusals instead of another language."""

import hashlib
import json

import pytest

from tests.paper_reader import text
from tests.paper_samples import NOTICES, NOW, VERSION, languages, papers
from wemi_desk.documents import ShippedPrivacyNotices, TaggedPapers
from wemi_desk.documents.fonts import BODY, register
from wemi_desk.documents.plain_text import unprintable
from wemi_desk.domain.errors import PrivacyNoticeMissingError, UnprintableTextError
from wemi_desk.resources import resource_path
from wemi_desk.services.paper_ports import Papers, PrivacyNotices
from wemi_desk.ui.error_text import error_text


def test_italian_comes_first_then_the_languages_in_the_order_of_the_list():
    assert languages()[0] == "it"
    assert languages() == ["it", "en", "ar", "es", "zh", "uk", "bn", "fr", "ro", "ru", "sq", "pt"]


@pytest.mark.parametrize("language", languages())
def test_the_digest_is_of_the_exact_file(language):
    content = resource_path("documents", "informativa", VERSION, f"{language}.json").read_bytes()
    assert NOTICES.get(language, VERSION).sha256 == hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize("language", languages())
def test_every_offered_text_has_a_glyph_for_every_character(language):
    notice = NOTICES.get(language, VERSION)
    register()
    assert (
        unprintable("".join((notice.title, notice.draft_note, *notice.paragraphs)), BODY, language in {"ar", "bn"})
        == ""
    )


@pytest.mark.parametrize("language", languages())
def test_every_language_says_the_same_number_of_things_and_that_it_is_a_draft(language):
    notice = NOTICES.get(language, VERSION)
    assert len(notice.paragraphs) == len(NOTICES.get("it", VERSION).paragraphs)
    assert notice.is_draft
    assert notice.draft_note
    assert "dpo@comune.milano.it" in notice.paragraphs[0]
    assert "020202" in notice.paragraphs[-1]
    assert notice.public_address.endswith(f"/{VERSION}/{language}")


@pytest.mark.parametrize("language", ["it", "en", "fr", "es", "ro", "pt", "sq"])
def test_the_printed_words_are_the_words_of_the_file(language):
    notice = NOTICES.get(language, VERSION)
    words = text(papers().privacy_notice(language, VERSION))
    for paragraph in (notice.title, notice.draft_note, *notice.paragraphs, notice.public_address):
        assert paragraph in words


@pytest.mark.parametrize(
    ("language", "version"),
    [("xx", VERSION), ("it", "1999-01"), ("../it", VERSION), ("it", ".."), ("", VERSION), ("it", "")],
)
def test_a_text_that_is_not_there_is_refused(language, version):
    with pytest.raises(PrivacyNoticeMissingError) as caught:
        papers().privacy_notice(language, version)
    assert (caught.value.language, caught.value.version) == (language, version)


def test_a_text_that_cannot_be_printed_is_refused_with_its_characters(tmp_path):
    folder = tmp_path / "2026-12"
    folder.mkdir()
    data = json.loads(resource_path("documents", "informativa", VERSION, "it.json").read_text("utf-8"))
    data["paragraphs"] = ["සිංහල"]
    (folder / "si.json").write_text(json.dumps(data), "utf-8")
    strange = TaggedPapers(ShippedPrivacyNotices(tmp_path), lambda: NOW)
    with pytest.raises(UnprintableTextError) as caught:
        strange.privacy_notice("si", "2026-12")
    assert caught.value.language == "si"
    assert "ස" in caught.value.characters


def test_the_latest_version_is_offered(tmp_path):
    data = resource_path("documents", "informativa", VERSION, "it.json").read_bytes()
    for version in ("2026-12", "2027-01"):
        (tmp_path / version).mkdir()
        (tmp_path / version / "it.json").write_bytes(data)
    notices = ShippedPrivacyNotices(tmp_path)
    assert [(notice.version, notice.language) for notice in notices.offered()] == [("2027-01", "it")]
    assert notices.get("it", "2026-12").version == "2026-12"


def test_what_documents_offers_fits_the_ports():
    port: Papers = papers()
    notices: PrivacyNotices = NOTICES
    assert port
    assert notices


def test_a_refusal_has_its_words():
    assert "altra lingua" in (error_text(PrivacyNoticeMissingError("xx", VERSION)) or "")
    assert "non si può stampare" in (error_text(UnprintableTextError("si", "ස")) or "")
