"""The rules of a tagged PDF/A-2b read from the bytes and objects of the file, without the library that wrote it."""

import io
import re
from datetime import datetime

import pikepdf
from lxml import etree

_NAMES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/", "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
}  # fmt: skip
_LIVELY = {
    "/JavaScript", "/JS", "/Launch", "/OpenAction", "/AA", "/EmbeddedFiles", "/EmbeddedFile", "/AcroForm", "/RichMedia",
    "/Movie", "/Sound", "/URI", "/GoToR", "/SubmitForm", "/XFA", "/Annots", "/Encrypt",
}  # fmt: skip
_ROLES = {"/Document", "/P", "/H1", "/H2", "/L", "/LI", "/Lbl", "/LBody", "/Table", "/TR", "/TH", "/TD", "/Figure"}


def broken(pdf):
    """The rules that *pdf* breaks, in words; none for a good file."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        checks = (
            _head_and_tail(pdf, document), _metadata(document), _intent(document), _fonts(document),
            _nothing_lively(document), _nothing_seen_through(document), _structure(document), _marks(document),
            _read_out_of_order(document),
        )  # fmt: skip
        return [fault for faults in checks for fault in faults]


def _head_and_tail(pdf, document):
    first, second = pdf.split(b"\n", 2)[:2]
    if not re.fullmatch(rb"%PDF-1\.[0-7]\r?", first):
        yield f"header {first!r}"
    if second[:1] != b"%" or len(second) < 5 or any(byte < 128 for byte in second[1:5]):
        yield "no binary comment after the header"
    if not pdf.rstrip().endswith(b"%%EOF"):
        yield "something after the end"
    if b"\r\nendstream" in pdf:
        yield "a stream whose end is not clear"
    identity = document.trailer.get("/ID")
    if identity is None or len(identity) != 2 or not all(len(bytes(part)) >= 8 for part in identity):
        yield "no /ID in the trailer"


def _metadata(document):
    stream = document.Root.get("/Metadata")
    if stream is None or stream.get("/Filter") is not None:
        yield "no readable XMP stream"
        return
    packet = etree.fromstring(stream.read_bytes())
    said = {name: _said(packet, name) for name in ("pdfaid:part", "pdfaid:conformance", "dc:title", "dc:language")}
    if (said["pdfaid:part"], said["pdfaid:conformance"]) != ("2", "B"):
        yield f"XMP says {said['pdfaid:part']}{said['pdfaid:conformance']}"
    if not said["dc:title"]:
        yield "no title in XMP"
    if said["dc:language"] != str(document.Root.get("/Lang", "")):
        yield "XMP and /Lang differ"
    yield from _in_sync(packet, document.trailer.get("/Info"))


def _said(packet, name):
    """The value as an element, as an attribute, or as the only item of a list."""
    space, _colon, local = name.partition(":")
    tag = f"{{{_NAMES[space]}}}{local}"
    for element in packet.iter(tag):
        return "".join(element.itertext()).strip()
    return next((node.get(tag) for node in packet.iter() if node.get(tag) is not None), "")


def _in_sync(packet, info):
    if info is None:
        return
    for key, name in (("/Title", "dc:title"), ("/Author", "dc:creator"), ("/Producer", "pdf:Producer")):
        if key in info and str(info[key]) != _said(packet, name):
            yield f"{key} and {name} differ"
    for key, name in (("/CreationDate", "xmp:CreateDate"), ("/ModDate", "xmp:ModifyDate")):
        if key in info and _instant(str(info[key])) != datetime.fromisoformat(_said(packet, name)):
            yield f"{key} and {name} differ"


def _instant(text):
    digits = re.fullmatch(r"D:(\d{14})(Z|[+-]\d{2}'?\d{2}'?)?.*", text)
    zone = (digits[2] or "Z").replace("'", "").replace("Z", "+0000")
    return datetime.strptime(digits[1] + zone, "%Y%m%d%H%M%S%z")


def _intent(document):
    intents = [one for one in document.Root.get("/OutputIntents", ()) if one.get("/S") == "/GTS_PDFA1"]
    if len(intents) != 1:
        yield f"{len(intents)} output intents"
        return
    profile = intents[0].DestOutputProfile
    icc = profile.read_bytes()
    if icc[36:40] != b"acsp" or icc[16:20] != b"RGB " or int(profile.N) != 3 or icc[12:16] not in (b"mntr", b"prtr"):
        yield "the output intent is no RGB profile"
    if not str(intents[0].get("/OutputConditionIdentifier", "")):
        yield "the output intent has no name"


def _fonts(document):
    for font in _of_type(document, "/Font"):
        if "/ToUnicode" not in font and "/CIDSystemInfo" not in font:
            yield f"{font.get('/BaseFont')} has no ToUnicode"
        elif re.search(rb"<[0-9A-F]+> <(0000|FEFF|FFFE)>", font.get("/ToUnicode").read_bytes()):
            yield f"{font.get('/BaseFont')} calls a glyph no letter"
        elif any(int(found[1]) > 100 for found in re.finditer(rb"(\d+) beginbf", font.get("/ToUnicode").read_bytes())):
            yield f"{font.get('/BaseFont')} has a table with more letters in a block than is allowed"
        if "/DescendantFonts" in font:
            continue
        if not any(key in font.get("/FontDescriptor", {}) for key in ("/FontFile", "/FontFile2", "/FontFile3")):
            yield f"{font.get('/BaseFont')} is not in the file"


def _of_type(document, kind):
    return [one for one in _everything(document) if one.get("/Type") == kind]


def _everything(document):
    """Every dictionary of the file, those inside others too; streams by their own."""
    waiting = list(document.objects)
    while waiting:
        one = waiting.pop()
        if isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
            yield one
            waiting += [value for _key, value in one.items() if _is_inside(value)]
        elif isinstance(one, pikepdf.Array):
            waiting += [value for value in one if _is_inside(value)]


def _is_inside(value):
    return isinstance(value, pikepdf.Dictionary | pikepdf.Array) and not value.is_indirect


def _nothing_lively(document):
    for one in _everything(document):
        yield from (f"{key} in the file" for key, _value in one.items() if key in _LIVELY)
        if isinstance(one, pikepdf.Stream) and "/F" in one:
            yield "a stream outside the file"


def _nothing_seen_through(document):
    for one in _everything(document):
        if one.get("/SMask", "/None") != "/None" or "/Group" in one:
            yield "transparency"
        if any(float(one[key]) != 1 for key in ("/ca", "/CA") if key in one) or one.get("/BM", "/Normal") != "/Normal":
            yield "transparency in a graphics state"


def _structure(document):
    root = document.Root
    if not root.get("/MarkInfo", {}).get("/Marked", False):
        yield "not marked as tagged"
    if not str(root.get("/Lang", "")) or not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False):
        yield "no language, or the title is not shown"
    tree = root.get("/StructTreeRoot")
    if tree is None or tree.K.S != "/Document":
        yield "no structure tree"
        return
    roles = list(_walk(tree.K, tree))
    yield from (role for role in roles if role.startswith("!"))
    if roles.count("/H1") != 1:
        yield f"{roles.count('/H1')} main headings"


def _walk(element, parent):
    """The roles of the tree in its order; whatever is wrong begins with an exclamation mark."""
    role = str(element.S)
    yield role if role in _ROLES else f"!unknown role {role}"
    if element.P.objgen != parent.objgen:
        yield f"!{role} has another parent"
    if role == "/Figure" and not str(element.get("/Alt", "")):
        yield "!a figure without words"
    if role == "/TH" and "/Scope" not in element.A:
        yield "!a header cell without scope"
    for kid in element.K:
        if "/S" in kid:
            yield from _walk(kid, element)


def _marks(document):
    """Every piece of every page is decoration or has an owner, and the owners point back."""
    tree = document.Root.StructTreeRoot
    numbers = list(tree.ParentTree.Nums)
    owners = dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))
    for page in document.pages:
        marked, loose = _marked(page)
        if loose:
            yield f"{loose} marks on a page outside of any element"
        if marked != list(range(len(owners[int(page.obj.StructParents)]))):
            yield "pieces of a page and their owners differ"


def _read_out_of_order(document):
    """What is read aloud in the order of the tree is drawn in that order."""
    pages = {page.obj.objgen: number for number, page in enumerate(document.pages)}
    spoken = [(pages[kid.Pg.objgen], int(kid.MCID)) for kid in _leaves(document.Root.StructTreeRoot.K)]
    if spoken != sorted(spoken):
        yield "read in another order than drawn"


def _leaves(element):
    for kid in element.K:
        if "/S" in kid:
            yield from _leaves(kid)
        else:
            yield kid


def _marked(page):
    """The numbers of marked pieces in the order of the page, and how many signs stand outside of all marks."""
    depth, numbers, loose = 0, [], 0
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name in ("BDC", "BMC"):
            depth += 1
            if name == "BDC" and "/MCID" in operands[1]:
                numbers.append(int(operands[1].MCID))
        elif name == "EMC":
            depth -= 1
        elif name in ("Tj", "TJ", "'", '"', "Do", "f", "S", "f*", "B", "b", "s", "sh"):
            loose += depth == 0
    return numbers, loose
