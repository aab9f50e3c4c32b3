"""The Agenda of one session: made when somebody first goes there; what the counter needs of it before that is read
through the services alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import cached_property, partial
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject, QTimer

from wemi_desk.domain.appointments import Appointment
from wemi_desk.domain.citizens import Citizen
from wemi_desk.domain.handover_notes import HandoverNote
from wemi_desk.i18n import _, ngettext
from wemi_desk.services.desk import DeskServices
from wemi_desk.ui.loading import Loading
from wemi_desk.ui.shell.pane_host import PlacePage
from wemi_desk.ui.shell.places import Place
from wemi_desk.ui.shortcuts import BackStep
from wemi_desk.ui.widgets.strip import Strip

if TYPE_CHECKING:
    from wemi_desk.ui.screens.agenda.view import AgendaPanes
    from wemi_desk.ui.screens.agenda.view_model import AgendaViewModel
    from wemi_desk.ui.session import WorkSession

NEWS_MS = 2_500
"""After unlocking, once the first screen stands."""
ABOUT_NOW = timedelta(minutes=60)


class SessionAgenda(QObject):
    """Appointments, shifts, notes for the next shift."""

    def __init__(self, work: WorkSession) -> None:
        super().__init__(work)
        self._work = work
        self._is_made = False
        self.loading = Loading(partial(_load, work.desk), work.runner, work.fail, self)
        self._news = QTimer(self, singleShot=True, interval=NEWS_MS)
        self._news.timeout.connect(self.look_for_news)
        self._news.start()

    @cached_property
    def model(self) -> AgendaViewModel:
        """Day, week, forms."""
        from wemi_desk.ui.screens.agenda.view_model import AgendaViewModel

        work, desk = self._work, self._work.desk
        self._is_made = True
        made = AgendaViewModel(
            desk.agenda(), desk.session, desk.lists, desk.colleagues, work.runner, work.changes, work.messages, self
        )
        made.appointment.print_requested.connect(self._print)
        made.show_person(self._person)
        offer = partial(setattr, made.booking, "types")
        work.runner.run(partial(_types, desk), owner=self, done=offer, failed=work.fail)
        return made

    @cached_property
    def panes(self) -> AgendaPanes:
        """Left and right."""
        from wemi_desk.ui.screens.agenda.view import AgendaPanes

        panes = AgendaPanes(self.model, self._work.desk.lists)
        forms = self._work.places.forms
        forms.keep(panes.booking, "appointment", of_person=True)
        for form, kind in ((panes.slot, "opening_hours"), (panes.exception, "closing"), (panes.leave, "leave"),
                           (panes.shift, "shift"), (panes.notes, "handover")):  # fmt: skip
            forms.keep(form, kind)
        panes.notes.begin()
        self._work.keys.scanner.expect(panes.left, self._work.places.expected.take_card)
        return panes

    @cached_property
    def strip(self) -> Strip:
        """A note is waiting: in a band that covers nothing, and without its words: the screen is seen by others."""
        strip = Strip()
        self._work.add_strip(strip)
        strip.chosen.connect(lambda _position: self._read_news())
        strip.dismissed.connect(strip.close_strip)
        return strip

    def arrive(self) -> None:
        """Somebody came to the place; for who is at the desk the form stands ready."""
        self.model.arrive()
        if self._person is not None:
            self.panes.book()

    def visit(self) -> None:
        """The command: the place."""
        self._work.window.bar.box.empty()
        self._work.window.place_requested.emit(Place.AGENDA)

    def book(self) -> None:
        """The place, and the form."""
        self.visit()
        self.loading.then(lambda: self.panes.book())

    def resume(self, kind: str) -> None:
        """A draft of one of the forms."""
        self._work.window.place_requested.emit(Place.AGENDA)

        def go() -> None:
            from wemi_desk.ui.screens.agenda.view import resume

            resume(self.panes, kind)

        self.loading.then(go)

    def show(self, one: Appointment) -> None:
        """One appointment, in its day."""
        self._work.window.place_requested.emit(Place.AGENDA)
        self.loading.then(lambda: self.model.board.go_to(one.day, one.id))

    def commands(self) -> dict[str, tuple[str, Callable[[], object]]]:
        """What can be typed after ``>``."""
        return {
            "agenda": (_("Agenda: appuntamenti e turni"), self.visit),
            "appointment": (_("Appuntamento: prendine uno"), self.book),
            "handover": (_("Consegne: note per chi viene dopo"), self.show_notes),
        }

    def focus_first(self) -> None:
        """Where the hands should be, if they have not gone elsewhere meanwhile."""
        if self._work.window.place is Place.AGENDA:
            self.panes.focus_first()

    def settle(self, page: PlacePage) -> None:
        """On the window: whichever pane is seen answers the keys."""
        self.panes.settle(page)
        for spec in page.panes:
            for shortcut, handler in self.panes.handlers.items():
                self._work.keys.shortcuts.register(shortcut, handler, owner=spec.widget, step=BackStep.PANEL)

    def show_person(self) -> None:
        """The visit was opened, identified or closed."""
        if self._is_made:
            self.model.show_person(self._person)

    def look_for_news(self) -> None:
        """What colleagues left for who comes now."""
        desk = self._work.desk
        self._work.runner.run(partial(_news, desk), owner=self, done=self._show_news, failed=self._work.fail)

    def show_notes(self) -> None:
        """The list of notes, in its place."""
        self.visit()
        self.loading.then(self._open_notes)

    @property
    def _person(self) -> Citizen | None:
        card = self._work.counter.visit.card
        return card.citizen if card is not None else None

    def _open_notes(self) -> None:
        from wemi_desk.ui.screens.agenda.view import NOTES

        self.panes.show_tab(NOTES)

    def _show_news(self, notes: Sequence[HandoverNote]) -> None:
        if not notes:
            return
        names = dict.fromkeys(self._work.desk.colleagues.get(one.created_by, "") for one in notes)
        who = ", ".join(name for name in names if name)
        words = ngettext("{n} nota per te, di {who}", "{n} note per te, di {who}", len(notes))
        self.strip.open(words.format(n=len(notes), who=who or _("un collega")), [_("Leggi")], signs=["›"], aside=True)

    def _read_news(self) -> None:
        self.strip.close_strip()
        self.show_notes()

    def _print(self, appointment_id: UUID) -> None:
        self._work.papers.press_made(partial(self._work.desk.agenda().card.of, appointment_id), appointment_id)


def _load(desk: DeskServices) -> None:
    import wemi_desk.ui.screens.agenda.view
    import wemi_desk.ui.screens.agenda.view_model  # noqa: F401

    desk.agenda()


def _news(desk: DeskServices) -> Sequence[HandoverNote]:
    return desk.agenda_glance.news()


def _types(desk: DeskServices) -> list[tuple[str, str]]:
    return [(one.code, one.title) for one in desk.paperwork().digital.types.offered()]
