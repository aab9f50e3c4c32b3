"""``python -m wemi_desk``."""

import sys

from wemi_desk.cli import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
