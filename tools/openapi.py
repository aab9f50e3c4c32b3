"""Write or check the published description of the centre's API: python tools/openapi.py [check]."""

from __future__ import annotations

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
PLACE = Path(__file__).parents[1] / "docs" / "openapi.json"


def text() -> str:
    from wemi_desk.central.api.description import described
    from wemi_desk.central.app import every_endpoint

    return json.dumps(described(every_endpoint()), indent=1, ensure_ascii=False, sort_keys=False) + "\n"


if __name__ == "__main__":
    if sys.argv[1:] == ["check"]:
        sys.exit(0 if PLACE.read_text(encoding="utf-8") == text() else "docs/openapi.json is old: tools/openapi.py")
    PLACE.write_text(text(), encoding="utf-8")
