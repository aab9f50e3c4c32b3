"""The preview beside the work: the pages, their words, and one button that matters."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QCheckBox, QLabel, QSizePolicy, QWidget

from wemi_desk.i18n import N_, _
from wemi_desk.ui.screens.printing.view_model import PrintViewModel, Sheets, Stage
from wemi_desk.ui.theme import current_theme
from wemi_desk.ui.widgets.announce import announce
from wemi_desk.ui.widgets.buttons import button, primary_button
from wemi_desk.ui.widgets.combos import CodeCombo
from wemi_desk.ui.widgets.fields import Field
from wemi_desk.ui.widgets.flow import FlowLayout
from wemi_desk.ui.widgets.labels import label, set_role
from wemi_desk.ui.widgets.scroll import ScrollPane
from wemi_desk.ui.widgets.spacing import column, spaced

_STAGES = {
    Stage.PREPARING: N_("Preparo il foglio…"),
    Stage.SHOWN: N_("Guarda il foglio, poi Ctrl+P o Invio per stampare. Esc per chiudere."),
    Stage.PRINTING: N_("Mando il foglio alla stampante…"),
}

PANE_UNITS = 480  # at this width the words of an A4 page can be read
LOW_UNITS = 400  # in a pane lower than this the buttons stand beside the page, and its white edges go
_SCAN, _WHITE = 120, 250


class PageView(QLabel):
    """One page, as wide as there is room; a screen reader hears its words."""

    def __init__(self, picture: QImage, words: str, number: int, pages: int) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._whole, self._inked = picture.rect(), inked(picture)
        self._picture = picture
        self._shown = self._whole
        self._fitted = QImage()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        name = _("Pagina {number} di {pages}").format(number=number, pages=pages)
        self.setAccessibleName(f"{name}. {' '.join(words.split())}")
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:  # noqa: N802 (Qt's own names, here and below)
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        return width * self._shown.height() // max(self._shown.width(), 1)

    def look_closely(self, closely: bool) -> None:
        """Without the white edges, where there is little room; the paper itself keeps them."""
        shown = self._inked if closely else self._whole
        if shown != self._shown:
            self._shown, self._fitted = shown, QImage()
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        width = current_theme().u(400)
        return QSize(width, self.heightForWidth(width))

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = current_theme()
        edge = theme.u(3) if self.hasFocus() else 1
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("focus" if self.hasFocus() else "border"))
        inside = self.rect().adjusted(edge, edge, -edge, -edge)
        painter.drawImage(inside, self._fit(inside))

    def _fit(self, inside: QRect) -> QImage:
        """Scaled once for each size: smooth, because the words must be readable."""
        wanted = inside.size() * self.devicePixelRatioF()
        if self._fitted.size() != wanted:
            mode = Qt.TransformationMode.SmoothTransformation
            part = self._picture.copy(self._shown)
            self._fitted = part.scaled(wanted, Qt.AspectRatioMode.IgnoreAspectRatio, mode)
        return self._fitted


def inked(picture: QImage) -> QRect:
    """Where something is printed, with a little white around it; the whole page when nothing is."""
    small = picture.scaledToWidth(_SCAN, Qt.TransformationMode.SmoothTransformation)
    small = small.convertToFormat(QImage.Format.Format_Grayscale8)
    width = small.width()
    lines = [bytes(cast(memoryview, small.constScanLine(y)))[:width] for y in range(small.height())]
    rows = [y for y, line in enumerate(lines) if min(line) < _WHITE]
    columns = [x for x in range(width) if min(line[x] for line in lines) < _WHITE] if rows else []
    if not columns:
        return picture.rect()
    step = picture.width() / width
    left, top = (int((found[0] - 2) * step) for found in (columns, rows))
    right, bottom = (int((found[-1] + 3) * step) for found in (columns, rows))
    return QRect(QPoint(left, top), QPoint(right, bottom)).intersected(picture.rect())


class PreviewPane(QWidget):
    """What will come out of the printer. The focus is on Stampa, so that Enter prints."""

    other_printer_wanted = Signal()
    showing_wanted = Signal()

    def __init__(self, model: PrintViewModel, title: str) -> None:
        super().__init__()
        self.setAccessibleName(title)
        self._model = model
        self._failed = False
        self._pages = QWidget()
        self._state = label("", "muted", wrap=True)
        content = column(self._pages, spacing=8)
        content.addWidget(self._state)
        self.language = Field(_("&Lingua del foglio"), CodeCombo(model.languages))
        content.addWidget(self.language)  # with the page it scrolls away, and the buttons keep their room
        self.language.setVisible(bool(model.language))
        self.language.editor.set_code(model.language or None)
        self.language.editor.code_changed.connect(lambda code: model.speak(code or ""))
        self._sheets = column(spacing=8)
        content.addLayout(self._sheets, 1)
        self._build()
        model.stage_changed.connect(self._follow)
        model.failed.connect(self._say_failed)
        self._follow()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._model.confirm()
        else:
            super().keyPressEvent(event)

    def _build(self) -> None:
        self._print = primary_button(_("Stampa"), keys="Ctrl+P", icon="it-print")
        self._other = button(_("Altra stampante…"))
        self._turned = button(_("Fai vedere al cittadino"))
        self._print.clicked.connect(self._model.confirm)
        self._other.clicked.connect(self.other_printer_wanted)
        self._turned.clicked.connect(self.showing_wanted)
        self._scroll = ScrollPane(self._pages, _("Anteprima"))
        self.with_name = QCheckBox(_("Scrivi il &nome sul foglio"))
        self.with_name.setChecked(self._model.is_named)
        self.with_name.toggled.connect(self._model.name)
        holder = QWidget()
        acts = spaced(FlowLayout(holder), spacing=8)
        for act in (self._turned, self._other, self._print):
            acts.addWidget(act)
        beside = QWidget()
        controls = column(beside)
        controls.addWidget(self.with_name)
        self.with_name.setVisible(self._model.may_be_named)  # in its place: alone it would be a window of its own
        controls.addWidget(holder, 1)
        self._box = spaced(QBoxLayout(QBoxLayout.Direction.TopToBottom, self))
        self._box.addWidget(self._scroll, 1)
        self._box.addWidget(beside)
        self.setFocusProxy(self._print)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    @property
    def is_low(self) -> bool:
        """Is the page all that there is room for?"""
        return self.height() < current_theme().u(LOW_UNITS)

    def _fold(self) -> None:
        sides = QBoxLayout.Direction
        self._box.setDirection(sides.LeftToRight if self.is_low else sides.TopToBottom)
        self._state.setVisible(not (self.is_low and self._model.stage is Stage.SHOWN and not self._failed))
        for page in self._pages.findChildren(PageView):
            page.look_closely(self.is_low)

    def _follow(self) -> None:
        stage, sheets = self._model.stage, self._model.sheets
        if sheets is None:
            self._empty()
        elif self._sheets.count() == 0:
            self._fill(sheets)
        for act in (self._other, self._turned, self.with_name, self.language):
            act.setEnabled(stage is Stage.SHOWN)
        self._failed = False
        self._tell(_(_STAGES[stage]) if stage in _STAGES else "")
        self._fold()

    def _fill(self, sheets: Sheets) -> None:
        pages = list(zip(sheets.pictures, sheets.words, strict=True))
        for number, (picture, words) in enumerate(pages, 1):
            assert isinstance(picture, QImage)
            self._sheets.addWidget(PageView(picture, words, number, len(pages)))
        self._sheets.addStretch(1)

    def _empty(self) -> None:
        while (item := self._sheets.takeAt(0)) is not None:
            if (page := item.widget()) is not None:
                page.hide()
                page.deleteLater()

    def _say_failed(self, words: str) -> None:
        self._failed = True
        self._tell(words, "err")
        self._fold()
        self._scroll.ensureWidgetVisible(self._state)
        self._print.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell(self, words: str, role: str = "muted") -> None:
        set_role(self._state, role)
        self._state.setText(words)
        if words:
            announce(self, words, urgent=role == "err")
