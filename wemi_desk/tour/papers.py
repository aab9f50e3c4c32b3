"""The papers: what a citizen takes home."""

from __future__ import annotations

from wemi_desk.domain.slips import NextStep
from wemi_desk.services.paper_contents import contact_slip, day_sheet
from wemi_desk.tour.stage import Tour


def play(tour: Tour) -> None:
    """The slip of the last contact, the informativa in two languages, the day sheet."""
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


def _raise(error: Exception) -> None:
    raise error
