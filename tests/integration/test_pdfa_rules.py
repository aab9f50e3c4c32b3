"""The rules of the archive, checked by our own reading of the file; and the checker notices each fault."""

import io
from functools import partial

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from tests.application_paper_samples import APPLICATION_PAPERS, drawn
from tests.paper_reader import fonts, verdict
from tests.paper_samples import ACCESSES, ATTENDANCE, CERTIFICATE, DAY, LEDGER_SHEET, SLIP, VERSION, papers
from tests.pdfa_rules import broken
from tests.shared_sheets import GROUP, PROPOSAL
from wemi_desk.documents import archive

EVERY_PAPER = {
    **{paper: partial(drawn, paper) for paper in APPLICATION_PAPERS},
    "slip": lambda: papers().slip(SLIP),
    "day": lambda: papers().day_summary(DAY),
    "ledger": lambda: papers().day_ledger(LEDGER_SHEET),
    "accesses": lambda: papers().access_list(ACCESSES),
    "attendance": lambda: papers().attendance_sheet(ATTENDANCE),
    "certificate": lambda: papers().attendance_certificate(CERTIFICATE),
    "shared proposal": lambda: papers().shared_sheet(PROPOSAL),
    "shared group": lambda: papers().shared_sheet(GROUP),
    "informativa": lambda: papers().privacy_notice("it", VERSION),
    "informativa in Arabic": lambda: papers().privacy_notice("ar", VERSION),
}


@pytest.mark.parametrize("paper", EVERY_PAPER)
def test_every_paper_keeps_every_rule_of_a_tagged_archive(paper):
    pdf = EVERY_PAPER[paper]()
    assert broken(pdf) == []
    assert verdict(pdf) == "pass"
    assert all(fonts(pdf).values())


@pytest.mark.parametrize("paper", APPLICATION_PAPERS)
def test_two_renderings_of_the_same_moment_are_the_same_bytes(paper):
    assert APPLICATION_PAPERS[paper]() == drawn(paper)


def _font(document):
    return next(iter(document.pages[0].Resources.Font.values()))


def _drop(key):
    def fault(document):
        del document.Root[key]

    return fault


def _loose_words(document):
    page = document.pages[0]
    page.contents_add(pikepdf.Stream(document, b"BT (x) Tj ET"))


def _see_through(document):
    page = document.pages[0]
    page.Resources.ExtGState = Dictionary(G0=Dictionary(ca=0.5))


def _rename(document):
    document.Root.StructTreeRoot.K.K[0].S = Name.Blink


def _mute(document):
    for one in document.objects:
        if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Figure":
            del one.Alt


def _turn_round(document):
    kids = document.Root.StructTreeRoot.K.K
    document.Root.StructTreeRoot.K.K = Array([kids[len(kids) - 1 - place] for place in range(len(kids))])


def _retitle(document):
    with document.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as said:
        said["dc:title"] = "Altro"
    document.docinfo["/Title"] = "Questo"


FAULTS = {
    "no structure tree": lambda document: setattr(document.Root.StructTreeRoot.K, "S", Name.Part),
    "not marked as tagged": _drop("/MarkInfo"),
    "XMP and /Lang differ": _drop("/Lang"),
    "0 output intents": _drop("/OutputIntents"),
    "no readable XMP stream": _drop("/Metadata"),
    "/OpenAction in the file": lambda document: setattr(
        document.Root, "OpenAction", Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
    ),
    "/Annots in the file": lambda document: setattr(document.pages[0].obj, "Annots", Array([])),
    "has no ToUnicode": lambda document: _font(document).__delitem__("/ToUnicode"),
    "calls a glyph no letter": lambda document: _font(document).ToUnicode.write(b"1 beginbfchar\n<00> <0000>\n"),
    "more letters in a block": lambda document: _font(document).ToUnicode.write(b"128 beginbfchar\n<41> <0041>"),
    "is not in the file": lambda document: _font(document).FontDescriptor.__delitem__("/FontFile2"),
    "transparency": _see_through,
    "outside of any element": _loose_words,
    "!unknown role /Blink": _rename,
    "!a figure without words": _mute,
    "read in another order": _turn_round,
    "/Title and dc:title differ": _retitle,
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_broken_rule_is_noticed(fault):
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(drawn("receipt"))) as document:
        FAULTS[fault](document)
        document.save(out)
    assert any(fault in said for said in broken(out.getvalue())), broken(out.getvalue())


def test_a_file_without_its_head_or_with_a_tail_is_noticed():
    pdf = drawn("receipt")
    head, rest = pdf.split(b"\n", 1)
    assert "no binary comment after the header" in broken(head + b"\n%plain\n" + rest.split(b"\n", 1)[1])
    assert "something after the end" in broken(pdf + b"<script>")
    unclear = pdf.replace(b"?>\n\nendstream", b"?>\r\nendstream")
    assert "a stream whose end is not clear" in broken(unclear)


@pytest.mark.parametrize("packing", [{}, {"Filter": Name.ASCIIHexDecode}])
def test_no_stream_ends_with_a_carriage_return_by_chance(packing):
    """One in 256 would: here the sum at the end of what is packed is one."""
    with pikepdf.Pdf.new() as document:
        content = b"0c>" if packing else b"\x0c"
        document.add_blank_page().Contents = pikepdf.Stream(document, content, **packing)
        archive._pack(document)
        packed = document.pages[0].Contents
        assert packed.read_raw_bytes()[-1:] != b"\r"
        assert packed.read_bytes() == b"\x0c\n"
