"""Facilita: names as registered, a period exported, one row refused by the platform, mended, exported again."""

from __future__ import annotations

import csv
import shutil
from datetime import time, timedelta
from pathlib import Path

from PySide6.QtCore import Qt

from wemi_desk.domain.days import rome_instant
from wemi_desk.domain.facilita_ledger import FacilitaBatch
from wemi_desk.domain.facilitation import AttendanceId, FacilitationAttendance, FacilitationSession, SessionId
from wemi_desk.gateways.reference_lists import load_facilita_contract
from wemi_desk.tour.stage import Tour
from wemi_desk.ui.screens.facilita.files_view import FilesPane
from wemi_desk.ui.screens.facilita.period_view_model import last_month
from wemi_desk.ui.screens.facilita.work_view import WorkPane
from wemi_desk.ui.shell.places import Place

_SITE = "Spazio WeMi di prova"
_NOTE = "Dati del cittadino errati, \"AN9\" da rivedere"
_ANSWERS = {"education": ("upper_secondary",), "occupation": ("retired",), "citizenship": ("it",)}
_FULL_AGE = 18
_LEFT_OUT = ("AN1", "AN2", "AN14", "AN17")


def play(tour: Tour) -> None:
    """The coordinator, at the desk of the palestra."""
    _help_given(tour)
    files, lines = _arrive(tour)
    _register(tour, files)
    _look(tour, files)
    with tour.task("Facilita: esportare e controllare il periodo"):
        first = _export(tour, files)
    tour.notes.append(f"Facilita: {first.file_name}, {first.row_count} righe, SHA-256 {first.sha256[:16]}…")
    tour.shot("facilita-esportato")
    _refuse(tour, files, first)
    _mend(tour, lines)
    with tour.task("Facilita: rimandare la riga corretta"):
        second = _export(tour, files)
    if (second.replaces, second.row_count) != (first.id, 1):
        raise RuntimeError("the mended row did not leave alone")
    tour.notes.append(f"Facilita: la riga corretta riparte da sola, in {second.file_name}")
    tour.shot("facilita-rimandato")
    for pdf in sorted(_folder(tour).glob("*.pdf")):
        shutil.copy(pdf, tour.out / pdf.name)
    tour.work.window.set_place(Place.COUNTER)


def _help_given(tour: Tour) -> None:
    """Last month: six people, one of whom nobody asked for the citizenship, and one without a name."""
    desk, day = tour.work.desk, last_month(tour.work.desk.session.clock.today())[0]

    def write() -> None:
        cards = desk.citizens.page(0, 120)
        people = [
            one.citizen for one in cards if one.citizen.fiscal_code and (one.age or 0) >= _FULL_AGE
        ][:6]  # fmt: skip
        with desk.store.work() as work:
            for number, person in enumerate([*people, None]):
                session = FacilitationSession(
                    id=SessionId(desk.session.ids()), space_code=desk.session.space.code,
                    operator_id=desk.session.operator.id, minutes=20 + 5 * number,
                    starts_at=rome_instant(day + timedelta(days=number), time(10)), competences=("9",),
                    title="Recupero SPID", local_number=f"F{number + 1}",
                )  # fmt: skip
                work.records(FacilitationSession).add(session)
                work.records(FacilitationAttendance).add(FacilitationAttendance(
                    id=AttendanceId(desk.session.ids()), session_id=session.id,
                    citizen_id=person.id if person else None, answers=_ANSWERS if person and number else {},
                ))  # fmt: skip
            work.commit()

    tour.in_background(write, "the help of last month")


def _arrive(tour: Tour) -> tuple[FilesPane, WorkPane]:
    """As the button on the rail does."""
    window = tour.work.window
    window.place_requested.emit(Place.FACILITA)
    tour.until(lambda: window.findChild(FilesPane), "the place")
    tour.settle()
    files, lines = window.findChild(FilesPane), window.findChild(WorkPane)
    if files is None or lines is None:
        raise LookupError("the panes of Facilita")
    tour.until(lambda: files.model.outlook, "the first look")
    return files, lines


def _register(tour: Tour, files: FilesPane) -> None:
    """Once: the site, and who works there."""
    page, operator = files.register, tour.work.desk.session.operator
    files.period.settings_button.click()
    tour.settle()
    _fill(tour, files, {"project_code": "PDF-PROVA", "site_name": _SITE, "site_number": "7"})
    tour.shot("facilita-sede")
    page.operator_button.click()
    tour.settle()
    page.fields["operator_id"].editor.set_code(str(operator.id))
    _fill(tour, files, {"name": f"{operator.surname} {operator.given_name}"})
    tour.until(lambda: len(page.model.items) == 2, "the names as registered")
    tour.typist.press("Esc")
    tour.settle()


def _fill(tour: Tour, files: FilesPane, said: dict[str, str]) -> None:
    page = files.register
    for name, text in said.items():
        page.fields[name].editor.setFocus(Qt.FocusReason.OtherFocusReason)
        tour.typist.press("Ctrl+A")
        tour.typist.type_text(text)
    tour.typist.press("Ctrl+S")
    tour.settle()


def _look(tour: Tour, files: FilesPane) -> None:
    files.period.look_button.click()
    tour.until(lambda: files.model.progress is None and files.model.outlook, "the period to be looked at")
    tour.settle()
    tour.shot("facilita-periodo")


def _folder(tour: Tour) -> Path:
    return tour.out / "facilita"


def _export(tour: Tour, files: FilesPane) -> FacilitaBatch:
    """The dialog of folders is the system's: what follows its answer is played."""
    known = {one.batch.id for one in files.model.batches}
    files.model.export(_folder(tour))
    tour.until(lambda: any(one.batch.id not in known for one in files.model.batches), "the file")
    tour.settle()
    return next(one.batch for one in files.model.batches if one.batch.id not in known)


def _refuse(tour: Tour, files: FilesPane, batch: FacilitaBatch) -> None:
    """The platform's report: nothing in it is quoted."""
    report = _folder(tour) / "a1_righe_scartate_10-00.csv"
    tour.in_background(lambda: _write_report(report, _folder(tour) / batch.file_name), "the report")
    files.model.import_report(batch.id, report)
    tour.until(lambda: any(one.kind == "refused" for one in files.model.lines), "the refused row")
    tour.settle()
    tour.shot("facilita-riga-rifiutata")


def _write_report(report: Path, sent: Path) -> None:
    header = load_facilita_contract().header
    shown = [name for name in header if name not in _LEFT_OUT]
    with sent.open(encoding="utf-8", newline="") as stream:
        row = list(csv.reader(stream))[1]
    values = dict(zip(header, row, strict=True)) | {"AN3": "", "IDSede": ""}
    lines = [f"numeroRiga,note,{','.join(shown)}", f"1,{_NOTE},{','.join(values[name] for name in shown)}"]
    report.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _mend(tour: Tour, lines: WorkPane) -> None:
    """The answer that was wrong, given again."""
    kinds = [one.kind for one in lines.model.lines]
    with tour.task("Facilita: correggere la riga rifiutata", 12):
        lines.table.setFocus(Qt.FocusReason.OtherFocusReason)
        lines.table.go_to_row(kinds.index("refused"))
        tour.settle()
        lines.answers["education"].editor.setFocus(Qt.FocusReason.OtherFocusReason)
        tour.typist.type_text("2")
        tour.typist.press("Ctrl+S")
        tour.until(lambda: all(one.kind != "refused" for one in lines.model.lines), "the row to be mended")
    tour.settle()
