"""A type of paperwork as the fields of a form, and back: what the form does not show stays in the document."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.paperwork import BOTH, OPERATOR, PERSON, STRICTLY_PERSONAL
from wemi_desk.domain.typed_dates import read_typed_date

Content = Mapping[str, Any]
_ACTORS = {"persona": PERSON, "operatore": OPERATOR, "insieme": BOTH}
_OUTCOMES = {
    "conclusa": "completed", "avviata": "started", "da completare": "to_complete", "rinviata": "referred",
    "non possibile": "not_possible",
}  # fmt: skip
_LINE = re.compile(r"(?P<before>[^:]+?) *: *(?P<text>.+)")
_DAYS = re.compile(r"(?P<from>[0-9./-]*) *[–>] *(?P<to>[0-9./-]*)")
_WARNING_CODE = "warning_{n}"


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeForm:
    """What is typed, as it is typed: one thing a line, days as gg/mm/aaaa, codes of Facilita with blanks between."""

    code: str = ""
    version: int = 1
    title: str = ""
    group: str = ""
    bring: str = ""
    steps: str = ""
    outcomes: str = ""
    rule: str = STRICTLY_PERSONAL
    rule_note: str = ""
    se3: str = "A"
    se5: str = ""
    se6: str = "S"
    synonyms: str = ""
    warnings: str = ""
    valid_from: str = ""
    valid_to: str = ""
    confirmed: bool = False


FIELD_PATHS = {
    "code": "code", "title": "title_it", "group": "group", "bring": "bring_it", "steps": "steps",
    "outcomes": "outcomes", "rule": "mandate.rule", "rule_note": "mandate.note_it", "se3": "facilita.se3",
    "se5": "facilita.se5", "se6": "facilita.se6", "synonyms": "synonyms_it", "warnings": "warnings",
    "valid_from": "valid_from", "valid_to": "valid_to", "confirmed": "confirmed",
}  # fmt: skip
"""Field of the form → path in the document."""


def field_of(path: str) -> str:
    """The field of the form that shows what stands at *path*; empty where none does."""
    for name, start in FIELD_PATHS.items():
        if path == start or path.startswith((start + ".", start + "[")):
            return name
    return ""


def blank_document() -> dict[str, Any]:
    """A document to begin with: what every type has."""
    return {
        "code": "", "version": 1, "title_it": "", "group": "", "bring_it": [], "steps": [],
        "outcomes": [{"code": "completed", "label_it": "Fatto"}, {"code": "to_complete", "label_it": "Da completare"},
                     {"code": "not_possible", "label_it": "Non possibile"}],
        "mandate": {"rule": STRICTLY_PERSONAL}, "facilita": {"se3": ["A"], "se5": ["6"], "se6": ["S"]},
        "synonyms_it": [], "warnings": [], "valid_from": None, "valid_to": None, "confirmed": False,
    }  # fmt: skip


def next_version(document: Content, version: int) -> dict[str, Any]:
    """A correction begins as the version it corrects, unconfirmed and without a last day."""
    kept = {name: value for name, value in document.items() if name != "id"}
    return kept | {"version": version, "confirmed": False, "valid_to": None}


def form_of(document: Content) -> TypeForm:
    """The fields as they stand in a document."""
    mandate, codes = document.get("mandate") or {}, document.get("facilita") or {}
    return TypeForm(
        code=document.get("code") or "", version=int(document.get("version") or 1),
        title=document.get("title_it") or "", group=document.get("group") or "",
        bring="\n".join(document.get("bring_it") or ()),
        steps=_shown(document.get("steps"), _ACTORS, "who", "text_it"),
        outcomes=_shown(document.get("outcomes"), _OUTCOMES, "code", "label_it"),
        rule=mandate.get("rule") or "", rule_note=mandate.get("note_it") or "",
        **{name: " ".join(codes.get(name) or ()) for name in ("se3", "se5", "se6")},
        synonyms="\n".join(document.get("synonyms_it") or ()),
        warnings="\n".join(map(_shown_warning, document.get("warnings") or ())),
        valid_from=_shown_day(document.get("valid_from")), valid_to=_shown_day(document.get("valid_to")),
        confirmed=bool(document.get("confirmed")),
    )  # fmt: skip


def document_of(form: TypeForm, base: Content, today: date) -> tuple[dict[str, Any], dict[str, InvalidFieldError]]:
    """The document with what the form says, and why some fields could not be read (they stay as *base* has them)."""
    made = dict(base) | {
        "code": form.code.strip().upper(), "version": form.version, "title_it": form.title.strip(), "group": form.group,
        "bring_it": _lines(form.bring), "synonyms_it": [one.lower() for one in _lines(form.synonyms)],
        "mandate": {"rule": form.rule} | ({"note_it": form.rule_note.strip()} if form.rule_note.strip() else {}),
        "facilita": {"se3": _codes(form.se3), "se5": _codes(form.se5), "se6": _codes(form.se6)},
        "confirmed": form.confirmed,
    }  # fmt: skip
    readers: dict[str, Callable[[], Any]] = {
        "steps": lambda: list(_read_steps(form.steps)), "outcomes": lambda: list(_read_outcomes(form.outcomes)),
        "warnings": lambda: list(_read_warnings(form.warnings, base.get("warnings") or (), today)),
        "valid_from": lambda: _read_day(form.valid_from, today), "valid_to": lambda: _read_day(form.valid_to, today),
    }  # fmt: skip
    wrong = {}
    for name, read in readers.items():
        try:
            made[name] = read()
        except InvalidFieldError as error:
            wrong[name] = error
    return made, wrong


# --- reading ---------------------------------------------------------------------------------------------------------


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _codes(text: str) -> list[str]:
    return text.replace(",", " ").upper().split()


def _parted(text: str, known: Mapping[str, str], field: str) -> Iterator[tuple[str, str]]:
    """``persona: testo`` on each line."""
    for number, line in enumerate(_lines(text), start=1):
        found = _LINE.fullmatch(line)
        code = known.get(" ".join(found["before"].lower().split())) if found else None
        if found is None or code is None:
            raise InvalidFieldError(field, "unreadable", n=number)
        yield code, found["text"].strip()


def _read_steps(text: str) -> Iterator[dict[str, Any]]:
    for number, (who, words) in enumerate(_parted(text, _ACTORS, "paperwork_steps"), start=1):
        yield {"no": number, "who": who, "text_it": words}


def _read_outcomes(text: str) -> Iterator[dict[str, Any]]:
    for code, words in _parted(text, _OUTCOMES, "paperwork_outcomes"):
        yield {"code": code, "label_it": words}


def _read_warnings(text: str, known: Any, today: date) -> Iterator[dict[str, Any]]:
    """``01/12/2026 > 31/12/2026: testo``, or a text alone; one whose words stand keeps its code."""
    codes = {one["text_it"]: one["code"] for one in known}
    taken = set(codes.values())
    for number, line in enumerate(_lines(text), start=1):
        first, last, words = _warning_parts(line, number, today)
        code = codes.get(words) or _free_code(taken)
        taken.add(code)
        yield {"code": code, "text_it": words, "from_on": first, "to_on": last}


def _warning_parts(line: str, number: int, today: date) -> tuple[str | None, str | None, str]:
    found = _LINE.fullmatch(line)
    days = _DAYS.fullmatch(found["before"].strip()) if found else None
    if found is None or days is None:
        return None, None, line
    try:
        return _read_day(days["from"], today), _read_day(days["to"], today), found["text"].strip()
    except InvalidFieldError:
        raise InvalidFieldError("paperwork_warnings", "unreadable", n=number) from None


def _free_code(taken: set[str]) -> str:
    return next(code for n in range(1, 1_000) if (code := _WARNING_CODE.format(n=n)) not in taken)


def _read_day(text: str, today: date) -> str | None:
    if not text.strip():
        return None
    typed = read_typed_date(text.strip(), today, past=False)
    day = typed.as_date if typed is not None else None
    if day is None:
        raise InvalidFieldError("day_typed", "unreadable")
    return day.isoformat()


# --- showing ---------------------------------------------------------------------------------------------------------


def _shown(listed: Any, known: Mapping[str, str], key: str, text: str) -> str:
    words = {code: said for said, code in known.items()}
    return "\n".join(f"{words.get(one[key], one[key])}: {one[text]}" for one in listed or ())


def _shown_day(text: str | None) -> str:
    return "" if not text else f"{date.fromisoformat(text):%d/%m/%Y}"


def _shown_warning(one: Content) -> str:
    first, last = _shown_day(one.get("from_on")), _shown_day(one.get("to_on"))
    return f"{first} > {last}: {one['text_it']}" if first or last else str(one["text_it"])
