"""Ctrl+I on the window: one key hands the informativa over; a strip changes its language or how it was given."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from wemi_desk.i18n import _
from wemi_desk.ui.screens.counter.visit_view_model import ChooseNotice
from wemi_desk.ui.screens.printing.words import language_words, notice_words
from wemi_desk.ui.strips import Answer, ChoiceStrip, do_nothing
from wemi_desk.ui.widgets.strip import Strip

if TYPE_CHECKING:
    from wemi_desk.ui.session import WorkSession

_AT_ONCE = 7  # with "more" and the way out, nine digits


class SessionNotices(QObject):
    """Asks only where one key cannot know: no text in that language, or another way than paper."""

    def __init__(self, work: WorkSession) -> None:
        super().__init__(work)
        self._work = work
        self.strip = Strip()
        work.add_strip(self.strip)
        self.choice = ChoiceStrip(self.strip, work.keys.digits, self._go_on, self)
        work.counter.visit.notice_language_missing.connect(self._ask_about_language)

    def hand_over(self) -> bool:
        """Ctrl+I: on paper, in the person's language; again: how, and in which language. False with nobody here."""
        counter = self._work.counter
        if counter.task == "idle":
            return False
        if self.choice.is_open:
            self.choice.take_first()
        elif self._is_given():
            self._ask_how(self._language(), self._give())
        else:
            counter.hand_over_notice()
            self._go_on()
        return True

    def _is_given(self) -> bool:
        counter = self._work.counter
        if counter.task == "registration":
            return counter.notice.is_set
        card = counter.visit.card
        return counter.visit.notice is not None or (card is not None and card.notice_state == "given")

    def _give(self) -> ChooseNotice:
        counter = self._work.counter
        return counter.notice.set if counter.task == "registration" else counter.visit.give_notice

    def _language(self) -> str:
        counter = self._work.counter
        if counter.task == "registration":
            return counter.registration.form.language
        if counter.visit.notice is not None:
            return counter.visit.notice.language
        return counter.visit.card.citizen.language if counter.visit.card else "it"

    def _ask_how(self, language: str, give: ChooseNotice) -> None:
        channels = self._work.desk.lists["privacy_notice_channel"].items
        answers = [(item.label, partial(give, language, item.code)) for item in channels]
        question = _("{notice}: come l'hai consegnata?").format(notice=self._notice(language))
        other = (_("In un'altra lingua"), partial(self._ask_language, give))
        self.choice.ask(question, (*answers, other, (_("Va bene così"), do_nothing)))

    def _ask_language(self, give: ChooseNotice) -> None:
        service = self._work.desk.notices
        self._work.runner.run(
            service.languages, owner=self, done=partial(self._show_languages, give), failed=self._fail
        )

    def _show_languages(self, give: ChooseNotice, languages: Sequence[str]) -> None:
        lists = self._work.desk.lists
        answers: list[Answer] = [
            (lists["language"].label(one), partial(give, one, "paper")) for one in languages[:_AT_ONCE]
        ]
        if len(languages) > _AT_ONCE:
            answers.append((_("Altre lingue"), partial(self._show_languages, give, languages[_AT_ONCE:])))
        self.choice.ask(_("In quale lingua?"), (*answers, (_("Torna indietro"), do_nothing)))

    def _ask_about_language(self, language: str, give: ChooseNotice) -> None:
        """Never another language in silence: the person is told what there is."""
        spoken = language_words(language, self._work.desk.lists)
        question = _("L'informativa in {language} non c'è.").format(language=spoken)
        answers: tuple[Answer, ...] = (
            (_("Consegna quella in italiano"), partial(give, "it", "paper")),
            (_("Leggi quella in italiano ad alta voce"), partial(give, "it", "read_aloud")),
            (_("In un'altra lingua"), partial(self._ask_language, give)),
            (_("Non consegnarla"), self._work.counter.notice.unset),
        )
        self.choice.ask(question, answers, esc=self._work.counter.notice.unset)

    def _notice(self, language: str) -> str:
        return notice_words(language, self._work.desk.lists)

    def _go_on(self) -> None:
        if self._work.counter.task != "idle":
            self._work.panes.focus_reason()

    def _fail(self, error: Exception) -> None:
        self._work.fail(error)
