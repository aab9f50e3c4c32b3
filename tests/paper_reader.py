"""Read a paper back as the world reads it: an archive checker, a screen reader, a scanner."""

import io

import pikepdf
import pypdfium2
import zxingcpp
from pikepdf import pdfa

DPI = 200


def verdict(pdf):
    return pdfa.validate_written(io.BytesIO(pdf), "2b").verdict


def outline(pdf):
    """The structure tree as indented lines: role, scope, alternative text."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return _lines(document.Root.StructTreeRoot.K, 0)


def _lines(element, depth):
    words = [str(element.S)[1:]]
    if "/A" in element and "/Scope" in element.A:
        words.append(str(element.A.Scope)[1:])
    if "/Alt" in element:
        words.append(repr(str(element.Alt)))
    lines = ["  " * depth + " ".join(words)]
    for kid in element.K:
        if "/S" in kid:
            lines += _lines(kid, depth + 1)
    return lines


def text(pdf):
    """The words of all pages, blanks folded."""
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [document[number].get_textpage().get_text_range() for number in range(len(document))]
    return " ".join(" ".join(pages).split())


def pages(pdf):
    with pypdfium2.PdfDocument(pdf) as document:
        return len(document)


def scanned(pdf, page=0, dpi=DPI):
    """The codes a reader finds on the printed page."""
    with pypdfium2.PdfDocument(pdf) as document:
        picture = document[page].render(scale=dpi / 72, grayscale=True).to_pil()
    return {code.text for code in zxingcpp.read_barcodes(picture)}


def kinds_scanned(pdf, page=0, dpi=DPI):
    """Kind and text of every code on the page."""
    with pypdfium2.PdfDocument(pdf) as document:
        picture = document[page].render(scale=dpi / 72, grayscale=True).to_pil()
    return {(code.format.name, code.text) for code in zxingcpp.read_barcodes(picture)}


def ink_outside(pdf, left=20, right=15):
    """Whether something is printed within so many millimetres of the edges, as clipped lines would be."""
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            picture = page.render(scale=1, grayscale=True).to_pil()
            wide, high = picture.size
            edges = ((0, 0, round(left * 72 / 25.4), high), (wide - round(right * 72 / 25.4), 0, wide, high))
            if any(picture.crop(edge).getextrema()[0] < 200 for edge in edges):
                return True
    return False


def fonts(pdf):
    """Every font name used, and whether its program is inside the file."""
    found = {}
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for page in document.pages:
            for font in page.Resources.Font.values():
                descriptor = font.get("/FontDescriptor")
                found[str(font.BaseFont)] = descriptor is not None and "/FontFile2" in descriptor
    return found
