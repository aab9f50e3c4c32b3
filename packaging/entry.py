"""Where the frozen program begins."""

import sys
from multiprocessing import freeze_support

if __name__ == "__main__":
    freeze_support()
    from wemi_desk.cli import main

    sys.exit(main(sys.argv[1:]))
