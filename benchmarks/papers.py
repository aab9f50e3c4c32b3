"""How long a citizen waits for a paper: the first of the process, and the ones after it, checked as PDF/A each time."""

import subprocess
import sys
from datetime import UTC, date, datetime, time
from functools import partial
from statistics import median
from time import perf_counter, process_time

NAME = "papers"
LIMITS = {
    "slip first of the process ms": 500,
    "receipt first of the process ms": 500,
    "slip one page p95 ms": 150,
    "receipt one page p95 ms": 150,
    "missing one page p95 ms": 150,
    "letter one page p95 ms": 150,
    "pratica first of the process ms": 500,
    "pratica one page p95 ms": 150,
    "drawn on the UI thread": 0,
}
_FIRST = "from benchmarks.papers import first; first({name!r})"
_NOW = datetime(2026, 11, 18, 9, 42, tzinfo=UTC)


def printers():
    """Calls that render one full paper each, by name."""
    from wemi_desk.documents import ShippedPrivacyNotices, TaggedPapers

    papers = TaggedPapers(ShippedPrivacyNotices(), lambda: _NOW)
    matter = _matters()
    return {
        "slip": lambda: papers.slip(_slip()),
        "receipt": lambda: papers.application_receipt(_receipt()),
        "missing": lambda: papers.missing_list(_missing()),
        "letter": lambda: papers.voucher_letter(_letter()),
        "summary": lambda: papers.application_summary(_summary()),
        "pratica": lambda: papers.paperwork_slip(matter("ar")),
    } | {f"pratica {spoken}": partial(_drawn, papers, matter, spoken) for spoken in ("it", "zh", "bn", "uk")}


def _drawn(papers, matter, language):
    return papers.paperwork_slip(matter(language))


def _matters():
    """A SPID recovery with something missing, by language; its texts are read with the first paper in it."""
    from tests.slip_samples import made

    return made


def _space():
    from wemi_desk.domain.slips import PaperSpace

    return PaperSpace("Spazio WeMi di prova", "via Esempio 3, Milano", "lun–ven 9:00–13:00")


def _slip():
    from wemi_desk.domain.slips import NextStep, Slip

    return Slip(
        code="WDPRV261118001",
        space=_space(),
        title="Promemoria: attivazione SPID",
        done=("Abbiamo aperto la richiesta di SPID.", "Le abbiamo mostrato come leggere la posta elettronica."),
        recorded_at=_NOW,
        bring=("Carta d’identità valida", "Tessera sanitaria"),
        next_step=NextStep(date(2026, 11, 20), time(10, 30), "ritorni allo sportello"),
    )


def _head():
    from wemi_desk.domain.application_papers import Funding, PaperHead

    return PaperHead(
        space=_space(), code="A24512345K", measure="Voucher digitali Milano 0–18", edition="Versione 2",
        state="Pronta, salvata su questa postazione alle 10:42, NON ancora inviata.", is_example=True,
        funding=Funding(("eu", "pn_metro"), "B41J22000000006"),
    )  # fmt: skip


def _receipt():
    from wemi_desk.domain.application_papers import ApplicationReceipt

    rows = (("Preparata", "18/11/2026 alle 10:42"), ("La misura chiude", "18/12/2026 alle 12:00"))
    return ApplicationReceipt(_head(), rows, "Va inviata sul portale del Comune con SPID o CIE.", "N. F.")


def _missing():
    from wemi_desk.domain.application_papers import MissingList, MissingThing

    things = tuple(MissingThing(f"Documento numero {number}.", "Si fa gratis in un CAF.") for number in range(1, 5))
    return MissingList(_head(), things, datetime(2026, 12, 18, 11, tzinfo=UTC), 30, "N. F.")


def _letter():
    from wemi_desk.domain.application_papers import VoucherLetter

    rows = (("Valore", "€ 250,00"), ("Già usato", "€ 80,00"), ("Ne restano", "€ 170,00"))
    price = (("Prezzo dell’attività", "€ 200,00"), ("Paga il voucher", "€ 170,00"), ("A carico", "€ 30,00"))
    moved = (("12/09/2026", "Consumo", "€ 80,00"),)
    return VoucherLetter(_head(), "Teresa Prova", "via Esempio 4", rows, price, moved, date(2027, 7, 31))


def _summary():
    from wemi_desk.domain.application_papers import ApplicationSummary, CriterionLine, DeclarationLine, FactBlock

    block = (("Nome", "Teresa Prova"), ("Data di nascita", "12/03/1985"), ("Abita in", "via Esempio 4"))
    declared = DeclarationLine("Dichiaro che i dati sono veri e so che le dichiarazioni false sono punite. " * 3, _NOW)
    criterion = CriterionLine("ISEE fino a € 27.000,00 compresi", "Sì", "€ 12.345,67")
    blocks = tuple(FactBlock(title, block) for title in ("Chi fa la domanda", "Per chi", "ISEE"))
    return ApplicationSummary(
        _head(), blocks, (declared,) * 3, ("Carta d’identità",), "Ammissibile, se inviata adesso.", (criterion,) * 9,
        _NOW,
    )  # fmt: skip


def milliseconds(call):
    began = perf_counter()
    call()
    return (perf_counter() - began) * 1000


def run(scale="small"):
    """Figures in milliseconds; the first paper is measured in fresh processes, imports included.

    Nobody waits for processor time, but it hardly depends on what else the machine does.
    """
    times = 20 if scale == "small" else 100
    figures = {}
    for name in ("slip", "receipt", "pratica", "pratica zh"):
        waited, worked = _first(name)
        figures |= {f"{name} first of the process ms": waited, f"{name} first, processor ms": worked}
    for name, render in printers().items():
        render()
        begun = process_time()
        warm = sorted(milliseconds(render) for _ in range(times))
        pages = "two pages" if name == "summary" else "one page"
        figures[f"{name} {pages} median ms"] = round(median(warm), 1)
        figures[f"{name} {pages} p95 ms"] = round(warm[int(len(warm) * 0.95) - 1], 1)
        figures[f"{name} {pages}, processor ms"] = round((process_time() - begun) * 1000 / times, 1)
    figures["preview ms"] = round(median(_shown(printers()["receipt"]())), 1)
    return {**figures, "drawn on the UI thread": _drawn_on_the_ui_thread()}


def first(name):
    """Print how long the first paper of this process took, and how long the processor worked for it."""
    render, begun = printers()[name], process_time()
    waited = milliseconds(render)
    print(waited, (process_time() - begun) * 1000)


def _first(name):
    runs = [subprocess.run([sys.executable, "-c", _FIRST.format(name=name)], capture_output=True, text=True, check=True)
            for _ in range(3)]  # fmt: skip
    pairs = [[float(figure) for figure in one.stdout.split()] for one in runs]
    return [round(median(figures), 1) for figures in zip(*pairs, strict=True)]


def _shown(pdf):
    from wemi_desk.ui.pdf_preview import preview_pages

    preview_pages(pdf)
    return [milliseconds(lambda: preview_pages(pdf)) for _ in range(5)]


def _drawn_on_the_ui_thread():
    """How many of the papers let themselves be drawn on the UI thread."""
    from wemi_desk import guards

    guards.guard_ui_thread()
    try:
        return sum(_is_drawn(render) for render in printers().values())
    finally:
        guards.release_ui_thread()


def _is_drawn(render):
    try:
        render()
    except RuntimeError:
        return False
    return True
