"""A file that somebody hands over is made anew, or refused with its reason; nothing of it is ever carried out."""

import io
import os
import random
import resource
import tracemalloc

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from tests import bad_files
from tests.bad_files import ACTIVE, BOMBS, DAMAGED, ENCRYPTED, pdf, picture
from wemi_desk.domain.attachments import JPEG, MOST_BYTES, MOST_PAGES, PDF, REFUSALS
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.gateways.scans import remade

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:PIL", "ignore::PIL.Image.DecompressionBombWarning")


@pytest.fixture
def put(tmp_path):
    def write(name, content):
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return write


def reason(path):
    with pytest.raises(InvalidFieldError) as refused:
        remade(path)
    assert refused.value.field == "attachment"
    assert refused.value.reason in REFUSALS
    return refused.value.reason


def outcome(path):
    """The scan, or why there is none."""
    try:
        return remade(path)
    except InvalidFieldError as refused:
        return refused.reason


def image(scan):
    return Image.open(io.BytesIO(scan.content))


# --- what is taken -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("foto.jpg", picture(kind="JPEG")), ("FOTO.JPEG", picture(kind="JPEG", progressive=True)),
        ("scan.png", picture("RGBA", colour=(255, 0, 0, 0))), ("scan.png", picture("P")), ("scan.png", picture("1")),
        ("scan.png", picture("LA")), ("scan.png", picture("I;16")), ("scan.tif", picture(kind="TIFF")),
        ("scan.tiff", picture("1", kind="TIFF")), ("foto.jpg", picture("CMYK", kind="JPEG")),
        ("foto.jpg", picture("L", kind="JPEG")), ("foto.webp", picture(kind="WEBP")),
    ],
)  # fmt: skip
def test_a_photograph_becomes_one_plain_jpeg(put, name, content):
    scan = remade(put(name, content))
    assert (scan.media_type, scan.pages) == (JPEG, 1)
    assert (image(scan).format, image(scan).mode, image(scan).size) == ("JPEG", "RGB", (120, 80))


def test_what_is_transparent_is_white(put):
    scan = remade(put("scan.png", picture("RGBA", colour=(255, 0, 0, 0))))
    assert min(image(scan).getpixel((5, 5))) > 250


def test_sixteen_bits_of_grey_stay_grey(put):
    scan = remade(put("scan.png", picture("I;16", colour=40_000)))
    assert all(abs(part - 40_000 // 256) < 4 for part in image(scan).getpixel((5, 5)))


def test_a_photograph_loses_where_and_when_it_was_taken_and_stands_upright(put):
    made = Image.new("RGB", (120, 80))
    exif = made.getexif()
    exif[0x0112], exif[0x010F] = 6, "Fotocamera di prova"
    exif.get_ifd(0x8825)[2] = (45.0, 28.0, 0.0)
    out = io.BytesIO()
    made.save(out, "JPEG", exif=exif, comment=b"via delle Prove 12")
    scan = remade(put("foto.jpg", out.getvalue()))
    assert image(scan).size == (80, 120)
    assert not image(scan).getexif()
    assert b"Prove" not in scan.content
    assert b"Fotocamera" not in scan.content


def test_of_a_film_of_pictures_the_first_is_kept(put):
    out = io.BytesIO()
    frames = [Image.new("RGB", (120, 80), colour) for colour in ("white", "black", "red")]
    frames[0].save(out, "MPO", save_all=True, append_images=frames[1:])
    scan = remade(put("foto.jpg", out.getvalue()))
    assert (scan.media_type, scan.pages) == (JPEG, 1)
    assert min(image(scan).getpixel((5, 5))) > 250


def test_a_fax_of_several_pages_becomes_a_pdf_of_as_many(put):
    out = io.BytesIO()
    sheets = [Image.new("1", (200, 300), 1) for _ in range(3)]
    sheets[0].save(out, "TIFF", save_all=True, append_images=sheets[1:])
    scan = remade(put("fax.tif", out.getvalue()))
    assert (scan.media_type, scan.pages) == (PDF, 3)
    with pikepdf.open(io.BytesIO(scan.content)) as document:
        assert len(document.pages) == 3


def test_a_large_photograph_is_made_as_large_as_paper_needs(put):
    scan = remade(put("foto.png", picture("L", (6_000, 4_000))))
    assert max(image(scan).size) == 3508


def test_a_pdf_keeps_what_is_on_its_pages_and_nothing_around_them(put):
    def change(document):
        document.docinfo["/Author"] = "Teresa Fumagalli"
        bad_files._annotated(A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI="http://example.invalid"))(document)

    scan = remade(put("isee.pdf", pdf(change, pages=2)))
    assert (scan.media_type, scan.pages) == (PDF, 2)
    with pypdfium2.PdfDocument(scan.content) as document:
        assert "Attestazione ISEE" in document[0].get_textpage().get_text_range()
    assert b"Fumagalli" not in scan.content
    with pikepdf.open(io.BytesIO(scan.content)) as document:
        assert "/Annots" not in document.pages[0]
        assert set(document.Root.keys()) <= {"/Type", "/Pages", "/Version"}


def test_what_was_filled_into_a_form_stays_on_the_page(put):
    def change(document):
        bad_files._field(document)
        del document.pages[0].Annots[0].AA

    scan = remade(put("modulo.pdf", pdf(change)))
    with pypdfium2.PdfDocument(scan.content) as document:
        assert "12345" in document[0].get_textpage().get_text_range()


# --- what is not ---------------------------------------------------------------------------------------------------


def test_an_empty_file_is_said_to_be_empty(put):
    assert reason(put("isee.pdf", b"")) == "empty"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("isee.pdf", picture()), ("foto.png", pdf()), ("foto.jpg", picture()), ("isee.pdf", picture(kind="JPEG")),
        ("foto.webp", picture(kind="TIFF")),
    ],
)  # fmt: skip
def test_a_file_that_is_something_else_than_its_name_says_is_refused(put, name, content):
    assert reason(put(name, content)) == "not_what_it_says"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("isee.pdf", b"MZ" + bytes(300)), ("isee.exe", pdf()), ("isee", pdf()), ("isee.pdf.exe", pdf()),
        ("pagina.pdf", b"<html><script>alert(1)</script></html>"), ("foto.svg", b"<svg onload='x()'/>"),
        ("foto.png", b"GIF89a" + bytes(40)), ("isee.pdf", b"PK\x03\x04" + bytes(40)), ("isee.pdf", b" " * 40 + pdf()),
        ("isee.pdf", b"GIF89a" + pdf()), ("foto.gif", picture(kind="GIF")), ("note.txt", b"ISEE 12345"),
        ("foto.jpg", b"%!PS-Adobe-3.0 EPSF-3.0\n"),
    ],
)  # fmt: skip
def test_only_scans_and_photographs_are_taken(put, name, content):
    assert reason(put(name, content)) == "wrong_kind"


@pytest.mark.parametrize("kind", ENCRYPTED)
def test_a_locked_pdf_is_refused(put, kind):
    assert reason(put("isee.pdf", ENCRYPTED[kind]())) == "encrypted"


@pytest.mark.parametrize("kind", ACTIVE)
def test_a_pdf_that_wants_to_do_something_is_refused(put, kind):
    assert reason(put("isee.pdf", ACTIVE[kind]())) == "active_content"


@pytest.mark.parametrize("kind", DAMAGED)
def test_a_pdf_that_cannot_be_read_is_said_to_be_damaged(put, kind):
    assert reason(put("isee.pdf", DAMAGED[kind]())) == "damaged"


def test_a_page_of_odd_measures_becomes_a_plain_one(put):
    def change(document):
        page = document.pages[0].obj
        page.MediaBox = pikepdf.Array([pikepdf.Name.a] * 4)
        page.CropBox, page.Rotate, page.UserUnit = pikepdf.Array([0, 0, 10**9, 10**9]), 45, 70_000

    with pikepdf.open(io.BytesIO(remade(put("isee.pdf", pdf(change))).content)) as document:
        page = document.pages[0].obj
        assert all(0 <= float(side) <= 14_400 for side in page.MediaBox)
        assert not {"/CropBox", "/Rotate", "/UserUnit"} & set(page.keys())


def test_a_pdf_that_is_an_archive_too_is_refused_or_loses_the_archive(put):
    made = outcome(put("isee.pdf", bad_files.polyglot()))
    assert made == "damaged" or b"setup.exe" not in made.content


def test_a_photograph_with_a_program_behind_it_loses_the_program(put):
    scan = remade(put("foto.jpg", picture(kind="JPEG") + b"PK\x03\x04setup.exe" + b"MZ" * 2000))
    assert b"setup.exe" not in scan.content


def test_a_form_that_draws_itself_ends(put):
    made = outcome(put("isee.pdf", pdf(bad_files._itself)))
    assert made == "damaged" or made.pages == 1


def test_too_many_pages_are_refused(put):
    assert reason(put("isee.pdf", pdf(pages=MOST_PAGES + 1))) == "too_many_pages"
    out = io.BytesIO()
    sheets = [Image.new("1", (9, 9), 1) for _ in range(MOST_PAGES + 1)]
    sheets[0].save(out, "TIFF", save_all=True, append_images=sheets[1:])
    assert reason(put("fax.tif", out.getvalue())) == "too_many_pages"


@pytest.mark.parametrize("size", [(60_000, 60_000), (10_000, 9_900), (2_000_000_000, 2_000_000_000), (1, 61_000_000)])
def test_a_picture_that_says_it_is_enormous_is_not_unpacked(put, size):
    assert reason(put("foto.png", bad_files.png_head(*size))) in {"too_many_pixels", "damaged"}


@pytest.mark.parametrize(
    "content", [bad_files.png_head(0, 5), picture()[:70], picture(kind="JPEG")[:120], picture(kind="TIFF")[:40],
                b"\xff\xd8\xff", b"II*\0", b"RIFF\x10\0\0\0WEBPVP8 "]
)  # fmt: skip
def test_a_picture_that_cannot_be_read_is_damaged(put, content):
    name = {b"\x89P": "a.png", b"\xff\xd8": "a.jpg", b"II": "a.tif", b"RI": "a.webp"}[content[:2]]
    assert reason(put(name, content)) == "damaged"


# --- what explodes -------------------------------------------------------------------------------------------------


def peak_kb():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


@pytest.fixture
def little_memory():
    """What is looked at must not take a gigabyte: the process keeps what it needed most."""
    before = peak_kb()
    yield
    assert peak_kb() - before < 700_000


def test_a_file_of_four_hundred_megabytes_is_not_read(tmp_path, little_memory):
    for name, head in (("isee.pdf", b"%PDF-1.7\n"), ("foto.jpg", b"\xff\xd8\xff\xe0")):
        path = tmp_path / name
        with path.open("wb") as file:
            file.write(head)
            file.truncate(400 << 20)
        tracemalloc.start()
        assert reason(path) == "too_large"
        assert tracemalloc.get_traced_memory()[1] < 4 * MOST_BYTES
        tracemalloc.stop()


@pytest.mark.parametrize("kind", BOMBS)
def test_a_pdf_that_explodes_is_refused(put, little_memory, kind):
    content = BOMBS[kind]()
    assert len(content) < MOST_BYTES
    assert reason(put("isee.pdf", content)) in {"active_content", "damaged", "too_large"}


def test_a_picture_that_explodes_is_refused(put, little_memory):
    assert reason(put("foto.png", bad_files.png_bomb())) == "too_many_pixels"
    assert reason(put("foto.png", bad_files.text_bomb())) == "damaged"


# --- what is no file -----------------------------------------------------------------------------------------------


def test_what_is_no_file_is_gone(tmp_path):
    assert reason(tmp_path / "isee.pdf") == "gone"
    folder = tmp_path / "cartella.pdf"
    folder.mkdir()
    assert reason(folder) == "gone"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes with names are of Unix")
def test_a_pipe_that_never_ends_is_not_waited_for(tmp_path):
    pipe = tmp_path / "isee.pdf"
    os.mkfifo(pipe)
    assert reason(pipe) == "gone"


@pytest.mark.parametrize("kind", ["pdf", "png", "jpg", "tif"])
def test_noise_never_gets_through_unsaid(put, kind):
    """Bytes turned over at random: a clean scan, or a reason, and nothing else."""
    chance = random.Random(20261122)
    whole = pdf() if kind == "pdf" else picture(kind={"png": "PNG", "jpg": "JPEG", "tif": "TIFF"}[kind])
    for number in range(60):
        spoiled = bytearray(whole)
        for _ in range(chance.randint(1, 12)):
            spoiled[chance.randrange(4, len(spoiled))] = chance.randrange(256)
        made = outcome(put(f"{number}.{kind}", bytes(spoiled)))
        assert made in REFUSALS if isinstance(made, str) else made.content
