"""The form of an activity: what, when, where, for how many."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import Qt

from wemi_desk.domain.courses import COURSE
from wemi_desk.domain.days import rome_day
from wemi_desk.i18n import _
from wemi_desk.services.courses.forms import TypedActivity
from wemi_desk.services.courses.planning import ROOM_LIMIT, TITLE_LIMIT, Lesson
from wemi_desk.services.courses.words import kinds, topics
from wemi_desk.ui.screens.courses.form_view import FormView
from wemi_desk.ui.screens.courses.planning_view_model import PlanningViewModel
from wemi_desk.ui.widgets.combos import CodeCombo
from wemi_desk.ui.widgets.date_field import DateField
from wemi_desk.ui.widgets.fields import Field, TextField
from wemi_desk.ui.words import clock_words

_USUAL_PLACES, _USUAL_MINUTES = "10", "90"


class PlanningView(FormView):
    """A new activity, or one that is said anew: then the week number stays away."""

    def __init__(self, model: PlanningViewModel) -> None:
        super().__init__(_("Nuova attività"))
        self.model = model
        self._lesson: Lesson | None = None
        self.fields = {
            "topic": Field(_("&Argomento"), CodeCombo(topics())),
            "title": Field(_("&Titolo"), TextField(most=TITLE_LIMIT)),
            "kind": Field(_("T&ipo"), CodeCombo(kinds())),
            "leader": Field(_("Con&duce"), CodeCombo(model.leaders)),
            "day": Field(_("&Giorno"), DateField(model.today, past=False)),
            "time": Field(_("&Ora"), TextField(most=8, placeholder=_("per esempio 16:30"))),
            "minutes": Field(_("Durata, in &minuti"), TextField(most=4)),
            "weeks": Field(_("Per quante &settimane"), TextField(most=3)),
            "capacity": Field(_("&Posti"), TextField(most=4)),
            "room": Field(_("Sala o &luogo"), TextField(most=ROOM_LIMIT)),
        }
        self.add_fields(
            ("topic",), ("title",), ("kind", "leader"), ("day", "time"), ("minutes", "weeks"), ("capacity", "room")
        )
        self.fields["topic"].editor.code_changed.connect(self._propose_title)
        model.field_failed.connect(self.show_error)

    def open_for(self, lesson: Lesson | None) -> None:
        """Empty and ready, or with what stands."""
        self._lesson = lesson
        self.clear_errors()
        self.title = _("Nuova attività") if lesson is None else _("Modifica l’attività")
        self.fields["weeks"].setVisible(lesson is None)
        if lesson is None:
            self._fill_new()
        else:
            self._fill(lesson)
        self.fields["topic"].editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def save(self) -> None:
        self.clear_errors()
        leader = self.fields["leader"].editor.code
        self.model.save(
            TypedActivity(
                title=self._text("title"), kind=self.fields["kind"].editor.code or COURSE,
                topic=self.fields["topic"].editor.code or "", capacity=self._text("capacity"), room=self._text("room"),
                leader_id=UUID(leader) if leader else None, day=self.fields["day"].editor.date_value,
                time=self._text("time"), minutes=self._text("minutes"), weeks=self._text("weeks"),
            ),
            self._lesson,
        )  # fmt: skip

    def _text(self, name: str) -> str:
        return str(self.fields[name].editor.text())

    def _fill_new(self) -> None:
        if self._text("title"):
            return  # what somebody began and left with Esc
        self.fields["kind"].editor.set_code(COURSE)
        self.fields["leader"].editor.set_code(self.model.me)
        for name, words in (("minutes", _USUAL_MINUTES), ("weeks", "1"), ("capacity", _USUAL_PLACES)):
            self.fields[name].editor.setText(words)

    def _fill(self, lesson: Lesson) -> None:
        activity, meeting = lesson.activity, lesson.date
        leader = meeting.leader_id or activity.leader_id
        self.fields["topic"].editor.set_code(activity.topic)
        self.fields["kind"].editor.set_code(activity.kind)
        self.fields["leader"].editor.set_code(str(leader) if leader is not None else None)
        self.fields["day"].editor.set_date(rome_day(meeting.starts_at))
        texts = {
            "title": activity.title, "time": clock_words(meeting.starts_at), "minutes": str(meeting.minutes),
            "capacity": str(activity.capacity), "room": meeting.room, "weeks": "1",
        }  # fmt: skip
        for name, words in texts.items():
            self.fields[name].editor.setText(words)

    def empty(self) -> None:
        """Written: nothing stays for the next."""
        for name in ("title", "day", "time", "room"):
            self.fields[name].editor.setText("")
        self.fields["topic"].editor.set_code(None)

    def _propose_title(self, topic: str | None) -> None:
        words = dict(topics())
        if topic and (not self._text("title") or self._text("title") in words.values()):
            self.fields["title"].editor.setText(words[topic])
