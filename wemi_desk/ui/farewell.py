"""The console cannot start here: one calm window says why and what to do."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from wemi_desk.i18n import _
from wemi_desk.ui.error_text import error_text
from wemi_desk.ui.widgets.buttons import primary_button
from wemi_desk.ui.widgets.centred import CentredPage
from wemi_desk.ui.widgets.labels import label, page_title


def farewell(error: Exception) -> CentredPage:
    """The page; its button closes it."""
    page = CentredPage(_("WeMi Desk non si apre"))
    page.setWindowTitle("WeMi Desk")
    page.resize(640, 400)
    words = error_text(error) or _("Qualcosa non va su questo computer: chiama l'assistenza.")
    page.body.addStretch(1)
    page.body.addWidget(page_title(_("WeMi Desk non si apre")))
    page.body.addWidget(label(words, wrap=True))
    close = primary_button(_("Ho capito"))
    close.clicked.connect(page.close)
    page.body.addWidget(close)
    page.body.addStretch(2)
    return page


def say_and_leave(error: Exception) -> None:
    """Show the page until it is closed."""
    page = farewell(error)
    page.show()
    QApplication.exec()
