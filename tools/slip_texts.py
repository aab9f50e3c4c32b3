"""Keep the texts of the citizens' slips whole: each text of the catalogue is in every language or marked missing.

    python tools/slip_texts.py check      what is absent, obsolete or says nothing; what the commonest paperwork lacks
    python tools/slip_texts.py update     add what is absent as missing, drop what the catalogue no longer says
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
TEXTS = ROOT / "resources" / "documents" / "pratiche"
CATALOGUE = ROOT / "resources" / "reference" / "paperwork_catalogue.json"
LANGUAGES = ("it", "en", "fr", "es", "ro", "uk", "ar", "zh", "bn")
COMMONEST = {"SPID-NEW", "SPID-REC", "CIE-APP", "CIE-PIN", "FSE", "FSE-MED", "CUP", "ISEE", "IO", "PAGOPA", "SCU-ISC",
             "INPS-AUU"}  # fmt: skip
STATES = {"confirmed", "unconfirmed", "missing"}
MISSING = {"text": "", "state": "missing"}
Data = dict[str, Any]


def said(kind: Data, italian: Data) -> Iterator[str]:
    """Every Italian text of *kind* that a citizen may read."""
    texts = [kind["title_it"], *kind["bring_it"], *(one["label_it"] for one in kind["outcomes"])]
    texts += [one["text_it"] for one in kind["steps"] if one["text_it"] not in italian["unsaid"]]
    texts += [one["text_it"] for one in kind.get("warnings", ()) if one["text_it"] in italian["texts"]]
    for text in texts:
        known = italian["texts"].get(text)
        yield known["text"] if known else text


def faults(texts: dict[str, Data], catalogue: Data) -> Iterator[str]:
    """What is wrong, one line each."""
    italian = texts["it"]
    needed = {text for kind in catalogue["types"] for text in said(kind, italian)}
    common = {text for kind in catalogue["types"] if kind["code"] in COMMONEST for text in said(kind, italian)}
    for language, data in texts.items():
        for part in ("phrases", "reasons"):
            yield from _compared(f"{language}.{part}", set(data[part]), set(italian[part]))
            yield from _whole(f"{language}.{part}", data[part], set(data[part]))
        if language != "it":
            yield from _compared(f"{language}.texts", set(data["texts"]), needed)
        yield from _whole(f"{language}.texts", data["texts"], common if language != "it" else set(data["texts"]))


def _compared(where: str, found: set[str], needed: set[str]) -> Iterator[str]:
    yield from (f"{where}: absent: {text}" for text in sorted(needed - found))
    yield from (f"{where}: obsolete: {text}" for text in sorted(found - needed))


def _whole(where: str, entries: Data, required: set[str]) -> Iterator[str]:
    for key, entry in entries.items():
        if entry["state"] not in STATES or bool(entry["text"].strip()) != (entry["state"] != "missing"):
            yield f"{where}: state and text disagree: {key}"
        elif key in required and entry["state"] == "missing":
            yield f"{where}: the commonest paperwork needs it: {key}"


def read() -> tuple[dict[str, Data], Data]:
    texts = {language: json.loads((TEXTS / f"{language}.json").read_text("utf-8")) for language in LANGUAGES}
    return texts, json.loads(CATALOGUE.read_text("utf-8"))


def update() -> int:
    """Add and drop in the order of the catalogue; nothing that is written is changed."""
    texts, catalogue = read()
    needed = dict.fromkeys(text for kind in catalogue["types"] for text in said(kind, texts["it"]))
    for language, data in texts.items():
        for part in ("phrases", "reasons"):
            data[part] = {key: data[part].get(key, MISSING) for key in texts["it"][part]}
        if language != "it":
            data["texts"] = {text: data["texts"].get(text, MISSING) for text in needed}
        (TEXTS / f"{language}.json").write_text(written(data), "utf-8")
    return 0


def written(data: Data) -> str:
    """One text per line, so that a translator's change is one line of a difference."""
    parts = [f" {json.dumps(key)}: {_block(value)}" for key, value in data.items()]
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _block(value: Any) -> str:
    if isinstance(value, dict):
        lines = [f"  {_line(key)}: {_line(entry)}" for key, entry in value.items()]
        return "{\n" + ",\n".join(lines) + "\n }"
    if isinstance(value, list):
        return "[\n" + ",\n".join(f"  {_line(entry)}" for entry in value) + "\n ]"
    return _line(value)


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def check() -> int:
    texts, catalogue = read()
    found = list(faults(texts, catalogue))
    print("\n".join(found))
    for language, data in texts.items():
        states = [entry["state"] for entry in (*data["phrases"].values(), *data["texts"].values())]
        print(f"{language}: " + ", ".join(f"{states.count(state)} {state}" for state in sorted(set(states))))
    print(f"slip texts: {f'{len(found)} faults' if found else 'whole'}")
    return 1 if found else 0


def main(argv: list[str]) -> int:
    commands = {"check": check, "update": update}
    if len(argv) != 1 or argv[0] not in commands:
        print(__doc__)
        return 2
    return commands[argv[0]]()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
