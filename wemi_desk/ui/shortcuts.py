"""Every shortcut of the program, in one enumeration, and the one place that dispatches them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum, IntEnum

from PySide6.QtCore import QKeyCombination, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.i18n import N_, _
from wemi_desk.ui.text_undo import undo_typing

EVERYWHERE = N_("ovunque")
IN_FORMS = N_("dove si scrive")
IN_VISIT = N_("con un colloquio aperto")
IN_QUEUE = N_("dove c'è la coda")
IN_CATALOGUE = N_("nel catalogo")
IN_MANUAL = N_("nel manuale")
IN_CARD = N_("nella scheda e tra i nomi proposti")


class Shortcut(Enum):
    """Key, Italian name and where it works; the member's name is the action's id."""

    BOX = ("Ctrl+K", N_("Vai alla casella"), EVERYWHERE)
    HELP = ("F1", N_("Aiuto su questa schermata"), EVERYWHERE)
    KEYS = ("Ctrl+?", N_("Tutti i tasti"), EVERYWHERE)
    COUNTER = ("F2", N_("Sportello"), EVERYWHERE)
    QUEUE = ("F3", N_("Coda"), EVERYWHERE)
    CITIZENS = ("F4", N_("Cittadini"), EVERYWHERE)
    PAPERWORK = ("F5", N_("Pratiche"), EVERYWHERE)
    CATALOGUE = ("F6", N_("Catalogo"), EVERYWHERE)
    ACTIVITIES = ("F7", N_("Attività"), EVERYWHERE)
    DAY = ("F8", N_("Giornata"), EVERYWHERE)
    QUICK_CONTACT = ("F9", N_("Contatto rapido"), EVERYWHERE)
    CALL_NEXT = ("F11", N_("Chiama il prossimo"), IN_QUEUE)
    BLANK = ("F12", N_("Nascondi o mostra i dati"), EVERYWHERE)
    SAVE = ("Ctrl+S", N_("Registra"), IN_FORMS)
    SAVE_AND_CLOSE = ("Ctrl+Return", N_("Registra e chiudi il colloquio"), IN_VISIT)
    PRINT = ("Ctrl+P", N_("Stampa"), EVERYWHERE)
    UNDO = ("Ctrl+Z", N_("Annulla: prima il testo, poi l'ultimo atto"), EVERYWHERE)
    DRAFTS = ("Ctrl+D", N_("Bozze"), EVERYWHERE)
    CALL_BACK = ("Ctrl+R", N_("Da richiamare"), EVERYWHERE)
    PRIVACY_NOTICE = ("Ctrl+I", N_("Informativa consegnata"), IN_VISIT)
    NEW_CITIZEN = ("Ctrl+N", N_("Nuovo cittadino"), EVERYWHERE)
    NEW_PAPERWORK = ("Ctrl+Shift+N", N_("Nuova pratica o domanda"), IN_VISIT)
    COPY_TEXT = ("Ctrl+M", N_("Copia il testo per e-mail"), IN_CATALOGUE)
    FIND = ("Ctrl+F", N_("Cerca una parola nel manuale"), IN_MANUAL)
    NEXT_PAGE = ("Ctrl+PgDown", N_("Pagina dopo del manuale"), IN_MANUAL)
    PREVIOUS_PAGE = ("Ctrl+PgUp", N_("Pagina prima del manuale"), IN_MANUAL)
    LOCK = ("Ctrl+L", N_("Blocca o cambia operatore"), EVERYWHERE)
    NEXT_REGION = ("Ctrl+Tab", N_("Zona successiva"), EVERYWHERE)
    PREVIOUS_REGION = ("Ctrl+Shift+Tab", N_("Zona precedente"), EVERYWHERE)
    TAB_1 = ("Alt+1", N_("Prima linguetta o primo nome"), IN_CARD)
    TAB_2 = ("Alt+2", N_("Seconda linguetta o secondo nome"), IN_CARD)
    TAB_3 = ("Alt+3", N_("Terza linguetta o terzo nome"), IN_CARD)
    TAB_4 = ("Alt+4", N_("Quarta linguetta o quarto nome"), IN_CARD)
    TAB_5 = ("Alt+5", N_("Quinta linguetta o quinto nome"), IN_CARD)
    BACK = ("Esc", N_("Un passo indietro"), EVERYWHERE)

    def __init__(self, keys: str, title: str, where: str) -> None:
        self.keys = keys
        self._title = title
        self._where = where

    @property
    def id(self) -> str:
        """How settings and commands call it."""
        return self.name.lower()

    @property
    def title(self) -> str:
        """What it does, for buttons, the shortcuts page and the accessible description."""
        return _(self._title)

    @property
    def where(self) -> str:
        """Where it works, for the shortcuts page."""
        return _(self._where)


IN_THE_MANUAL = frozenset((Shortcut.FIND, Shortcut.NEXT_PAGE, Shortcut.PREVIOUS_PAGE))
TABS = (Shortcut.TAB_1, Shortcut.TAB_2, Shortcut.TAB_3, Shortcut.TAB_4, Shortcut.TAB_5)
FIXED = frozenset((Shortcut.LOCK, Shortcut.BLANK))

# On an Italian keyboard the question mark is Shift and the apostrophe, and some systems report just that.
_ALIASES = {"Ctrl+Shift+'": "Ctrl+?"}
# F10 opens menus, text fields swallow Ctrl+E and Ctrl+U, KDE switches desktops with Ctrl+F1 to F4;
# Insert and Caps Lock belong to screen readers; the others are the platform's editing keys.
_EDITING = ("Ctrl+A", "Ctrl+C", "Ctrl+V", "Ctrl+X", "Ctrl+Y", "Ctrl+Shift+Z", "Ctrl+Backspace")
_MOVING = ("Ctrl+Home", "Ctrl+End", "Ctrl+Left", "Ctrl+Right")
_ELSEWHERE = ("F10", "Ctrl+E", "Ctrl+U", "Ctrl+F1", "Ctrl+F2", "Ctrl+F3", "Ctrl+F4", "Alt+F4", "Ins", "CapsLock")
RESERVED = frozenset((*_ELSEWHERE, *_EDITING, *_MOVING))


def canonical(keys: QKeyCombination | str) -> str:
    """One spelling for one key: keypad and top row alike, both Enter keys, Shift+Tab, and the Italian Ctrl+?."""
    if isinstance(keys, str):
        sequence = QKeySequence(keys)
        return canonical(sequence[0]) if sequence.count() == 1 else ""  # type: ignore[index] # missing in the stub
    modifiers = keys.keyboardModifiers() & ~Qt.KeyboardModifier.KeypadModifier
    key = {Qt.Key.Key_Enter: Qt.Key.Key_Return, Qt.Key.Key_Backtab: Qt.Key.Key_Tab}.get(keys.key(), keys.key())
    if key == Qt.Key.Key_Question:
        modifiers &= ~Qt.KeyboardModifier.ShiftModifier
    spelled = QKeySequence(QKeyCombination(modifiers, key)).toString(QKeySequence.SequenceFormat.PortableText)
    return _ALIASES.get(spelled, spelled)


def italian(keys: str) -> str:
    """Keys as they are written on buttons: "Ctrl+Maiusc+N", "Ctrl+Invio"."""
    named = keys.replace("Shift", _("Maiusc")).replace("Return", _("Invio"))
    return named.replace("PgDown", _("Pag giù")).replace("PgUp", _("Pag su"))


class Keymap:
    """Which key does what for this operator; Ctrl+L and F12 are the same for everybody."""

    def __init__(self, changed: Mapping[str, str] | None = None) -> None:
        self._keys = {shortcut: shortcut.keys for shortcut in Shortcut}
        for shortcut in Shortcut:
            if changed and shortcut.id in changed:
                self._adopt(shortcut, changed[shortcut.id])

    def keys(self, shortcut: Shortcut) -> str:
        """The key in portable spelling."""
        return self._keys[shortcut]

    def label(self, shortcut: Shortcut) -> str:
        """The key as written on buttons."""
        return italian(self._keys[shortcut])

    def find(self, keys: QKeyCombination | str) -> Shortcut | None:
        """What *keys* do now."""
        spelled = canonical(keys)
        return next((shortcut for shortcut, taken in self._keys.items() if taken == spelled), None)

    def remap(self, shortcut: Shortcut, keys: str) -> None:
        """Give *shortcut* another key; InvalidFieldError says why not: fixed, unusable, reserved, or taken by whom."""
        spelled = canonical(keys)
        if shortcut in FIXED:
            raise InvalidFieldError("keys", "fixed", action=shortcut.id)
        if not _usable(spelled):
            raise InvalidFieldError("keys", "unusable", keys=keys)
        if spelled in RESERVED:
            raise InvalidFieldError("keys", "reserved", keys=spelled)
        owner = self.find(spelled)
        if owner is not None and owner is not shortcut:
            raise InvalidFieldError("keys", "taken", keys=spelled, action=owner.id)
        self._keys[shortcut] = spelled

    def changes(self) -> dict[str, str]:
        """What differs from the table, to be kept with the operator's settings."""
        return {shortcut.id: keys for shortcut, keys in self._keys.items() if keys != shortcut.keys}

    def _adopt(self, shortcut: Shortcut, keys: str) -> None:
        """Settings of an older version may clash with a newer table: the table wins."""
        try:
            self.remap(shortcut, keys)
        except InvalidFieldError:
            self._keys[shortcut] = shortcut.keys


def _usable(spelled: str) -> bool:
    """A function key, Esc, or something with Ctrl or Alt but not both (that is AltGr on Italian keyboards)."""
    parts = spelled.split("+")
    if "Meta" in parts or {"Ctrl", "Alt"} <= set(parts):
        return False
    is_function_key = parts[-1][:1] == "F" and parts[-1][1:].isdigit()
    return spelled == "Esc" or is_function_key or (len(parts) > 1 and bool(parts[-1]) and parts[0] in ("Ctrl", "Alt"))


class BackStep(IntEnum):
    """In which order Esc goes back; the first handler that takes a step ends it."""

    MESSAGE = 0
    RESULTS = 1
    BOX = 2
    PANEL = 3
    PLACE = 4
    HOME = 5


Handler = Callable[[], bool | None]
Obstacle = Callable[[], str | None]


@dataclass(frozen=True, slots=True, eq=False)
class _Binding:
    handler: Handler
    owner: QObject
    obstacle: Obstacle | None
    step: int

    def listens(self) -> bool:
        return isValid(self.owner) and (not isinstance(self.owner, QWidget) or self.owner.isVisible())

    def holds(self, widget: QWidget) -> bool:
        owner = self.owner
        return isinstance(owner, QWidget) and (owner is widget or owner.isAncestorOf(widget))


class Shortcuts(QObject):
    """Calls the handler of a key, wherever the focus is; `take` is a station of the Keyboard.

    Screens register once with themselves as owner: only owners that are alive and visible answer, the one that
    holds the focus first, then the newest. A handler that returns False passes the key on to the next.
    """

    refused = Signal(object, str)
    done = Signal(object)

    def __init__(self, keymap: Keymap | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.keymap = keymap or Keymap()
        self._bindings: dict[Shortcut, list[_Binding]] = {}
        self._allowed: frozenset[Shortcut] | None = None

    def register(
        self,
        shortcut: Shortcut,
        handler: Handler,
        *,
        owner: QObject,
        obstacle: Obstacle | None = None,
        step: BackStep = BackStep.PANEL,
    ) -> None:
        """Call *handler* for *shortcut*; *obstacle* gives the Italian sentence that says why it cannot be done now.

        *step* orders the handlers of Esc only.
        """
        order = step if shortcut is Shortcut.BACK else 0
        known = [binding for binding in self._bindings.get(shortcut, ()) if isValid(binding.owner)]
        self._bindings[shortcut] = [_Binding(handler, owner, obstacle, order), *known]

    def forget_gone(self) -> None:
        """Owners that are no more are let go, and with their handlers whatever those still hold."""
        for shortcut, bindings in self._bindings.items():
            self._bindings[shortcut] = [binding for binding in bindings if isValid(binding.owner)]

    def restrict(self, allowed: frozenset[Shortcut] | None) -> None:
        """While the desk is locked only *allowed* keys do something; None lifts it."""
        self._allowed = allowed

    def take(self, event: QKeyEvent, widget: QWidget) -> bool:
        """Whether *event* was a shortcut and is dealt with."""
        shortcut = self.keymap.find(event.keyCombination())
        if shortcut is None:
            return False
        if self._belongs_elsewhere(shortcut):
            return False
        if event.isAutoRepeat() and shortcut not in (Shortcut.NEXT_REGION, Shortcut.PREVIOUS_REGION):
            return True
        return self.trigger(shortcut, widget)

    def trigger(self, shortcut: Shortcut, widget: QWidget | None = None) -> bool:
        """Do *shortcut*, also for a button or a `>` command."""
        if shortcut is Shortcut.UNDO and widget is not None and undo_typing(widget):
            return True
        if self._allowed is not None and shortcut not in self._allowed:
            return shortcut is not Shortcut.BACK
        for binding in self._candidates(shortcut, widget):
            if self._call(shortcut, binding):
                return True
        if shortcut is Shortcut.BACK:
            return False
        self.refused.emit(shortcut, _("«{action}» qui non si può fare.").format(action=shortcut.title))
        return True

    def _belongs_elsewhere(self, shortcut: Shortcut) -> bool:
        """A question waits for its answer: only help, lock and cover pass. An open list closes first, by Esc itself."""
        asking = QApplication.activeModalWidget()
        if asking is not None and shortcut not in FIXED:
            return shortcut is not Shortcut.HELP and not (asking.property("manual") and shortcut in IN_THE_MANUAL)
        popup = QApplication.activePopupWidget()
        if popup is None:
            return False
        if shortcut in (Shortcut.BACK, Shortcut.UNDO):
            return True
        popup.close()
        return False

    def _candidates(self, shortcut: Shortcut, widget: QWidget | None) -> list[_Binding]:
        listening = [binding for binding in self._bindings.get(shortcut, ()) if binding.listens()]
        if shortcut is Shortcut.BACK:
            return sorted(listening, key=lambda binding: binding.step)
        return sorted(listening, key=lambda binding: widget is None or not binding.holds(widget))

    def _call(self, shortcut: Shortcut, binding: _Binding) -> bool:
        reason = binding.obstacle() if binding.obstacle is not None else None
        if reason is not None:
            self.refused.emit(shortcut, reason)
            return True
        if binding.handler() is False:
            return False
        self.done.emit(shortcut)
        return True
