"""Where the frozen program begins: first which version runs, then that one."""

import os
import sys
from multiprocessing import freeze_support


def begin(words: list[str]) -> None:
    """Become the newer version where there is one that holds; come back where this program is the one to run."""
    from wemi_desk import __version__, trees

    folder = trees.versions_folder()
    if trees.is_tree(sys.executable, folder):
        return
    own = trees.version_of(os.path.dirname(sys.executable), __version__)
    choice = trees.choose(folder, own, words)
    if choice.first:
        from wemi_desk.gateways.going_back import installation, mended

        choice = mended(installation(own), own, words)
    if choice.program:
        try:
            trees.start(choice.program, words, sys.executable)
        except OSError:
            return


if __name__ == "__main__":
    freeze_support()
    begin(sys.argv[1:])
    from wemi_desk.cli import main

    sys.exit(main(sys.argv[1:]))
