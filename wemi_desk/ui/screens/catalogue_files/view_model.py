"""A file becomes the next edition of the catalogue: chosen, its columns said, tried out, published."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from wemi_desk.i18n import _, ngettext
from wemi_desk.services.catalogue_files.doors import CatalogueFileDoors
from wemi_desk.services.catalogue_files.importing import DryRun, Looked, Published, Standing
from wemi_desk.ui.background import Runner
from wemi_desk.ui.change_bus import ChangeBus
from wemi_desk.ui.notices import Notices
from wemi_desk.ui.screens.catalogue_files.long_work import PUBLISHING, READING, TRYING, WRITING, LongWork
from wemi_desk.ui.screens.catalogue_files.trial_lines import ALL


class CatalogueFilesViewModel(LongWork):
    """What was chosen stays until it is published or put away."""

    watches = frozenset({"catalogue", "outbox"})
    standing_changed = Signal()
    file_changed = Signal()
    tried_changed = Signal()

    def __init__(
        self, services: CatalogueFileDoors, runner: Runner, changes: ChangeBus, messages: Notices,
        parent: QObject | None = None,
    ) -> None:  # fmt: skip
        super().__init__(runner, changes, messages, parent)
        self.services = services
        self.standing: Standing | None = None
        self.looked: Looked | None = None
        self.mapping: tuple[str, ...] = ()
        self.is_whole = False
        self.dry: DryRun | None = None
        self.shown = ALL
        self._is_wanted = False

    @property
    def may_publish(self) -> bool:
        """There is something to publish, and nothing on its way."""
        waits = self.standing is not None and self.standing.waits
        return self.dry is not None and not self.dry.differences.is_empty and not waits

    def arrive(self) -> None:
        """Somebody came to the page."""
        if not self._is_wanted:
            self._is_wanted = True
            self.reload()

    def reload(self) -> None:
        if self._is_wanted:
            self._on_papers(self.services.imports.standing, self._show_standing)

    def choose(self, path: Path) -> None:
        """Look at a file; what was tried before is put away."""
        self._begin(READING, lambda: self.services.imports.look(path), self._show_looked)

    def say_column(self, at: int, field: str) -> None:
        """The column *at* is *field*; whichever said so before is left out. What was tried no longer holds."""
        said = list(self.mapping)
        if field in said and field:
            said[said.index(field)] = ""
        said[at] = field
        if tuple(said) != self.mapping:
            self.mapping = tuple(said)
            self._forget_trial()
            self.file_changed.emit()

    def set_whole(self, is_whole: bool) -> None:
        """Whether the file is the whole catalogue."""
        if is_whole != self.is_whole:
            self.is_whole = is_whole
            self._forget_trial()

    def try_out(self) -> None:
        """Read every row and compare; nothing is written."""
        if self.looked is None:
            return
        opened, mapping, whole = self.looked.opened, self.mapping, self.is_whole
        work = self.services.imports.try_out
        self._begin(TRYING, lambda: work(opened, mapping, whole=whole, progress=self._go_on), self._show_tried)

    def publish(self) -> None:
        """The next edition."""
        dry = self.dry
        if dry is not None and self.may_publish:
            self._begin(PUBLISHING, lambda: self.services.imports.publish(dry, self._go_on), self._show_published)

    def put_away(self) -> None:
        """Another file, later."""
        if self.progress is None:
            self.looked, self.mapping = None, ()
            self._forget_trial()
            self.file_changed.emit()

    def let_go(self) -> None:
        """The refused publication is pursued no more."""
        self._on_papers(self.services.imports.withdraw, self._changes.changed.emit)

    def choose_kind(self, kind: str | None) -> None:
        """Only lines of one kind, or all of them."""
        self.shown = kind or ALL
        self.tried_changed.emit()

    def save_problems(self, path: Path) -> None:
        """The list of what stays out, as a file."""
        dry = self.dry
        if dry is not None:
            words = _("Elenco degli errori salvato: {name}.").format(name=path.name)
            save = self.services.imports.save_problems
            self._begin(WRITING, lambda: save(dry, path), lambda _none: self._said(words))

    def export(self, path: Path) -> None:
        """The whole catalogue, withdrawn services too."""
        self._begin(WRITING, lambda: self.services.exports.export(path), lambda count: self._exported(path, count))

    # --- inside --------------------------------------------------------------------------------------------------

    def _exported(self, path: Path, count: int) -> None:
        words = ngettext("{n} servizio scritto in {name}.", "{n} servizi scritti in {name}.", count)
        self._said(words.format(n=count, name=path.name))

    def _forget_trial(self) -> None:
        self.dry, self.shown, self.error = None, ALL, ""
        self.tried_changed.emit()

    def _show_standing(self, standing: Standing) -> None:
        self.standing = standing
        self.standing_changed.emit()

    def _show_looked(self, looked: Looked) -> None:
        self.looked, self.mapping, self.is_whole = looked, looked.mapping, False
        self._forget_trial()
        self._end()
        self.file_changed.emit()

    def _show_tried(self, dry: DryRun) -> None:
        if dry.stopped:
            self._said(_("Fermato: il catalogo resta com’è."))
            return
        self.dry, self.shown = dry, ALL
        self._end()
        self.tried_changed.emit()

    def _show_published(self, published: Published) -> None:
        self._end()
        if published.stopped:
            self._messages.say(_("Fermato: il catalogo resta com’è."))
            return
        self.put_away()
        if published.waits:
            words = _("Catalogo consegnato: arriva a tutte le postazioni quando il centro risponde.")
        else:
            words = _("Catalogo aggiornato su questa postazione.")
        self._tell(words, published.changes)
