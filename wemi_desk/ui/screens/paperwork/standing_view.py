"""Right: what is missing, what comes next, how long it took, and the sittings before this one."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from wemi_desk.i18n import _, ngettext
from wemi_desk.services.paperwork.words import actor_words, twin_words
from wemi_desk.ui.screens.paperwork.matter_reading import Matter
from wemi_desk.ui.screens.paperwork.matter_view_model import MatterViewModel
from wemi_desk.ui.screens.paperwork.words import minutes_words
from wemi_desk.ui.widgets.labels import label, muted
from wemi_desk.ui.widgets.panes import Pane
from wemi_desk.ui.widgets.scroll import ScrollPane
from wemi_desk.ui.widgets.sign import Sign
from wemi_desk.ui.widgets.spacing import column
from wemi_desk.ui.words import clock_words, day_words, local

EVERY_MS = 20_000
_SHOWN = 6


class StandingPane(Pane):
    """Read again with the matter; the minutes go on by themselves, and say nothing aloud."""

    def __init__(self, model: MatterViewModel) -> None:
        super().__init__(_("A che punto siamo"))
        self.model = model
        self.time = label("", "heading")
        self.time_hint = muted(_("Tempo di questa pratica, oggi. Si può correggere alla fine."))
        self.missing, self.next, self.questions = Sign("warn"), Sign("info"), Sign("err")
        self.missing_list = label("", wrap=True)
        self.before = label("", "strong")
        self._holder, self._past = QWidget(), QWidget()
        self._sittings = column(self._past, spacing=2)
        box = column(self._holder, spacing=12)
        for widget in (self.time, self.time_hint, self.questions, self.missing, self.missing_list, self.next,
                       self.before, self._past):  # fmt: skip
            box.addWidget(widget)
        box.addStretch(1)
        self.body.addWidget(ScrollPane(self._holder, _("A che punto siamo")), 1)
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self._show_time)
        model.changed.connect(self._show)
        model.closed.connect(self._forget)
        self._show()

    def _show(self) -> None:
        matter = self.model.shown
        if matter is None:
            return
        self._show_time()
        if not self._timer.isActive():
            self._timer.start()
        self._show_missing(matter)
        self._show_next(matter)
        asked = _("Due postazioni hanno scritto cose diverse: la domanda è in Invio dati.")
        differs = bool(matter.guide.questions)
        self.questions.say(asked if differs else twin_words(matter.guide.twins), "err" if differs else "warn")
        self._show_before(matter)

    def _show_time(self) -> None:
        matter = self.model.shown
        is_counted = matter is not None and matter.case.is_open and matter.case.id in self.model.time.spent
        self.time.setText(minutes_words(self.model.minutes) if is_counted else "")
        self.time.setVisible(is_counted)
        self.time_hint.setVisible(is_counted)

    def _show_missing(self, matter: Matter) -> None:
        missing = matter.guide.missing if matter.case.is_open else ()
        head = ngettext("Manca {n} cosa da portare", "Mancano {n} cose da portare", len(missing))
        self.missing.say(head.format(n=len(missing)) if missing else "", "warn", aloud=False)
        self.missing_list.setText("\n".join(f"• {one}" for one in missing))
        self.missing_list.setVisible(bool(missing))

    def _show_next(self, matter: Matter) -> None:
        step = matter.kind.step(matter.guide.next_no) if matter.guide.next_no is not None else None
        if not matter.case.is_open:
            self.next.say("")
        elif step is not None:
            words = _("Adesso, passo {no} ({who}): {text}")
            self.next.say(words.format(no=step.no, who=actor_words(step.who), text=step.text), "info", aloud=False)
        elif matter.kind.steps:
            self.next.say(_("I passi sono tutti fatti: chiudi la seduta con Ctrl+S."), "ok", aloud=False)

    def _show_before(self, matter: Matter) -> None:
        while (item := self._sittings.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        lines = list(matter.guide.sittings)[-_SHOWN:]
        count = len(matter.guide.sittings)
        head = ngettext("{n} seduta, {minutes}", "{n} sedute, {minutes}", count)
        self.before.setText(head.format(n=count, minutes=minutes_words(matter.guide.minutes)) if count else "")
        self.before.setVisible(bool(count))
        for line in reversed(lines):
            sitting = line.sitting
            who = self.model.services.colleagues.get(sitting.operator_id, "")
            at = _("{day} alle {time}").format(
                day=day_words(local(sitting.starts_at).date()), time=clock_words(sitting.starts_at)
            )
            parts = [at, minutes_words(sitting.minutes), who, _("ora scritta dopo") if sitting.entered_after else ""]
            self._sittings.addWidget(label(" · ".join(part for part in parts if part), wrap=True))

    def _forget(self) -> None:
        self._timer.stop()
        for text in (self.time, self.missing_list, self.before):
            text.setText("")
        for sign in (self.missing, self.next, self.questions):
            sign.say("")
        while (item := self._sittings.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
