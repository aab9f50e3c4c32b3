"""Run the benchmarks: python -m benchmarks [--only NAME…] [--scale small|full] [--json FILE] [--frozen PROGRAM].

A benchmark is a module of this folder with `run(scale) -> {figure: number or text}`. It may have `NAME` (otherwise the
module's) and `LIMITS`, {figure: most allowed} or {figure: ("≥", least allowed)}. Each runs in a process of its own, so
that no other's memory and imports stand in its figures.
"""

from __future__ import annotations

import argparse
import ast
import importlib
import inspect
import json
import os
import platform
import subprocess
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
FROZEN = "WEMI_BENCH_FROZEN"
"""Where a benchmark finds a built program, if there is one."""
_MARK = "figures:"


def main() -> int:
    arguments = _arguments()
    if arguments.frozen:
        os.environ[FROZEN] = str(arguments.frozen.resolve())
    if arguments.child:
        return _child(arguments.child, arguments.scale)
    names = arguments.only or [name for name in _benchmarks() if name]
    found: dict[str, Any] = {"machine": _machine(), "scale": arguments.scale, "benchmarks": {}}
    for name in names:
        found["benchmarks"][name] = figures = _measured(name, arguments.scale)
        print(_table(name, figures), flush=True)
    text = json.dumps(found, ensure_ascii=False, indent=1)
    if arguments.json:
        Path(arguments.json).write_text(text + "\n", encoding="utf-8")
    else:
        print(text)
    failed = [name for name, figures in found["benchmarks"].items() if "error" in figures]
    return 1 if failed else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks", description="Measure speed, memory and recall.")
    parser.add_argument("--only", nargs="+", metavar="NAME", choices=sorted(_benchmarks()))
    parser.add_argument("--scale", choices=("small", "full"), default="small")
    parser.add_argument("--json", metavar="FILE", help="write the figures there instead of printing them")
    parser.add_argument("--frozen", type=Path, metavar="PROGRAM", help="start: also a built program, in turns with it")
    parser.add_argument("--child", help=argparse.SUPPRESS)
    return parser.parse_args()


def _benchmarks() -> dict[str, str]:
    """Name → module, read without importing: a benchmark's imports are its own business."""
    found = {}
    for path in sorted(HERE.glob("*.py")):
        body = ast.parse(path.read_text(encoding="utf-8")).body
        if path.stem != "__main__" and any(isinstance(node, ast.FunctionDef) and node.name == "run" for node in body):
            found[_declared_name(body) or path.stem] = path.stem
    return found


def _declared_name(body: list[ast.stmt]) -> str | None:
    for node in body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == "NAME":
            return str(ast.literal_eval(node.value))
    return None


def _measured(name: str, scale: str) -> dict[str, Any]:
    print(f"… {name}", file=sys.stderr, flush=True)
    command = [sys.executable, "-m", "benchmarks", "--child", name, "--scale", scale]
    done = subprocess.run(command, cwd=HERE.parent, stdout=subprocess.PIPE, text=True, encoding="utf-8")
    for line in reversed(done.stdout.splitlines()):
        if line.startswith(_MARK):
            return json.loads(line.removeprefix(_MARK))
    return {"error": f"ended with {done.returncode}"}


def _child(name: str, scale: str) -> int:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    module = importlib.import_module(f"benchmarks.{_benchmarks()[name]}")
    takes_scale = bool(inspect.signature(module.run).parameters)
    values = module.run(scale) if takes_scale else module.run()
    limits = getattr(module, "LIMITS", {})
    figures = {figure: _judged(value, limits.get(figure)) for figure, value in values.items()}
    print(_MARK + json.dumps(figures, ensure_ascii=False))
    return 0


def _judged(value: Any, limit: Any) -> dict[str, Any]:
    if limit is None:
        return {"value": value}
    sign, bound = limit if isinstance(limit, tuple) else ("≤", limit)
    ok = value >= bound if sign == "≥" else value <= bound
    return {"value": value, "demanded": f"{sign} {bound}", "ok": bool(ok)}


def _table(name: str, figures: dict[str, Any]) -> str:
    if "error" in figures:
        return f"\n{name}: {figures['error']}"
    lines = [f"\n{name}"]
    for figure, entry in figures.items():
        verdict = {True: "ok", False: "WORSE", None: ""}[entry.get("ok")]
        lines.append(f"  {figure:<58} {entry['value']!s:>12}  {entry.get('demanded', ''):>9}  {verdict}".rstrip())
    return "\n".join(lines)


def _machine() -> dict[str, Any]:
    load = round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None
    python, system = platform.python_version(), platform.system()
    return {"python": python, "system": system, "processors": os.cpu_count(), "load": load}


if __name__ == "__main__":
    sys.exit(main())
