"""Days and hours of a week, as a family says them: half hours, from Monday."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from wemi_desk.domain.errors import InvalidFieldError

STEP, DAY = 30, 24 * 60
STEPS = DAY // STEP
DAYS = 7
MOST_SLOTS = 42
_DAYS = ("lun", "mar", "mer", "gio", "ven", "sab", "dom")
_DAY_WORDS = {
    "lunedi": 0, "martedi": 1, "mercoledi": 2, "giovedi": 3, "venerdi": 4, "sabato": 5, "domenica": 6,
    "monday": 0, "mon": 0, "tuesday": 1, "tue": 1, "wednesday": 2, "wed": 2, "thursday": 3, "thu": 3, "friday": 4,
    "fri": 4, "saturday": 5, "sat": 5, "sunday": 6, "sun": 6,
} | {word: number for number, word in enumerate(_DAYS)}  # fmt: skip
_ALL_DAYS = {"tutti i giorni": range(7), "ogni giorno": range(7), "feriali": range(5), "weekend": range(5, 7)}
_HOURS = re.compile(r"(\d{1,4})(?:[:.](\d{2}))?\s*(?:-|alle|a)\s*(\d{1,4})(?:[:.](\d{2}))?")
_SPAN = re.compile(r"([a-z]+)-([a-z]+)")


@dataclass(frozen=True, slots=True)
class WeekSlot:
    """From *begin* to *end*, minutes of one day; 0 is Monday."""

    weekday: int
    begin: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.weekday < DAYS:
            raise InvalidFieldError("slots", "unreadable")
        if not 0 <= self.begin < self.end <= DAY:
            raise InvalidFieldError("slots", "day_hours")
        if self.begin % STEP or self.end % STEP:
            raise InvalidFieldError("slots", "half_hours")

    @property
    def minutes(self) -> int:
        return self.end - self.begin


def mask_of(slots: Iterable[WeekSlot]) -> int:
    """One bit per half hour of the week; what overlaps counts once."""
    mask = 0
    for slot in slots:
        width = slot.minutes // STEP
        mask |= ((1 << width) - 1) << (slot.weekday * STEPS + slot.begin // STEP)
    return mask


def slots_of(mask: int) -> tuple[WeekSlot, ...]:
    """The longest spans of a mask, from Monday; none goes past midnight."""
    found = []
    for weekday in range(DAYS):
        day = (mask >> (weekday * STEPS)) & ((1 << STEPS) - 1)
        begin = 0
        while day >> begin:
            while not (day >> begin) & 1:
                begin += 1
            end = begin
            while (day >> end) & 1:
                end += 1
            found.append(WeekSlot(weekday, begin * STEP, end * STEP))
            begin = end
    return tuple(found)


def minutes_of(mask: int) -> int:
    """How long a mask lasts in a week."""
    return mask.bit_count() * STEP


def joined(slots: Iterable[WeekSlot]) -> tuple[WeekSlot, ...]:
    """In order, and what overlaps or touches made one."""
    return slots_of(mask_of(slots))


def trimmed(mask: int, minutes: int) -> int:
    """The first *minutes* of it from Monday, whole stretches of a day as far as they go: nobody comes for a scrap."""
    kept, left = 0, minutes // STEP
    while mask and left:
        lowest = mask & -mask
        kept |= lowest
        mask ^= lowest
        left -= 1
    return kept


def read_week(typed: str) -> tuple[WeekSlot, ...]:
    """``lun-ven 16-19; sab 9-12.30`` as slots, what overlaps joined. Raises InvalidFieldError."""
    slots = [slot for part in re.split(r"[;\n]+", typed) if part.strip() for slot in _part(part)]
    if not slots:
        raise InvalidFieldError("slots", "required")
    made = joined(slots)
    if len(made) > MOST_SLOTS:
        raise InvalidFieldError("slots", "too_many")
    return made


def week_text(slots: Sequence[WeekSlot]) -> str:
    """As :func:`read_week` reads it: days with the same hours stand together."""
    days: dict[tuple[tuple[int, int], ...], list[int]] = {}
    for weekday in range(DAYS):
        hours = tuple((one.begin, one.end) for one in slots if one.weekday == weekday)
        if hours:
            days.setdefault(hours, []).append(weekday)
    return "; ".join(f"{days_text(days[hours])} {', '.join(span_text(*one) for one in hours)}" for hours in days)


def days_text(weekdays: Sequence[int]) -> str:
    """``lun-ven``, ``lun mar gio``."""
    runs: list[list[int]] = []
    for day in weekdays:
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return " ".join(_run_text(run) for run in runs)


def _run_text(run: Sequence[int]) -> str:
    return f"{_DAYS[run[0]]}-{_DAYS[run[-1]]}" if len(run) > 2 else " ".join(_DAYS[one] for one in run)


def span_text(begin: int, end: int) -> str:
    """``16-19``, ``9.30-12``."""
    return f"{_hour(begin)}-{_hour(end)}"


def _hour(minutes: int) -> str:
    return f"{minutes // 60}.{minutes % 60:02}" if minutes % 60 else str(minutes // 60)


def _part(text: str) -> list[WeekSlot]:
    """Days, then hours; raises InvalidFieldError with the part that cannot be read."""
    plain = _plain(text)
    first = _HOURS.search(plain)
    if first is None:
        raise InvalidFieldError("slots", "unreadable", text=text.strip())
    days = _days(plain[: first.start()].strip(" ,:"), text)
    hours = [_span(found) for found in _HOURS.finditer(plain, first.start())]
    if _HOURS.sub("", plain[first.start() :]).strip(" ,e"):
        raise InvalidFieldError("slots", "unreadable", text=text.strip())
    return [WeekSlot(day, begin, end) for day in days for begin, end in hours]


def _plain(text: str) -> str:
    bare = unicodedata.normalize("NFD", text.casefold().replace("–", "-"))
    return " ".join("".join(one for one in bare if not unicodedata.combining(one)).split())


def _days(plain: str, text: str) -> Sequence[int]:
    if plain in _ALL_DAYS:
        return _ALL_DAYS[plain]
    found: list[int] = []
    bare = re.sub(r"\s*(-|\bal?\b)\s*", "-", re.sub(r"\b(e|dal|il)\b", " ", plain))
    for word in bare.replace(",", " ").split():
        span = _SPAN.fullmatch(word)
        ends = [_DAY_WORDS.get(one) for one in (span.groups() if span else (word,))]
        known = [one for one in ends if one is not None]
        if len(known) < len(ends) or known[0] > known[-1]:
            raise InvalidFieldError("slots", "unreadable", text=text.strip())
        found += range(known[0], known[-1] + 1)
    if not found:
        raise InvalidFieldError("slots", "unreadable", text=text.strip())
    return found


def _span(found: re.Match[str]) -> tuple[int, int]:
    begin_hour, begin_minute, end_hour, end_minute = (int(one or 0) for one in found.groups())
    begin, end = begin_hour * 60 + begin_minute, end_hour * 60 + end_minute
    if begin_minute > 59 or end_minute > 59 or begin_hour > 24 or end > DAY:
        raise InvalidFieldError("slots", "day_hours")
    if end <= begin:
        raise InvalidFieldError("slots", "ends_before")
    return begin, end
