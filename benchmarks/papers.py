"""How long a citizen waits for the slip: the first of the day, and the ones after it."""

import subprocess
import sys
from datetime import UTC, date, datetime, time
from statistics import median
from time import perf_counter

NAME = "papers"
_FIRST = "from benchmarks.papers import milliseconds, printer; print(milliseconds(printer()))"


def printer():
    """A call that renders one full slip."""
    from wemi_desk.documents import ShippedPrivacyNotices, TaggedPapers
    from wemi_desk.domain.slips import NextStep, PaperSpace, Slip, SlipApplication

    now = datetime(2026, 11, 18, 9, 42, tzinfo=UTC)
    papers = TaggedPapers(ShippedPrivacyNotices(), lambda: now)
    slip = Slip(
        code="WDPRV261118001",
        space=PaperSpace("Spazio WeMi di prova", "via Esempio 3, Milano", "lun–ven 9:00–13:00"),
        title="Promemoria: attivazione SPID",
        done=("Abbiamo aperto la richiesta di SPID.", "Le abbiamo mostrato come leggere la posta elettronica."),
        recorded_at=now,
        bring=("Carta d’identità valida", "Tessera sanitaria"),
        next_step=NextStep(date(2026, 11, 20), time(10, 30), "ritorni allo sportello"),
        application=SlipApplication(),
    )
    return lambda: papers.slip(slip)


def milliseconds(call):
    began = perf_counter()
    call()
    return (perf_counter() - began) * 1000


def run(scale="small"):
    """Figures in milliseconds; the first slip is measured in fresh processes, imports included."""
    times = 10 if scale == "small" else 40
    first = [
        float(subprocess.run([sys.executable, "-c", _FIRST], capture_output=True, text=True, check=True).stdout)
        for _ in range(3)
    ]
    render = printer()
    render()
    warm = sorted(milliseconds(render) for _ in range(times))
    pages = _shown(render())
    return {
        "slip first ms": round(median(first), 1),
        "slip warm median ms": round(median(warm), 1),
        "slip warm p95 ms": round(warm[int(len(warm) * 0.95) - 1], 1),
        "slip preview ms": round(median(pages), 1),
    }


def _shown(pdf):
    from wemi_desk.ui.pdf_preview import preview_pages

    preview_pages(pdf)
    return [milliseconds(lambda: preview_pages(pdf)) for _ in range(5)]
