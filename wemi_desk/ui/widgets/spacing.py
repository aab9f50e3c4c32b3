"""Margins and gaps in units, kept right when the text size changes."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtWidgets import QBoxLayout, QFormLayout, QGridLayout, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from wemi_desk.ui.theme import GAP_ROW, PAD_PANE, PAD_PANE_TOP, current_theme

_Layout = TypeVar("_Layout", bound=QLayout)
Margins = tuple[float, float, float, float]
NO_MARGINS: Margins = (0, 0, 0, 0)
PANE_MARGINS: Margins = (PAD_PANE, PAD_PANE_TOP, PAD_PANE, PAD_PANE_TOP)


def spaced(layout: _Layout, margins: Margins = NO_MARGINS, spacing: float = GAP_ROW) -> _Layout:
    """Give *layout* margins (left, top, right, bottom) and spacing, all in units; return it."""

    def restyle(owner: _Layout) -> None:
        u = current_theme().u
        owner.setContentsMargins(*(u(side) for side in margins))
        if isinstance(owner, QGridLayout | QFormLayout):
            owner.setHorizontalSpacing(u(spacing))
            owner.setVerticalSpacing(u(spacing))
        else:
            owner.setSpacing(u(spacing))

    current_theme().follow(layout, restyle)
    return layout


def column(parent: QWidget | None = None, margins: Margins = NO_MARGINS, spacing: float = GAP_ROW) -> QVBoxLayout:
    """A vertical layout."""
    return spaced(QVBoxLayout(parent) if parent else QVBoxLayout(), margins, spacing)


def row(parent: QWidget | None = None, margins: Margins = NO_MARGINS, spacing: float = GAP_ROW) -> QHBoxLayout:
    """A horizontal layout."""
    return spaced(QHBoxLayout(parent) if parent else QHBoxLayout(), margins, spacing)


def put(layout: QBoxLayout, *widgets: QWidget) -> None:
    """Add several widgets one after the other."""
    for widget in widgets:
        layout.addWidget(widget)


def fixed_width(widget: QWidget, units: float) -> None:
    """Hold *widget* at a width in units."""
    current_theme().follow(widget, lambda owner: owner.setFixedWidth(current_theme().u(units)))


def least_width(widget: QWidget, units: float) -> None:
    """Never narrower than this."""
    current_theme().follow(widget, lambda owner: owner.setMinimumWidth(current_theme().u(units)))


def most_width(widget: QWidget, units: float) -> None:
    """Never wider than this."""
    current_theme().follow(widget, lambda owner: owner.setMaximumWidth(current_theme().u(units)))


def least_height(widget: QWidget, units: float) -> None:
    """Never lower than this."""
    current_theme().follow(widget, lambda owner: owner.setMinimumHeight(current_theme().u(units)))


def most_height(widget: QWidget, units: float) -> None:
    """Never higher than this."""
    current_theme().follow(widget, lambda owner: owner.setMaximumHeight(current_theme().u(units)))
