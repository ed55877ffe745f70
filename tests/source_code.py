"""The product's own source, parsed once: what the structure tests read."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PRODUCT = ("ledger_app", "ui", "db", "resources")


@dataclass(frozen=True, slots=True)
class Import:
    """One imported name: `from a import b` counts as "a.b", since b may be a module."""

    name: str
    line: int


@dataclass(frozen=True, slots=True)
class Module:
    """One source file.

    Attributes:
        name: dotted name from the root ("ledger_app.domain.task"); a package has its own name.
        path: relative to the root, with forward slashes.
        imports: everything imported anywhere in the file, also inside functions and by constant name.
    """

    name: str
    path: str
    text: str
    tree: ast.Module = field(repr=False)
    imports: tuple[Import, ...]

    def where(self, line: int) -> str:
        return f"{self.path}:{line}"


@cache
def modules(*folders: str) -> tuple[Module, ...]:
    """Return the modules below the folders (or the files named), by path."""
    paths: list[Path] = []
    for name in folders:
        place = ROOT / name
        paths.extend(sorted(place.rglob("*.py")) if place.is_dir() else [place])
    return tuple(_read(path) for path in paths)


def is_under(name: str, *packages: str) -> bool:
    """Tell whether a dotted name is one of the packages or inside one."""
    return any(name == package or name.startswith(package + ".") for package in packages)


@cache
def _read(path: Path) -> Module:
    relative = path.relative_to(ROOT)
    parts = list(relative.with_suffix("").parts)
    package = parts[:-1]
    if parts[-1] == "__init__":
        parts = parts[:-1]
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text, filename=str(relative))
    return Module(".".join(parts), relative.as_posix(), text, tree, tuple(_imports(tree, package)))


def _imports(tree: ast.Module, package: list[str]) -> Iterator[Import]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(alias.name, node.lineno)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            origin = ".".join([*base, *([node.module] if node.module else [])])
            for alias in node.names:
                yield Import(f"{origin}.{alias.name}", node.lineno)
        elif isinstance(node, ast.Call) and _called(node) in {"import_module", "__import__"}:
            first = node.args[0] if node.args else None
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield Import(first.value, node.lineno)


def _called(node: ast.Call) -> str:
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""
