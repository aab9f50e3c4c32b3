"""The whole window at work on a real store: what a person does with it, and what is left on paper and in the store."""

from types import SimpleNamespace

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest

from wemi_desk.bootstrap import backup_service
from wemi_desk.config import Profile
from wemi_desk.domain.errors import PrinterError
from wemi_desk.guards import slow_work_allowed
from wemi_desk.services.citizens import RegisterCitizen
from wemi_desk.services.person_forms import PersonForm
from wemi_desk.ui.desk_input import DeskInput
from wemi_desk.ui.driver import Typist
from wemi_desk.ui.printing import print_document
from wemi_desk.ui.session import WorkSession
from wemi_desk.ui.session_keys import register_keys
from wemi_desk.ui.shell.window import MainWindow
from wemi_desk.wiring import OpenedStore, wired


def services(counter, folder):
    """What an opened desk offers, made by the program's own composition root on the test's store."""
    desk = counter.desk
    keys = dict.fromkeys(("db", "files", "drafts", "persons", "audit_wrap", "device_key"), bytes(32))
    opened = SimpleNamespace(**keys, close=lambda: None)
    backups = backup_service(Profile(folder, True), opened, counter.store, counter.session.clock)
    return wired(
        OpenedStore(
            store=counter.store, session=counter.session, lists=desk.lists, colleagues={}, opened=opened,
            backups=backups, settled=lambda: None, connection=SimpleNamespace(), keep_time=lambda: None,
            is_practice=True,
        )
    )  # fmt: skip


class FilePrinter:
    """Prints into files that stand for sheets of paper; *jammed* refuses them all."""

    def __init__(self, folder):
        self.folder = folder
        self.jammed = False
        self.sheets = []

    def put(self, pdf):
        if self.jammed:
            raise PrinterError
        path = self.folder / f"sheet{len(self.sheets)}.pdf"
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(path))
        print_document(pdf, printer)
        self.sheets.append(path.read_bytes())


class WindowDesk:
    """A window with Giulia's session on it, her fingers, a reader and a printer."""

    def __init__(self, desk, runner, qtbot, folder):
        self.desk, self.qtbot = desk, qtbot
        self.window, self.keys, self.typist = MainWindow(), DeskInput(), Typist()
        self.printer = FilePrinter(folder)
        self.keys.scanner.box = self.window.bar.box
        self.keys.install()
        self.window.resize(1366, 768)
        self.window.show()
        self.window.activateWindow()
        assert QTest.qWaitForWindowActive(self.window)
        self.runner = runner
        opened = []
        runner.run(
            lambda: services(desk.giulia, folder), owner=self.window, done=opened.append, failed=opened.append
        )
        self.settle()
        (self.services,) = opened
        self.said = []
        self.work = WorkSession(self.services, self.window, self.keys, runner)
        for step in self.work.to_build():
            step()
        register_keys(self.work)
        self.work.messages.posted.connect(lambda notice: self.said.append(notice.text))
        stage = self.window.stage
        self.work.cover_requested.connect(lambda: stage.set_covered(not stage.is_covered))
        self.work.papers.model.press.put = self.printer.put
        self.keys.unlock()
        self.window.stage.show_desk()
        self.settle()

    def settle(self):
        """Until nothing is under way."""
        self.qtbot.waitUntil(lambda: not self.runner.busy, timeout=60_000)

    def press(self, *keys):
        for key in keys:
            self.typist.press(key)
            self.keys.digits.settle()
            self.settle()

    def scan(self, code):
        self.typist.scan(code)
        self.settle()

    def register(self, surname="Fumagalli", **fields):
        with slow_work_allowed():
            form = PersonForm(surname=surname, given_name="Teresa", **fields)
            return self.services.citizens.register(RegisterCitizen(form=form)).citizen

    def serve(self, citizen=None):
        """Open a visit."""
        if citizen is None:
            self.work.counter.visit.open_anonymous()
        else:
            self.work.counter.arrivals.open_person(citizen.id)
        self.settle()

    def rows(self, table):
        with slow_work_allowed():
            return self.desk.rows(table)

    def end(self):
        """Everything made of Qt goes now and on this thread: the garbage collector may run on a worker's."""
        self.work.end()
        self.keys.remove()
        self.runner.shutdown()
        self.window.close()
        for root in (self.window, self.keys):
            root.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
