"""The pictures of the operators' manual: cut out of the tour's own screens, a few kB each."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QWidget

from wemi_desk.ui.shell.window import MainWindow

COLOURS = 48
_MARGIN = 8
_COUNT = 92
Cut = Callable[[MainWindow], QRect]


def _place_of(widget: QWidget, window: MainWindow) -> QRect:
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())


def _panel(window: MainWindow) -> QRect:
    return _place_of(window.panel, window)


def _acts_of_the_panel(window: MainWindow) -> QRect:
    """Without the count of the day under them: how much was received already differs from run to run."""
    return _panel(window).adjusted(0, 0, 0, -_COUNT)


def _desk(window: MainWindow) -> QRect:
    """The citizen and all panes."""
    panes = _place_of(window.panes, window)
    return panes.united(_place_of(window.person_bar, window)) if window.person_bar.isVisible() else panes


def _desk_and_panel(window: MainWindow) -> QRect:
    return _desk(window).united(_panel(window))


def _panes(*positions: int) -> Cut:
    """Some of the panes, by their order."""

    def cut(window: MainWindow) -> QRect:
        shown = [spec.widget for spec in window.panes.page(window.place).panes]
        found = QRect()
        for position in positions:
            if shown[position].isVisible():
                found = found.united(_place_of(shown[position], window))
        return found or _desk(window)

    return cut


def _middle(window: MainWindow) -> QRect:
    """What stands in the middle of a page that takes the whole window."""
    found = QRect()
    for widget in window.stage.current.findChildren(QWidget):
        if widget.isVisible() and not widget.findChildren(QWidget):
            found = found.united(_place_of(widget, window))
    grown = found.adjusted(-3 * _MARGIN, -3 * _MARGIN, 3 * _MARGIN, 3 * _MARGIN)
    return grown.intersected(window.rect())


FIGURES: Final[dict[str, Cut]] = {
    "sblocca": _middle,
    "persona-allo-sportello": _panes(0, 1),
    "forse-gia-registrata": _panes(1, 2),
    "anteprima-di-stampa": _panel,
    "quali-misure-vanno-bene": _panes(1),
    "inviata-con-ricevuta": _panes(1),
    "pratica-appena-aperta": _panes(0, 1),
    "iscrizione-di-chi-e-allo-sportello": _panes(1),
    "postazioni": _panes(0),
    "calendario-settimana": _desk,
    "agenda-giorno": _panes(0),
    "agenda-settimana": _desk,
    "coda-con-appuntamenti": _panes(1),
    "catalogo-che-cosa-ho-capito": _panes(0),
    "catalogo-confronto": _panes(1),
    "gruppi-proposti-con-il-perche": _desk,
    "scheda-dati": _desk,
    "giornata": _panes(0),
    "da-richiamare": _panel,
    "aiuto": _desk_and_panel,
    "tasti": _panel,
    "impostazioni": _panel,
    "dati-nascosti": _middle,
    "facilita-periodo": _panes(0),
    "misura-bozza": _panes(0),
    "tipo-di-pratica-bozza": _panes(0),
    "catalogo-file-provato": _panes(1),
    "invio-dati": _acts_of_the_panel,
    "prima-accensione": _middle,
}  # fmt: skip
"""By the name of the tour's screen: what of it is shown."""


def keep_figure(name: str, window: MainWindow, screen: QPixmap, folder: Path) -> None:
    """Put the part of *screen* that the manual shows into *folder*; other screens are not in the manual."""
    cut = FIGURES.get(name)
    if cut is None:
        return
    folder.mkdir(parents=True, exist_ok=True)
    _write(screen.copy(cut(window)).toImage(), folder / f"{name}.png")


def missing_figures(folder: Path) -> list[str]:
    """What the tour did not come by."""
    return sorted(name for name in FIGURES if not (folder / f"{name}.png").is_file())


def _write(picture: QImage, path: Path) -> None:
    """With few colours: a tenth of the size, and no difference to the eye."""
    from PIL import Image

    plain = picture.convertToFormat(QImage.Format.Format_RGB888)
    size = QSize(plain.width(), plain.height())
    rows = bytes(plain.constBits())
    image = Image.frombytes("RGB", size.toTuple(), rows, "raw", "RGB", plain.bytesPerLine())
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
