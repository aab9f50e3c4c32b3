"""The look in one place: colours by token, units of length, text size and font names."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from shiboken6 import isValid

BASE_PX = 15
"""Body text at 100 %; every length is written for this size, in units, and grows with the text."""
MINIMUM_WINDOW_PX = (640, 400)
WIDE_UNITS, MEDIUM_UNITS = 1280, 1024
TEXT_FAMILY, CODE_FAMILY = "Titillium Web", "Roboto Mono"
TEXT_PERCENTS = tuple(range(100, 201, 10))

CAPTION, BODY, HEADING, PAGE, COUNTER = 13, 15, 18, 24, 32
"""The type scale, in units."""
GAP_LABEL, GAP_ROW, GAP_BUTTON, PAD_PANE, PAD_PANE_TOP = 4, 8, 12, 16, 12
ICON_ROW, ICON_RAIL = 18, 24

Tokens = Mapping[str, str]
_Owner = TypeVar("_Owner", bound=QObject)


class ThemeName(StrEnum):
    """The looks that ship."""

    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"


class ThemeChoice(StrEnum):
    """What the operator asked for."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"


class LayoutClass(StrEnum):
    """How much fits side by side, told by units and never by pixels."""

    WIDE = "wide"
    MEDIUM = "medium"
    NARROW = "narrow"


def _table(**colours: str) -> Tokens:
    return MappingProxyType(colours)


TOKENS: Mapping[ThemeName, Tokens] = MappingProxyType(
    {
        ThemeName.LIGHT: _table(
            bg="#ffffff",
            surface="#f5f5f5",
            sunken="#ebeced",
            text="#1a1a1a",
            text2="#455b71",
            disabled="#5c6f82",
            primary="#0066cc",
            onprimary="#ffffff",
            border="#768594",
            divider="#d9dadb",
            focus="#000000",
            sel="#bfdfff",
            onsel="#1a1a1a",
            context="#17324d",
            oncontext="#ffffff",
            ok="#006644",
            okbg="#e1f2ec",
            warn="#804d00",
            warnbg="#f6e4c8",
            err="#992639",
            errbg="#fbeff1",
            info="#004d99",
            infobg="#f2f7fc",
        ),
        ThemeName.DARK: _table(
            bg="#10202f",
            surface="#17324d",
            sunken="#0b1721",
            text="#f5f5f5",
            text2="#c5c7c9",
            disabled="#a3adb7",
            primary="#6aaaeb",
            onprimary="#0b1721",
            border="#929da9",
            divider="#2f475e",
            focus="#ffffff",
            sel="#004080",
            onsel="#f5f5f5",
            context="#003366",
            oncontext="#ffffff",
            ok="#6ee7bf",
            okbg="#003121",
            warn="#eecd9a",
            warnbg="#3d2600",
            err="#ebadb8",
            errbg="#4a121b",
            info="#94c4f5",
            infobg="#003366",
        ),
        ThemeName.CONTRAST: _table(
            bg="#000000",
            surface="#000000",
            sunken="#000000",
            text="#ffffff",
            text2="#ffffff",
            disabled="#b0b0b0",
            primary="#ffff00",
            onprimary="#000000",
            border="#ffffff",
            divider="#ffffff",
            focus="#00ffff",
            sel="#ffff00",
            onsel="#000000",
            context="#000000",
            oncontext="#ffff00",
            ok="#00ff00",
            okbg="#000000",
            warn="#ffff00",
            warnbg="#000000",
            err="#ff9a9a",
            errbg="#000000",
            info="#00ffff",
            infobg="#000000",
        ),
    }
)

_SYSTEM_ROLES = {
    "bg": QPalette.ColorRole.Window,
    "surface": QPalette.ColorRole.Window,
    "sunken": QPalette.ColorRole.Window,
    "text": QPalette.ColorRole.WindowText,
    "text2": QPalette.ColorRole.WindowText,
    "disabled": QPalette.ColorRole.PlaceholderText,
    "primary": QPalette.ColorRole.Link,
    "onprimary": QPalette.ColorRole.Window,
    "border": QPalette.ColorRole.WindowText,
    "divider": QPalette.ColorRole.WindowText,
    "focus": QPalette.ColorRole.Highlight,
    "sel": QPalette.ColorRole.Highlight,
    "onsel": QPalette.ColorRole.HighlightedText,
    "context": QPalette.ColorRole.Window,
    "oncontext": QPalette.ColorRole.WindowText,
    "ok": QPalette.ColorRole.WindowText,
    "okbg": QPalette.ColorRole.Window,
    "warn": QPalette.ColorRole.WindowText,
    "warnbg": QPalette.ColorRole.Window,
    "err": QPalette.ColorRole.WindowText,
    "errbg": QPalette.ColorRole.Window,
    "info": QPalette.ColorRole.WindowText,
    "infobg": QPalette.ColorRole.Window,
}


def tokens_of_palette(palette: QPalette) -> Tokens:
    """A token table from the platform's own colours: a system high-contrast theme wins over ours."""
    return MappingProxyType({token: palette.color(role).name() for token, role in _SYSTEM_ROLES.items()})


def layout_class(width_px: int, text_px: int) -> LayoutClass:
    """Which layout fits a window of *width_px* at this text size."""
    units = width_px * BASE_PX / text_px
    if units >= WIDE_UNITS:
        return LayoutClass.WIDE
    return LayoutClass.MEDIUM if units >= MEDIUM_UNITS else LayoutClass.NARROW


class Theme(QObject):
    """The look in force: which colours, which text size. ``changed`` comes after either changes.

    It decides and tells; ``apply_theme`` of ``ui.style_sheet`` dresses the application. A widget that holds lengths or
    icons of its own keeps them right with ``follow``.
    """

    changed = Signal()

    def __init__(self, choice: ThemeChoice = ThemeChoice.SYSTEM, percent: int = 100) -> None:
        super().__init__()
        self._choice = choice
        self._percent = percent
        self.sheet = ""
        self._system_palette = QGuiApplication.palette()
        self._followers: WeakKeyDictionary[QObject, list[Callable[[Any], None]]] = WeakKeyDictionary()
        self._name = self._decide()
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._on_system_change)
        accessibility = getattr(hints, "accessibility", None)
        if accessibility is not None:
            accessibility().contrastPreferenceChanged.connect(self._on_system_change)

    @property
    def name(self) -> ThemeName:
        return self._name

    @property
    def choice(self) -> ThemeChoice:
        return self._choice

    @property
    def percent(self) -> int:
        return self._percent

    @property
    def text_px(self) -> int:
        """Body text in pixels."""
        return round(BASE_PX * self._percent / 100)

    @property
    def tokens(self) -> Tokens:
        """Colour names to hex values."""
        if self._name is ThemeName.CONTRAST and self._choice is not ThemeChoice.CONTRAST and sys.platform == "win32":
            return tokens_of_palette(self._system_palette)
        return TOKENS[self._name]

    def colour(self, token: str) -> QColor:
        return QColor(self.tokens[token])

    def u(self, units: float) -> int:
        """Units to pixels at the present text size."""
        return round(units * self.text_px / BASE_PX)

    def set_choice(self, choice: ThemeChoice) -> None:
        self._choice = choice
        self._on_system_change()

    def set_percent(self, percent: int) -> None:
        """Set the text size, 100 to 200; other values are brought to the nearest end."""
        percent = min(max(percent, TEXT_PERCENTS[0]), TEXT_PERCENTS[-1])
        if percent != self._percent:
            self._percent = percent
            self._tell()

    def follow(self, owner: _Owner, restyle: Callable[[_Owner], None]) -> None:
        """Call ``restyle(owner)`` now and after each change, for as long as *owner* lives.

        *restyle* must not hold *owner* by itself, or neither would ever go away.
        """
        self._followers.setdefault(owner, []).append(restyle)
        restyle(owner)

    def _on_system_change(self) -> None:
        name = self._decide()
        if name is not self._name:
            self._name = name
            self._tell()

    def _decide(self) -> ThemeName:
        if self._choice is not ThemeChoice.SYSTEM:
            return ThemeName(self._choice.value)
        if _wants_contrast():
            return ThemeName.CONTRAST
        dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return ThemeName.DARK if dark else ThemeName.LIGHT

    def _tell(self) -> None:
        self.changed.emit()
        for owner, restyles in list(self._followers.items()):
            if isValid(owner):
                for restyle in restyles:
                    restyle(owner)


_current: Theme | None = None


def use_theme(theme: Theme) -> None:
    """Make *theme* the one that widgets read; the application has one look, as it has one palette."""
    global _current
    _current = theme


def current_theme() -> Theme:
    """The look in force; made on first need, so that a lone widget can be built in a test."""
    if _current is None or not isValid(_current):
        use_theme(Theme())
    assert _current is not None
    return _current


def u(units: float) -> int:
    """Units to pixels in the look in force."""
    return current_theme().u(units)


def _wants_contrast() -> bool:
    accessibility = getattr(QGuiApplication.styleHints(), "accessibility", None)
    return accessibility is not None and accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast
