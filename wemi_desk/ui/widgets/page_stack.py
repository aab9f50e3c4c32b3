"""Several pages in one place, of which one is shown: only that one asks for room."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QStackedWidget, QWidget

_Page = TypeVar("_Page", bound=QWidget)


def added(stack: QStackedWidget, page: _Page) -> _Page:
    """Put *page* into *stack* and return it: for pages that are made when they are first wanted."""
    stack.addWidget(page)
    return page


class PageStack(QStackedWidget):
    """A stack as large as its current page needs; Qt's own is as large as its largest."""

    def __init__(self, name: str, *pages: QWidget) -> None:
        super().__init__()
        self.setAccessibleName(name)
        for page in pages:
            self.addWidget(page)
        self.currentChanged.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        page = self.currentWidget()
        return page.sizeHint() if page is not None else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        page = self.currentWidget()
        return page.minimumSizeHint().expandedTo(page.minimumSize()) if page is not None else super().minimumSizeHint()

    def hasHeightForWidth(self) -> bool:  # noqa: N802 (Qt's own names, here and below)
        page = self.currentWidget()
        return page is not None and page.hasHeightForWidth()

    def heightForWidth(self, width: int, /) -> int:  # noqa: N802
        page = self.currentWidget()
        return page.heightForWidth(width) if page is not None else -1
