"""Birth places, from the data of python-codicefiscale (MIT): run after an update, commit the result."""

from __future__ import annotations

import csv
import json
import re
import sys
from importlib import metadata
from importlib.resources import files
from pathlib import Path

HEADER = ("belfiore", "nome", "provincia", "dal", "al", "attivo", "altro_nome")
ABROAD = "EE"
TARGET = Path(__file__).resolve().parent.parent / "resources" / "reference" / "places.tsv"
ACCENTS = str.maketrans("AEIOUaeiou", "ÀÈÌÒÙàèìòù")


def spelled(name: str) -> str:
    """Peru' → Perù, and small words small: the register writes "Macedonia Del Nord"."""
    accented = re.sub(r"([AEIOUaeiou])'(?=\s|$)", lambda found: found[1].translate(ACCENTS), name)
    return re.sub(r"(?<= )(Del|Della|Dei|Di|E|D'|Dell')(?=[\s\w])", lambda found: found[1].lower(), accented)


def row(item: dict[str, object]) -> tuple[str, ...]:
    province = "" if item["province"] == ABROAD else str(item["province"])
    name = str(item["name"]) if province else spelled(str(item["name"]))
    other = str(item["name_alt"])
    created, deleted = str(item["date_created"])[:10], str(item["date_deleted"])[:10]
    return (
        str(item["code"]),
        name,
        province,
        created,
        deleted,
        str(int(bool(item["active"]))),
        "" if other == name else other,
    )


def main() -> None:
    source = files("codicefiscale") / "data"
    rows = {
        row(item)
        for name in ("municipalities", "countries", "deleted-countries")
        for item in json.loads((source / f"{name}.json").read_text("utf-8"))
    }
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET
    with target.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_NONE, quotechar=None)
        writer.writerow(HEADER)
        writer.writerows(sorted(rows))
    print(len(rows), "rows from python-codicefiscale", metadata.version("python-codicefiscale"))


if __name__ == "__main__":
    main()
