"""The papers of an application: printed, looked at, read back, and their code scanned again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from uuid import UUID

from wemi_desk.domain.application_papers import ApplicationReceipt
from wemi_desk.domain.applications import Application, ReceiptNoted
from wemi_desk.domain.citizens import CitizenId
from wemi_desk.domain.papers import Paper
from wemi_desk.services.application_ports import NewApplications
from wemi_desk.services.desk import DeskServices
from wemi_desk.services.measures import Fit
from wemi_desk.services.people_list import PeopleIndex
from wemi_desk.tour.stage import Tour
from wemi_desk.ui.pdf_preview import page_texts, preview_pages

_SHARPNESS = 1.5
_PEOPLE, _VOUCHER, _PRICE = 400, 25_000, 30_000
_NUMBER = "PALESTRA-2026-0001"


def play(tour: Tour) -> None:
    """One family's application in the palestra, every paper of it before and after the receipt, and the way back."""
    desk, begun = tour.work.desk, list[Application]()
    tour.in_background(lambda: begun.append(_begin(desk)), "the application")
    application = begun[0]
    with tour.task("preparare tre documenti di una domanda non inviata"):
        _keep(tour, partial(_before, desk, application))
    with tour.task("preparare quattro documenti di una domanda inviata, con il voucher"):
        _keep(tour, partial(_after, desk, application))
    _come_back(tour, application)


def _begin(desk: DeskServices) -> Application:
    """A parent and a child whom an open measure may fit; one declaration and one document are there already."""
    parent, fit = _somebody(desk)
    new = NewApplications(
        applicant_id=parent, beneficiary_ids=[fit.beneficiary.id], measure_code=fit.measure.code,
        measure_version=fit.measure.version, applicant_role="parent",
    )  # fmt: skip
    application = desk.paperwork().cases.start_all(new)[0]
    desk.paperwork().cases.tick(application.id, fit.measure.declarations[0].code)
    return desk.paperwork().cases.see_document(application.id, "identity_document", date(2030, 3, 12))


def _somebody(desk: DeskServices) -> tuple[CitizenId, Fit]:
    for person in desk.people_list.page(PeopleIndex(), 0, _PEOPLE):
        for fit in desk.paperwork().measures.fitting(person.id):
            if fit.measure.unit == "child" and fit.measure.declarations and fit.result.is_eligible is not False:
                return person.id, fit
    raise RuntimeError("no family for any open measure")


def _before(desk: DeskServices, application: Application) -> dict[str, Paper]:
    papers = desk.paperwork().application_papers
    return {
        "domanda-riepilogo": papers.summary(application.id),
        "domanda-che-cosa-manca": papers.missing(application.id),
        "domanda-non-inviata": papers.receipt(application.id),
    }


def _after(desk: DeskServices, application: Application) -> dict[str, Paper]:
    """The receipt of the portal is copied; then the letter of a voucher, of which the palestra has the paper."""
    clock, papers = desk.session.clock, desk.paperwork().application_papers
    noted = ReceiptNoted(what="submitted", number=_NUMBER, at=clock.now(), channel="municipal_portal")
    desk.paperwork().cases.note_receipt(application.id, noted)
    last = clock.today() + timedelta(days=30)
    voucher = desk.paperwork().vouchers.note(application.id, "V-PALESTRA-1", _VOUCHER, clock.today(), last)
    return {
        "domanda-inviata": papers.receipt(application.id),
        "voucher": papers.voucher(voucher.id, _PRICE),
        "domande-di-una-misura": papers.list_of_measure(application.measure_code),
        "da-seguire": papers.follow_ups(),
    }


def _keep(tour: Tour, made: Callable[[], dict[str, Paper]]) -> None:
    """Draw them, keep file and pictures, and hold what can be read against what is true."""

    def work() -> None:
        for name, paper in made().items():
            document = tour.work.desk.printing.render(paper)
            tour.keep(name, document)
            for number, page in enumerate(preview_pages(document, _SHARPNESS), start=1):
                page.save(str(tour.out / f"{name}-{number}.png"))
            _read_back(name, paper, " ".join(" ".join(page_texts(document)).split()))

    tour.in_background(work, "the papers")


def _read_back(name: str, paper: Paper, words: str) -> None:
    """A paper that does not say how it stands, or calls sent what is not, ends the tour."""
    head = getattr(paper.content, "head", None)
    if head is not None and not all(said in words for said in (head.state, head.code)):
        raise RuntimeError(f"{name} does not say how it stands")
    if isinstance(paper.content, ApplicationReceipt) and (_NUMBER in words) is not paper.content.head.is_sent:
        raise RuntimeError(f"{name} and its receipt differ")


def _come_back(tour: Tour, application: Application) -> None:
    """The slip is handed in weeks later: its code opens person and application, and says what is true by then."""
    desk, papers = tour.work.desk, list[Paper]()
    tour.in_background(lambda: papers.append(desk.paperwork().application_papers.receipt(application.id)), "the slip")
    content = papers[0].content
    if not isinstance(content, ApplicationReceipt):
        raise TypeError(content)
    visit = tour.work.counter.visit
    if visit.visit is not None:
        tour.work.counter.close_without_contact()
        tour.settle()
    with tour.task("foglio di una domanda che torna, con il lettore", 0):
        tour.typist.scan(content.head.code)
        tour.until(lambda: visit.card is not None and visit.card.citizen.id == application.citizen_id, "the person")
        tour.until(lambda: _shown(tour) == application.id, "the application")
    tour.shot("foglio-della-domanda-che-torna")
    tour.work.counter.close_without_contact()
    tour.settle()
    tour.typist.press("F2")


def _shown(tour: Tour) -> UUID | None:
    shown = tour.work.places.paperwork.model.case.case.shown
    return shown.id if shown is not None else None
