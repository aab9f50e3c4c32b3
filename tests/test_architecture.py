"""The rules of docs/architecture.md that a machine can hold; the layers themselves are import-linter's."""

import ast
import importlib.metadata
import importlib.util
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
CODE = ROOT / "wemi_desk"
SOURCES = sorted(CODE.rglob("*.py"))
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
OUTSIDE = ["PySide6", "sqlalchemy", "sqlcipher3", "keyring", "reportlab", "cryptography", "argon2", "requests"]
HEAVY = ["reportlab", "pikepdf", "alembic", "keyring", "argon2", "cryptography", "phonenumbers", "sqlalchemy",
         "email_validator", "rapidfuzz", "sqlcipher3", "uharfbuzz", "pypdfium2", "babel", "requests", "tuf"]
# put there by whoever may use them; without them the words are written
OPTIONAL = {"branding/logo-print.svg", "branding/emblems.json"}
MAY_PRINT = {
    "cli.py", "facilita_commands.py", "catalogue_commands.py", "enrolment_commands.py", "update_commands.py",
    "doctor.py", "upkeep.py", "commands.py", "care_commands.py", "case_commands.py", "saying.py",
}  # fmt: skip


def module_of(path):
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


VIEW_MODELS = [module_of(path) for path in SOURCES if path.stem.endswith("view_model")]


def modules_after(*packages):
    """The modules loaded in a new interpreter once *packages* are imported."""
    code = f"import sys, {', '.join(packages)}; print('\\n'.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    return set(done.stdout.split())


def rooms(*names):
    return [module_of(path) for name in names for path in sorted((CODE / name).rglob("*.py"))]


@pytest.mark.parametrize(("packages", "absent"), [
    (rooms("domain", "services"), [*OUTSIDE, "msgspec", "rapidfuzz", "phonenumbers"]),
    (rooms("sync"), OUTSIDE),
    (["wemi_desk.persistence.unit_of_work"], ["PySide6"]),
    (VIEW_MODELS, ["PySide6.QtWidgets", "PySide6.QtGui", "sqlalchemy"]),
    (["wemi_desk.launch", "wemi_desk.ui.app"], HEAVY),
], ids=["services", "sync", "persistence", "view models", "start"])
def test_importing_does_not_drag_in(packages, absent):
    assert modules_after(*packages) & set(absent) == set()


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.stem)
def test_every_pin_is_hashed_and_no_line_holds_an_address(path):
    text = path.read_text("utf-8")
    assert "://" not in text
    pins = re.split(r"\n(?=\S)", text.strip())
    assert [pin for pin in pins if "==" not in pin or "--hash=sha256:" not in pin] == []


@pytest.mark.parametrize("name", ["keyrings.alt", "PySide6-Addons", "PySide6"])
def test_what_must_not_be_installed_is_not(name):
    with pytest.raises(importlib.metadata.PackageNotFoundError):
        importlib.metadata.distribution(name)


def calls(path):
    return (node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call))


def called(call):
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


def test_every_scenario_has_its_row_and_every_test_named_there_exists():
    rows = [line for line in (ROOT / "docs" / "scenarios.md").read_text("utf-8").splitlines() if line.startswith("| S")]
    numbered = {int(number) for row in rows for number in re.findall(r"S(\d+)", row.split("|")[1])}
    assert numbered == set(range(1, 111))
    assert {name for row in rows for name in re.findall(r"`(test_\w+)`", row)} - known_tests() == set()


def known_tests():
    texts = [path.read_text("utf-8") for path in sorted((ROOT / "tests").rglob("test_*.py"))]
    return {name for text in texts for name in re.findall(r"def (test_\w+)", text)}


def test_every_check_of_accessibility_is_held_looked_at_or_not_applicable():
    rows = [line for line in (ROOT / "docs" / "accessibility.md").read_text("utf-8").splitlines() if "| 11." in line]
    assert len(rows) >= 45
    named = known_tests()
    for row in rows:
        _, check, asks, held, _ = row.split("|")
        tests = set(re.findall(r"`(test_\w+)`", held))
        assert tests <= named, (check, tests - named)
        said = ("person", "not applicable", "Qt", "`tests/integration")
        assert asks.strip(), check
        assert tests or any(word in held for word in said), check


def test_nobody_asks_the_system_whether_there_is_a_network():
    """Only the centre's own answer counts (docs/scenarios.md S20)."""
    opinions = re.compile(r"QNetworkInformation|QNetworkConfiguration|NetworkManager|netifaces|isOnline")
    assert [module_of(path) for path in SOURCES if opinions.search(path.read_text("utf-8"))] == []


def test_one_place_reads_json_into_classes():
    """Two threads that do it by msgspec alone may end the process; the centre's rules know their shapes beforehand."""
    alone = re.compile(r"msgspec\.(convert\(|json\.Decoder\(\w|json\.decode\([^\n]*type=)")
    read = {module_of(path) for path in SOURCES if alone.search(path.read_text("utf-8"))}
    assert {one for one in read if not one.startswith("wemi_desk.central.exchange.")} == {"wemi_desk.shapes"}


def test_only_the_commands_print():
    guilty = [module_of(path) for path in SOURCES
              if path.name not in MAY_PRINT and "tour" not in path.parts and any(
                  isinstance(call.func, ast.Name) and call.func.id == "print" for call in calls(path))]
    assert guilty == []


def test_every_resource_named_in_the_code_is_shipped():
    missing = []
    for path in SOURCES:
        for call in calls(path):
            parts = [part.value for part in call.args if isinstance(part, ast.Constant)]
            named = called(call) in ("resource_path", "resource_folder") and len(parts) == len(call.args) > 0
            if named and "/".join(parts) not in OPTIONAL and not ROOT.joinpath("resources", *parts).exists():
                missing.append(f"{module_of(path)}: {'/'.join(parts)}")
    assert missing == []


def test_threads_live_in_two_modules():
    made = {"Thread", "QThread", "QThreadPool", "ThreadPoolExecutor", "start_new_thread"}
    guilty = {path.relative_to(CODE).as_posix() for path in SOURCES for call in calls(path) if called(call) in made}
    assert guilty <= {"ui/background.py", "gateways/ahead.py"}


def tool(name):
    spec = importlib.util.spec_from_file_location(name, ROOT / "tools" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


BYPASSES = [
    ('label("Nessuno qui")', ["Nessuno qui"]), ('button("Registra", keys="Ctrl+S")', ["Registra"]),
    ('x.setText("Salva" if a else _("Esci"))', ["Salva"]), ('label(f"Sono {n} persone")', ["Sono "]),
    ('label(_("Nessuno qui"))', []), ('TEXTS = {"a": N_("Una frase intera.")}', []),
    ('TEXT = "Una frase intera."', ["Una frase intera."]), ('raise ValueError("no such place")', []),
    ('"""A docstring is not shown."""', []), ('x.setObjectName("rail")', []),
]


@pytest.mark.parametrize(("source", "found"), BYPASSES)
def test_a_text_that_bypasses_the_catalogue_is_noticed(source, found):
    assert [text for _line, text in tool("catalogue").bypasses(ast.parse(source))] == found


@pytest.mark.parametrize("source", ['_(f"Ciao {name}")', '_("Ciao " + name)', '_("Ciao {n}".format(n=name))',
                                    'ngettext("{n} uno", f"{n} tanti", n)'])
def test_a_message_that_is_built_is_noticed(source):
    catalogue = tool("catalogue")
    reading = catalogue.Reading()
    catalogue.read_call(reading, ast.parse(source, mode="eval").body, "here:1")
    assert len(reading.faults) == 1
    assert not reading.messages


PAPERS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def test_every_test_and_file_that_a_document_names_exists():
    tests = "\n".join(path.read_text("utf-8") for path in sorted((ROOT / "tests").rglob("test_*.py")))
    missing = []
    for paper in PAPERS:
        text = paper.read_text("utf-8")
        named = set(re.findall(r"`(test_\w+)`", text)) - set(re.findall(r"def (test_\w+)", tests))
        links = {link for link in re.findall(r"\]\(([^)#:]+)\)", text) if not (paper.parent / link).exists()}
        paths = {path for path in re.findall(r"`((?:docs|tests|tools|wemi_desk|resources)/[\w./-]+\.\w+)`", text)
                 if not (ROOT / path).exists()}
        missing += [f"{paper.name}: {name}" for name in sorted(named | links | paths)]
    assert missing == []
