"""Scans and photographs made anew: what can be seen of them is kept, whatever else they brought along is not."""

from __future__ import annotations

import re
import zlib
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import Any

from wemi_desk.domain.attachments import JPEG, MOST_BYTES, MOST_PAGES, PDF, Scan
from wemi_desk.domain.errors import InvalidFieldError

MOST_PIXELS = 60_000_000
_LONG_SIDE = 3508
"""A4 at 300 dots per inch: nothing that is written on paper needs more."""
_QUALITY = 82
_MOST_UNPACKED = 256 << 20
_MOST_DEPTH = 60
_CHUNK, _PIECE = 1 << 16, 1 << 20
_MOST_DRAWN = 32 << 20
"""What one page draws, or one font, unpacked; a picture may be _MOST_UNPACKED."""
_MOST_ODD = 16 << 10
_STREAM = re.compile(rb"(?<!end)stream\r?\n?")
_PACKINGS = frozenset({"/FlateDecode", "/Fl", "/LZWDecode", "/LZW", "/RunLengthDecode", "/RL"})
_LEAST_SIDE, _MOST_SIDE = 1.0, 14_400.0
"""Points: 200 inches are the most that readers show."""
_SIGNS = {
    "pdf": (b"%PDF-",), "jpeg": (b"\xff\xd8\xff",), "png": (b"\x89PNG\r\n\x1a\n",), "tiff": (b"II*\0", b"MM\0*"),
}  # fmt: skip
_NAMES = {
    ".pdf": "pdf", ".jpg": "jpeg", ".jpeg": "jpeg", ".png": "png", ".tif": "tiff", ".tiff": "tiff", ".webp": "webp",
}  # fmt: skip
_ACTIVE_KEYS = frozenset({"/JS", "/JavaScript", "/AA", "/EF", "/EmbeddedFiles", "/XFA", "/RichMediaContent"})
_ACTIVE_NAMES = {
    "/S": frozenset({
        "/JavaScript", "/Launch", "/GoToE", "/ImportData", "/SubmitForm", "/Rendition", "/Movie", "/Sound",
    }),
    "/Subtype": frozenset({"/RichMedia", "/Movie", "/Sound", "/Screen", "/3D", "/FileAttachment"}),
    "/Type": frozenset({"/EmbeddedFile"}),
}  # fmt: skip
_PAGE_KEYS = ("/MediaBox", "/CropBox", "/Rotate", "/Resources", "/Contents")
_limits = Lock()


def remade(path: Path) -> Scan:
    """The file at *path*, made anew. Raises InvalidFieldError("attachment", reason): see domain.attachments."""
    content = _read(path)
    kind = _kind(content)
    claimed = _NAMES.get(path.suffix.casefold())
    if kind is None or claimed is None:
        raise _refused("wrong_kind")
    if kind != claimed:
        raise _refused("not_what_it_says")
    scan = _pdf(content) if kind == "pdf" else _image(content, kind)
    if len(scan.content) > MOST_BYTES:
        raise _refused("too_large", limit=MOST_BYTES)
    return scan


def _refused(reason: str, **data: object) -> InvalidFieldError:
    return InvalidFieldError("attachment", reason, **data)


def _read(path: Path) -> bytes:
    """A piece at a time, and never more than what is taken."""
    content = bytearray()
    try:
        if not path.is_file():
            raise _refused("gone")
        with path.open("rb") as file:
            while len(content) <= MOST_BYTES and (piece := file.read(_CHUNK)):
                content += piece
    except OSError:
        raise _refused("unreadable") from None
    if not content:
        raise _refused("empty")
    if len(content) > MOST_BYTES:
        raise _refused("too_large", limit=MOST_BYTES)
    return bytes(content)


def _kind(content: bytes) -> str | None:
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "webp"
    return next((kind for kind, signs in _SIGNS.items() if content.startswith(signs)), None)


# --- images ----------------------------------------------------------------------------------------------------


def _image(content: bytes, kind: str) -> Scan:
    from PIL import Image

    try:
        with Image.open(BytesIO(content), formats=[kind.upper()]) as picture:
            # only a fax has pages: what a camera adds to a photograph (depth, preview, film) is not another sheet
            frames = getattr(picture, "n_frames", 1) if kind == "tiff" else 1
            if frames > MOST_PAGES:
                raise _refused("too_many_pages", limit=MOST_PAGES)
            pages = [_page(picture, number) for number in range(frames)]
    except InvalidFieldError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _refused("too_many_pixels") from None
    except Exception:  # noqa: BLE001 (whatever a decoder makes of somebody's bytes)
        raise _refused("damaged") from None
    return _one_jpeg(pages[0]) if len(pages) == 1 else _several(pages)


def _page(picture: Any, number: int) -> Any:
    """One frame upright, without transparency, no larger than paper needs; nothing but its dots."""
    from PIL import Image, ImageOps

    picture.seek(number)
    if picture.width * picture.height > MOST_PIXELS:
        raise _refused("too_many_pixels")
    upright = ImageOps.exif_transpose(_eight_bits(picture)).convert("RGBA")
    upright.thumbnail((_LONG_SIDE, _LONG_SIDE))
    page = Image.new("RGB", upright.size, "white")
    page.paste(upright, mask=upright.getchannel("A"))
    return page


def _eight_bits(picture: Any) -> Any:
    """Greys of sixteen bits, which scanners make, brought down to eight."""
    return picture.point(lambda grey: grey / 256).convert("L") if picture.mode.startswith("I;16") else picture


def _one_jpeg(page: Any) -> Scan:
    made = BytesIO()
    page.save(made, "JPEG", quality=_QUALITY, optimize=True)
    return Scan(made.getvalue(), JPEG, 1)


def _several(pages: list[Any]) -> Scan:
    made = BytesIO()
    pages[0].save(made, "PDF", save_all=True, append_images=pages[1:], resolution=300, quality=_QUALITY)
    return _pdf(made.getvalue())


# --- PDF -------------------------------------------------------------------------------------------------------


def _pdf(content: bytes) -> Scan:
    import pikepdf

    _set_limits()
    if _swells(content):
        raise _refused("active_content")
    try:
        with pikepdf.open(BytesIO(content), attempt_recovery=False) as pdf:
            _look_through(pdf)
            return _rebuilt(pdf)
    except InvalidFieldError:
        raise
    except pikepdf.PasswordError:
        raise _refused("encrypted") from None
    except Exception:  # noqa: BLE001 (whatever a parser makes of somebody's bytes: some of its errors have no family)
        raise _refused("damaged") from None


def _look_through(pdf: Any) -> None:
    if pdf.is_encrypted:
        raise _refused("encrypted")
    if not 0 < len(pdf.pages) <= MOST_PAGES:
        raise _refused("too_many_pages" if len(pdf.pages) else "damaged", limit=MOST_PAGES)
    if _is_active(pdf) or any(_explodes(one) for one in pdf.objects):
        raise _refused("active_content")
    if not all(_fits_on_paper(page.mediabox) for page in pdf.pages):
        raise _refused("damaged")


def _set_limits() -> None:
    """For the whole process, as the library wants it; our own papers are far below."""
    import pikepdf

    with _limits:
        if not pikepdf.settings.get_qpdf_limits()["flate_max_memory"]:
            pikepdf.settings.set_qpdf_limits(
                flate_max_memory=_MOST_UNPACKED, run_length_max_memory=_MOST_UNPACKED, png_max_memory=_MOST_UNPACKED,
                tiff_max_memory=_MOST_UNPACKED, dct_max_memory=_MOST_UNPACKED, doc_max_warnings=1000,
            )  # fmt: skip


def _swells(content: bytes) -> bool:
    """Do the streams a reader unpacks before anybody asked (objects, and where objects are) become too much?"""
    left = _MOST_UNPACKED
    for begin in _STREAM.finditer(content):
        head = content[max(0, begin.start() - 600) : begin.start()]
        head = head[max(head.rfind(b" obj"), 0) :]
        if b"ObjStm" in head or b"XRef" in head:
            left -= _unpacked(content[begin.end() :], left)
        if left <= 0:
            return True
    return False


def _explodes(value: Any) -> bool:
    """A stream that would fill the memory of whoever shows it; measured piece by piece, never kept."""
    import pikepdf

    if not isinstance(value, pikepdf.Stream):
        return False
    names = value.get("/Filter", ())
    packings = [str(name) for name in (names if isinstance(names, pikepdf.Array) else (names,))]
    packings = [name for name in packings if name in _PACKINGS]
    if not packings:
        return False
    packed = value.read_raw_bytes()
    if len(packings) > 1 or packings[0] != "/FlateDecode":  # packed twice or as forty years ago: only what is small
        return len(packed) > _MOST_ODD
    most = _MOST_UNPACKED if value.get("/Subtype") == "/Image" else _MOST_DRAWN
    return _unpacked(packed, most) > most


def _unpacked(packed: bytes, most: int) -> int:
    """How many bytes it becomes, counted a piece at a time until *most* are passed."""
    unpacker, total, rest = zlib.decompressobj(), 0, packed
    try:
        while rest and not unpacker.eof and total <= most:
            total += len(unpacker.decompress(rest, _PIECE))
            rest = unpacker.unconsumed_tail
    except zlib.error:
        return total
    return total


def _fits_on_paper(box: Any) -> bool:
    """Something that has a size, and not that of a field."""
    try:
        left, bottom, right, top = (float(side) for side in box)
    except (TypeError, ValueError):
        return False
    sides = abs(right - left), abs(top - bottom)
    return all(_LEAST_SIDE <= side <= _MOST_SIDE for side in sides) and max(map(abs, (left, bottom))) <= _MOST_SIDE


def _set_plain_box(page: Any) -> None:
    """The sheet as four numbers of its own, and turned by quarters or not at all."""
    page.obj.MediaBox = [float(side) for side in page.mediabox]
    if "/CropBox" in page.obj and not _fits_on_paper(page.cropbox):
        del page.obj["/CropBox"]
    if page.obj.get("/Rotate", 0) not in (0, 90, 180, 270, -90, -180, -270):
        del page.obj["/Rotate"]


def _is_active(pdf: Any) -> bool:
    """Does anything in it want to be carried out, or hold another file?"""
    return any(_holds_active(one, 0) for one in pdf.objects) or _holds_active(pdf.trailer, 0)


def _holds_active(value: Any, depth: int) -> bool:
    import pikepdf

    if depth > _MOST_DEPTH:
        return True
    if isinstance(value, pikepdf.Array):
        return any(_holds_active(one, depth + 1) for one in value if not _is_elsewhere(one))
    if not isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
        return False
    keys = set(value.keys())
    if keys & _ACTIVE_KEYS or any(str(value.get(key)) in names for key, names in _ACTIVE_NAMES.items() if key in keys):
        return True
    inner = (value[key] for key in keys)
    return any(_holds_active(one, depth + 1) for one in inner if not _is_elsewhere(one))


def _is_elsewhere(value: Any) -> bool:
    """An object of its own: it is looked at by itself."""
    return bool(getattr(value, "is_indirect", False))


def _rebuilt(pdf: Any) -> Scan:
    """New pages with what is drawn on them: what was filled in is drawn, links and everything around are gone."""
    import pikepdf

    pdf.generate_appearance_streams()
    pdf.flatten_annotations("print")
    with pikepdf.Pdf.new() as clean:
        for page in pdf.pages:
            clean.pages.append(page)
        for page in clean.pages:
            for key in [key for key in page.obj.keys() if key not in (*_PAGE_KEYS, "/Type", "/Parent")]:  # noqa: SIM118
                del page.obj[key]
            _set_plain_box(page)
        clean.remove_unreferenced_resources()
        made = BytesIO()
        clean.save(made, compress_streams=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return Scan(made.getvalue(), PDF, len(clean.pages))
