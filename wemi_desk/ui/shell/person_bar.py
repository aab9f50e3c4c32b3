"""The bar of the citizen at the desk: there while a visit is open, so that nobody is left on the screen."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from wemi_desk.i18n import _, ngettext
from wemi_desk.ui.shell.person_summary import NoticeState, PersonSummary
from wemi_desk.ui.theme import LayoutClass, current_theme
from wemi_desk.ui.widgets.buttons import button, set_text
from wemi_desk.ui.widgets.labels import ElidedLabel, icon_label, label
from wemi_desk.ui.widgets.spacing import least_height, put, row

_SPACING = 18


class PersonBar(QWidget):
    """Shows a ``PersonSummary`` and how long the visit has lasted.

    ``close_requested``: the visit should end. ``notice_requested``: the informativa is to be handed over now.
    """

    close_requested = Signal()
    notice_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("region", "person")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(_("Allo sportello"))
        least_height(self, 50)
        self._summary = PersonSummary()
        self._layout_class = LayoutClass.WIDE
        self._before = 0
        self._clock = QElapsedTimer()
        self._tick = QTimer(self)
        self._tick.setInterval(1000)
        self._tick.timeout.connect(self._show_elapsed)
        self._build()
        self.hide()

    @property
    def elapsed_seconds(self) -> int:
        """How long the visit has lasted."""
        return self._before + (self._clock.elapsed() // 1000 if self._clock.isValid() else 0)

    def show_person(self, summary: PersonSummary) -> None:
        """Show who is at the desk; an empty summary is an anonymous visit."""
        self._summary = summary
        self.show()
        self._write()

    def clear(self) -> None:
        """The visit is over: nothing of it stays, not even in hidden labels."""
        self._tick.stop()
        self._clock.invalidate()
        self._before = 0
        self._summary = PersonSummary()
        self._write()
        self.hide()

    def start_timer(self, already_seconds: int = 0) -> None:
        """Count the visit's minutes from *already_seconds*."""
        self._before = already_seconds
        self._clock.start()
        self._tick.start()
        self._show_elapsed()

    def set_elapsed(self, seconds: int) -> None:
        """Show a fixed duration."""
        self._tick.stop()
        self._clock.invalidate()
        self._before = seconds
        self._show_elapsed()

    def set_layout_class(self, layout_class: LayoutClass) -> None:
        self._layout_class = layout_class
        self._write()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _build(self) -> None:
        self._name = ElidedLabel(role="strong", least_units=72, most_units=360)
        self._born, self._phone, self._language, self._minors = label(), label(), label(), label()
        self._code = label(role="code")
        self._given_icon, self._given = icon_label("it-check-circle", "oncontext"), label()
        self._to_give = button("")
        self._to_give.setProperty("state", "warn")
        self._to_give.clicked.connect(self.notice_requested)
        self._warning_icon = icon_label("it-warning-circle", "oncontext")
        self._warnings = ElidedLabel(least_units=48, most_units=240)
        self._timer = label()
        self._close = button("")
        self._close.clicked.connect(self.close_requested)
        self._row = row(self, (16, 6, 16, 6), _SPACING)
        put(self._row, self._name, self._born, self._code, self._phone, self._language)
        self._row.addLayout(_pair(self._given_icon, self._given))
        put(self._row, self._to_give, self._minors)
        self._row.addLayout(_pair(self._warning_icon, self._warnings))
        self._row.addStretch(1)
        put(self._row, self._timer, self._close)
        self._all_optional: tuple[QWidget, ...] = (
            self._born, self._code, self._phone, self._language, self._minors, self._given_icon,
            self._given, self._to_give, self._warning_icon, self._warnings)
        self._show_elapsed()

    def _write(self) -> None:
        person, narrow = self._summary, self._layout_class is LayoutClass.NARROW
        self._name.set_text(self._name_words(narrow=narrow))
        self._born.setText(" · ".join(part for part in (person.born, _age_words(person.age)) if part))
        self._code.setText(person.masked_code)
        self._phone.setText(person.phone)
        self._language.setText(person.language)
        self._minors.setText(ngettext("{n} minore", "{n} minori", person.minors).format(n=person.minors)
                             if person.minors else "")
        self._warnings.set_text(" · ".join(person.warnings))
        self._given.setText(_("Informativa consegnata") if person.notice is NoticeState.GIVEN else "")
        set_text(self._to_give, _("Informativa da consegnare"), keys="" if narrow else "Ctrl+I")
        set_text(self._close, _("Chiudi") if narrow else _("Chiudi colloquio"), keys="Ctrl+Invio")
        self._close.setAccessibleName(_("Chiudi colloquio, Ctrl+Invio"))
        self.setAccessibleDescription(self._spoken())
        self._fit()

    def _name_words(self, *, narrow: bool) -> str:
        person = self._summary
        if person.is_anonymous:
            return _("Persona non identificata") if narrow else _("Allo sportello: persona non identificata")
        if narrow:
            return " · ".join(part for part in (person.full_name, _age_words(person.age)) if part)
        return _("Allo sportello: {name}").format(name=person.full_name)

    def _spoken(self) -> str:
        shown = (self._name.whole, self._born.text(), self._phone.text(), self._language.text(),
                 self._minors.text(), self._warnings.whole)
        return ", ".join(part for part in shown if part)

    def _fit(self) -> None:
        """Show what the class allows and, if that is still too much, leave out the least telling first.

        Decided on sizes alone before anything is shown or hidden: each of these would lay the bar out again.
        """
        always = self._always_shown()
        shown = [widget for widget in self._allowed() if widget.text()]
        for widget in (self._phone, self._language, self._code, self._minors, self._born):
            if self._width_of([*always, *shown]) <= self.width():
                break
            if widget in shown:
                shown.remove(widget)
        for optional in self._all_optional:
            _show(optional, optional in shown or optional in always)

    def _always_shown(self) -> list[QWidget]:
        notice, narrow = self._summary.notice, self._layout_class is LayoutClass.NARROW
        shown: list[QWidget] = [self._name, self._timer, self._close]
        if notice is NoticeState.GIVEN:
            shown += [self._given_icon, self._given]
        if notice is NoticeState.TO_GIVE:
            shown.append(self._to_give)
        if self._summary.warnings and not narrow:
            shown += [self._warning_icon, self._warnings]
        return shown

    def _width_of(self, widgets: list[QWidget]) -> int:
        u = current_theme().u
        return sum(widget.sizeHint().width() for widget in widgets) + u(_SPACING) * (len(widgets) - 1) + u(32)

    def _allowed(self) -> tuple[QLabel, ...]:
        if self._layout_class is LayoutClass.WIDE:
            return self._born, self._code, self._phone, self._language, self._minors
        return (self._born, self._language) if self._layout_class is LayoutClass.MEDIUM else ()

    def _show_elapsed(self) -> None:
        minutes, seconds = divmod(self.elapsed_seconds, 60)
        self._timer.setText(f"{minutes:02}:{seconds:02}")
        spoken = ngettext("Durata del colloquio: {n} minuto", "Durata del colloquio: {n} minuti", minutes)
        spoken = spoken.format(n=minutes)
        if spoken != self._timer.accessibleName():
            self._timer.setAccessibleName(spoken)


def _show(widget: QWidget, visible: bool) -> None:
    if widget.isHidden() == visible:
        widget.setVisible(visible)


def _pair(icon: QLabel, words: QLabel) -> QHBoxLayout:
    pair = row(spacing=6)
    put(pair, icon, words)
    return pair


def _age_words(age: int | None) -> str:
    return "" if age is None else ngettext("{n} anno", "{n} anni", age).format(n=age)
