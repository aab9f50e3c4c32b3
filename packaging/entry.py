"""Where the frozen program begins, once ``choose_tree.py`` has found that it is the one to run."""

import sys
from multiprocessing import freeze_support

if __name__ == "__main__":
    freeze_support()
    from wemi_desk.cli import main

    sys.exit(main(sys.argv[1:]))
