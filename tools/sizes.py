"""Print the shape of the program, and fail when it leaves its bands.

    python tools/sizes.py [FOLDER ...]      (default: wemi_desk)
"""

from __future__ import annotations

import ast
import statistics
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FUNCTION = ast.FunctionDef | ast.AsyncFunctionDef
SKIPPED = {"__pycache__", "versions", "_resources"}  # migrations are written once and never tidied
Sized = tuple[int, str]


@dataclass(slots=True)
class Shape:
    """Lengths in lines with where they are; what has no types or no docstring."""

    files: list[Sized] = field(default_factory=list)
    functions: list[Sized] = field(default_factory=list)
    classes: list[Sized] = field(default_factory=list)
    untyped: list[str] = field(default_factory=list)
    undescribed: list[str] = field(default_factory=list)


def measure(folders: list[Path]) -> Shape:
    shape = Shape()
    for folder in folders:
        for path in sorted(folder.rglob("*.py")):
            if not SKIPPED & set(path.parts):
                read_file(shape, path)
    return shape


def read_file(shape: Shape, path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    name = path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.as_posix()
    tree = ast.parse(text)
    shape.files.append((len(text.splitlines()), name))
    if ast.get_docstring(tree) is None:
        shape.undescribed.append(name)
    for node in ast.walk(tree):
        if isinstance(node, FUNCTION):
            where = f"{name}:{node.lineno} {node.name}"
            shape.functions.append(((node.end_lineno or node.lineno) - node.lineno + 1, where))
            if not is_typed(node):
                shape.untyped.append(where)
        elif isinstance(node, ast.ClassDef):
            methods = sum(isinstance(item, FUNCTION) for item in node.body)
            shape.classes.append((methods, f"{name}:{node.lineno} {node.name}"))


def is_typed(node: FUNCTION) -> bool:
    arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    named = all(argument.annotation for argument in arguments if argument.arg not in ("self", "cls"))
    return named and (node.returns is not None or node.name == "__init__")


def median(rows: list[Sized]) -> float:
    return statistics.median(size for size, _where in rows) if rows else 0


def ninth_decile(rows: list[Sized]) -> int:
    sizes = sorted(size for size, _where in rows)
    return sizes[min(len(sizes) - 1, int(0.9 * len(sizes)))] if sizes else 0


def most(rows: list[Sized]) -> int:
    return max((size for size, _where in rows), default=0)


def figures(shape: Shape) -> Iterator[tuple[str, float, float]]:
    """Name, figure, upper limit."""
    yield "function median", median(shape.functions), 8
    yield "function p90", ninth_decile(shape.functions), 25
    yield "function max", most(shape.functions), 60
    yield "file p90", ninth_decile(shape.files), 300
    yield "file max", most(shape.files), 500
    yield "class methods max", most(shape.classes), 20


def outliers(shape: Shape) -> Iterator[str]:
    for rows, limit, unit in ((shape.files, 500, "lines"), (shape.functions, 60, "lines"),
                              (shape.classes, 20, "methods")):
        yield from (f"  {size} {unit}: {where}" for size, where in sorted(rows, reverse=True) if size > limit)
    yield from (f"  untyped: {where}" for where in shape.untyped)
    yield from (f"  no module docstring: {where}" for where in shape.undescribed)


def main(folders: list[Path]) -> int:
    shape = measure(folders)
    is_over = False
    print(f"{len(shape.files)} files, {sum(size for size, _where in shape.files)} lines, "
          f"{len(shape.functions)} functions, {len(shape.classes)} classes")
    for name, figure, limit in figures(shape):
        is_over = is_over or figure > limit
        print(f"{name:18} {figure:5.0f}  at most {limit:3.0f}{'   <- over' if figure > limit else ''}")
    share = 100 * (1 - len(shape.untyped) / max(1, len(shape.functions)))
    print(f"{'typed':18} {share:5.1f} %")
    faults = list(outliers(shape))
    print(*faults, sep="\n", end="\n" if faults else "")
    return 1 if is_over or faults else 0


if __name__ == "__main__":
    sys.exit(main([Path(name).resolve() for name in sys.argv[1:]] or [ROOT / "wemi_desk"]))
