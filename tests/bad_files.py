"""Files that somebody might hand over: real scans and photographs, and everything that only looks like one."""

import io
import os
import struct
import zipfile
import zlib
from functools import cache

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from PIL import Image


def picture(mode="RGB", size=(120, 80), colour=0, kind="PNG", **options):
    out = io.BytesIO()
    Image.new(mode, size, colour).save(out, kind, **options)
    return out.getvalue()


def pdf(change=lambda document: None, pages=1, **options):
    """A page with a line of text on it, changed by *change*."""
    with pikepdf.Pdf.new() as document:
        for _ in range(pages):
            page = document.add_blank_page(page_size=(595, 842))
            font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
            page.Resources = Dictionary(Font=Dictionary(F1=font))
            page.Contents = document.make_stream(b"BT /F1 24 Tf 72 700 Td (Attestazione ISEE) Tj ET")
        change(document)
        out = io.BytesIO()
        document.save(out, **options)
        return out.getvalue()


def _root(**entries):
    def change(document):
        for key, value in entries.items():
            document.Root[f"/{key}"] = value

    return change


def _annotated(**entries):
    def change(document):
        link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 100, 100]), **entries)
        document.pages[0].Annots = Array([document.make_indirect(link)])

    return change


def _noted(subtype):
    def change(document):
        note = Dictionary(Type=Name.Annot, Subtype=subtype, Rect=Array([0, 0, 9, 9]))
        document.pages[0].Annots = Array([document.make_indirect(note)])

    return change


def script():
    return Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def _embedded(document):
    document.attachments["fattura.exe"] = b"MZ" + bytes(100)


def _deep(document):
    nested = Array([])
    for _ in range(200):
        nested = Array([nested])
    document.Root.Deep = nested


@cache
def packed(megabytes=300, before=b""):
    """Blanks without end, packed."""
    packer = zlib.compressobj(1)
    blanks = b" " * (1 << 20)
    return packer.compress(before) + b"".join(packer.compress(blanks) for _ in range(megabytes)) + packer.flush()


def _bomb_stream(document):
    document.pages[0].Contents = pikepdf.Stream(document, packed(), Filter=Name.FlateDecode)


def _bomb_of_bombs(document):
    twice = zlib.compress(packed())
    document.pages[0].Contents = pikepdf.Stream(
        document, twice + bytes(40_000), Filter=Array([Name.FlateDecode, Name.FlateDecode])
    )


def _itself(document):
    form = document.make_stream(b"/X0 Do")
    form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 10, 10])
    form.Resources = Dictionary(XObject=Dictionary(X0=form))
    document.pages[0].Resources.XObject = Dictionary(X0=form)
    document.pages[0].Contents = document.make_stream(b"/X0 Do")


def _field(document):
    """A form field that has been filled in, with a script for the next keystroke."""
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    field = Dictionary(
        Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("isee"), V=String("12345"),
        Rect=Array([0, 0, 90, 20]), AA=Dictionary(K=script()), DA=String("/F1 12 Tf 0 g"), F=4,
    )  # fmt: skip
    made = document.make_indirect(field)
    document.pages[0].Annots = Array([made])
    document.Root.AcroForm = Dictionary(
        Fields=Array([made]), NeedAppearances=True, DR=Dictionary(Font=Dictionary(F1=font))
    )


def _hidden_in_an_object_stream():
    return pdf(_root(OpenAction=script()), object_stream_mode=pikepdf.ObjectStreamMode.generate)


def _in_disguise():
    """Its names written with hexadecimal signs, as those who look for words are fooled; the places stay right."""
    plain = pdf(_root(OpenAction=Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"), Pad=Name.PPPPPP)))
    return plain.replace(b"/JavaScript", b"/J#61vaScript").replace(b"/JS ", b"/#4aS ").replace(b"PPPPPP", b"PP")


def object_stream_bomb(padding=0):
    """Objects packed into a stream that unpacks to 300 MB, its dictionary pushed away from the word "stream"."""
    full = packed(before=b"1 0 ")
    head = b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n"
    dictionary = b"<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>" % len(full)
    stream = b"5 0 obj\n" + dictionary + b" " * padding + b"\nstream\n"
    body = head + stream + full + b"\nendstream\nendobj\n"
    places = [(0, 0, 65535), (2, 5, 0), *[(1, 0, 0)] * 3, (1, len(head), 0), (1, len(body), 0)]
    rows = b"".join(struct.pack(">BIH", *place) for place in places)
    table = b"6 0 obj\n<</Type/XRef/Size 7/W[1 4 2]/Root 1 0 R/Length %d>>\nstream\n" % len(rows)
    return body + table + rows + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % len(body)


def png_head(width, height):
    """A picture that only says how large it is."""
    chunk = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk))


def png_bomb(side=30_000):
    """A picture of one colour, 2.7 GB when it is unpacked, a few kilobytes on the disk."""
    packer = zlib.compressobj(9)
    row = bytes(side * 3 + 1)
    data = b"IDAT" + b"".join(packer.compress(row) for _ in range(200)) + packer.flush()
    return png_head(side, side) + struct.pack(">I", len(data) - 4) + data + struct.pack(">I", zlib.crc32(data))


def text_bomb():
    """A small picture with a comment that unpacks to 300 MB."""
    chunk = b"zTXtcomment\0\0" + packed()
    made = picture()
    place = made.index(b"IDAT") - 4
    size, check = struct.pack(">I", len(chunk) - 4), struct.pack(">I", zlib.crc32(chunk))
    return made[:place] + size + chunk + check + made[place:]


def polyglot():
    """A PDF that is also an archive with a program in it."""
    out = io.BytesIO(pdf())
    out.seek(0, os.SEEK_END)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("setup.exe", b"MZ" + bytes(4000))
    return out.getvalue()


def odd_box(*box):
    def change(document):
        document.pages[0].MediaBox = Array(list(box))

    return pdf(change)


ENCRYPTED = {
    "with a password": lambda: pdf(encryption=pikepdf.Encryption(owner="o", user="u")),
    "opened by anybody": lambda: pdf(encryption=pikepdf.Encryption(owner="o", user="")),
    "with the old cipher": lambda: pdf(
        encryption=pikepdf.Encryption(owner="o", user="", R=3, aes=False, metadata=False)
    ),
}
ACTIVE = {
    "script when opened": lambda: pdf(_root(OpenAction=script())),
    "script by name": lambda: pdf(_root(Names=Dictionary(JavaScript=Dictionary(Names=Array([String("a"), script()]))))),
    "script of a page": lambda: pdf(lambda document: setattr(document.pages[0].obj, "AA", Dictionary(O=script()))),
    "script in a packed object": _hidden_in_an_object_stream,
    "script in disguise": _in_disguise,
    "program to launch": lambda: pdf(_annotated(A=Dictionary(S=Name.Launch, F=String("cmd.exe")))),
    "data to send away": lambda: pdf(_annotated(A=Dictionary(S=Name.SubmitForm, F=String("http://example.invalid")))),
    "file in the file": lambda: pdf(_embedded),
    "file on a page": lambda: pdf(_noted(Name.FileAttachment)),
    "another file to go to": lambda: pdf(_annotated(A=Dictionary(S=Name.GoToE))),
    "film": lambda: pdf(_noted(Name.RichMedia)),
    "form of another kind": lambda: pdf(_root(AcroForm=Dictionary(XFA=String("<xdp/>"), Fields=Array([])))),
    "script of a field": lambda: pdf(_field),
    "too deep": lambda: pdf(_deep),
}  # fmt: skip
DAMAGED = {
    "head alone": lambda: b"%PDF-1.7\n",
    "cut": lambda: pdf()[:400],
    "no pages": lambda: pdf(lambda document: document.pages.__delitem__(0)),
    "noise after the head": lambda: b"%PDF-1.7\n" + bytes(range(256)) * 40,
    "endless page": lambda: odd_box(0, 0, 10_000_000, 10_000_000),
    "page without room": lambda: odd_box(0, 0, 0, 0),
}
BOMBS = {
    "page that unpacks to 300 MB": lambda: pdf(_bomb_stream),
    "page packed twice": lambda: pdf(_bomb_of_bombs),
    "objects that unpack to 300 MB": object_stream_bomb,
    "the same, pushed away": lambda: object_stream_bomb(5_000),
}
