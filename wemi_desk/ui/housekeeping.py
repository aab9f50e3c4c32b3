"""What a desk does for itself: a backup each hour, a look at the store, a drill each week, and what erasures ask."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

from wemi_desk.i18n import N_, _
from wemi_desk.services.backups import BackupService
from wemi_desk.ui.background import Runner
from wemi_desk.ui.error_text import error_text

ROUND_MS = 5 * 60 * 1000
CHECK_MS = 40 * 1000  # after the rush of opening
DRILL_MS = 4 * 60 * 1000  # when the look at the store is over
REST_MS = 30 * 1000  # nobody has touched the desk for so long: a save will hardly come now
_NO_BACKUP = N_("La copia di sicurezza non è riuscita: collega il disco delle copie, o chiama l'assistenza.")
_NO_DRILL = N_("L’ultima copia di sicurezza non si riapre: fai una copia su un altro disco, o chiama l’assistenza.")


class Housekeeping(QObject):
    """``failed``: words for the operator; said once, until it works again."""

    failed = Signal(str)

    def __init__(
        self,
        backups: BackupService,
        runner: Runner,
        rewrite_store: Callable[[], bool] = lambda: False,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._backups = backups
        self._rewrite_store = rewrite_store
        self._touched = QElapsedTimer()
        self._touched.start()
        self._rests = QTimer(self, interval=REST_MS)
        self._rests.timeout.connect(self.rest)
        self._rests.start()
        self._runner = runner
        self._said: set[str] = set()
        self._rounds = QTimer(self, interval=ROUND_MS)
        self._rounds.timeout.connect(self.back_up)
        self._rounds.start()
        QTimer.singleShot(CHECK_MS, self, self.check)
        QTimer.singleShot(DRILL_MS, self, self.drill)

    def back_up(self) -> None:
        """A copy, when one is due."""
        self._do(self._backups.back_up_if_due, lambda _error: _(_NO_BACKUP))

    def check(self) -> None:
        """Look at the whole store."""
        self._do(self._backups.check_store, lambda error: error_text(error) or str(type(error).__name__))

    def drill(self) -> None:
        """Open the newest copy as a restore would, once a week."""
        self._do(self._backups.drill_if_due, lambda _error: _(_NO_DRILL))

    def touch(self) -> None:
        """Somebody works here."""
        self._touched.restart()

    def rest(self) -> None:
        """Nobody works: what was erased leaves the file too. If it cannot be done now, it stays due."""
        if self._touched.elapsed() >= REST_MS:
            self._runner.run(self._rewrite_store, owner=self, done=_silent, failed=_silent, lane="network")

    def _do(self, work: Callable[[], object], words: Callable[[Exception], str]) -> None:
        def done(_outcome: object) -> None:
            self._said.clear()

        def failed(error: Exception) -> None:
            said = words(error)
            if said not in self._said:
                self._said.add(said)
                self.failed.emit(said)

        self._runner.run(work, owner=self, done=done, failed=failed, lane="network")


def _silent(_outcome: object) -> None:
    """Nobody needs to know."""
