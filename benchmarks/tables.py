"""How soon a table of a million rows is on screen, and how long one frame of scrolling takes."""

from __future__ import annotations

import os
from time import perf_counter

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from wemi_desk.ui.style_sheet import ApplicationLook, dress
from wemi_desk.ui.theme import Theme, ThemeChoice
from wemi_desk.ui.widgets.paged_model import Column, PagedTableModel
from wemi_desk.ui.widgets.tables import Table

NAME = "tables"
LIMITS = {"first_paint_1e6_rows_ms": 120, "scroll_frame_p95_ms": 16}
ROWS = 1_000_000
FRAMES = 200


def later(offset: int, limit: int, deliver) -> None:
    """Answer on the next turn of the event loop, as a reader in the background would."""
    QTimer.singleShot(0, lambda: deliver(range(offset, offset + limit)))


def run() -> dict[str, float]:
    """Milliseconds: first paint with its rows, and scroll frames."""
    application = QApplication.instance() or QApplication([])
    theme = Theme(ThemeChoice.LIGHT)
    look = ApplicationLook(application, theme)
    started = perf_counter()
    model = PagedTableModel([
        Column("Numero", str), Column("Nome", lambda row: f"Persona {row}"), Column("Luogo", lambda row: f"Via {row}"),
        Column("Stato", lambda _row: "fatto", lambda _row: ("it-check-circle", "ok"))])
    model.show(ROWS, later)
    table = Table("Persone", model, stretch=1, widths=(120, 160, 120))
    dress(table)
    table.resize(1200, 700)
    table.show()
    while model.rows_held == 0:
        application.processEvents()
    table.grab()
    first = (perf_counter() - started) * 1000
    frames = sorted(_frame(application, table, ROWS // FRAMES * number) for number in range(FRAMES))
    table.close()
    look.deleteLater()
    return {"first_paint_1e6_rows_ms": round(first, 1), "scroll_frame_p95_ms": round(frames[int(FRAMES * 0.95)], 2),
            "scroll_frame_max_ms": round(frames[-1], 2), "rows_held": model.rows_held}


def _frame(application: QApplication, table: Table, row: int) -> float:
    started = perf_counter()
    table.verticalScrollBar().setValue(row)
    application.processEvents()
    table.viewport().repaint()
    return (perf_counter() - started) * 1000


if __name__ == "__main__":
    print(run())
