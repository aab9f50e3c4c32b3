"""The preview shows the page, and what comes out of the printer can be scanned; all of it off the UI thread."""

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QColor
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from tests.application_paper_samples import APPLICATION_PAPERS
from tests.paper_reader import pages, scanned
from tests.paper_samples import DAY, NOTICES, SLIP, VERSION, papers, slip
from wemi_desk.domain.errors import PrinterError
from wemi_desk.guards import UiThreadError
from wemi_desk.ui.pdf_preview import page_texts, preview_pages
from wemi_desk.ui.printing import default_printer, print_document


def slip_paper():
    return papers().slip(SLIP)


def day_paper():
    return papers().day_summary(DAY)


def notice_paper():
    return papers().privacy_notice("it", VERSION)


def long_slip():
    return slip(done=("parola " * 900,))


@pytest.fixture
def on_paper_lane(threads, qtbot):
    """Do the work as the program does: on the lane that owns PDFium."""
    owner = QObject()

    def run(work):
        answers = []
        threads.run(work, owner=owner, done=answers.append, failed=answers.append, lane="paper")
        qtbot.waitUntil(lambda: bool(answers), timeout=60_000)
        (answer,) = answers
        if isinstance(answer, Exception):
            raise answer
        return answer

    return run


def printed(make, path):
    """Render and print to a file that stands for the sheet of paper; return what lies in the tray."""
    pdf = make()
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    print_document(pdf, printer)
    sheet = path.read_bytes()
    return pages(pdf), pages(sheet), scanned(sheet)


def test_the_code_of_a_printed_slip_can_be_scanned(on_paper_lane, tmp_path):
    assert on_paper_lane(lambda: printed(slip_paper, tmp_path / "sheet.pdf")) == (1, 1, {SLIP.code})


def test_the_qr_of_a_printed_informativa_can_be_scanned(on_paper_lane, tmp_path):
    address = on_paper_lane(lambda: NOTICES.get("it", VERSION).public_address)
    assert on_paper_lane(lambda: printed(notice_paper, tmp_path / "sheet.pdf")) == (1, 1, {address})


def test_every_page_is_printed(on_paper_lane, tmp_path):
    drawn, on_paper, _ = on_paper_lane(lambda: printed(long_slip, tmp_path / "sheet.pdf"))
    assert drawn == on_paper > 1


def test_the_preview_is_white_paper_with_black_words(on_paper_lane):
    (image,) = on_paper_lane(lambda: preview_pages(day_paper()))
    assert (image.width(), image.height()) == pytest.approx((794, 1123), abs=2)
    assert image.pixelColor(2, 2) == QColor("white")
    assert min(image.pixelColor(x, 110).lightness() for x in range(image.width())) < 60


def test_the_preview_is_sharp_on_a_dense_screen(on_paper_lane):
    (image,) = on_paper_lane(lambda: preview_pages(slip_paper(), 2.0))
    assert image.width() == pytest.approx(1588, abs=2)
    assert image.devicePixelRatio() == 2.0


def test_the_words_of_the_preview_can_be_read_aloud(on_paper_lane):
    (words,) = on_paper_lane(lambda: page_texts(slip_paper()))
    assert "Promemoria: attivazione SPID" in words


@pytest.mark.qt_log_ignore("QPainter::begin", extend=True)
def test_a_printer_that_cannot_be_opened_is_said(on_paper_lane, tmp_path):
    with pytest.raises(PrinterError):
        on_paper_lane(lambda: printed(slip_paper, tmp_path / "missing" / "sheet.pdf"))


def test_no_printer_on_this_pc_is_said(qapp):
    if QPrinterInfo.defaultPrinter().isNull():
        with pytest.raises(PrinterError):
            default_printer()
    else:
        assert default_printer().isValid()


DRAWN = [slip_paper, day_paper, notice_paper, lambda: preview_pages(b""), NOTICES.offered, *APPLICATION_PAPERS.values()]


@pytest.mark.parametrize("work", DRAWN)
def test_papers_are_never_made_on_the_ui_thread(qapp, work):
    with pytest.raises(UiThreadError):
        work()
