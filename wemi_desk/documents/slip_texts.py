"""The texts of the papers of a pratica as shipped: one file per language."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from wemi_desk.domain.slip_texts import SLIP_LANGUAGES, SlipLanguage, SlipText, TextState
from wemi_desk.guards import forbid_on_ui_thread
from wemi_desk.resources import resource_folder


class ShippedSlipTexts:
    """Each file is read when its language is first wanted."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder

    def languages(self) -> tuple[str, ...]:
        """The languages in which there are texts, Italian first."""
        return tuple(code for code in SLIP_LANGUAGES if (self._root() / f"{code}.json").is_file())

    def find(self, language: str) -> SlipLanguage | None:
        """The texts of *language*; None where there are none."""
        forbid_on_ui_thread("disk")
        return _read(self._root() / f"{language}.json") if language in SLIP_LANGUAGES else None

    def _root(self) -> Path:
        return self._folder or resource_folder("documents", "pratiche")


@lru_cache(maxsize=len(SLIP_LANGUAGES))
def _read(path: Path) -> SlipLanguage | None:
    try:
        data = json.loads(path.read_bytes())
    except FileNotFoundError:
        return None
    return SlipLanguage(
        code=data["language"], name=data["name"], phrases=_texts(data["phrases"]), reasons=_texts(data["reasons"]),
        texts=_texts(data["texts"]), unsaid=frozenset(data.get("unsaid", ())),
    )  # fmt: skip


def _texts(said: Mapping[str, Any]) -> dict[str, SlipText]:
    return {key: SlipText(one["text"], TextState(one["state"])) for key, one in said.items()}
