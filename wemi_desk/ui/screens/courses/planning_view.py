"""The form of an activity: what, when and how often, where, for how many, with whom; and what it would clash with."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QCheckBox, QWidget

from wemi_desk.domain.courses import COURSE, DIGITAL_TYPE
from wemi_desk.domain.days import rome_day
from wemi_desk.domain.series import Rhythm
from wemi_desk.i18n import _
from wemi_desk.services.courses.forms import TypedActivity
from wemi_desk.services.courses.lessons import Lesson
from wemi_desk.services.courses.words import topics
from wemi_desk.ui.screens.courses.planning_fields_view import planning_fields
from wemi_desk.ui.screens.courses.planning_view_model import REST, PlanningViewModel
from wemi_desk.ui.screens.courses.planning_words import price_text
from wemi_desk.ui.screens.courses.tick_choice_view import TickChoice
from wemi_desk.ui.widgets.buttons import escaped
from wemi_desk.ui.widgets.date_field import DateField
from wemi_desk.ui.widgets.form_view import FormView
from wemi_desk.ui.widgets.labels import label, set_role
from wemi_desk.ui.words import clock_words

_USUAL_PLACES, _USUAL_MINUTES = "10", "90"
_LOOK_MS = 300
_DIGITAL, _SERIES = ("topic", "kind"), ("rhythm", "times", "until", "chosen", "left_out")


class PlanningView(FormView):
    """A new activity, or one that is said anew: then the rhythm stays away, and one says how far the change goes.

    It has many fields and most days nobody plans: they are made when somebody first does.
    """

    def __init__(self, model: PlanningViewModel) -> None:
        super().__init__(_("Nuova attività"))
        self.model = model
        self._lesson: Lesson | None = None
        self._proposed = ""
        self._look = QTimer(self, singleShot=True, interval=_LOOK_MS)
        self._look.timeout.connect(self._preview)

    def prepare(self) -> None:
        """Make the fields, once."""
        if not self.fields:
            self._build()
            self._bind()

    def _build(self) -> None:
        self.fields = planning_fields(self.model)
        self.skips = QCheckBox(escaped(_("Salta i giorni festivi, anche quelli di Milano")))
        self.needs_enrolment = QCheckBox(escaped(_("Ci si iscrive prima")))
        self.volunteers: TickChoice[UUID] = TickChoice(_("Volontari"), UUID)
        self.preview = label("", "strong", wrap=True)
        self.add_lines(("scope",), ("activity_type", "topic"), ("kind",), ("title",), ("day", "time", "minutes"),
                       ("rhythm", "times", "until"), ("chosen",), ("left_out",))  # fmt: skip
        self.form.addWidget(self.skips)
        self.add_lines(("capacity", "room"), ("leader", "led_by_text"))
        self.add_lines(("target", "price"), ("partners",))
        self.form.addWidget(self.needs_enrolment)
        self.form.addWidget(self.volunteers)
        self.form.addStretch(1)
        self.above_acts(self.preview)

    def _bind(self) -> None:
        self.fields["topic"].editor.code_changed.connect(lambda code: self._propose(dict(topics()).get(code or "", "")))
        self.fields["activity_type"].editor.code_changed.connect(self._propose_type)
        self.fields["rhythm"].editor.code_changed.connect(lambda _code: self._fold())
        for name in ("day", "time", "minutes", "times", "until", "chosen", "left_out", "room", "led_by_text"):
            self.fields[name].editor.textChanged.connect(lambda _text: self._look.start())
        for name in ("rhythm", "leader", "scope"):
            self.fields[name].editor.code_changed.connect(lambda _code: self._look.start())
        self.skips.toggled.connect(lambda _on: self._look.start())
        self.volunteers.changed.connect(self._look.start)
        self.model.field_failed.connect(self.show_error)
        self.model.previewed.connect(self._show_preview)
        self.model.volunteers_read.connect(self._show_volunteers)

    def open_for(self, lesson: Lesson | None) -> None:
        """Empty and ready, or with what stands."""
        self.prepare()
        self._lesson = lesson
        self.clear_errors()
        self.preview.setText("")
        self.title = _("Nuova attività") if lesson is None else _("Modifica l’attività")
        later = len(lesson.later) if lesson is not None else 0
        self.fields["scope"].setVisible(later > 0)
        self.fields["scope"].editor.set_choices(self.model.scopes(later))
        self.model.read_volunteers()
        if lesson is None:
            self._fill_new()
        else:
            self._fill(lesson)
        self._fold()
        self.typing.begin(str(lesson.date.id) if lesson is not None else "")
        first = "activity_type" if lesson is None else "title"
        self.fields[first].editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def editors(self) -> Mapping[str, QWidget]:
        more = {"skips": self.skips, "needs_enrolment": self.needs_enrolment, "volunteers": self.volunteers}
        return {**super().editors(), **more}

    def reopen(self) -> None:
        self.open_for(self._lesson)

    def save(self) -> None:
        self.clear_errors()
        rest = self.fields["scope"].editor.code == REST
        self.model.save(self.typed(), self._lesson, rest=rest)

    def typed(self) -> TypedActivity:
        """What stands in the form."""
        leader = self._code("leader")
        until: DateField = self.fields["until"].editor
        return TypedActivity(
            activity_type=self._code("activity_type"), title=self._text("title"), kind=self._code("kind") or COURSE,
            topic=self._code("topic"), capacity=self._text("capacity"), room=self._text("room"),
            leader_id=UUID(leader) if leader else None, led_by_text=self._text("led_by_text"),
            day=self.fields["day"].editor.date_value, time=self._text("time"), minutes=self._text("minutes"),
            rhythm=self._code("rhythm") or Rhythm.ONCE, times=self._text("times"), until=until.date_value,
            until_wrong=until.is_wrong, chosen=self._text("chosen"), left_out=self._text("left_out"),
            skips_holidays=self.skips.isChecked(), price=self._text("price"), target=self._text("target"),
            partners=self._text("partners"), enrolment_needed=self.needs_enrolment.isChecked(),
            volunteers=self.volunteers.chosen,
        )  # fmt: skip

    def _text(self, name: str) -> str:
        return str(self.fields[name].editor.text())

    def _code(self, name: str) -> str:
        return str(self.fields[name].editor.code or "")

    def _fold(self) -> None:
        """Only what can be answered is asked."""
        is_digital, is_new = self._code("activity_type") == DIGITAL_TYPE, self._lesson is None
        rhythm = self._code("rhythm") or Rhythm.ONCE
        for name in _DIGITAL:
            self.fields[name].setVisible(is_digital)
        is_counted = rhythm not in (Rhythm.ONCE, Rhythm.CHOSEN)
        shown = {"rhythm": is_new, "times": is_new and is_counted, "until": is_new and is_counted,
                 "chosen": is_new and rhythm == Rhythm.CHOSEN, "left_out": is_new and is_counted}  # fmt: skip
        for name in _SERIES:
            self.fields[name].setVisible(shown[name])
        self.skips.setVisible(is_new and rhythm != Rhythm.ONCE)

    def _fill_new(self) -> None:
        self.empty()  # what somebody began and left with Esc is a draft
        self.fields["kind"].editor.set_code(COURSE)
        self.fields["leader"].editor.set_code(self.model.me)
        self.fields["rhythm"].editor.set_code(Rhythm.ONCE)
        self.skips.setChecked(True)
        self.needs_enrolment.setChecked(True)
        self.volunteers.choose(())
        for name, words in (("minutes", _USUAL_MINUTES), ("capacity", _USUAL_PLACES)):
            self.fields[name].editor.setText(words)

    def _fill(self, lesson: Lesson) -> None:
        activity, meeting = lesson.activity, lesson.date
        leader = meeting.leader_id or activity.leader_id
        kind = DIGITAL_TYPE if activity.is_digital_help else activity.activity_type
        for name, code in (("activity_type", kind), ("topic", activity.topic), ("kind", activity.kind),
                           ("leader", str(leader) if leader is not None else None), ("rhythm", Rhythm.ONCE),
                           ("scope", self.model.scopes(1)[0][0])):  # fmt: skip
            self.fields[name].editor.set_code(code)
        self.fields["day"].editor.set_date(rome_day(meeting.starts_at))
        texts = {
            "title": activity.title, "time": clock_words(meeting.starts_at), "minutes": str(meeting.minutes),
            "capacity": str(activity.capacity), "room": meeting.room, "target": activity.target,
            "led_by_text": meeting.led_by_text or activity.led_by_text, "price": price_text(activity.price_cents),
            "partners": ", ".join(activity.partner_organisations),
        }  # fmt: skip
        for name, words in texts.items():
            self.fields[name].editor.setText(words)
        self.needs_enrolment.setChecked(activity.enrolment_needed)
        self.volunteers.choose(meeting.volunteers)

    def empty(self) -> None:
        """Written: nothing stays for the next."""
        for name in ("title", "day", "time", "room", "times", "until", "chosen", "left_out", "led_by_text", "target",
                     "price", "partners"):  # fmt: skip
            self.fields[name].editor.setText("")
        for name in ("topic", "activity_type"):
            self.fields[name].editor.set_code(None)
        self._look.stop()
        self.preview.setText("")
        self._proposed = ""

    def _propose_type(self, code: str | None) -> None:
        self._fold()
        if code and code != DIGITAL_TYPE:
            self._propose(dict(self.model.types).get(code, ""))

    def _propose(self, words: str) -> None:
        """A title that somebody wrote stays."""
        if words and self._text("title") in ("", self._proposed):
            self._proposed = words
            self.fields["title"].editor.setText(words)

    def _preview(self) -> None:
        if self.isVisible():
            self.model.look_ahead(self.typed(), self._lesson)

    def _show_preview(self, words: str, is_clashing: bool) -> None:
        set_role(self.preview, "err" if is_clashing else "muted")
        self.preview.setText(words)
        self.preview.setAccessibleName(words)

    def _show_volunteers(self) -> None:
        self.volunteers.show_choices(self.model.volunteers)
