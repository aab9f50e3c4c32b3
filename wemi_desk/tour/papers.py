"""The papers: what a citizen takes home."""

from __future__ import annotations

from PySide6.QtPrintSupport import QPrinter

from wemi_desk.domain.slips import NextStep
from wemi_desk.services.paper_contents import contact_slip, day_sheet
from wemi_desk.tour import application_papers
from wemi_desk.tour.stage import Tour
from wemi_desk.ui.printing import print_document
from wemi_desk.ui.screens.printing.view_model import Stage


def play(tour: Tour) -> None:
    """A slip printed with two keys and scanned back; then every paper as a file."""
    _print_and_scan(tour)
    desk = tour.work.desk
    today = desk.session.clock.today()

    def papers() -> dict[str, bytes]:
        contact = desk.contacts.of_day(today)[0]
        step = NextStep(on=today, what="")
        slip = contact_slip(contact, desk.session.space, desk.lists, "V20261122K", next_step=step)
        version = desk.notice_texts.current_version()
        return {
            "foglio-per-la-persona": desk.papers.slip(slip),
            "informativa-it": desk.papers.privacy_notice("it", version),
            "informativa-ar": desk.papers.privacy_notice("ar", version),
            "giornata": desk.papers.day_summary(day_sheet(desk.day.summary(), desk.session.space, desk.lists)),
        }

    made: dict[str, bytes] = {}
    with tour.task("preparare quattro documenti"):
        tour.runner.run(papers, owner=tour.work, done=made.update, failed=_raise, lane="paper")
        tour.until(lambda: made, "the papers")
    for name, document in made.items():
        tour.keep(name, document)
    application_papers.play(tour)


def _print_and_scan(tour: Tour) -> None:
    """Into a file that stands for the sheet: the tour needs no printer."""
    model = tour.work.papers.model
    sheets: list[bytes] = []

    def put(pdf: bytes) -> None:
        path = tour.out / "foglio-stampato.pdf"
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(path))
        print_document(pdf, printer)
        sheets.append(path.read_bytes())

    model.press.put = put  # type: ignore[method-assign]
    tour.typist.press("F9")
    tour.typist.type_text("2")
    tour.until(lambda: tour.work.quick.stage == "channels", "the digit: it waits for the gap of the reader")
    tour.settle()
    tour.work.quick.close()
    with tour.task("stampare il foglio per la persona", 4):
        tour.typist.press("Ctrl+P")
        tour.until(lambda: model.stage is Stage.SHOWN, "the preview")
        code = getattr(model.paper.content, "code", "") if model.paper else ""
        tour.typist.press("Ctrl+P")
        tour.until(lambda: sheets and model.stage is Stage.IDLE, "the sheet")
    tour.typist.press("Ctrl+P")
    tour.until(lambda: model.stage is Stage.SHOWN, "the preview")
    tour.shot("anteprima-di-stampa")
    tour.typist.press("Esc")
    with tour.task("foglio che torna, con il lettore", 0):
        tour.typist.scan(code)
        tour.until(lambda: tour.work.window.panel.content, "what became of it")
    tour.shot("foglio-che-torna")
    tour.typist.press("Esc")


def _raise(error: Exception) -> None:
    raise error
