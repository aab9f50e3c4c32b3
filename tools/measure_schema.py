"""Write docs/measure.schema.json from the shape that the program reads (wemi_desk/domain/measure_shape.py)."""

from __future__ import annotations

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SCHEMA = ROOT / "docs" / "measure.schema.json"


def text() -> str:
    from wemi_desk.domain.measure_shape import measure_schema

    return json.dumps(measure_schema(), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    SCHEMA.write_text(text(), encoding="utf-8")
    print(SCHEMA.relative_to(ROOT))
