"""Sblocca: one column, big tiles, one field. It paints before anything heavy is loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from wemi_desk.domain.access import DeskCondition
from wemi_desk.i18n import _
from wemi_desk.ui.screens.unlock import words
from wemi_desk.ui.screens.unlock.entry_view import EntryForm
from wemi_desk.ui.screens.unlock.tiles_view import OperatorTiles
from wemi_desk.ui.screens.unlock.view_model import UnlockViewModel
from wemi_desk.ui.widgets.brand import Brand
from wemi_desk.ui.widgets.buttons import button, primary_button
from wemi_desk.ui.widgets.centred import CentredPage, focus_in_sight
from wemi_desk.ui.widgets.fields import Field, TextField
from wemi_desk.ui.widgets.labels import heading, label, muted
from wemi_desk.ui.widgets.pin_form import PinForm
from wemi_desk.ui.widgets.sign import Sign
from wemi_desk.ui.widgets.spacing import column, row
from wemi_desk.ui.words import clock_words

if TYPE_CHECKING:
    from wemi_desk.ui.screens.unlock.online_view import OnlineForm

_CLOCK_MS = 5_000
_FEW = 3


class UnlockView(CentredPage):
    """Screen 0. ``take_focus()`` when it is shown; nothing here belongs to a citizen."""

    def __init__(self, unlock: UnlockViewModel) -> None:
        super().__init__(_("Sblocca"))
        self._unlock = unlock
        self._tick = QTimer(self, interval=_CLOCK_MS)
        self._tick.timeout.connect(self._show_time)
        self._build()
        self._bind()
        self._show_screen()

    def take_focus(self) -> None:
        """Where one begins: the tiles, or what stands in the way."""
        if not self._pin.isHidden():
            self._pin.take_focus()
        elif self._online is not None and not self._online.isHidden():
            self._online.take_focus()
        elif not self._entry_page.isHidden():
            self.tiles.take_focus()
        else:
            wanted = self._again if self._act.isHidden() else self._act
            focus_in_sight(wanted)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show_time()
        self._tick.start()
        self.take_focus()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._tick.stop()
        self.entry.secret.empty()

    # --- how it is made ----------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.body.addStretch(1)
        self.body.addLayout(self._head())
        self._practice = Sign("info")
        self._clock_sign = Sign("warn")
        self._new_key = Sign("info")
        self._pin = PinForm(self._unlock.pin)
        self._entry_page, self._obstacle_page = self._entry(), self._obstacle()
        self._online: OnlineForm | None = None
        self._pages: tuple[QWidget, ...] = (self._entry_page, self._obstacle_page, self._pin)
        self._network = muted()
        for widget in (self._practice, self._clock_sign, self._new_key, *self._pages, self._network):
            self.body.addWidget(widget)
        self.body.addStretch(2)

    def _head(self) -> QHBoxLayout:
        line = row(spacing=16)
        names = column(spacing=0)
        self._space = label("", "muted", wrap=True)
        names.addWidget(Brand())
        names.addWidget(self._space)
        self._time = label("", "counter")
        line.addLayout(names, 1)
        line.addWidget(self._time, 0, Qt.AlignmentFlag.AlignTop)
        return line

    def _entry(self) -> QWidget:
        page = QWidget()
        box = column(page, spacing=12)
        self._who = heading(_("Chi sei?"))
        self.filter = Field(_("&Cerca il tuo nome"), TextField(most=60))
        self.tiles = OperatorTiles()
        self.entry = EntryForm(self._unlock)
        for widget in (self._who, self.filter, self.tiles, self.entry):
            box.addWidget(widget)
        links = row(spacing=12)
        self._not_me = button(_("Non sono io"), kind="quiet")
        self._by_net = button(_("Entra con la rete"), kind="quiet")
        self._first_time = button(_("Primo accesso su questa postazione"), kind="quiet")
        links.addWidget(self._not_me)
        links.addWidget(self._by_net)
        links.addStretch(1)
        links.addWidget(self._first_time)
        box.addLayout(links)
        self._first_time_words = Sign("info")
        box.addWidget(self._first_time_words)
        return page

    def _obstacle(self) -> QWidget:
        page = QWidget()
        box = column(page, spacing=12)
        self._why = Sign("warn")
        self._loading = muted(_("Un momento…"))
        self._act, self._again = primary_button(""), button(_("Riprova"))
        acts = row(spacing=12)
        acts.addWidget(self._again)
        acts.addStretch(1)
        acts.addWidget(self._act)
        box.addWidget(self._loading)
        box.addWidget(self._why)
        box.addLayout(acts)
        box.addStretch(1)
        return page

    def _bind(self) -> None:
        unlock = self._unlock
        unlock.screen_changed.connect(self._show_screen)
        unlock.chosen_changed.connect(self._show_chosen)
        unlock.network_changed.connect(self._network.setText)
        unlock.pin_offered.connect(self._offer_pin)
        unlock.pin.finished.connect(lambda _opened: self._show_screen())
        unlock.pin.expired.connect(self._show_screen)
        unlock.busy_changed.connect(self.tiles.setDisabled)
        self.tiles.chosen.connect(unlock.choose)
        self.tiles.letter.connect(unlock.type_initial)
        self.tiles.digit.connect(self.entry.begin_with)
        self.tiles.left.connect(self.entry.take_focus)
        self.filter.editor.textEdited.connect(unlock.set_filter)
        self._not_me.clicked.connect(self._start_over)
        unlock.online.ended.connect(self._show_screen)
        self._by_net.clicked.connect(lambda: self._enter_by_net())
        self._first_time.clicked.connect(lambda: self._enter_by_net(anew=True))
        self._again.clicked.connect(lambda: unlock.start())
        self._act.clicked.connect(self._way_out)

    # --- what it shows -----------------------------------------------------------------------------------------

    def _show_time(self) -> None:
        self._time.setText(clock_words(self._unlock.now()))

    def _show_screen(self) -> None:
        unlock, screen = self._unlock, self._unlock.screen
        held = self._holds_focus()
        self._loading.setVisible(screen is None)
        # where nobody can enter, nothing is merely paused
        self._network.setText(unlock.network_words if screen is None or unlock.is_ready else "")
        if screen is not None:
            self._space.setText(screen.space_name)
            self._practice.say(_(words.PRACTICE) if screen.practice else "", aloud=False)
            self._clock_sign.say(words.clock_words(screen.clock_behind, screen.clock_ahead))
            self._new_key.say(_(words.NEW_KEY) if screen.new_key else "")
            self._show_tiles(few=screen.practice or len(screen.tiles) <= _FEW)
        self._show_obstacle()
        if not unlock.online.is_open:
            self._turn_to(self._entry_page if unlock.is_ready else self._obstacle_page)
        self._show_chosen()
        if held:
            self.take_focus()

    def _turn_to(self, wanted: QWidget) -> None:
        """One at a time; hidden pages take no room."""
        for page in self._pages:
            page.setVisible(page is wanted)

    def _holds_focus(self) -> bool:
        """The focus is nowhere better than on what is about to go away."""
        focus = self.focusWidget()
        lost = focus in (None, self) or not focus.isVisible() or not focus.isEnabled()
        return self.isVisible() and (lost or self._obstacle_page.isAncestorOf(focus))

    def _show_tiles(self, *, few: bool) -> None:
        unlock = self._unlock
        self.filter.setVisible(unlock.roll.needs_filter)
        if self.filter.editor.text() != unlock.roll.filter_text:
            self.filter.editor.setText(unlock.roll.filter_text)
        self.tiles.show_tiles(unlock.roll.shown, unlock.now(), columns=1 if few else 2)

    def _show_obstacle(self) -> None:
        screen = self._unlock.screen
        condition = screen.condition if screen is not None else DeskCondition.READY
        recoverable = screen is not None and screen.recovery_possible and condition in words.RECOVERABLE
        self._why.say(words.condition_words(condition, recovery_possible=recoverable))
        setup = condition is DeskCondition.NOT_ENROLLED
        self._act.setText(_("Prepara questa postazione") if setup else _("Recupera i dati"))
        self._act.setVisible(setup or recoverable)
        self._again.setVisible(screen is not None and not setup)

    def _show_chosen(self) -> None:
        chosen = self._unlock.chosen
        self.tiles.show_chosen(chosen.operator_id if chosen is not None else None)
        self._not_me.setVisible(chosen is not None)
        self._by_net.setVisible(self._unlock.online.possible and words.may_want_the_net(chosen))
        self._first_time_words.say("")
        self.entry.show_operator(chosen)

    def _offer_pin(self) -> None:
        self._turn_to(self._pin)
        self._pin.take_focus()

    # --- what can be done --------------------------------------------------------------------------------------

    def _start_over(self) -> None:
        self._unlock.set_filter("")
        self._unlock.choose(None)
        self.tiles.take_focus()

    def _enter_by_net(self, *, anew: bool = False) -> None:
        """By the centre, where it can be; who is new here is none of those on the tiles. Made when first wanted."""
        if anew:
            self._unlock.choose(None)
        entry, chosen = self._unlock.online, self._unlock.chosen
        if not entry.possible or self._unlock.busy:
            words_for_now = _("Per il primo accesso serve la rete, oppure ti aggiunge chi coordina questo spazio.")
            self._first_time_words.say(words_for_now)
            return
        if self._online is None:
            from wemi_desk.ui.screens.unlock.online_view import OnlineForm

            self._online = OnlineForm(entry)
            self._online.left.connect(entry.end)
            self.body.insertWidget(self.body.indexOf(self._pin), self._online)
            self._pages = (*self._pages, self._online)
        self._turn_to(self._online)
        entry.begin(chosen.operator_id if chosen is not None else None)
        self._online.take_focus()

    def _way_out(self) -> None:
        screen = self._unlock.screen
        if screen is not None and screen.condition is DeskCondition.NOT_ENROLLED:
            self._unlock.setup_requested.emit()
        else:
            self._unlock.recovery_requested.emit()
