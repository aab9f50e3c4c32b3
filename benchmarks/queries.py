"""What operators type in the box when they look for somebody, mistakes included."""

from __future__ import annotations

import random
from dataclasses import dataclass

from benchmarks.people import code_part, phone_part, typo, without_marks
from wemi_desk.domain.names import folded, joined
from wemi_desk.domain.person_index import IndexedPerson
from wemi_desk.persistence.search_keys import canonical_code, canonical_end

KINDS = ("one_typo", "two_typos", "missing_mark", "swapped", "code_part", "phone_part")


@dataclass(frozen=True, slots=True)
class Typed:
    """One text that was typed to find *wanted*."""

    kind: str
    text: str
    wanted: IndexedPerson

    def fits(self, found: IndexedPerson) -> bool:
        """True when nothing that was typed tells *found* from the wanted person."""
        if self.kind == "code_part":
            return _has_code(found, self.text)
        if self.kind == "phone_part":
            return any(phone.endswith(self.text.removeprefix("+39")) for phone in found.phones)
        wanted = self.wanted
        same = name_key(found) == name_key(wanted)
        return same and (not self.text[-4:].isdigit() or found.birth_year == wanted.birth_year)


def name_key(person: IndexedPerson) -> tuple[str, str]:
    return joined(person.surname), joined(person.given_name)


def _has_code(found: IndexedPerson, text: str) -> bool:
    if found.fiscal_code is None:
        return False
    code = canonical_code(found.fiscal_code)
    return code.startswith(canonical_code(text)) or found.fiscal_code.endswith((canonical_end(text) or "?")[::-1])


def typed_queries(
    persons: list[IndexedPerson], count: int, seed: int, *, with_year: bool = False, kinds: tuple[str, ...] = KINDS
) -> list[Typed]:
    """*count* texts in equal shares of *kinds*; *with_year* adds the year of birth to names."""
    pick = random.Random(seed)
    typed: list[Typed] = []
    while len(typed) < count:
        kind, person = kinds[len(typed) % len(kinds)], pick.choice(persons)
        if (kind == "code_part" and not person.fiscal_code) or (kind == "phone_part" and not person.phones):
            continue
        typed.append(Typed(kind, _text(pick, person, kind, with_year), person))
    return typed


def _text(pick: random.Random, person: IndexedPerson, kind: str, with_year: bool) -> str:
    if kind == "code_part":
        return code_part(pick, person.fiscal_code or "")
    if kind == "phone_part":
        return phone_part(pick, pick.choice(person.phones))
    name = f"{person.surname} {person.given_name}".lower()
    if kind == "missing_mark":
        name = without_marks(pick, person)
    elif kind == "swapped":
        name = f"{person.given_name} {person.surname}".lower()
    elif kind in ("one_typo", "two_typos"):
        name = typo(pick, name)
        name = typo(pick, name) if kind == "two_typos" else name
    return f"{name} {person.birth_year}" if with_year else name


def is_exact(typed: Typed) -> bool:
    """True when the text holds the name as it is (a second slip may undo the first)."""
    return folded(typed.text) == folded(f"{typed.wanted.surname} {typed.wanted.given_name}")
