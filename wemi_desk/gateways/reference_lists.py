"""Read the coded lists and the roles that ship with the program."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

from wemi_desk.domain.operators import Permissions
from wemi_desk.domain.pick_lists import ListItem, PickList, PickLists
from wemi_desk.domain.spaces import Space, space_id
from wemi_desk.resources import resource_path

if TYPE_CHECKING:
    from wemi_desk.domain.facilita import Contract
    from wemi_desk.domain.paperwork import PaperworkCatalogue


def load_pick_lists() -> PickLists:
    """The lists of ``resources/reference/contact_lists.json``."""
    lists = _read("contact_lists.json")["lists"]
    return PickLists([_pick_list(name, body) for name, body in lists.items()])


def load_catalogue_lists() -> PickLists:
    """The lists of ``resources/reference/catalogue/lists.json``, and the languages that people speak."""
    lists = json.loads(resource_path("reference", "catalogue", "lists.json").read_text(encoding="utf-8"))["lists"]
    return PickLists([*(_pick_list(name, body) for name, body in lists.items()), load_pick_lists()["language"]])


def load_permissions() -> Permissions:
    """The roles of ``resources/reference/roles.json``."""
    return Permissions({role: frozenset(acts) for role, acts in _read("roles.json")["roles"].items()})


def load_facilita_contract() -> Contract:
    """The import contract of ``resources/reference/facilita_codes.json``."""
    from wemi_desk.domain.facilita import read_contract

    return read_contract(_read("facilita_codes.json"))


@cache
def load_paperwork_catalogue() -> PaperworkCatalogue:
    """The types of paperwork of ``resources/reference/paperwork_catalogue.json``."""
    from wemi_desk.domain.paperwork_documents import read_catalogue

    return read_catalogue(_read("paperwork_catalogue.json"))


def load_districts() -> tuple[tuple[str, str], ...]:
    """The 88 NIL of the city by name: code and words (``resources/reference/districts.json``)."""
    items = _read("districts.json")["items"]
    return tuple(sorted(((one["code"], one["name"]) for one in items), key=lambda both: both[1]))


@cache
def load_catalogue_labels() -> dict[str, str]:
    """Words of the catalogue's codes, from ``resources/reference/catalogue/lists.json``."""
    lists = _read("catalogue/lists.json")["lists"]
    return {item["code"]: item["label_it"] for body in lists.values() for item in body["items"]}


def _pick_list(name: str, body: dict[str, Any]) -> PickList:
    items = tuple(
        ListItem(item["code"], item["label_it"], item.get("key", ""), _words(item)) for item in body["items"]
    )
    return PickList(name, body["title_it"], items, body.get("default"))


def _words(item: dict[str, Any]) -> dict[str, str]:
    return {name: value for name, value in item.items() if isinstance(value, str) and not name.startswith("label_")}


def _read(name: str) -> dict[str, Any]:
    text = resource_path("reference", *name.split("/")).read_text(encoding="utf-8")
    content: dict[str, Any] = json.loads(text)
    return content


def load_spaces() -> tuple[Space, ...]:
    """The spaces known when this version was made (``resources/reference/spaces.json``)."""
    return tuple(_space(body) for body in _read("spaces.json")["spaces"])


def _space(body: dict[str, Any]) -> Space:
    municipio = body.get("municipio")
    return Space(
        id=space_id(body["code"]),
        code=body["code"],
        name=body["name"],
        kind=body["kind"],
        address=body.get("address") or "",
        municipio=str(municipio) if municipio else "unknown",
    )
