"""Put a PDF on a printer. Takes half a second a page: call it from the lane that owns PDFium, never the UI thread."""

from __future__ import annotations

import pypdfium2
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from wemi_desk.domain.errors import PrinterError
from wemi_desk.guards import forbid_on_ui_thread

PRINT_DPI = 600.0  # at 300 the bars of a barcode blur
_BAND_ROWS = 128


def default_printer() -> QPrinter:
    """The printer of this PC, A4; raise PrinterError when there is none."""
    info = QPrinterInfo.defaultPrinter()
    if info.isNull():
        raise PrinterError
    printer = QPrinter(info, QPrinter.PrinterMode.HighResolution)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setPageOrientation(QPageLayout.Orientation.Portrait)
    return printer


def print_document(pdf: bytes, printer: QPrinter) -> None:
    """Print every page of *pdf*; raise PrinterError when the printer does not take it."""
    forbid_on_ui_thread("paper")
    printer.setFullPage(True)
    painter = QPainter()
    if not painter.begin(printer):
        raise PrinterError
    try:
        painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
        with pypdfium2.PdfDocument(pdf) as document:
            _print_pages(document, painter, printer)
    finally:
        painter.end()
    if printer.printerState() in (QPrinter.PrinterState.Aborted, QPrinter.PrinterState.Error):
        raise PrinterError


def _print_pages(document: pypdfium2.PdfDocument, painter: QPainter, printer: QPrinter) -> None:
    for number in range(len(document)):
        if number and not printer.newPage():
            raise PrinterError
        bitmap = document[number].render(scale=PRINT_DPI / 72, grayscale=True)
        _print_bands(bitmap, painter)
        bitmap.close()


def _print_bands(bitmap: pypdfium2.PdfBitmap, painter: QPainter) -> None:
    """Painting holds Python's lock: in one piece a page would freeze the window for half a second.

    Bands share two rows, so that no printer shows a seam.
    """
    pixels = memoryview(bitmap.buffer).cast("B")
    paper = painter.viewport()
    across, down = paper.width(), paper.height() / bitmap.height
    for top in range(0, bitmap.height, _BAND_ROWS):
        rows = min(_BAND_ROWS + 2, bitmap.height - top)
        part = pixels[top * bitmap.stride : (top + rows) * bitmap.stride]
        image = QImage(part, bitmap.width, rows, bitmap.stride, QImage.Format.Format_Grayscale8)
        painter.drawImage(QRectF(0, top * down, across, rows * down), image)
