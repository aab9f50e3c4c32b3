"""Put a PDF on a printer. Takes half a second a page: call it from the lane that owns PDFium, never the UI thread."""

from __future__ import annotations

import pypdfium2
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from wemi_desk.domain.errors import PrinterError
from wemi_desk.ui.pdf_preview import page_image

PRINT_DPI = 600.0  # at 300 the bars of a barcode blur


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
    for page in range(len(document)):
        if page and not printer.newPage():
            raise PrinterError
        painter.drawImage(QRectF(painter.viewport()), page_image(document, page, PRINT_DPI))
