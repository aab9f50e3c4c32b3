"""What every screen must hold: names, focus, contrast, room. Each recipe returns its faults in words; none is right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from itertools import islice, pairwise
from typing import TypeVar

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QScrollArea,
    QScrollBar,
    QTabBar,
    QTableView,
    QWidget,
)

from wemi_desk.ui.theme import current_theme
from wemi_desk.ui.widgets.buttons import ElidedButton
from wemi_desk.ui.widgets.labels import ElidedLabel

NAME, ROLE, LABEL = QAccessible.Text.Name, QAccessible.Role, QAccessible.RelationFlag.Label
_NODES_AT_MOST = 2_000
_Widget = TypeVar("_Widget", bound=QWidget)
Faults = list[str]


# --- recipe 1: names -------------------------------------------------------------------------------------------------


def nodes(interface: QAccessibleInterface, path: str = "") -> Iterator[tuple[QAccessibleInterface, str]]:
    """Every node that is not hidden; a table's cells are left to the table."""
    yield interface, path
    if interface.role() in (ROLE.Table, ROLE.List, ROLE.Tree):
        return
    for index in range(interface.childCount()):
        child = interface.child(index)
        if child is not None and child.isValid() and not child.state().invisible:
            yield from nodes(child, f"{path}/{child.role().name}[{index}]")


def spoken_name(interface: QAccessibleInterface) -> str:
    """What a screen reader says. A combo answers with its value, so its label counts."""
    labels = [other.text(NAME) for other, kind in interface.relations() if kind & LABEL]
    if interface.role() == ROLE.ComboBox:
        return labels[0] if labels else ""
    return interface.text(NAME) or (labels[0] if labels else "")


def name_faults(window: QWidget) -> Faults:
    """Recipe 1: every focusable node has a name of its own, and none is a bare client area."""
    faults: Faults = []
    seen: Counter[tuple[str, str, str]] = Counter()
    for interface, path in islice(nodes(QAccessible.queryAccessibleInterface(window)), _NODES_AT_MOST):
        if not interface.state().focusable or interface.state().disabled:
            continue
        name, role = spoken_name(interface), interface.role()
        if not name.strip():
            faults.append(f"no name: {path} {_class_of(interface)}")
        if role == ROLE.Client:
            faults.append(f"bare client area: {path} {name}")
        if _looks_technical(name):
            faults.append(f"technical name: {path} {name}")
        seen[(path.rsplit("/", 1)[0], role.name, name)] += 1
    return faults + [f"same name twice among siblings: {key}" for key, count in seen.items() if count > 1 and key[2]]


def _looks_technical(name: str) -> bool:
    return name.startswith(("Q", "it-", "qt_")) and " " not in name and len(name) > 3 and not name.isupper()


def _class_of(interface: QAccessibleInterface) -> str:
    return type(interface.object()).__name__


# --- recipe 3: focus -------------------------------------------------------------------------------------------------


def tab_stops(window: QWidget) -> list[QWidget]:
    """What Tab should reach."""
    return [
        widget for widget in window.findChildren(QWidget)
        if widget.isVisible() and widget.isEnabled() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.focusProxy() is None and not isinstance(widget, QScrollBar)
    ]


def walk(key: Qt.Key, limit: int, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> list[QWidget]:
    """Press *key* until a widget comes round again."""
    reached: list[QWidget] = []
    while len(reached) <= limit:
        current = QApplication.focusWidget()
        if current is None or current in reached:
            break
        reached.append(current)
        QTest.keyClick(current, key, modifier)
    return reached


def focus_faults(window: QWidget, regions: Callable[[], list[QWidget]]) -> Faults:
    """Recipe 3: Tab reaches every stop, in reading order, in sight; Shift+Tab goes the same way back."""
    expected = tab_stops(window)
    if not expected:
        return ["nothing can take the focus"]
    first = next(widget for region in regions() for widget in _inside(region, expected))
    first.setFocus(Qt.FocusReason.TabFocusReason)
    reached = walk(Qt.Key.Key_Tab, len(expected) + 5)
    faults = [f"not reached: {describe(widget)}" for widget in expected if widget not in reached]
    faults += [f"reached but not expected: {describe(widget)}" for widget in reached if widget not in expected]
    start = reached.index(first)
    faults += _order_faults(reached[start:] + reached[:start], regions())
    first.setFocus(Qt.FocusReason.TabFocusReason)
    back = walk(Qt.Key.Key_Backtab, len(expected) + 5, Qt.KeyboardModifier.ShiftModifier)
    if back[1:] != list(reversed(reached))[:-1]:
        faults.append("Shift+Tab does not go the same way back")
    return faults + _sight_faults(reached)


def _inside(region: QWidget, widgets: list[QWidget]) -> list[QWidget]:
    return [widget for widget in widgets if widget is region or region.isAncestorOf(widget)]


def _order_faults(reached: list[QWidget], regions: list[QWidget]) -> Faults:
    def place(widget: QWidget) -> int:
        return next((i for i, region in enumerate(regions) if _inside(region, [widget])), len(regions))

    faults: Faults = []
    for before, after in pairwise(reached):
        if place(after) < place(before):
            faults.append(f"region out of order: {describe(before)} → {describe(after)}")
        elif place(after) == place(before) and _goes_back(before, after):
            faults.append(f"line out of order: {describe(before)} → {describe(after)}")
    return faults


def _goes_back(before: QWidget, after: QWidget) -> bool:
    one, two = in_window(_anchor(before, after)), in_window(_anchor(after, before))
    if two.bottom() <= one.top():
        return two.left() < one.right()
    return two.top() < one.center().y() and two.left() < one.left()


def _anchor(widget: QWidget, other: QWidget) -> QWidget:
    """The scroll area around *widget*, unless *other* is in it as well: then both move together."""
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea) and not parent.isAncestorOf(other):
            return parent
        parent = parent.parentWidget()
    return widget


def _sight_faults(reached: list[QWidget]) -> Faults:
    faults: Faults = []
    for widget in reached:
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        follow_focus(widget)
        if widget.visibleRegion().isEmpty():
            faults.append(f"focused out of sight: {describe(widget)}")
    return faults


def follow_focus(widget: QWidget) -> None:
    """Scroll as Tab does."""
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea):
            parent.ensureWidgetVisible(widget)
        parent = parent.parentWidget()


def ring_faults(window: QWidget) -> Faults:
    """Every stop shows that it has the focus: enough of its pixels change to a colour that stands out."""
    faults: Faults = []
    stops = tab_stops(window)
    for widget, other in zip(stops, stops[1:] + stops[:1], strict=True):
        other.setFocus(Qt.FocusReason.TabFocusReason)
        follow_focus(widget)
        plain = _pixels(window, widget)
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        ringed = _pixels(window, widget)
        if len(stops) == 1 or len(plain) != len(ringed):
            continue
        changed = Counter(b for a, b in zip(plain, ringed, strict=True) if a != b)
        visible = widget.visibleRegion().boundingRect()
        if sum(changed.values()) < min(visible.width(), 48) + min(visible.height(), 24):
            faults.append(f"no focus ring: {describe(widget)}")
    return faults


# --- recipe 4: contrast ----------------------------------------------------------------------------------------------


def luminance(rgb: int) -> float:
    def linear(c: float) -> float:
        return c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(((rgb >> shift) & 255) / 255) for shift in (16, 8, 0))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@cache
def contrast(one: int, other: int) -> float:
    """The ratio of two colours by the WCAG formula."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def contrast_faults(window: QWidget, least: float) -> Faults:
    """Recipe 4: text against what is really painted behind it."""
    picture = window.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    margin = current_theme().u(5)
    faults: Faults = []
    for widget in texts(window):
        if widget.visibleRegion().boundingRect() != widget.rect() or _is_covered(window, widget):
            continue
        inner = in_window(widget).adjusted(margin, margin, -margin, -margin)
        pixels = _counted(picture, inner if inner.isValid() and inner.height() > margin else in_window(widget))
        ratio = text_ratio(pixels)
        if ratio is not None and ratio < least:
            faults.append(f"contrast {ratio:.2f}: {describe(widget)}")
    return faults


def _is_covered(window: QWidget, widget: QWidget) -> bool:
    """Something floats over it, such as the results of the box."""
    top = window.childAt(in_window(widget).center())
    return top is not None and top is not widget and not widget.isAncestorOf(top)


def text_ratio(pixels: Counter[int]) -> float | None:
    """Commonest colour = background; the farthest one with 3 pixels or more = text."""
    if not pixels:
        return None
    background = pixels.most_common(1)[0][0]
    return max((contrast(pixel, background) for pixel, count in pixels.items() if count >= 3), default=None)


def _counted(picture: QImage, area: QRect) -> Counter[int]:
    area = area.intersected(picture.rect())
    part = picture.copy(area)
    if part.isNull():
        return Counter()
    words = memoryview(part.constBits()).cast("B").cast("I")
    return Counter({pixel & 0xFFFFFF: count for pixel, count in Counter(words.tolist()).items()})


def _pixels(window: QWidget, widget: QWidget) -> list[int]:
    picture = window.grab(in_window(widget).intersected(window.rect())).toImage()
    return memoryview(picture.convertToFormat(QImage.Format.Format_RGB32).constBits()).cast("B").cast("I").tolist()


# --- recipe 5: room --------------------------------------------------------------------------------------------------


def room_faults(window: QWidget) -> Faults:
    """Recipe 5: nothing clipped, nothing wider than the window, no sideways scrolling, targets of 24 px and more."""
    faults = [f"clipped: {describe(widget)}" for widget in texts(window) if _is_clipped(widget)]
    faults += [f"cells clipped: {describe(table)}" for table in shown(window, QTableView) if _cells_clipped(table)]
    faults += [f"lines clipped: {describe(lines)}" for lines in shown(window, QListWidget)
               if lines.count() and lines.sizeHintForColumn(0) > lines.viewport().width()]
    faults += [f"scrolls sideways: {describe(bar.parentWidget())}" for bar in shown(window, QScrollBar)
               if bar.orientation() == Qt.Orientation.Horizontal and bar.maximum() > 0]
    faults += [f"content wider than its scroll area: {describe(area)}" for area in shown(window, QScrollArea)
               if area.widget() is not None and area.widget().width() > area.viewport().width()]
    faults += [f"under 24 px: {describe(widget)}" for widget in tab_stops(window)
               if min(widget.width(), widget.height()) < 24]
    faults += [f"beyond the window: {describe(widget)}" for widget in tab_stops(window)
               if not _scrolled(widget) and not window.rect().contains(in_window(widget))]
    return faults


def _is_clipped(widget: QWidget) -> bool:
    if isinstance(widget, ElidedLabel | ElidedButton):
        return widget.width() < widget.minimumSizeHint().width()
    if isinstance(widget, QLineEdit):
        needed = widget.fontMetrics().horizontalAdvance(widget.placeholderText())
        return bool(widget.placeholderText()) and needed > widget.width() - current_theme().u(16)
    if isinstance(widget, QLabel) and widget.wordWrap():
        return widget.height() + 1 < widget.heightForWidth(widget.width())
    if isinstance(widget, QTabBar):
        return any(widget.tabRect(i).right() > widget.width() for i in range(widget.count()))
    hint = widget.sizeHint()
    return hint.width() > widget.width() + 1 or widget.fontMetrics().height() > widget.height() + 1


def _cells_clipped(table: QTableView) -> bool:
    model, header = table.model(), table.horizontalHeader()
    rows = range(min(model.rowCount(), 30))
    seen = [c for c in range(model.columnCount()) if not table.isColumnHidden(c)]
    fixed = [c for c in seen if header.sectionResizeMode(c) != header.ResizeMode.Stretch]
    return any(table.sizeHintForIndex(model.index(row, column)).width() > table.columnWidth(column) + 1
               for row in rows for column in fixed)


def _scrolled(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QAbstractScrollArea):
            return True
        parent = parent.parentWidget()
    return False


# --- shared ----------------------------------------------------------------------------------------------------------


def texts(window: QWidget) -> list[QWidget]:
    """Everything visible that shows words."""
    found: list[QWidget] = [label for label in shown(window, QLabel) if label.text()]
    found += [button for button in shown(window, QAbstractButton) if button.text()]
    found += [line for line in shown(window, QLineEdit) if line.text() or line.placeholderText()]
    return found + shown(window, QComboBox) + shown(window, QTabBar)


def shown(window: QWidget, kind: type[_Widget]) -> list[_Widget]:
    return [widget for widget in window.findChildren(kind) if widget.isVisible()]


def in_window(widget: QWidget) -> QRect:
    return QRect(widget.mapTo(widget.window(), QPoint(0, 0)), widget.size())


def describe(widget: QWidget) -> str:
    text = getattr(widget, "text", lambda: "")
    words = widget.accessibleName() or (text() if callable(text) and not isinstance(widget, QTabBar) else "")
    return f"{type(widget).__name__} «{words}» {widget.width()}×{widget.height()}"
