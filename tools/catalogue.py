"""Keep the English catalogue complete, and every text of the console in a catalogue.

    python tools/catalogue.py check      what is missing, obsolete or different; texts that bypass the catalogue
    python tools/catalogue.py update     merge the messages of the code into the English catalogue
    python tools/catalogue.py missing    print what still waits for English
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
CODE = ROOT / "wemi_desk"
ENGLISH = ROOT / "resources" / "locale" / "en" / "LC_MESSAGES" / "wemi.po"
KEYWORDS = {"_": 1, "N_": 1, "ngettext": 2}
MessageId = str | tuple[str, str]
HEADER = re.compile(r'^"(POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|Generated-By|'
                    r'Report-Msgid-Bugs-To|Project-Id-Version): .*\n', re.MULTILINE)
PLACEHOLDER = re.compile(r"\{[^{}]*\}")
MNEMONIC = re.compile(r"&\w")
# What people see or hear: calls whose literal arguments are shown as they are.
SHOWN = {
    "announce", "button", "column", "heading", "label", "muted", "page_title", "primary_button", "row", "say",
    "set_text", "set_tooltip", "show", "show_words", "sign", "warn",
    "Column", "Combo", "Confirmation", "EmptyState", "Field", "ItemList", "Mark", "MessageBar", "NoticeState", "Pane",
    "PaneSpec", "QAction", "QCheckBox", "QLabel", "QPushButton", "QRadioButton", "ScrollPane", "SecretField",
    "SidePanel", "Sign", "Strip", "Table", "TextArea", "TextField",
    "addAction", "addItem", "addTab", "setAccessibleDescription", "setAccessibleName", "setPlaceholderText",
    "setStatusTip", "setTabText", "setText", "setTitle", "setToolTip", "setWhatsThis", "setWindowTitle",
}
TERSE = re.compile(r"^[^a-zà-ÿ]*$")  # signs, codes, key names: the same in every language
WORDS = re.compile(r"[A-Za-zÀ-ÿ]{2,}[ ’'][A-Za-zÀ-ÿ]")
PROPER = {"WeMi", "WeMi Desk", "Titillium Web", "Roboto Mono"}
KEYS = re.compile(r"^(Ctrl|Alt|Esc|F\d)\b")
STYLE = {CODE / "ui" / "style_sheet.py", CODE / "ui" / "theme.py"}
# Texts that are not for people: rich-text frames, file patterns, names in code.
TECHNICAL = re.compile(r"[{}<>;]|^[a-z_:.-]+( [a-z_:.-]+)*$")


@dataclass(slots=True)
class Reading:
    """The messages of the code, and the faults met while reading it."""

    messages: set[MessageId] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)


def read_code() -> Reading:
    """Every message of the program; faults name their file and line."""
    reading = Reading()
    for path in sorted(CODE.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        where = path.relative_to(ROOT).as_posix()
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                read_call(reading, node, f"{where}:{node.lineno}")
        if (CODE / "ui") in path.parents and path not in STYLE:
            reading.faults += [f"{where}:{line} not in the catalogue: {text!r}" for line, text in bypasses(tree)]
    reading.messages -= {message[0] for message in reading.messages if isinstance(message, tuple)}
    return reading


def read_call(reading: Reading, call: ast.Call, where: str) -> None:
    """Take the message of one call of `_`, `N_` or `ngettext`."""
    if not isinstance(call.func, ast.Name) or call.func.id not in KEYWORDS:
        return
    given = call.args[:KEYWORDS[call.func.id]]
    texts = [part.value for part in given if isinstance(part, ast.Constant) and isinstance(part.value, str)]
    if len(texts) == len(given):
        reading.messages.add(texts[0] if len(texts) == 1 else (texts[0], texts[1]))
    elif texts or any(is_built(part) for part in given):
        reading.faults.append(f"{where} a message is built, not written out: {ast.unparse(call)[:80]}")


def is_built(node: ast.expr) -> bool:
    """True for f-strings, sums, `%` and `.format` on a literal: no catalogue can hold them."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return node.func.attr == "format" and isinstance(node.func.value, ast.Constant)
    return isinstance(node, ast.JoinedStr | ast.BinOp)


def bypasses(tree: ast.AST) -> list[tuple[int, str]]:
    """Literals that people would read and that no catalogue knows: line and text."""
    return sorted(set(shown_literals(tree)))


def shown_literals(tree: ast.AST) -> Iterator[tuple[int, str]]:
    silent = docstrings(tree) | under_keywords(tree) | raised(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and called(node) in SHOWN:
            for part in [*node.args, *(keyword.value for keyword in node.keywords)]:
                for literal in literals(part):
                    if id(literal) not in silent and is_for_people(literal.value):
                        yield literal.lineno, literal.value
        elif isinstance(node, ast.Constant) and id(node) not in silent and is_sentence(node.value):
            yield node.lineno, node.value


def called(call: ast.Call) -> str:
    function = call.func
    return function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")


def literals(node: ast.expr) -> Iterator[ast.Constant]:
    """The literals an argument may come to: itself, the branches of a choice, the parts of an f-string."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node
    elif isinstance(node, ast.IfExp):
        yield from literals(node.body)
        yield from literals(node.orelse)
    elif isinstance(node, ast.BoolOp | ast.JoinedStr):
        for part in node.values:
            yield from literals(part)


def is_for_people(text: str) -> bool:
    return (text[:1].isupper() and text not in PROPER
            and not any(pattern.search(text) for pattern in (TERSE, KEYS, TECHNICAL)))


def is_sentence(value: object) -> bool:
    """Several words with a capital or an accent: written for people wherever it stands."""
    return (isinstance(value, str) and bool(WORDS.search(value)) and not TECHNICAL.search(value)
            and value not in PROPER)


def docstrings(tree: ast.AST) -> set[int]:
    return {id(node.value) for node in ast.walk(tree)
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)}


def under_keywords(tree: ast.AST) -> set[int]:
    return {id(part) for node in ast.walk(tree)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KEYWORDS
            for part in ast.walk(node)}


def raised(tree: ast.AST) -> set[int]:
    """Words for developers: log lines and built-in exceptions."""
    return {id(part) for node in ast.walk(tree) for part in ast.walk(node)
            if isinstance(node, ast.Raise | ast.Assert)
            or (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
                and isinstance(node.func.value, ast.Name) and node.func.value.id in ("log", "logger", "_log"))}


def read_english() -> Catalog:
    if not ENGLISH.exists():
        return Catalog(locale="en")
    with ENGLISH.open("rb") as file:
        return read_po(file, locale="en")


def merged(messages: set[MessageId], old: Catalog) -> Catalog:
    """The messages of the code with the English they have; what the code no longer says is dropped."""
    new = Catalog(locale="en", fuzzy=False)
    new.header_comment = "# English texts of WeMi Desk. The source texts are Italian."
    for message in sorted(messages, key=str):
        known = old.get(message[0] if isinstance(message, tuple) else message)
        english = known.string if known is not None and known.id == message else ""
        new.add(message, english)
    return new


def write_english(catalogue: Catalog) -> None:
    """Without dates and places: a text that did not change gives no difference in git."""
    out = BytesIO()
    write_po(out, catalogue, width=0, no_location=True, sort_output=True)
    ENGLISH.parent.mkdir(parents=True, exist_ok=True)
    text = HEADER.sub("", out.getvalue().decode("utf-8"))
    ENGLISH.write_text(text.rstrip("\n") + "\n", encoding="utf-8", newline="\n")


def strings(value: str | tuple[str, ...] | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def faults_of(message: Message) -> Iterator[str]:
    """What is wrong with the English of one message."""
    source, english = strings(message.id), strings(message.string)
    name = repr(source[0][:60])
    if message.fuzzy:
        yield f"fuzzy: {name}"
    if len(english) != len(source) or not all(english):
        yield f"no English: {name}"
        return
    for italian, text in zip(source, english, strict=True):
        if set(PLACEHOLDER.findall(italian)) != set(PLACEHOLDER.findall(text)):
            yield f"other placeholders: {name}"
        if bool(MNEMONIC.search(italian)) != bool(MNEMONIC.search(text)):
            yield f"the Alt letter is missing or new: {name}"


def english_faults(messages: set[MessageId], english: Catalog) -> Iterator[str]:
    held = {message.id for message in english if message.id}
    yield from (f"not in the English catalogue, run update: {text!r}" for text in sorted(messages - held, key=str))
    yield from (f"obsolete in the English catalogue, run update: {message!r}" for message in held - messages)
    yield from (f"obsolete in the English catalogue, run update: {text!r}" for text in english.obsolete)
    for message in english:
        if message.id:
            yield from faults_of(message)


def check() -> int:
    reading = read_code()
    faults = [*reading.faults, *english_faults(reading.messages, read_english())]
    print(*faults[:80], sep="\n", end="\n" if faults else "")
    print(f"catalogue: {len(reading.messages)} messages, {len(faults)} faults")
    return 1 if faults else 0


def update() -> int:
    catalogue = merged(read_code().messages, read_english())
    write_english(catalogue)
    waiting = sum(1 for message in catalogue if message.id and not all(strings(message.string)))
    print(f"catalogue: {len(catalogue)} messages, {waiting} without English")
    return 0


def missing() -> int:
    for message in merged(read_code().messages, read_english()):
        if message.id and not all(strings(message.string)):
            print(repr(message.id))
    return 0


if __name__ == "__main__":
    commands = {"check": check, "update": update, "missing": missing}
    if len(sys.argv) != 2 or sys.argv[1] not in commands:
        sys.exit(__doc__)
    sys.exit(commands[sys.argv[1]]())
