"""Ctrl+Tab moves between the regions of the window in reading order."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid


class Regions(QObject):
    """Bar, person, rail, panes, status: each remembers which of its widgets had the focus."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._regions: list[QWidget] = []
        self._last: dict[QWidget, QWidget] = {}

    def order(self, *regions: QWidget) -> None:
        """The regions in reading order; call again after every fold."""
        self._regions = list(regions)

    def forget_gone(self) -> None:
        """Regions that are no more, and where the focus was in them, are let go."""
        self._regions = self._alive()
        self._last = {region: last for region, last in self._last.items() if isValid(region) and isValid(last)}

    def next(self) -> bool:
        """Go to the next region that can take the focus."""
        return self._move(1)

    def previous(self) -> bool:
        """Go to the region before."""
        return self._move(-1)

    def current(self) -> QWidget | None:
        """The region that holds the focus."""
        focus = QApplication.focusWidget()
        if focus is None:
            return None
        return next((r for r in self._alive() if r is focus or r.isAncestorOf(focus)), None)

    def _alive(self) -> list[QWidget]:
        return [region for region in self._regions if isValid(region)]

    def _move(self, step: int) -> bool:
        regions, current, focus = self._alive(), self.current(), QApplication.focusWidget()
        if current is not None and focus is not None:
            self._last[current] = focus
        start = regions.index(current) if current is not None else (-1 if step > 0 else 0)
        around = (regions[(start + step * (i + 1)) % len(regions)] for i in range(len(regions)))
        return any(self._enter(region) for region in around if region is not current)

    def _enter(self, region: QWidget) -> bool:
        target = self._last.get(region)
        if target is None or not isValid(target) or not _can_take_focus(target, region):
            target = _first_stop(region)
        if target is None:
            return False
        target.setFocus(Qt.FocusReason.TabFocusReason)
        return True


def _can_take_focus(widget: QWidget, region: QWidget) -> bool:
    inside = widget is region or region.isAncestorOf(widget)
    by_tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return inside and by_tab and widget.isVisible() and widget.isEnabled()


def _first_stop(region: QWidget) -> QWidget | None:
    """The first Tab stop of *region* in the order of the Tab key."""
    if not region.isVisible():
        return None
    widget: QWidget | None = region
    while widget is not None and not _can_take_focus(widget, region):
        widget = widget.nextInFocusChain()
        if widget is region:
            return None
    return widget
