"""The style sheet of the program, written from tokens and units, and the dressing of the application in it."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QWidget  # noqa: TID251 (the application itself is dressed here)

from wemi_desk.ui.drawings_in_memory import drawing_in_memory
from wemi_desk.ui.fonts import load_fonts, text_font
from wemi_desk.ui.theme import (
    BODY,
    CAPTION,
    CODE_FAMILY,
    COUNTER,
    HEADING,
    PAGE,
    Theme,
    current_theme,
    use_theme,
)

_DRAWINGS = (("it-expand", "text"), ("it-expand", "disabled"), ("it-check", "onprimary"))
_PALETTE = {
    QPalette.ColorRole.Window: "bg",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Base: "bg",
    QPalette.ColorRole.AlternateBase: "surface",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.Button: "surface",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.Highlight: "sel",
    QPalette.ColorRole.HighlightedText: "onsel",
    QPalette.ColorRole.PlaceholderText: "text2",
    QPalette.ColorRole.Link: "primary",
    QPalette.ColorRole.ToolTipBase: "surface",
    QPalette.ColorRole.ToolTipText: "text",
}


class ApplicationLook(QObject):
    """Keeps the application dressed in *theme*: fonts once, palette and style sheet at every change.

    The sheet is worn by windows (see ``dress``) and not by the application: with a sheet on the application, every
    widget put into a layout is polished again with all that it holds, and building a screen takes three times as long.
    """

    def __init__(self, application: QApplication, theme: Theme) -> None:
        super().__init__(application)
        load_fonts()
        use_theme(theme)
        self._application = application
        self._theme = theme
        self._applied_px = 0
        application.setStyle("Fusion")
        theme.changed.connect(self._dress)
        self._dress()

    def _dress(self) -> None:
        self._application.setPalette(palette(self._theme))
        if self._theme.text_px != self._applied_px:
            self._applied_px = self._theme.text_px
            self._application.setFont(text_font(self._applied_px))
        self._theme.sheet = style_sheet(self._theme)


def dress(window: QWidget) -> None:
    """Have a window wear the style sheet, now and after each change; its children and their pop-ups wear it too."""
    current_theme().follow(window, lambda owner: owner.setStyleSheet(current_theme().sheet))


def palette(theme: Theme) -> QPalette:
    """Qt's own roles in our colours, for what no style sheet reaches."""
    result = QPalette()
    for role, token in _PALETTE.items():
        result.setColor(role, theme.colour(token))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, role, theme.colour("disabled"))
    return result


def style_sheet(theme: Theme) -> str:
    """The whole look."""
    pictures = {f"{name[3:]}-{token}": drawing_in_memory(name, theme.tokens[token]) for name, token in _DRAWINGS}
    parts = (_frame, _labels, _buttons, _person, _lists, _tabs, _bands, _scroll_bars)
    return "\n".join(part(theme) for part in parts) + _fields(theme, pictures) + _checks(theme, pictures)


def _thin(theme: Theme) -> int:
    return max(1, theme.u(1))


def _frame(theme: Theme) -> str:
    t, u, thin = theme.tokens, theme.u, _thin(theme)
    return f"""
    QMainWindow, QDialog, QWidget[region="root"], QWidget[region="pane"], QScrollArea, QWidget[region="scrolled"]
        {{ background:{t["bg"]}; border:0; }}
    QWidget[region="bar"] {{ background:{t["surface"]}; border:0; border-bottom:{thin}px solid {t["divider"]}; }}
    QWidget[region="rail"] {{ background:{t["surface"]}; border:0; }}
    QWidget[region="status"] {{ background:{t["surface"]}; border:0; border-top:{thin}px solid {t["divider"]}; }}
    QWidget[region="panel"] {{ background:{t["bg"]}; border:0; border-left:{u(2)}px solid {t["primary"]}; }}
    QWidget[region="rail"] QToolButton {{ background:transparent; border:{u(3)}px solid transparent;
        border-radius:{u(4)}px; padding:{u(2)}px; font-size:{u(CAPTION)}px; }}
    QWidget[region="rail"] QToolButton:hover {{ background:{t["sunken"]}; }}
    QWidget[region="rail"] QToolButton:checked {{ background:{t["sel"]}; color:{t["onsel"]}; font-weight:600;
        border-left:{u(5)}px solid {t["primary"]}; }}
    QWidget[region="rail"] QToolButton:focus {{ border-color:{t["focus"]}; }}
    QToolTip {{ background:{t["surface"]}; color:{t["text"]}; border:{thin}px solid {t["border"]};
        padding:{u(4)}px; }}
    QMenu {{ background:{t["bg"]}; color:{t["text"]}; border:{thin}px solid {t["border"]}; padding:{u(4)}px; }}
    QMenu::item {{ padding:{u(6)}px {u(16)}px; min-height:{u(24)}px; }}
    QMenu::item:selected {{ background:{t["sel"]}; color:{t["onsel"]}; }}
    """


def _labels(theme: Theme) -> str:
    t, u = theme.tokens, theme.u
    return f"""
    QLabel {{ background:transparent; color:{t["text"]}; }}
    QLabel[role="heading"] {{ font-size:{u(HEADING)}px; font-weight:600; }}
    QLabel[role="page"] {{ font-size:{u(PAGE)}px; font-weight:600; }}
    QLabel[role="counter"] {{ font-size:{u(COUNTER)}px; font-weight:400; }}
    QLabel[role="strong"] {{ font-weight:600; }}
    QLabel[role="caption"] {{ font-size:{u(CAPTION)}px; color:{t["text2"]}; }}
    QLabel[role="muted"] {{ color:{t["text2"]}; }}
    QLabel[role="code"] {{ font-family:'{CODE_FAMILY}'; font-size:{u(BODY)}px; }}
    QLabel[role="ok"] {{ color:{t["ok"]}; }}
    QLabel[role="warn"] {{ color:{t["warn"]}; }}
    QLabel[role="err"] {{ color:{t["err"]}; }}
    QLabel[role="info"] {{ color:{t["info"]}; }}
    QLabel:disabled {{ color:{t["disabled"]}; }}
    """


def _fields(theme: Theme, pictures: dict[str, str]) -> str:
    t, u, thin = theme.tokens, theme.u, _thin(theme)
    ring, pad_y, pad_x = u(3), u(5), u(8)
    keep_y, keep_x = max(0, pad_y - ring + thin), max(0, pad_x - ring + thin)
    every = "QLineEdit{0}, QComboBox{0}, QPlainTextEdit{0}, QAbstractSpinBox{0}".format
    return f"""
    {every("")} {{ background:{t["bg"]}; color:{t["text"]}; border:{thin}px solid {t["border"]};
        border-radius:{u(4)}px; padding:{pad_y}px {pad_x}px; min-height:{u(24)}px;
        placeholder-text-color:{t["text2"]};
        selection-background-color:{t["sel"]}; selection-color:{t["onsel"]}; }}
    QPlainTextEdit {{ min-height:{u(84)}px; padding:{u(3)}px {u(4)}px; }}
    {every(":disabled")} {{ background:{t["sunken"]}; color:{t["disabled"]}; border-color:{t["divider"]}; }}
    {every(":read-only")} {{ background:{t["sunken"]}; }}
    QComboBox:read-only {{ background:{t["bg"]}; }}
    {every('[invalid="true"]')} {{ border:{u(2)}px solid {t["err"]}; padding:{pad_y - u(2) + thin}px
        {pad_x - u(2) + thin}px; }}
    {every(":focus")} {{ border:{ring}px solid {t["focus"]}; padding:{keep_y}px {keep_x}px; }}
    QPlainTextEdit:focus {{ border:{ring}px solid {t["focus"]}; padding:{max(0, u(3) - ring + thin)}px
        {max(0, u(4) - ring + thin)}px; }}
    QTextBrowser {{ background:{t["bg"]}; color:{t["text"]}; border:{thin}px solid {t["divider"]};
        border-radius:{u(4)}px; padding:{ring - thin}px; selection-background-color:{t["sel"]};
        selection-color:{t["onsel"]}; }}
    QTextBrowser:focus {{ border:{ring}px solid {t["focus"]}; padding:0; }}
    QLineEdit[face="code"] {{ font-family:'{CODE_FAMILY}'; }}
    QComboBox::drop-down {{ border:0; width:{u(28)}px; }}
    QComboBox::down-arrow {{ image:url("{pictures["expand-text"]}"); width:{u(16)}px; height:{u(16)}px; }}
    QComboBox::down-arrow:disabled {{ image:url("{pictures["expand-disabled"]}"); }}
    QComboBox QAbstractItemView {{ background:{t["bg"]}; border:{thin}px solid {t["border"]}; outline:0; }}
    QComboBox QAbstractItemView::item {{ min-height:{u(32)}px; padding:0 {u(8)}px; }}
    QComboBox QAbstractItemView::item:selected {{ background:{t["sel"]}; color:{t["onsel"]}; }}
    """


def _checks(theme: Theme, pictures: dict[str, str]) -> str:
    t, u = theme.tokens, theme.u
    edge = max(2, u(2))
    return f"""
    QCheckBox, QRadioButton {{ color:{t["text"]}; spacing:{u(8)}px; padding:{u(4)}px; min-height:{u(24)}px;
        border:{u(3)}px solid transparent; border-radius:{u(4)}px; }}
    QCheckBox:focus, QRadioButton:focus {{ border-color:{t["focus"]}; }}
    QCheckBox:disabled, QRadioButton:disabled {{ color:{t["disabled"]}; }}
    QCheckBox::indicator, QRadioButton::indicator {{ width:{u(20)}px; height:{u(20)}px;
        border:{edge}px solid {t["border"]}; border-radius:{u(3)}px; background:{t["bg"]}; }}
    QRadioButton::indicator {{ border-radius:{u(10) + edge}px; }}
    QCheckBox::indicator:checked {{ background:{t["primary"]}; border-color:{t["primary"]};
        image:url("{pictures["check-onprimary"]}"); }}
    QRadioButton::indicator:checked {{ background:{t["bg"]}; border:{u(6)}px solid {t["primary"]};
        width:{u(20) + 2 * edge - 2 * u(6)}px; height:{u(20) + 2 * edge - 2 * u(6)}px; }}
    QGroupBox {{ border:0; margin-top:{u(24)}px; padding:0; }}
    QGroupBox::title {{ subcontrol-origin:margin; subcontrol-position:top left; color:{t["text"]}; }}
    """


def _buttons(theme: Theme) -> str:
    t, u, thin = theme.tokens, theme.u, _thin(theme)
    ring, pad_y, pad_x = u(3), u(6), u(14)
    keep = f"padding:{max(0, pad_y - ring + thin)}px {max(0, pad_x - ring + thin)}px;"
    states = "\n".join(
        f"QPushButton[state='{state}'] {{ background:{t[state + 'bg']}; color:{t[state]}; border-color:{t[state]}; }}"
        for state in ("ok", "warn", "err", "info")
    )
    return f"""
    QPushButton, QToolButton[kind="menu"] {{ background:{t["bg"]}; color:{t["primary"]};
        border:{thin}px solid {t["primary"]}; border-radius:{u(4)}px; padding:{pad_y}px {pad_x}px;
        min-height:{u(24)}px; font-weight:600; }}
    QPushButton:hover, QToolButton[kind="menu"]:hover {{ background:{t["sunken"]}; }}
    QPushButton[kind="primary"] {{ background:{t["primary"]}; color:{t["onprimary"]}; }}
    QPushButton[kind="danger"] {{ color:{t["err"]}; border-color:{t["err"]}; }}
    QPushButton[kind="quiet"] {{ background:transparent; border-color:transparent; text-align:left;
        padding-left:{u(4)}px; padding-right:{u(4)}px; text-decoration:underline; }}
    QPushButton[kind="cross"] {{ background:transparent; border-color:transparent; padding:{u(5)}px;
        min-width:{u(24)}px; }}
    QPushButton:disabled {{ background:{t["sunken"]}; color:{t["disabled"]}; border-color:{t["divider"]}; }}
    {states}
    QPushButton[state="neutral"] {{ background:{t["bg"]}; color:{t["text"]}; border-color:{t["border"]}; }}
    QPushButton[kind="tile"] {{ color:{t["text"]}; border-color:{t["border"]}; min-height:{u(44)}px; }}
    QPushButton[kind="tile"]:checked {{ background:{t["sel"]}; color:{t["onsel"]};
        border:{u(2)}px solid {t["primary"]}; }}
    QPushButton[kind="digit"] {{ background:{t["bg"]}; color:{t["text"]}; border-color:{t["border"]};
        text-align:left; font-weight:400; padding-left:{u(6)}px; padding-right:{u(6)}px; }}
    QPushButton[kind="digit"]:hover {{ background:{t["sunken"]}; }}
    QPushButton:focus, QPushButton[kind="tile"]:checked:focus,
    QToolButton[kind="menu"]:focus {{ border:{ring}px solid {t["focus"]}; {keep} }}
    QPushButton[kind="quiet"]:focus {{ padding-left:{u(4) - ring + thin}px; padding-right:{u(4) - ring + thin}px; }}
    QPushButton[kind="cross"]:focus {{ padding:{u(5) - ring + thin}px; }}
    QPushButton[kind="digit"]:focus {{ padding-left:{u(6) - ring + thin}px; padding-right:{u(6) - ring + thin}px; }}
    QToolButton[kind="menu"]::menu-indicator {{ image:none; }}
    """


def _person(theme: Theme) -> str:
    t, thin = theme.tokens, _thin(theme)
    inside = 'QWidget[region="person"]'
    return f"""
    {inside} {{ background:{t["context"]}; border:0; border-bottom:{thin}px solid {t["divider"]}; }}
    {inside} QLabel {{ color:{t["oncontext"]}; }}
    {inside} QPushButton {{ background:{t["context"]}; color:{t["oncontext"]}; border-color:{t["oncontext"]}; }}
    {inside} QPushButton[state="warn"] {{ background:{t["warnbg"]}; color:{t["warn"]}; border-color:{t["warn"]}; }}
    {inside} QPushButton:focus {{ border-color:{t["oncontext"]}; }}
    """


def _lists(theme: Theme) -> str:
    t, u, thin = theme.tokens, theme.u, _thin(theme)
    every = "QListWidget{0}, QListView{0}, QTableView{0}, QTreeView{0}".format
    return f"""
    {every("")} {{ background:{t["bg"]}; color:{t["text"]}; border:{thin}px solid {t["divider"]};
        border-radius:{u(2)}px; padding:{u(3) - thin}px; outline:0; gridline-color:{t["divider"]};
        alternate-background-color:{t["surface"]}; }}
    {every(":focus")} {{ border:{u(3)}px solid {t["focus"]}; padding:0; }}
    QListWidget::item, QListView::item {{ min-height:{u(32)}px; padding:0 {u(6)}px; }}
    QTableView::item {{ padding:0 {u(6)}px; border:0; }}
    {every("::item:selected")} {{ background:{t["sel"]}; color:{t["onsel"]};
        border-top:{thin}px solid {t["primary"]}; border-bottom:{thin}px solid {t["primary"]}; }}
    QHeaderView {{ background:{t["surface"]}; border:0; }}
    QHeaderView::section {{ background:{t["surface"]}; color:{t["text2"]}; border:0; font-weight:600;
        border-bottom:{thin}px solid {t["divider"]}; padding:{u(6)}px {u(6)}px; text-align:left; }}
    QHeaderView[face="large"]::section {{ font-size:{u(HEADING)}px; font-weight:700; padding:{u(2)}px; }}
    QTableCornerButton::section {{ background:{t["surface"]}; border:0; }}
    """


def _tabs(theme: Theme) -> str:
    t, u = theme.tokens, theme.u
    return f"""
    QTabBar {{ background:{t["bg"]}; border:0; }}
    QTabBar::tab {{ background:{t["surface"]}; color:{t["text"]}; border:{u(3)}px solid transparent;
        padding:{u(4)}px {u(12)}px; min-height:{u(24)}px; }}
    QTabBar::tab:selected {{ background:{t["sel"]}; color:{t["onsel"]}; font-weight:600;
        border-bottom-color:{t["primary"]}; }}
    QTabBar:focus::tab:selected {{ border-color:{t["focus"]}; }}
    QTabWidget::pane {{ border:0; }}
    """


def _bands(theme: Theme) -> str:
    t, thin = theme.tokens, _thin(theme)
    kinds = "\n".join(
        f"""QWidget[band="{kind}"] {{ background:{t[kind + "bg"]}; border:0;
            border-bottom:{thin}px solid {t[kind]}; }}
        QWidget[band="{kind}"] > QLabel[role="band"] {{ color:{t[kind]}; font-weight:600; }}"""
        for kind in ("info", "ok", "warn", "err")
    )
    return f"""{kinds}
    QWidget[card="results"] {{ background:{t["bg"]}; border:{max(2, theme.u(2))}px solid {t["primary"]};
        border-radius:{theme.u(4)}px; }}
    QWidget[card="results"] QListView {{ border:0; padding:0; }}
    """


def _scroll_bars(theme: Theme) -> str:
    t, u = theme.tokens, theme.u
    return f"""
    QScrollBar {{ background:{t["surface"]}; border:0; margin:0; }}
    QScrollBar:vertical {{ width:{u(14)}px; }}
    QScrollBar:horizontal {{ height:{u(14)}px; }}
    QScrollBar::handle {{ background:{t["border"]}; border-radius:{u(4)}px; margin:{u(3)}px; min-height:{u(28)}px;
        min-width:{u(28)}px; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ width:0; height:0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background:transparent; }}
    """
