"""The list of everybody: first paint, scrolling, the far end; and what a filter in memory would cost instead."""

import os
import random
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import perf_counter, thread_time
from uuid import UUID

from benchmarks import share

NAME = "lists"
LIMITS = {"first paint, median ms": 120, "scroll frame, p95 ms": 16}
PEOPLE = 1_000_000
PROXY_ROWS = 100_000
FRAMES = 400
_KEY = bytes(range(32))
_NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
_FILL = """
WITH RECURSIVE syllable(n, s) AS (VALUES {syllables}),
counter(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM counter WHERE i < {last}),
named(i, surname, given) AS (
  SELECT i,
    (SELECT s FROM syllable WHERE n = i % 61) || (SELECT s FROM syllable WHERE n = (i / 61) % 61)
      || (SELECT s FROM syllable WHERE n = (i * 7) % 61),
    (SELECT s FROM syllable WHERE n = (i * 13) % 61) || (SELECT s FROM syllable WHERE n = (i / 7) % 61)
  FROM counter)
INSERT INTO citizen (id, surname, given_name, birth_date, gender, phone, municipio, language, is_protected, to_verify,
  space_code, created_at, created_by, sort_key)
SELECT randomblob(16), upper(substr(surname, 1, 1)) || substr(surname, 2),
  upper(substr(given, 1, 1)) || substr(given, 2),
  date('1930-01-01', (i % 28000) || ' days'), 'not_recorded', '+39333' || printf('%07d', i), CAST(i % 9 + 1 AS TEXT),
  'it', 0, 0, 'VEN', 0, randomblob(16), surname || ' ' || given
FROM named
"""
_ALL_SYLLABLES = (
    "ba be bi bo bu ca che chi co cu da de di do du fa fe fi fo fu ga ghe gi go gu la le li lo lu ma me mi mo mu na ne "
    "ni no nu pa pe pi po pu qua ra re ri ro ru sa sca se si so spa sta stra su ta"
)
_SYLLABLES = _ALL_SYLLABLES.split()


def run(scale):
    """Milliseconds on this machine, on the encrypted store; a million people at the full scale."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    count = max(2_000, int(PEOPLE * share(scale)))
    with tempfile.TemporaryDirectory() as folder:
        store, session = _desk(Path(folder), count)
        figures = {"people": count} | _reads(store, session, count) | _screen(store, session)
        store.close()
    return figures | _proxy(min(PROXY_ROWS, count))


def _desk(folder, count):
    from wemi_desk.domain.operators import Operator, OperatorId
    from wemi_desk.domain.spaces import Space
    from wemi_desk.gateways.clock import SystemClock, TimeOrderedIds
    from wemi_desk.gateways.reference_lists import load_permissions
    from wemi_desk.gateways.sealing import AesGcmSealer
    from wemi_desk.persistence.journal import Author
    from wemi_desk.persistence.opening import found_store, open_store
    from wemi_desk.persistence.unit_of_work import SqlStore
    from wemi_desk.services.session import DeskSession

    engine, sealer = open_store(folder / "store.db", _KEY, folder / "copies", _NOW), AesGcmSealer(_KEY)
    clock, ids = SystemClock(), TimeOrderedIds()
    found_store(engine, device_id=ids(), incarnation=ids(), space_code="VEN", is_practice=True, sealer=sealer,
                audit_key=_KEY, at=_NOW)
    syllables = ", ".join(f"({number}, '{text}')" for number, text in enumerate(_SYLLABLES))
    with engine.begin() as connection:
        connection.exec_driver_sql("PRAGMA cache_size = -200000")
        connection.exec_driver_sql(_FILL.format(syllables=syllables, last=count - 1))
        connection.exec_driver_sql("PRAGMA cache_size = -16000")
    operator = Operator(id=OperatorId(UUID(int=1)), given_name="Giulia", surname="Riva", organisation_id=UUID(int=2),
                        space_codes=("VEN",), roles=("operator",))
    space = Space(id=UUID(int=3), code="VEN", name="WeMi Prova", kind="wemi_space")
    store = SqlStore(engine, sealer, Author(operator.id, "VEN"), clock, ids)
    return store, DeskSession(operator, space, load_permissions(), clock, ids)


def _reads(store, session, count):
    """The store alone: the far end by fences and by OFFSET."""
    from wemi_desk.services.citizens import listed_born_by
    from wemi_desk.services.people_list import PeopleIndex, PeopleListService

    service, index, longest = PeopleListService(store, session), PeopleIndex(), 0.0
    began = perf_counter()
    while not index.is_whole:
        step = perf_counter()
        index = service.extended(index)
        longest = max(longest, _ms(step))
    whole = _ms(began)
    far = [int(index.total * share) for share in (0.5, 0.7, 0.9, 0.99)]
    by_fence = [_timed(lambda at=at: service.page(index, at, 100)) for at in far * 5]

    def by_offset(at):
        with store.reading() as work:
            work.citizens.page(at, 100, listed_born_by(session))

    return {
        "listed": index.total,
        "fences, all of them ms": round(whole, 1),
        "fences, longest read ms": round(longest, 1),
        "far page by fence, p95 ms": _p95(by_fence),
        "far page by OFFSET, median ms": round(median(_timed(lambda at=at: by_offset(at)) for at in far), 1),
    }


def _screen(store, session):
    """The real pane on the real runner."""
    from PySide6.QtWidgets import QApplication

    from wemi_desk.gateways.reference_lists import load_pick_lists
    from wemi_desk.services.people_list import PeopleListService
    from wemi_desk.ui.background import ThreadRunner
    from wemi_desk.ui.change_bus import ChangeBus
    from wemi_desk.ui.notices import Notices
    from wemi_desk.ui.screens.citizens.list_view import PeopleListPane
    from wemi_desk.ui.screens.citizens.list_view_model import PeopleListViewModel

    app = QApplication.instance() or QApplication([])
    runner = ThreadRunner()
    model = PeopleListViewModel(PeopleListService(store, session), None, runner, ChangeBus(), Notices())
    pane = PeopleListPane(model, load_pick_lists())
    pane.resize(1250, 660)
    pane.show()
    app.processEvents()
    first = [_first_paint(app, pane, model, runner) for _ in range(5)]
    figures = {"first paint, median ms": round(median(first), 1), "first paint, worst ms": round(max(first), 1)}
    figures |= _scroll(app, pane, runner)
    runner.shutdown()
    pane.close()
    return figures


def _first_paint(app, pane, model, runner):
    pane.rows.clear()
    began = perf_counter()
    model.reload()
    while pane.rows.rowCount() == 0 or pane.rows.row_at(0) is None:
        app.processEvents()
    pane.table.viewport().repaint()
    shown = _ms(began)
    while runner.busy:
        app.processEvents()
    return shown


def _scroll(app, pane, runner):
    """Frames: three rows on, a page on, or a leap to anywhere; each is what the UI thread needs to show it."""
    pick, bar = random.Random(5), pane.table.verticalScrollBar()
    frames, working, arrivals = [], [], []
    for _frame in range(FRAMES):
        kind = pick.random()
        step = 3 if kind < 0.6 else bar.pageStep()
        target = pick.randrange(bar.maximum() + 1) if kind > 0.9 else min(bar.maximum(), bar.value() + step)
        began, worked = perf_counter(), thread_time()
        bar.setValue(target)
        pane.table.viewport().repaint()
        frames.append(_ms(began))
        working.append((thread_time() - worked) * 1000)
        while pane.rows.row_at(pane.table.rowAt(5)) is None or runner.busy:
            app.processEvents()
        painted, worked = perf_counter(), thread_time()
        pane.table.viewport().repaint()
        frames.append(_ms(painted))
        working.append((thread_time() - worked) * 1000)
        arrivals.append(_ms(began))
    return {
        "scroll frame, median ms": round(median(frames), 2), "scroll frame, p95 ms": _p95(frames),
        "scroll frame, p95 ms of processor (without what other programs took)": _p95(working),
        "scroll to rows in sight, p95 ms": _p95(arrivals),
    }


def _proxy(rows):
    """What this list does not do: all rows in memory behind a sorting, filtering proxy."""
    from PySide6.QtCore import QAbstractTableModel, QSortFilterProxyModel, Qt
    from PySide6.QtWidgets import QApplication

    app = QApplication.instance()
    pick = random.Random(3)
    names = ["".join(pick.choices(_SYLLABLES, k=3)).title() for _ in range(rows)]

    class InMemory(QAbstractTableModel):
        def rowCount(self, parent=None):
            return len(names)

        def columnCount(self, parent=None):
            return 1

        def data(self, index, role=Qt.ItemDataRole.DisplayRole):
            return names[index.row()] if role == Qt.ItemDataRole.DisplayRole else None

    proxy = QSortFilterProxyModel()
    proxy.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    source = InMemory()
    proxy.setSourceModel(source)
    keys = []
    for text in ("ba", "bal", "sta", "stra"):
        keys.append(_timed(lambda text=text: (proxy.setFilterFixedString(text), proxy.rowCount(), app.processEvents())))
    return {"proxy filter rows": rows, "proxy filter, median ms a key": round(median(keys), 1),
            "proxy filter, worst ms a key": round(max(keys), 1)}


def _timed(call):
    began = perf_counter()
    call()
    return _ms(began)


def _ms(began):
    return (perf_counter() - began) * 1000


def _p95(figures):
    ordered = sorted(figures)
    return round(ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))], 2)
