"""While a newer version is put in its place: one calm window that says how long, and that nothing can be lost."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QThread

from wemi_desk.domain.errors import WemiError
from wemi_desk.i18n import _
from wemi_desk.logs import log_error
from wemi_desk.ui.background import Runner
from wemi_desk.ui.widgets.centred import CentredPage
from wemi_desk.ui.widgets.labels import label, page_title


def installing(version: str) -> CentredPage:
    """The page; it asks nothing."""
    page = CentredPage(_("Installo la versione nuova"))
    page.setWindowTitle("WeMi Desk")
    page.resize(640, 400)
    words = _("Passo alla versione {version}: ci vuole circa un minuto, poi si apre da sola.").format(version=version)
    page.body.addStretch(1)
    page.body.addWidget(page_title(_("Installo la versione nuova")))
    page.body.addWidget(label(words, wrap=True))
    page.body.addWidget(
        label(_("Quello che hai registrato resta qui. Se il computer si spegne, non si perde niente."), wrap=True)
    )
    page.body.addStretch(2)
    return page


def show_while(version: str, runner: Runner, work: Callable[[], WemiError | None]) -> WemiError | None:
    """Show the page until *work*, which blocks, is done off the UI thread; what it returned."""
    page = installing(version)
    outcome: list[WemiError | None] = []

    def done(prevented: WemiError | None) -> None:
        outcome.append(prevented)
        _wake()

    def failed(error: Exception) -> None:
        log_error("update_install", error)
        outcome.append(None)
        _wake()

    page.show()
    runner.run(work, owner=page, done=done, failed=failed)
    while not outcome:  # closing the page does not stop the work
        QCoreApplication.exec()
    page.close()
    return outcome[0]


def _wake() -> None:
    """Where no loop runs, its end would be remembered and stop the next one."""
    if QThread.currentThread().loopLevel():
        QCoreApplication.exit()
