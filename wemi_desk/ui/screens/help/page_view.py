"""One page of the manual, drawn in the colours and at the size of the screen it explains."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import (
    QFont,
    QImage,
    QKeyEvent,
    QResizeEvent,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFragment,
    QTextFrameFormat,
    QTextImageFormat,
    QTextLength,
    QTextTable,
)
from PySide6.QtWidgets import QTextBrowser, QTextEdit

from wemi_desk.i18n import _
from wemi_desk.ui.announce import screen_reader_active
from wemi_desk.ui.fonts import text_font
from wemi_desk.ui.screens.help.manual import FIGURE, WORD, ManualPage, anchor_of, holds_stem
from wemi_desk.ui.theme import BODY, CAPTION, CODE_FAMILY, HEADING, PAGE, current_theme

_SIZES = {1: PAGE, 2: HEADING, 3: BODY}
_LINE_HEIGHT = 108.0
_READING = Qt.TextInteractionFlag.TextBrowserInteraction


class PageView(QTextBrowser):
    """Arrows scroll, Tab goes from link to link, Enter follows one: ``link_followed`` brings what it points to."""

    link_followed = Signal(str)
    back_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setOpenLinks(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUndoRedoEnabled(False)
        self._page: ManualPage | None = None
        self._pictures: dict[str, QImage] = {}
        self._sought: list[str] = []
        self.anchorClicked.connect(lambda url: self.link_followed.emit(url.toString()))
        current_theme().follow(self, PageView._draw_anew)

    def show_page(self, page: ManualPage, pictures: dict[str, bytes], anchor: str, sought: list[str]) -> None:
        """Draw *page* and go to a heading of it; the words that were looked for are marked."""
        self._page, self._sought = page, sought
        self._pictures = {name: QImage.fromData(content) for name, content in pictures.items()}
        self._draw()
        self._go_to(anchor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Left and event.modifiers() == Qt.KeyboardModifier.AltModifier:
            self.back_requested.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_pictures()

    # --- drawing ---------------------------------------------------------------------------------------------

    def _draw_anew(self) -> None:
        """In other colours or at another size, and still at the same place of the page."""
        bar = self.verticalScrollBar()
        part = bar.value() / max(bar.maximum(), 1)
        self._draw()
        bar.setValue(round(part * bar.maximum()))

    def _draw(self) -> None:
        if self._page is None:
            return
        keyboard = Qt.TextInteractionFlag.TextSelectableByKeyboard
        self.setTextInteractionFlags(_READING | keyboard if screen_reader_active() else _READING)
        document = QTextDocument(self)
        document.setDefaultFont(text_font(current_theme().text_px))
        document.setDocumentMargin(current_theme().u(8))
        document.setMarkdown(self._words(self._page), QTextDocument.MarkdownFeature.MarkdownDialectGitHub)
        for name, image in self._pictures.items():
            document.addResource(QTextDocument.ResourceType.ImageResource, QUrl(f"tour:{name}"), image)
        for block in _blocks(document):
            _dress(block)
        for table in _tables(document):
            _dress_table(table)
        before, self._document = getattr(self, "_document", None), document
        self.setDocument(document)
        if before is not None:
            before.deleteLater()
        self._fit_pictures()
        self._mark()

    def _words(self, page: ManualPage) -> str:
        """The text with the pictures that are here, each with its words; one that is not here leaves no gap."""
        return FIGURE.sub(lambda found: self._figure(found[1], found[2]), page.shown)

    def _figure(self, words: str, name: str) -> str:
        if name not in self._pictures:
            return ""
        caption = _("{words}. Le persone della figura sono inventate.").format(words=words)
        return f"![{words}](tour:{name})\n\n*{caption}*"

    def _fit_pictures(self) -> None:
        """As wide as they are, or as the page is."""
        most = self.viewport().width() - 2 * current_theme().u(12)
        for cursor, shown in _pictures(self.document()):
            image = self._pictures.get(shown.name().removeprefix("tour:"))
            if image is None or image.isNull() or most <= 0:
                continue
            width = min(image.width() * current_theme().percent / 100, most)
            sharp = image.scaledToWidth(
                round(width * self.devicePixelRatioF()), Qt.TransformationMode.SmoothTransformation
            )
            self.document().addResource(QTextDocument.ResourceType.ImageResource, QUrl(shown.name()), sharp)
            shown.setWidth(width)
            shown.setHeight(width * image.height() / image.width())
            cursor.setCharFormat(shown)

    def _mark(self) -> None:
        """The words that were looked for, in the colours of a choice."""
        look = QTextCharFormat()
        look.setBackground(current_theme().colour("sel"))
        look.setForeground(current_theme().colour("onsel"))
        marks = []
        for cursor in self._found_words():
            mark = QTextEdit.ExtraSelection()
            mark.cursor, mark.format = cursor, look
            marks.append(mark)
        self.setExtraSelections(marks)

    def _found_words(self) -> Iterator[QTextCursor]:
        text = self.document().toPlainText() if self._sought else ""
        for word in WORD.finditer(text):
            if holds_stem(word[0], self._sought):
                cursor = QTextCursor(self.document())
                cursor.setPosition(word.start())
                cursor.setPosition(word.end(), QTextCursor.MoveMode.KeepAnchor)
                yield cursor

    def _go_to(self, anchor: str) -> None:
        found = next((block for block in _blocks(self.document())
                      if anchor and _level(block) and anchor_of(block.text()) == anchor), None)  # fmt: skip
        cursor = QTextCursor(found if found is not None else self.document().firstBlock())
        self.setTextCursor(cursor)
        top = self.document().documentLayout().blockBoundingRect(cursor.block()).top() if found is not None else 0
        self.verticalScrollBar().setValue(round(top))


def _blocks(document: QTextDocument) -> Iterator[QTextBlock]:
    block = document.begin()
    while block.isValid():
        yield block
        block = block.next()


def _level(block: QTextBlock) -> int:
    return int(block.blockFormat().headingLevel())


def _dress(block: QTextBlock) -> None:
    """Sizes and gaps of our own scale: Qt's are made for print."""
    u = current_theme().u
    shape, level, cursor = QTextBlockFormat(block.blockFormat()), _level(block), QTextCursor(block)
    in_list, in_table = block.textList() is not None, cursor.currentTable() is not None
    shape.setTopMargin(u(14) if level > 1 else u(2) if in_list or in_table else u(6))
    shape.setBottomMargin(u(2) if in_list or in_table else u(6))
    shape.setLineHeight(_LINE_HEIGHT, int(QTextBlockFormat.LineHeightTypes.ProportionalHeight.value))
    if _is_picture(block):
        shape.setLineHeight(100, int(QTextBlockFormat.LineHeightTypes.ProportionalHeight.value))
    cursor.setBlockFormat(shape)
    for piece in _pieces(block):
        look = QTextCharFormat(piece.charFormat())
        if level:
            look.clearProperty(QTextFormat.Property.FontSizeAdjustment)  # it would count from the size of the text
            look.setProperty(QTextFormat.Property.FontPixelSize, u(_SIZES.get(level, BODY)))
            look.setFontWeight(QFont.Weight.DemiBold)
        elif piece.charFormat().fontItalic():
            look.setProperty(QTextFormat.Property.FontPixelSize, u(CAPTION))
            look.setForeground(current_theme().colour("text2"))
        elif piece.charFormat().fontFixedPitch():
            look.setFontFamilies([CODE_FAMILY])
        _over(block, piece, look)


def _over(block: QTextBlock, piece: QTextFragment, look: QTextCharFormat) -> None:
    cursor = QTextCursor(block)
    cursor.setPosition(piece.position())
    cursor.setPosition(piece.position() + piece.length(), QTextCursor.MoveMode.KeepAnchor)
    cursor.setCharFormat(look)


def _pieces(block: QTextBlock) -> list[QTextFragment]:
    found, pieces = block.begin(), list[QTextFragment]()
    while not found.atEnd():
        pieces.append(found.fragment())
        found += 1
    return pieces


def _is_picture(block: QTextBlock) -> bool:
    return any(piece.charFormat().isImageFormat() for piece in _pieces(block))


def _pictures(document: QTextDocument) -> Iterator[tuple[QTextCursor, QTextImageFormat]]:
    for block in _blocks(document):
        for piece in _pieces(block):
            if piece.charFormat().isImageFormat():
                cursor = QTextCursor(block)
                cursor.setPosition(piece.position())
                cursor.setPosition(piece.position() + piece.length(), QTextCursor.MoveMode.KeepAnchor)
                yield cursor, piece.charFormat().toImageFormat()


def _tables(document: QTextDocument) -> Iterator[QTextTable]:
    return (frame for frame in document.rootFrame().childFrames() if isinstance(frame, QTextTable))


def _dress_table(table: QTextTable) -> None:
    theme, shape = current_theme(), table.format()
    shape.setBorder(max(1, theme.u(1)))
    shape.setBorderBrush(theme.colour("divider"))
    shape.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
    shape.setBorderCollapse(True)
    shape.setCellPadding(theme.u(6))
    shape.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
    shape.clearColumnWidthConstraints()
    table.setFormat(shape)
