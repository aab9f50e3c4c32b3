"""What the lines of Catalogo say."""

from __future__ import annotations

from datetime import date

from wemi_desk.domain.days import rome_day
from wemi_desk.domain.orientations import CHOSEN, MISSING, NOT_CHOSEN, REFUSED, THINKING, UNREACHABLE, Orientation
from wemi_desk.domain.pick_lists import PickLists
from wemi_desk.i18n import _
from wemi_desk.services.catalogue.following import CAME, FollowLine
from wemi_desk.services.catalogue.words import outcome_words
from wemi_desk.ui.when import near_day

Mark = tuple[str, str]
_WAITS: Mark = ("it-clock", "text2")
_MARKS: dict[str, Mark] = {
    CHOSEN: ("it-check-circle", "ok"), THINKING: _WAITS, NOT_CHOSEN: ("it-close", "text2"),
    REFUSED: ("it-error", "err"), UNREACHABLE: ("it-warning-circle", "warn"), MISSING: ("it-horn", "info"),
    "accepted": ("it-check-circle", "ok"), "closed": ("it-check", "text2"), "no_answer": ("it-warning-circle", "warn"),
}  # fmt: skip


def who_words(line: FollowLine) -> str:
    return line.who or _("Senza nome")


def what_words(line: FollowLine, lists: PickLists) -> str:
    """What was suggested, or where somebody was sent or came from."""
    record = line.record
    if isinstance(record, Orientation):
        if record.outcome == MISSING:
            return _("Manca nel catalogo: {text}").format(text=record.reason)
        return ", ".join(one.title for one in record.suggestions)
    where = lists["destination"].label(record.destination)
    words = _("Arrivata da: {where}") if line.kind == CAME else _("Inviata a: {where}")
    what = words.format(where=where)
    return f"{what} · {record.service_text}" if record.service_text else what


def state_words(line: FollowLine, lists: PickLists) -> str:
    """What came of it, else that nobody said."""
    record = line.record
    if isinstance(record, Orientation):
        return outcome_words(record.outcome) or _("Da sentire")
    return lists["referral_status"].label(record.status)


def state_mark(line: FollowLine) -> Mark:
    record = line.record
    said = record.outcome if isinstance(record, Orientation) else record.status
    return _MARKS.get(said, _WAITS)


def due_words(line: FollowLine, today: date) -> str:
    """When somebody is asked; when it was, for what is over."""
    if line.due_on is None:
        return rome_day(line.at).strftime("%d/%m/%Y")
    return _("in ritardo") if line.is_late else near_day(line.due_on, today)


def gone_words(line: FollowLine) -> str:
    """What it names and is not offered any more."""
    if not line.gone:
        return ""
    return _("Non più in catalogo: {titles}. Quello che fu detto resta qui.").format(titles=", ".join(line.gone))
