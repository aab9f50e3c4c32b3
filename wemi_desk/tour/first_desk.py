"""A bare PC becomes a desk of the centre, by keys alone: a wrong code first, then the right one."""

from __future__ import annotations

from pathlib import Path

from wemi_desk import bootstrap
from wemi_desk.config import Profile
from wemi_desk.services.practice import PASSPHRASE, PIN
from wemi_desk.tour.stage import Tour
from wemi_desk.tour.two_desks import Centre, Desk
from wemi_desk.ui.app import Console, Doors
from wemi_desk.ui.late_access import LateAccess
from wemi_desk.ui.screens.first_start.view import FirstStartView
from wemi_desk.ui.screens.first_start.view_model import Step

CODE = "CAP"


def first_start(tour: Tour, folder: Path, centre: Centre) -> Desk:
    """The new desk, with its first operator inside."""
    profile = Profile(folder / "bare", practice=True)
    desk = Desk(CODE, profile, Console(tour.runner, doors_of(profile)))
    tour.turn_to(desk.console)
    desk.console.start()
    tour.until(lambda: desk.console.unlock.screen is not None, "the lock screen of a bare PC")
    desk.console.window.show()
    tour.activate()
    tour.typist.press("Return")
    tour.until(lambda: _step(desk) is Step.CODE, "the first step")
    _join(tour, desk, centre)
    return desk


def doors_of(profile: Profile) -> Doors:
    """Of a computer on which the program was never started."""
    from wemi_desk.gateways.data_folder import prepare

    def made_ready() -> None:
        prepare(profile)
        bootstrap.load_libraries()

    return Doors(
        prepare=made_ready, access=LateAccess(lambda: bootstrap.access_service(profile)),
        open_desk=lambda opened: bootstrap.open_desk(profile, opened), is_practice=True,
        first_start=lambda access: bootstrap.first_start(profile, access),
    )  # fmt: skip


def _join(tour: Tour, desk: Desk, centre: Centre) -> None:
    codes: list[str] = []
    make = lambda: centre.within(lambda office: codes.append(office.make_code(CODE).code))  # noqa: E731
    tour.in_background(make, "a code")
    tour.typist.type_text(f"{centre.url}\nAAAAA-AAAAA\n")
    tour.until(lambda: not _page(desk).model.busy, "the answer about a wrong code")
    tour.shot("prima-accensione-codice-sbagliato")
    code = _page(desk).pages[Step.CODE].fields["code"].editor
    code.selectAll()
    with tour.task("prima accensione: collegata al centro"):
        tour.typist.type_text(f"{codes[0]}\n")
        tour.until(lambda: _step(desk) is Step.SPACE, "the space of the code")
        tour.shot("prima-accensione-spazio")
        tour.typist.type_text("Cooperativa Prova\nAda\nMonti\n" + f"{PASSPHRASE}\n{PASSPHRASE}\n")
        tour.until(lambda: _step(desk) is Step.PIN, "the desk to be made and known")
        tour.shot("prima-accensione-pin")
        tour.typist.type_text(f"{PIN}\n{PIN}\n")
        tour.until(lambda: desk.console.work, "the session of the first operator")
    tour.settle()


def _page(desk: Desk) -> FirstStartView:
    page = desk.console.preparing.page
    if page is None:
        raise RuntimeError("no first start on this window")
    return page


def _step(desk: Desk) -> Step | None:
    page = desk.console.preparing.page
    return page.model.step if page is not None else None
