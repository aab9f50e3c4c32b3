#!/usr/bin/env python3
"""Everything a developer does; standard library only.

    python3 dev.py run [...]      open the console on the palestra (arguments go to the program)
    python3 dev.py test [...]     run the whole suite (arguments go to pytest)
    python3 dev.py check          style, types, layers, texts, sizes, licences
    python3 dev.py tour [...]     drive the real window through the main job (--out DIR)
    python3 dev.py bench [...]    measure: figures as JSON and as a table
    python3 dev.py simulate [...] histories of desks and centre in which everything fails (--histories N --seed S)
    python3 dev.py package [...]  the frozen program, .deb, .rpm and the list of what is inside (--smoke --try)
    python3 dev.py lock           write requirements/*.txt again from pyproject.toml
"""
import glob
import hashlib
import os
import pathlib
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

ROOT = pathlib.Path(__file__).resolve().parent
ENV = ROOT / ".venv"
BIN = "Scripts" if os.name == "nt" else "bin"
EXE = ".exe" if os.name == "nt" else ""
PYTHON = ENV / BIN / ("python" + EXE)
FIRST, LAST = (3, 11), (3, 14)  # with PySide6 6.11.3; 6.12.0 crashes on 3.11
LOCKS = {"desk": [], "central": ["central"], "dev": ["dev"], "nightly": ["dev", "nightly"],
         "build": ["central", "build"], "sbom": ["sbom"]}
MORE = {"central": ["dev"]}  # who only opens the console waits for no test library
ALONE = {"sbom"}  # a tool that looks at the program from outside
COMPILE = ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-header", "--no-annotate", "--quiet"]
# sqlcipher3 names no licence in its wheel; text-unidecode, which the tests alone need, offers the Artistic licence too.
LICENCES = ["--from=mixed", "--partial-match", "--ignore-packages", "sqlcipher3", "text-unidecode", "--summary",
            "--fail-on=UNKNOWN;AGPL;Affero;SSPL;GNU General Public"]
# What the wheels of Qt need from a Debian system, by the library that shows whether it is there.
OFFSCREEN = {
    "libglib-2.0.so.0": "libglib2.0-0", "libGL.so.1": "libgl1", "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0", "libdbus-1.so.3": "libdbus-1-3", "libfontconfig.so.1": "libfontconfig1",
}
SCREEN = {
    "libxcb-cursor.so.0": "libxcb-cursor0", "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-icccm.so.4": "libxcb-icccm4", "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1", "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0", "libxcb-xkb.so.1": "libxcb-xkb1", "libcups.so.2": "libcups2",
}
# What tries the packages, by the program that shows whether it is there. Nothing of the build needs them.
TOOLS = {"Xvfb": "xvfb", "rpm": "rpm", "makensis": "nsis"}


def call(*argv, env=None):
    return subprocess.call([str(part) for part in argv], cwd=ROOT, env=env)


def said_whole(argv):
    """Run it and print all that it said at once; its status."""
    done = subprocess.run([str(part) for part in argv], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    sys.stdout.buffer.write(done.stdout)
    sys.stdout.flush()
    return done.returncode


def supported_python():
    """Another interpreter on this machine that can run the project, or None."""
    names = [["py", "-3.13"], ["py", "-3.12"], ["py", "-3.11"]] if os.name == "nt" else [
        ["python3.13"], ["python3.12"], ["python3.11"], ["python3.14"]]
    pyenv = os.environ.get("PYENV_ROOT") or os.path.expanduser("~/.pyenv")
    names += [[path] for path in sorted(glob.glob(pyenv + "/versions/3.1[1234]*/bin/python"), reverse=True)]
    probe = "import sys, ensurepip, venv; sys.exit(not %r <= sys.version_info[:2] <= %r)" % (FIRST, LAST)
    for name in names:
        try:
            if subprocess.run([*name, "-c", probe], capture_output=True).returncode == 0:
                return name
        except OSError:
            continue
    return None


def missing_packages(libraries):
    """What Debian or Ubuntu has to install before Qt can start."""
    import ctypes
    missing = []
    for library, package in libraries.items():
        try:
            ctypes.CDLL(library)
        except OSError:
            missing.append(package)
    if not shutil.which("fc-list") and not glob.glob("/usr/share/fonts/**/*.ttf", recursive=True):
        missing.append("fonts-dejavu-core")
    return missing


def ensure_system(libraries):
    """On Debian or Ubuntu install what Qt needs (as root), or print the one command that does."""
    if not sys.platform.startswith("linux") or not shutil.which("apt-get"):
        return
    missing = missing_packages(libraries)
    if not missing:
        return
    if os.geteuid() != 0:
        sys.exit("System libraries are missing. Type:\n    sudo apt-get install -y " + " ".join(missing))
    print("Installing system libraries: " + " ".join(missing), flush=True)
    quiet = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing]
    with open(os.devnull, "wb") as nowhere:
        for command in (["apt-get", "update", "-qq"], install):
            if subprocess.call(command, env=quiet, stdout=nowhere) and command is install:
                sys.exit("The installation failed. Type:\n    " + " ".join(install))


def offer_tools():
    """Try to have what the trials of a package use; what cannot be had, the trials name."""
    if not sys.platform.startswith("linux") or not shutil.which("apt-get") or os.geteuid() != 0:
        return
    missing = missing_packages(SCREEN) + [package for tool, package in TOOLS.items() if not shutil.which(tool)]
    if not missing:
        return
    print("Installing what tries the packages: " + " ".join(missing), flush=True)
    quiet = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    subprocess.call(["apt-get", "update", "-qq"], env=quiet, stdout=subprocess.DEVNULL)
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends"]
    if subprocess.call([*install, *missing], env=quiet, stdout=subprocess.DEVNULL):
        for package in missing:  # one by one: what is there is taken
            if subprocess.call([*install, package], env=quiet, stdout=subprocess.DEVNULL):
                print("not to be had here: " + package, flush=True)


def ensure(name="dev", folder=ENV):
    """Make an environment from its hashed lock file, unless it is there already; its interpreter."""
    stamp, python = folder / "stamp", folder / BIN / ("python" + EXE)
    held = stamp.read_text() if stamp.exists() else ""
    if held and held in [wanted(one, folder) for one in {name, *MORE.get(name, ())}]:
        return python
    try:
        import ensurepip  # noqa: F401
        import venv
    except ImportError:
        if shutil.which("apt-get") and os.geteuid() == 0:
            call("apt-get", "install", "-y", "-qq", "python3-venv")
            os.execv(sys.executable, [sys.executable, *sys.argv])
        sys.exit("Python's venv module is missing. Type:\n    sudo apt-get install -y python3-venv")
    print("Preparing %s (once, about a minute) ..." % folder.name, flush=True)
    if held and held in [wanted(one, folder) for one, larger in MORE.items() if name in larger]:
        stamp.unlink()  # what is there stays: the same versions, and some are missing
    else:
        venv.create(folder, with_pip=True, clear=True)
    # to open a window not all is compiled ahead: it needs a small part, and Python keeps what it compiles
    ahead = ["--no-compile"] if name in MORE else []
    if call(python, "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check", *ahead,
            "--only-binary", ":all:", "--require-hashes", "-r", ROOT / "requirements" / (name + ".txt")):
        sys.exit("The installation failed; run the command again.")
    stamp.write_text(wanted(name, folder))  # written last: half an environment is never trusted
    return python


def wanted(name, folder):
    """What the stamp of an environment says when it is whole."""
    lock = ROOT / "requirements" / (name + ".txt")
    return hashlib.sha256(lock.read_bytes() + sys.version.encode() + str(folder).encode()).hexdigest()


def lock():
    tool = ROOT / ".venv-lock"
    uv = tool / BIN / ("uv" + EXE)
    if not uv.exists():
        import venv
        venv.create(tool, with_pip=True)
        call(tool / BIN / ("python" + EXE), "-m", "pip", "install", "--quiet", "uv>=0.11")
    for name, groups in LOCKS.items():
        out = "requirements/%s.txt" % name
        ours = [] if name in ALONE else ["pyproject.toml"]
        what = [*ours, *(part for group in groups for part in ("--group", group))]
        if call(uv, "pip", "compile", *what, *COMPILE, "-o", out):
            sys.exit(out + ": not written")
        if "://" in (ROOT / out).read_text():
            sys.exit(out + ": holds an address")
    return 0


def has_display():
    if os.name == "nt" or sys.platform == "darwin" or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def run(rest):
    if has_display() or rest:
        ensure_system({**OFFSCREEN, **SCREEN} if has_display() else OFFSCREEN)
        ensure("central")
        return call(PYTHON, "-m", "wemi_desk", *rest)
    print("No display here: the tour does the main job offscreen instead.", flush=True)
    return tour([])


def tour(rest):
    ensure_system(OFFSCREEN)
    ensure("central")
    if "--out" not in rest:
        rest = [*rest, "--out", str(ROOT / "out" / "tour")]
    env = dict(os.environ)
    env.setdefault("QT_QPA_PLATFORM", "offscreen")
    return call(PYTHON, "-m", "wemi_desk", "tour", *rest, env=env)


def test(rest):
    ensure_system(OFFSCREEN)
    ensure()
    spread = [] if any(part.startswith("-n") for part in rest) else ["-n", str(min(4, os.cpu_count() or 1))]
    return call(PYTHON, "-m", "pytest", *spread, *rest)


def check(_rest):
    ensure_system(OFFSCREEN)
    ensure()
    steps = [(PYTHON, "-m", "mypy"), (PYTHON, "-m", "ruff", "check"), (ENV / BIN / ("lint-imports" + EXE),),
             (PYTHON, "tools/catalogue.py", "check"), (PYTHON, "tools/slip_texts.py", "check"),
             (PYTHON, "tools/sizes.py"), (PYTHON, "-m", "piplicenses", *LICENCES)]
    with ThreadPoolExecutor(2) as two:  # mypy takes as long as all the others
        failed = [" ".join(str(part) for part in step[1:3]) or step[0].stem
                  for step, status in zip(steps, two.map(said_whole, steps), strict=True) if status]
    print("check: " + ("failed: " + "; ".join(failed) if failed else "all green"), flush=True)
    return 1 if failed else 0


def bench(rest):
    ensure_system(OFFSCREEN)
    ensure()
    return call(PYTHON, "-m", "benchmarks", *rest)


def simulate(rest):
    ensure()
    return call(PYTHON, "-m", "simulation", *rest)


def package(rest):
    """The frozen program and its packages; no library of the developers' is in the build's environment."""
    if "--smoke" in rest or "--try" in rest:
        ensure_system(OFFSCREEN)
        offer_tools()
    builder = ensure("build", ROOT / ".venv-build")
    lister = ensure("sbom", ROOT / ".venv-sbom")
    return call(builder, "packaging/build.py", "--sbom-tool", lister.parent / ("cyclonedx-py" + EXE), *rest)


def main(argv):
    if not FIRST <= sys.version_info[:2] <= LAST:
        other = supported_python()
        if other is None:
            sys.exit("Python 3.11 to 3.14 is needed; this is %d.%d." % sys.version_info[:2])
        return call(*other, __file__, *argv)
    command, rest = (argv[0], argv[1:]) if argv else ("run", [])
    commands = {"run": run, "test": test, "check": check, "tour": tour, "bench": bench, "simulate": simulate,
                "package": package,
                "lock": lambda _rest: lock()}
    if command not in commands:
        sys.exit(__doc__)
    return commands[command](rest)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
