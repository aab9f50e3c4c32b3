"""The slip of a pratica: what was done, what is missing, the next date, in the citizen's language and in Italian."""

from __future__ import annotations

from datetime import datetime

from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from wemi_desk.documents import sheet
from wemi_desk.documents.archive import Properties
from wemi_desk.documents.bilingual import Speech
from wemi_desk.documents.words import stamp
from wemi_desk.domain.paperwork_slips import BringList, PaperworkSlip, SlipHead, is_unconfirmed
from wemi_desk.domain.slip_texts import Wording
from wemi_desk.i18n import _

_CODE = 62 * mm


def render(slip: PaperworkSlip, made_at: datetime) -> bytes:
    """Return the slip as PDF/A-2b."""
    speech = Speech(slip.head)
    story = [*opening(speech), *_result(speech, slip)]
    if slip.done:
        story += [*speech.label("done"), *speech.items(slip.done)]
    if slip.missing:
        story += [*speech.label("missing"), *speech.items((*slip.missing, slip.head.labels["this_sheet"]))]
    story += [*_next(speech, slip), *_reference(speech, slip)]
    if slip.notes:
        story += [*speech.label("good_to_know"), *speech.items(slip.notes)]
    return sheet.build([*story, *ending(speech, slip.wordings)], properties(slip.head, made_at))


def render_list(missing: BringList, made_at: datetime) -> bytes:
    """Return the list of what is still to be brought as PDF/A-2b, in larger type."""
    speech = Speech(missing.head)
    story = opening(speech)
    if missing.things:
        story += speech.items((*missing.things, missing.head.labels["this_sheet"]), "largeitem")
    else:
        story += speech.said(missing.head.labels["nothing_missing"], "large")
    if missing.next_on is not None:
        story += [*speech.label("next"), *speech.said(speech.day(missing.next_on), "large")]
    return sheet.build([*story, *ending(speech, missing.wordings)], properties(missing.head, made_at))


def properties(head: SlipHead, made_at: datetime) -> Properties:
    """What the file says of itself."""
    title = head.title.own or head.title.italian
    return Properties(title, "it-IT" if head.is_italian else head.language, made_at)


def opening(speech: Speech, *, with_paper: bool = True) -> list[Flowable]:
    """Who speaks, what kind of paper this is, its title and whom it is for."""
    head = speech.head
    alt = _("Codice a barre: {code}").format(code=head.code)
    top = _Top(sheet.space_block(head.space)[:-1], sheet.bars_and_letters(head.code, alt))
    story = [top, sheet.rule(), sheet.gap(4)]
    if with_paper:
        story += speech.said(head.labels["paper"], "strong", "cell")
    story += speech.said(head.title, "title", "strong", "H1")
    if head.person:
        story.append(sheet.paragraph(_("Per: {person}").format(person=head.person), look="important"))
    return story


def _result(speech: Speech, slip: PaperworkSlip) -> list[Flowable]:
    story: list[Flowable] = []
    if slip.result:
        story += [*speech.label("result"), *speech.said(slip.result, "important")]
    if slip.reason:
        story += [*speech.label("reason"), *speech.said(slip.reason, "important")]
    if slip.destination:
        story += [*speech.label("destination"), *speech.noted(slip.destination, "by_operator", "important")]
    return story


def _next(speech: Speech, slip: PaperworkSlip) -> list[Flowable]:
    if slip.next_on is None and not slip.next_text:
        return []
    story = speech.label("next")
    if slip.next_on is not None:
        story += speech.said(speech.day(slip.next_on), "important")
    if slip.next_text:
        story += speech.noted(slip.next_text, "by_operator", "important")
    return story


def _reference(speech: Speech, slip: PaperworkSlip) -> list[Flowable]:
    if not slip.reference:
        return []
    return [*speech.label("reference"), speech.alike(slip.reference, "important")]


def ending(speech: Speech, words: tuple[Wording, ...]) -> list[Flowable]:
    """What keeps the citizen safe, how far the translation can be trusted, and the code that finds the pratica."""
    head = speech.head
    story = [sheet.gap(6), sheet.rule(), *speech.said(head.labels["secrets"], "body")]
    if not head.is_italian and is_unconfirmed(words):
        story.append(speech.own(head.labels["unconfirmed"].own, "strong"))
    recorded = _("Registrato allo sportello {when}.").format(when=stamp(head.recorded_at))
    return [*story, speech.italian(recorded, "body")]


class _Top(Flowable):  # type: ignore[misc]
    """Who speaks, and at the right the code that finds the pratica again."""

    def __init__(self, speaker: list[Flowable], code: list[Flowable]) -> None:
        super().__init__()
        self._columns = (speaker, code)

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        self._lefts = (0.0, width - _CODE)
        rooms = (width - _CODE, _CODE)
        self._highs = [[part.wrap(room, height)[1] for part in column]
                       for column, room in zip(self._columns, rooms, strict=True)]  # fmt: skip
        self.width, self.height = width, max(sum(highs) for highs in self._highs)
        return self.width, self.height

    def draw(self) -> None:
        for column, left, highs in zip(self._columns, self._lefts, self._highs, strict=True):
            top = self.height
            for part, high in zip(column, highs, strict=True):
                top -= high
                part.drawOn(self.canv, left, top)
