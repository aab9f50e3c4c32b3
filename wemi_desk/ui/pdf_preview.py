"""Pages of a PDF as pictures and as text. PDFium is not thread-safe: one background lane calls this, nothing else."""

from __future__ import annotations

import pypdfium2
from PySide6.QtGui import QImage

from wemi_desk.guards import forbid_on_ui_thread

SCREEN_DPI = 96.0


def preview_pages(pdf: bytes, pixel_ratio: float = 1.0) -> tuple[QImage, ...]:
    """Every page as it will be printed, sharp on a screen with *pixel_ratio* device pixels per point of Qt."""
    forbid_on_ui_thread("paper")
    with pypdfium2.PdfDocument(pdf) as document:
        pages = tuple(page_image(document, page, SCREEN_DPI * pixel_ratio) for page in range(len(document)))
    for image in pages:
        image.setDevicePixelRatio(pixel_ratio)
    return pages


def page_texts(pdf: bytes) -> tuple[str, ...]:
    """The words of every page, for a screen reader and for copying."""
    forbid_on_ui_thread("paper")
    with pypdfium2.PdfDocument(pdf) as document:
        return tuple(document[page].get_textpage().get_text_range() for page in range(len(document)))


def page_image(document: pypdfium2.PdfDocument, page: int, dpi: float) -> QImage:
    """One page on white paper; the copy owns its memory."""
    bitmap = document[page].render(scale=dpi / 72, prefer_bgrx=True)
    image = QImage(bitmap.buffer, bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGB32).copy()
    bitmap.close()
    return image
