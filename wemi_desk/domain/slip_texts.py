"""What a paper of a pratica says in the person's language: each text with its state, none passed off as another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

ITALIAN = "it"
SLIP_LANGUAGES = ("it", "en", "fr", "es", "ro", "uk", "ar", "zh", "bn")
_RIGHT_TO_LEFT = {"ar"}


class TextState(StrEnum):
    """How far a text can be trusted."""

    CONFIRMED = "confirmed"
    UNCONFIRMED = "unconfirmed"
    """Written with care, and read by nobody whose language it is."""
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class SlipText:
    """One text in one language."""

    text: str = ""
    state: TextState = TextState.MISSING


@dataclass(frozen=True, slots=True)
class Wording:
    """The same twice: in Italian, and in the person's language; *own* is empty where nobody has written it."""

    italian: str
    own: str = ""
    state: TextState = TextState.MISSING

    @property
    def is_missing(self) -> bool:
        return not self.own


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipLanguage:
    """The texts of one language: *phrases* and *reasons* by code, *texts* by the Italian they stand for.

    In Italian *texts* turn what the catalogue tells the operator into what the citizen reads, and *unsaid* is what
    concerns the operator alone.
    """

    code: str
    name: str
    phrases: Mapping[str, SlipText] = field(default_factory=dict)
    reasons: Mapping[str, SlipText] = field(default_factory=dict)
    texts: Mapping[str, SlipText] = field(default_factory=dict)
    unsaid: frozenset[str] = frozenset()

    @property
    def right_to_left(self) -> bool:
        return self.code in _RIGHT_TO_LEFT


@dataclass(frozen=True, slots=True)
class SlipVoice:
    """Italian and the person's language side by side."""

    italian: SlipLanguage
    own: SlipLanguage

    def phrase(self, key: str) -> Wording:
        """A heading or a fixed sentence."""
        return self._pair(self.italian.phrases[key].text, self.own.phrases.get(key))

    def reason(self, code: str, label: str) -> Wording:
        """Why something was not possible, by the code of its list; *label* where the list is newer than the texts."""
        known = self.italian.reasons.get(code)
        return self._pair(known.text if known else label, self.own.reasons.get(code))

    def text(self, catalogued: str) -> Wording:
        """A text of the catalogue; a corrected one has lost its translation, and says so."""
        italian = self.citizens_words(catalogued)
        return self._pair(italian, self.own.texts.get(italian))

    def citizens_words(self, catalogued: str) -> str:
        """The Italian that a citizen reads instead of what the catalogue tells the operator."""
        known = self.italian.texts.get(catalogued)
        return known.text if known and known.text else catalogued

    def is_said(self, catalogued: str) -> bool:
        """Whether a step belongs on the citizen's paper."""
        return catalogued not in self.italian.unsaid

    def has_words_for(self, catalogued: str) -> bool:
        """Whether a text written for the operator has its citizen's words."""
        return catalogued in self.italian.texts

    def _pair(self, italian: str, own: SlipText | None) -> Wording:
        if self.own.code == ITALIAN:
            return Wording(italian, italian, TextState.CONFIRMED)
        if own is None or own.state is TextState.MISSING or not own.text:
            return Wording(italian)
        return Wording(italian, own.text, own.state)
