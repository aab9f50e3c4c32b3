"""Tab in reading order: region by region, then line by line, computed when the key is pressed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QScrollBar, QWidget


def stops_in(region: QWidget) -> list[QWidget]:
    """What Tab can reach inside *region*, in reading order."""
    return _in_order(region, [one for one in (region, *region.findChildren(QWidget)) if _is_stop(one)])


def stops(regions: Sequence[QWidget]) -> list[QWidget]:
    """What Tab can reach in all *regions*, one region after the other."""
    result: list[QWidget] = []
    for region in regions:
        result += [widget for widget in stops_in(region) if widget not in result]
    return result


def go_to_stop(regions: Sequence[QWidget], focused: QWidget | None, *, forward: bool) -> bool:
    """Tab: focus the stop after *focused*, or before it, round the ends. Tell whether there was one."""
    order = stops(regions)
    if not order:
        return False
    at = order.index(focused) if focused in order else (-1 if forward else 0)
    give_focus(order[(at + (1 if forward else -1)) % len(order)], forward=forward)
    return True


def give_focus(widget: QWidget, *, forward: bool) -> None:
    """Focus *widget* as Tab does, and bring it into sight in every scroll area around it."""
    widget.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
    bring_in_sight(widget)


def bring_in_sight(widget: QWidget) -> None:
    """Scroll every area around *widget* until it is seen."""
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea):
            parent.ensureWidgetVisible(widget)
        parent = parent.parentWidget()


def _in_order(region: QWidget, found: Sequence[QWidget]) -> list[QWidget]:
    """The stops *found* in *region*; those in a scroll area are one with it, wherever it is scrolled to."""
    inside: dict[QWidget, list[QWidget]] = {}
    for one in found:
        area = _scroll_area_around(one, region)
        inside.setdefault(area or one, []).append(one)
    result: list[QWidget] = []
    for widget in _by_lines(region, list(inside)):
        content = widget.widget() if isinstance(widget, QScrollArea) else None
        if content is None:
            result.append(widget)
        else:
            result += _in_order(content, [one for one in inside[widget] if one is content or content.isAncestorOf(one)])
    return result


def _scroll_area_around(widget: QWidget, region: QWidget) -> QScrollArea | None:
    """The outermost one between *widget* and *region*."""
    result = None
    parent = widget.parentWidget() if widget is not region else None
    while parent is not None and parent is not region:
        if isinstance(parent, QScrollArea):
            result = parent
        parent = parent.parentWidget()
    return result


def _is_stop(widget: QWidget) -> bool:
    return (
        widget.isVisible()
        and widget.isEnabled()
        and bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        and widget.focusProxy() is None
        and not isinstance(widget, QScrollBar)
    )


def _by_lines(region: QWidget, widgets: list[QWidget]) -> list[QWidget]:
    """Top to bottom, and left to right among those whose top lies above the middle of the line's first."""
    corners = {id(widget): widget.mapTo(region, widget.rect().topLeft()) for widget in widgets}
    pending = sorted(widgets, key=lambda widget: corners[id(widget)].y())
    result: list[QWidget] = []
    while pending:
        first = pending[0]
        middle = corners[id(first)].y() + first.height() / 2
        line = [widget for widget in pending if corners[id(widget)].y() < middle] or [first]
        line.sort(key=lambda widget: (corners[id(widget)].x(), corners[id(widget)].y()))
        result += line
        pending = [widget for widget in pending if widget not in line]
    return result
