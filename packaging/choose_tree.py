"""The first thing that a frozen program does: which version runs? Before the loader's own hooks, which cost 50 ms."""

import os
import sys


def begin(words: list[str]) -> None:
    """Become the newer version where there is one that holds; come back where this program is the one to run."""
    from wemi_desk import __version__, trees

    folder = trees.versions_folder()
    if "--multiprocessing-fork" in words or trees.is_tree(sys.executable, folder):
        return
    choice = trees.choose(folder, own := trees.version_of(os.path.dirname(sys.executable), __version__), words)
    if choice.first:
        from wemi_desk.gateways.program_folder import folder_of_this_account
        from wemi_desk.gateways.trials import mended

        choice = mended(folder_of_this_account(own), words)
    if choice.program:
        try:
            trees.start(choice.program, words, sys.executable)
        except OSError:
            return  # the next start counts one chance less


if getattr(sys, "frozen", False):
    begin(sys.argv[1:])
