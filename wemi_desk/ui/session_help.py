"""Keys, settings and the ``>`` commands of one session: all in the side panel, none in the way."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from wemi_desk import __version__
from wemi_desk.domain.desk_settings import DeskSettings
from wemi_desk.i18n import _
from wemi_desk.services.settings import SettingsStore
from wemi_desk.ui.apply_settings import apply_settings
from wemi_desk.ui.commands import all_commands
from wemi_desk.ui.scanner import proposed_gap_ms
from wemi_desk.ui.screens.settings.view_model import SettingsViewModel
from wemi_desk.ui.session import WorkSession
from wemi_desk.ui.shell.places import Place
from wemi_desk.ui.shortcuts import Shortcut
from wemi_desk.ui.theme import current_theme


class SessionHelp(QObject):
    """What the operator asks about the program itself; each page is loaded when it is asked for."""

    def __init__(self, work: WorkSession, store: SettingsStore) -> None:
        super().__init__(work)
        self._work = work
        self.settings = SettingsViewModel(store, work.runner, work.changes, work.messages, self)
        self.settings.settings_changed.connect(self._apply)
        self.settings.reader_test_requested.connect(work.keys.scanner.measure)
        work.keys.scanner.measured.connect(self._measured)
        register = work.keys.shortcuts.register
        register(Shortcut.KEYS, self.show_keys, owner=work)
        work.box.model.commands = all_commands(work.keys.shortcuts, self.settings, self._others())
        self.settings.reload()

    def show_keys(self) -> bool:
        """Ctrl+?: every key, with what it does and where; False once this session is no longer on the window."""
        if not self._work.window.stage.is_desk_shown:
            return False
        from wemi_desk.ui.screens.help.view import KeysView

        self._work.window.panel.open_widget(_("Tasti"), KeysView(self._work.keys.shortcuts.keymap))
        return True

    def show_settings(self) -> None:
        """Colours, text size, sounds, lock, reader."""
        from wemi_desk.ui.screens.settings.view import SettingsView

        view = SettingsView(self.settings)
        view.connection_requested.connect(self.show_connection)
        self._work.window.panel.open_widget(_("Impostazioni"), view)

    def show_connection(self) -> None:
        """Which central system this desk knows; where it knows none, the way to one."""
        from wemi_desk.ui.screens.connection.view import ConnectionView
        from wemi_desk.ui.screens.connection.view_model import ConnectionViewModel

        view = ConnectionView(ConnectionViewModel(self._work.desk.connection, self._work.runner))
        view.lock_requested.connect(self._work.lock_requested)
        self._work.window.panel.open_widget(_("Collegamento"), view)

    def show_about(self) -> None:
        """Which program this is."""
        text = _("WeMi Desk {version}\n\nPostazione per gli operatori degli Spazi WeMi.\nLicenza EUPL-1.2.")
        self._work.window.panel.open_text(_("Informazioni"), text.format(version=__version__), "impostazioni")

    def _others(self) -> dict[str, tuple[str, Callable[[], object]]]:
        return {
            "settings": (_("Impostazioni"), self.show_settings),
            "citizen_view": (_("Fai vedere al cittadino"), self._work.papers.show_to_citizen),
            "outbox": (_("Invio dati"), self._work.outbox.show),
            "look_up": (_("Cerca negli altri spazi"), self._work.look_up.show),
            "connection": (_("Collegamento al sistema centrale"), self.show_connection),
            "updates": (_("Aggiornamento del programma"), self._work.updates.show),
            "update_from_stick": (_("Aggiorna da chiavetta"), self._work.updates.show_and_choose),
            "connect_now": (_("Collegati adesso"), self._work.exchange.connect_now),
            "about": (_("Informazioni sul programma"), self.show_about),
            **self._measures(), **self._catalogue(), **self._facilita(), **self._work.places.courses.commands(),
            **self._work.places.agenda.commands(),
            **self._shared(),
        }

    def _shared(self) -> dict[str, tuple[str, Callable[[], object]]]:
        """For everybody who serves."""
        go = self._work.window.place_requested.emit
        return {
            "shared_services": (_("Condivisi: servizi da dividere tra famiglie"), lambda: go(Place.SHARED)),
            "find_groups": (_("Trova gruppi di famiglie"), lambda: self._work.places.shared.find_groups()),
        }

    def _measures(self) -> dict[str, tuple[str, Callable[[], object]]]:
        """For who may publish them."""
        if not self._work.places.measures.is_offered:
            return {}
        go = self._work.window.place_requested.emit
        return {
            "measures": (_("Misure: prepara e pubblica"), lambda: go(Place.MEASURES)),
            "paperwork_types": (_("Tipi di pratica: prepara e pubblica"), lambda: go(Place.TYPES)),
        }

    def _catalogue(self) -> dict[str, tuple[str, Callable[[], object]]]:
        """For who may publish it."""
        if not self._work.places.catalogue_files.is_offered:
            return {}
        show = self._work.places.catalogue.show_update
        return {"update_catalogue": (_("Aggiorna il catalogo da un file"), show)}

    def _facilita(self) -> dict[str, tuple[str, Callable[[], object]]]:
        """For who keeps the register."""
        if not self._work.places.facilita.is_offered:
            return {}
        go = self._work.window.place_requested.emit
        return {"facilita": (_("Facilita: i file per la piattaforma"), lambda: go(Place.FACILITA))}

    def _apply(self, settings: DeskSettings) -> None:
        apply_settings(settings, current_theme(), self._work.keys)
        self._work.papers.model.prints_at_once = settings.print_at_once

    def _measured(self, longest_ms: int) -> None:
        self.settings.reader_measured(longest_ms, proposed_gap_ms(longest_ms))
