"""A coordinator's desk with sittings of digital help, and everything that sends them to Facilita."""

import csv
import random
from dataclasses import replace
from datetime import date, time
from uuid import UUID

from tests.facilita_samples import CONTRACT, fiscal_code
from tests.factories import OPERATORS, SPACE, make_citizen
from wemi_desk.documents.facilita_files import LocalFacilitaFiles
from wemi_desk.domain.days import rome_instant
from wemi_desk.domain.facilitation import FacilitationAttendance, FacilitationSession
from wemi_desk.services.facilita.export import ExportService, Period
from wemi_desk.services.facilita.indicators import FacilitaIndicatorService
from wemi_desk.services.facilita.ledger import FacilitaLedgerService
from wemi_desk.services.facilita.register import FacilitaRegisterService, OperatorForm, SiteForm

SITE = "Spazio WeMi Capuana"
FIRST, LAST = date(2026, 10, 1), date(2026, 10, 31)
OCTOBER = Period(SPACE.code, FIRST, LAST)
ANSWERS = {"education": ("primary",), "occupation": ("retired",), "citizenship": ("it",)}
GIULIA, MARCO = OPERATORS["giulia"], OPERATORS["marco"]


class FacilitaDesk:
    """The services of the coordinator, with *folder* for the files."""

    def __init__(self, counter, folder):
        self.counter, self.store, self.folder = counter, counter.store, folder
        self.dice, self.number = random.Random(9), 0
        files = LocalFacilitaFiles()
        session, lists = counter.session, counter.desk.lists
        colleagues = {one.id: one.shown_name for one in OPERATORS.values()}
        self.register = FacilitaRegisterService(self.store, session, colleagues)
        self.exports = ExportService(self.store, session, lists, lambda: CONTRACT, files, lambda: b"\x05" * 32)
        self.ledger = FacilitaLedgerService(self.store, session, lambda: CONTRACT, files)
        self.indicators = FacilitaIndicatorService(self.store, session)

    def registered(self, **site):
        """One site, Giulia and Marco as facilitators."""
        base = {"project_code": "PDF-MI", "site_name": SITE, "site_number": "7", "starts_on": date(2024, 1, 1),
                "ends_on": date(2026, 12, 31)}  # fmt: skip
        self.register.put_site(SiteForm(**base | site))
        self.named(GIULIA, "VRDLCU80A01F205J", "Riva Giulia")
        self.named(MARCO, "", "Sala Marco")
        return self

    def named(self, operator, code, name, **values):
        form = {"operator_id": operator.id, "project_code": "PDF-MI", "fiscal_code": code, "name": name}
        return self.register.put_operator(OperatorForm(**form | values))

    def person(self, born=date(1950, 5, 1), **values):
        self.number += 1
        code = values.pop("fiscal_code", fiscal_code(self.dice, born))
        citizen = make_citizen(1000 + self.number, fiscal_code=code, birth_date=born, **values)
        with self.store.work() as work:
            work.citizens.add(citizen)
            work.commit()
        return citizen

    def sitting(self, *people, day=5, answers=ANSWERS, **values):
        """One sitting; returns the attendances."""
        self.number += 1
        base = {
            "id": UUID(int=(0x0190 << 112) | self.number), "space_code": SPACE.code, "operator_id": GIULIA.id,
            "starts_at": rome_instant(FIRST.replace(day=day), time(9)), "minutes": 30, "competences": ("9",),
            "title": "Recupero SPID", "local_number": f"A{self.number}",
        }  # fmt: skip
        session = FacilitationSession(**base | values)
        made = []
        with self.store.work() as work:
            work.records(FacilitationSession).add(session)
            for person in people or (None,):
                self.number += 1
                made.append(FacilitationAttendance(
                    id=UUID(int=(0x0191 << 112) | self.number), session_id=session.id,
                    citizen_id=person.id if person else None, answers=answers if person else {},
                ))  # fmt: skip
                work.records(FacilitationAttendance).add(made[-1])
            work.commit()
        return made

    def answer(self, attendance, **answers):
        with self.store.work() as work:
            work.records(FacilitationAttendance).replace(replace(attendance, answers=attendance.answers | answers))
            work.commit()

    def month(self, people=3):
        """One sitting a day, each with another person."""
        return [
            self.sitting(self.person(), day=day)[0]
            for day in range(1, people + 1)
        ]

    def export(self, period=OCTOBER, **values):
        return self.exports.export(period, self.folder, **values)

    def text_of(self, batch):
        return (self.folder / batch.file_name).read_bytes().decode("utf-8")


def reject_report(desk, batch, notes, change=lambda line: line):
    """The platform's report on a batch: *notes* by row number."""
    shown = [name for name in CONTRACT.header if name not in ("AN1", "AN2", "AN14", "AN17")]
    lines = ["numeroRiga,note," + ",".join(shown)]
    rows = desk.text_of(batch).splitlines()[1:]
    for number, note in notes.items():
        [row] = csv.reader([rows[number - 1]])
        values = dict(zip(CONTRACT.header, row, strict=True)) | {"AN3": "", "IDSede": ""}
        lines.append(f"{number},{note}," + ",".join(values[name] for name in shown))
    path = desk.folder / "0f_righe_scartate_2026-11-01_10-00.csv"
    path.write_text("\n".join(map(change, lines)) + "\n", encoding="utf-8")
    return path
