"""The preview shows the page, and what comes out of the printer can be scanned."""

import pytest
from PySide6.QtGui import QColor
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from tests.paper_reader import pages, scanned
from tests.paper_samples import DAY, NOTICES, SLIP, VERSION, papers, slip
from wemi_desk.domain.errors import PrinterError
from wemi_desk.ui.pdf_preview import page_texts, preview_pages
from wemi_desk.ui.printing import default_printer, print_document


def file_printer(path):
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    return printer


@pytest.mark.parametrize(
    ("pdf", "codes"),
    [
        (lambda: papers().slip(SLIP), {SLIP.code}),
        (lambda: papers().privacy_notice("it", VERSION), {NOTICES.get("it", VERSION).public_address}),
    ],
    ids=["slip", "informativa"],
)
def test_what_comes_out_of_the_printer_can_be_scanned(qapp, tmp_path, pdf, codes):
    print_document(pdf(), file_printer(tmp_path / "printed.pdf"))
    assert scanned((tmp_path / "printed.pdf").read_bytes()) == codes


def test_every_page_is_printed(qapp, tmp_path):
    long = slip(done=("parola " * 900,))
    print_document(long, file_printer(tmp_path / "printed.pdf"))
    assert pages((tmp_path / "printed.pdf").read_bytes()) == pages(long) > 1


def test_the_preview_is_white_paper_with_black_words(qapp):
    (image,) = preview_pages(papers().day_summary(DAY))
    assert (image.width(), image.height()) == pytest.approx((794, 1123), abs=2)
    assert image.pixelColor(2, 2) == QColor("white")
    assert min(image.pixelColor(x, 110).lightness() for x in range(image.width())) < 60


def test_the_preview_is_sharp_on_a_dense_screen(qapp):
    (image,) = preview_pages(papers().slip(SLIP), 2.0)
    assert image.width() == pytest.approx(1588, abs=2)
    assert image.devicePixelRatio() == 2.0


def test_the_words_of_the_preview_can_be_read_aloud(qapp):
    (words,) = page_texts(papers().slip(SLIP))
    assert "Promemoria: attivazione SPID" in words


@pytest.mark.qt_log_ignore("QPainter::begin", extend=True)
def test_a_printer_that_cannot_be_opened_is_said(qapp, tmp_path):
    with pytest.raises(PrinterError):
        print_document(papers().slip(SLIP), file_printer(tmp_path / "missing" / "printed.pdf"))


def test_no_printer_on_this_pc_is_said(qapp):
    if QPrinterInfo.defaultPrinter().isNull():
        with pytest.raises(PrinterError):
            default_printer()
    else:
        assert default_printer().isValid()
