"""The tour: the real window driven by real key and scanner events through the main job.

``run(out)`` writes a PNG of every screen and state, the printed PDFs, and ``tour.json`` with the counted keys and
the milliseconds of each task. Every capability adds its part to :data:`PARTS`.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path


def run(out: Path, *, quick: bool = False, figures_only: bool = False, first_minute: bool = False) -> int:
    """Play the tour on a fresh palestra; returns 0 when every task kept its count of keys.

    *quick* takes the pictures in the light theme only; *figures_only* makes those of the manual and nothing else;
    *first_minute* comes in, registers one person and locks.
    """
    from wemi_desk.tour import (
        activities,
        agenda,
        applications,
        backstage,
        catalogue,
        counter,
        courses,
        exchange,
        facilita,
        matters,
        papers,
        places,
        security,
        shared_services,
    )
    from wemi_desk.tour.album import missing_figures
    from wemi_desk.tour.stage import Tour

    everyday: tuple[Callable[[Tour], None], ...] = (
        security.unlock, counter.play, papers.play, applications.play, matters.play, courses.play, activities.play,
        agenda.play, catalogue.play, shared_services.play, places.play,
    )  # fmt: skip
    parts = (*everyday, security.play, facilita.play, backstage.play, backstage.bare_pc, exchange.play)
    if figures_only:
        parts = (*everyday, security.hand_over, facilita.play, backstage.play, backstage.bare_pc)
    if first_minute:
        parts = (security.unlock, counter.one_person, security.lock)
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="wemi-tour-") as folder:
        tour = Tour(Path(folder), out, quick=quick, figures_only=figures_only)
        try:
            for part in parts:
                part(tour)
        finally:
            tour.close()
    missing = [] if first_minute else missing_figures(tour.figures)
    if missing:
        print("the manual waits for " + ", ".join(missing))
    if figures_only:
        return int(bool(missing))
    tour.write()
    return tour.report() or int(bool(missing))
