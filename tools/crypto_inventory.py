"""Write docs/crypto-inventory.md from the constants in the code."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
from wemi_desk.gateways.inventory import inventory_page  # noqa: E402

if __name__ == "__main__":
    (ROOT / "docs" / "crypto-inventory.md").write_text(inventory_page(), encoding="utf-8")
