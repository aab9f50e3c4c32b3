"""From a drawn file and its notes to a tagged PDF/A-2b, or a refusal."""

from __future__ import annotations

import io
import re
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String, pdfa

from wemi_desk.documents.layout import Node

CREATOR = "Comune di Milano"
_GLYPH = re.compile(r"<[0-9A-F]{2}> <[0-9A-F]{4,}>")
_MOST_A_BLOCK, _CARRIAGE_RETURN = 100, 13
_MOST_CHARACTERS = 16_000  # PDF/A allows 32,767 bytes in a string; longer words are in the marked content, page by page


@dataclass(frozen=True, slots=True)
class Properties:
    """What the file says about itself."""

    title: str
    language: str
    made_at: datetime


def archived(drawn: bytes, tree: Node, properties: Properties) -> bytes:
    """Return *drawn* as tagged PDF/A-2b; raise pikepdf's PdfaError unless the verdict is "pass"."""
    with pikepdf.open(io.BytesIO(drawn)) as pdf:
        _add_structure(pdf, tree)
        _describe(pdf, properties)
        pdfa.prepare(pdf, "2b")
        # prepare() stamps the machine's time: the clock of the caller is the only one here.
        _describe(pdf, properties)
        _tell_letters(pdf)
        _pack(pdf)
        out = io.BytesIO()
        pdfa.save(
            pdf, out, "2b", repair=False, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.disable
        )
        return out.getvalue()


def _tell_letters(pdf: pikepdf.Pdf) -> None:
    """Write anew which letter each glyph is: reportlab says "no letter" of those it does not use, which is none."""
    for one in pdf.objects:
        if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == Name.Font and "/ToUnicode" in one:
            table = one.ToUnicode.read_bytes().decode("ascii")
            head, _begin, rest = table.partition(" beginbfchar\n")
            said = [line for line in _GLYPH.findall(rest) if not line.endswith("<0000>")]
            blocks = [said[at : at + _MOST_A_BLOCK] for at in range(0, len(said), _MOST_A_BLOCK)]
            parts = [f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar\n" for block in blocks]
            top, tail = head.rpartition("\n")[0], rest.partition("endbfchar\n")[2]
            one.ToUnicode.write(f"{top}\n{''.join(parts)}{tail}".encode("ascii"))


def _pack(pdf: pikepdf.Pdf) -> None:
    """Pack everything one way, and so that nothing ends with a carriage return: readers take that for the line's end.

    What is packed otherwise would be packed anew while it is saved, and nobody would look at its end.
    """
    for one in pdf.objects:
        if not isinstance(one, pikepdf.Stream) or one.get("/Type") == Name.Metadata:
            continue
        if one.get("/Filter") != Name.FlateDecode or one.read_raw_bytes()[-1:] == b"\r":
            content = one.read_bytes()
            if zlib.adler32(content) & 0xFF == _CARRIAGE_RETURN:  # the last byte of what is packed
                content += b"\n"  # a blank on a page, and after the last table of a font
            if "/Length1" in one:
                one.Length1 = len(content)
            one.write(zlib.compress(content, 9), filter=Name.FlateDecode)


def _describe(pdf: pikepdf.Pdf, properties: Properties) -> None:
    made_at = properties.made_at.astimezone(UTC).isoformat(timespec="seconds")
    pdf.Root.Lang = String(properties.language)
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    with pdf.open_metadata(set_pikepdf_as_editor=False) as meta:
        meta["dc:title"] = properties.title
        meta["dc:creator"] = [CREATOR]
        meta["dc:language"] = [properties.language]
        for name in ("xmp:CreateDate", "xmp:ModifyDate", "xmp:MetadataDate"):
            meta[name] = made_at


def _add_structure(pdf: pikepdf.Pdf, tree: Node) -> None:
    pages = list(pdf.pages)
    owners: list[dict[int, Any]] = [{} for _ in pages]
    root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    root.K = _element(pdf, tree, root, pages, owners)
    numbers = Array()
    for index, (page, by_id) in enumerate(zip(pages, owners, strict=True)):
        page.obj.StructParents = index
        page.obj.Tabs = Name.S
        if "/Trans" in page.obj:  # reportlab puts a transition on every page; PDF/A does not know them
            del page.obj["/Trans"]
        assert sorted(by_id) == list(range(len(by_id))), "a piece of the page has no owner"
        numbers.append(index)
        numbers.append(Array([by_id[key] for key in sorted(by_id)]))
    root.ParentTree = pdf.make_indirect(Dictionary(Nums=numbers))
    root.ParentTreeNextKey = len(pages)
    pdf.Root.StructTreeRoot = root
    pdf.Root.MarkInfo = Dictionary(Marked=True)


def _element(pdf: pikepdf.Pdf, node: Node, parent: Any, pages: list[Any], owners: list[dict[int, Any]]) -> Any:
    element = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name("/" + node.role), P=parent))
    _add_words(element, node)
    kids = Array()
    for kid in node.kids:
        if isinstance(kid, Node):
            kids.append(_element(pdf, kid, element, pages, owners))
        else:
            page, mcid = kid
            owners[page][mcid] = element
            kids.append(Dictionary(Type=Name.MCR, Pg=pages[page].obj, MCID=mcid))
    element.K = kids
    return element


def _add_words(element: Any, node: Node) -> None:
    for key, words in (("/Alt", node.alt), ("/Lang", node.language), ("/ActualText", node.spoken)):
        if words and len(words) <= _MOST_CHARACTERS:
            element[key] = String(words)
    if node.attributes:
        element.A = Dictionary(O=Name("/" + node.owner))
        for key, value in node.attributes.items():
            element.A[Name("/" + key)] = Array(value) if isinstance(value, list) else Name(value)
