"""Which page of the manual is open, where one came from, and what was looked for in it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from wemi_desk.ui.background import Runner
from wemi_desk.ui.screens.help.manual import INDEX, Found, Manual, ManualPage, stems_of


class ManualViewModel(QObject):
    """``turned``: another page, or another place in it. ``found_changed``: what the words brought."""

    turned = Signal()
    found_changed = Signal()

    def __init__(self, load: Callable[[], Manual], runner: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._load = load
        self._runner = runner
        self._manual: Manual | None = None
        self._wanted = ""
        self._behind: list[str] = []
        self._sought = ""
        self.page: ManualPage | None = None
        self.anchor = ""
        self.pictures: dict[str, bytes] = {}
        self.found: tuple[Found, ...] = ()
        self.sought: list[str] = []

    @property
    def topic(self) -> str:
        """Where one is: the page, and after a ``#`` the heading."""
        return self._wanted

    @property
    def can_go_back(self) -> bool:
        """Whether a link was followed."""
        return bool(self._behind)

    def open(self, topic: str) -> None:
        """From the outside: the way back begins here."""
        self._behind.clear()
        self.sought = []
        self._turn(topic)

    def follow(self, topic: str) -> None:
        """By a link, the index or the search: Indietro comes back."""
        if topic == self._wanted:
            self.turned.emit()
            return
        if self._wanted:
            self._behind.append(self._wanted)
        self._turn(topic)

    def follow_link(self, target: str) -> None:
        """As it stands in a page: ``scheda.md#documenti``, or ``#documenti`` in the same one."""
        name, _hash, anchor = target.partition("#")
        page = name.removesuffix(".md") or self._wanted.partition("#")[0]
        self.follow(f"{page}#{anchor}" if anchor else page)

    def follow_found(self, row: int) -> None:
        """A line of the search, its words marked in the page."""
        found = self.found[row]
        self.sought = stems_of(self._sought)
        self.follow(f"{found.page}#{found.anchor}")

    def go_back(self) -> None:
        """To where the last link was."""
        if self._behind:
            self._turn(self._behind.pop())

    def index(self) -> None:
        """The list of the pages."""
        self.follow(INDEX)

    def beside(self, step: int) -> str | None:
        """The page before or after this one."""
        if self._manual is None or self.page is None:
            return None
        return self._manual.beside(self.page.name, step)

    def turn_page(self, step: int) -> bool:
        """One page on, or one back; False at the ends."""
        name = self.beside(step)
        if name is None:
            return False
        self.sought = []
        self.follow(name)
        return True

    def search(self, text: str) -> None:
        """As it is typed."""
        self._sought = text
        self.found = tuple(self._manual.search(text)) if self._manual is not None else ()
        self.found_changed.emit()

    def _turn(self, topic: str) -> None:
        self._wanted = topic

        def read() -> tuple[Manual, ManualPage | None, dict[str, bytes]]:
            manual = self._manual or self._load()
            page = manual.find_page(topic.partition("#")[0]) or manual.find_page(INDEX)
            return manual, page, manual.pictures_of(page) if page is not None else {}

        self._runner.cancel(self)
        self._runner.run(read, owner=self, done=self._show, failed=self._fail, lane="paper")

    def _show(self, answer: tuple[Manual, ManualPage | None, dict[str, bytes]]) -> None:
        self._manual, self.page, self.pictures = answer
        self.anchor = self._wanted.partition("#")[2]
        self.turned.emit()

    def _fail(self, error: Exception) -> None:
        raise error
