"""Coded lists: codes are stable and ours, labels and order are data (contact_lists.json)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from wemi_desk.domain.errors import InvalidFieldError


@dataclass(frozen=True, slots=True)
class ListItem:
    """One entry of a list; *data* holds what else the list says of it."""

    code: str
    label: str
    key: str = ""
    data: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PickList:
    """One coded list."""

    name: str
    title: str
    items: tuple[ListItem, ...]
    default: str | None = None

    def find(self, code: str) -> ListItem | None:
        """The entry with *code*; None for a code this version does not know."""
        return next((item for item in self.items if item.code == code), None)

    def label(self, code: str) -> str:
        """The words for *code*; an unknown newer code is shown as it is."""
        item = self.find(code)
        return item.label if item else code

    def require(self, field_name: str, code: str) -> str:
        """Return *code*, or raise InvalidFieldError when the list does not have it."""
        if self.find(code) is None:
            raise InvalidFieldError(field_name, "unknown_code", code=code)
        return code


class PickLists:
    """All lists of one version."""

    def __init__(self, lists: Sequence[PickList]) -> None:
        self._lists = {one.name: one for one in lists}

    def __getitem__(self, name: str) -> PickList:
        return self._lists[name]

    def quick_reason(self, key_or_code: str) -> ListItem:
        """The quick-contact entry of a digit or a code; raises InvalidFieldError."""
        for item in self._lists["quick_contact"].items:
            if key_or_code in (item.key, item.code):
                return item
        raise InvalidFieldError("reason", "unknown_code", code=key_or_code)
