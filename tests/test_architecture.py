"""The direction of the arrows, who may know which library, and how large things may grow.

Each test names the rule that is broken and the line that breaks it.  Source: ARCHITECTURE.md.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys

import pytest

from tests.source_code import PRODUCT, ROOT, Module, is_under, modules

COMPOSITION_ROOTS = ("ledger_app.__main__", "ledger_app.bootstrap")

# Library -> the only packages or modules that may know it.
LIBRARY_HOMES = {
    "PySide6": ("ui",),
    "shiboken6": ("ui",),
    "sqlite3": ("db",),
    "sqlite_utils": ("db",),
    "reportlab": ("ledger_app.reports",),
    "openpyxl": ("ledger_app.intake.readers", "ledger_app.reports.xlsx"),
    "python_calamine": ("ledger_app.intake.readers", "ledger_app.preview"),
    "docx": ("ledger_app.intake.readers", "ledger_app.reports"),
    "olefile": ("ledger_app.intake.readers", "ledger_app.evidence"),
    "lxml": ("ledger_app.intake.readers", "ledger_app.evidence", "ledger_app.preview"),
    "pypdfium2": (
        *("ledger_app.intake.readers", "ledger_app.intake.ocr.pictures"),
        *("ledger_app.evidence", "ledger_app.preview"),
    ),
    "PIL": ("ledger_app.reports", "ledger_app.intake.ocr", "ledger_app.evidence", "ledger_app.preview"),
    "numpy": ("ledger_app.intake.ocr",),
    "rapidocr": ("ledger_app.intake.ocr.engine",),
}
# Loaded only when a file or a report asks for them: each costs as much as the whole start.
HEAVY = ("PySide6", "docx", "lxml", "openpyxl", "pypdfium2", "python_calamine", "reportlab", "sqlite_utils")

SQL = re.compile(
    r"\b(SELECT\s.+\sFROM\b|INSERT\s+(OR\s+\w+\s+)?INTO\b|UPDATE\s+\w+\s+SET\b|DELETE\s+FROM\b|PRAGMA\s+\w"
    r"|(CREATE|DROP|ALTER)\s+(TABLE|INDEX|VIEW|TRIGGER)\b)",
    re.IGNORECASE | re.DOTALL,
)
VAGUE_NAMES = {"common", "helper", "helpers", "manager", "managers", "misc", "tools", "util", "utils"}
MOST_LINES_IN_FILE = 600
MOST_LINES_IN_FUNCTION = 80


def broken(rule: str, offences: list[str]) -> None:
    """Fail with the rule and every line that breaks it."""
    assert not offences, f"{rule}:\n  " + "\n  ".join(offences)


def offending(found: tuple[Module, ...], *packages: str) -> list[str]:
    """Return where any of the modules imports any of the packages."""
    return [
        f"{module.where(entry.line)} imports {entry.name}"
        for module in found
        for entry in module.imports
        if is_under(entry.name, *packages)
    ]


def test_the_domain_imports_the_standard_library_only() -> None:
    offences = [
        f"{module.where(entry.line)} imports {entry.name}"
        for module in modules("ledger_app/domain")
        for entry in module.imports
        if entry.name.split(".")[0] not in sys.stdlib_module_names and not is_under(entry.name, "ledger_app.domain")
    ]
    broken("ledger_app/domain imports the standard library and itself, nobody else", offences)


def test_the_database_knows_only_the_domain_and_its_ports() -> None:
    allowed = tuple(
        f"ledger_app.{name}" for name in ("domain", "ports", "errors", "messages", "version", "store_place")
    )
    offences = [
        f"{module.where(entry.line)} imports {entry.name}"
        for module in modules("db")
        for entry in module.imports
        if is_under(entry.name, "ledger_app") and not is_under(entry.name, *allowed)
    ]
    broken("db imports domain, ports, errors, messages, version and store_place of ledger_app, nothing else", offences)
    broken("db never imports ui or resources", offending(modules("db"), "ui", "resources"))


def test_the_window_never_reaches_the_database_or_the_resources() -> None:
    rule = "ui is handed its services and paths; it imports neither db nor resources nor the composition root"
    broken(rule, offending(modules("ui"), "db", "resources", *COMPOSITION_ROOTS))


def test_only_the_composition_root_knows_db_ui_and_resources() -> None:
    inner = tuple(module for module in modules("ledger_app") if not is_under(module.name, *COMPOSITION_ROOTS))
    broken(
        "inside ledger_app only bootstrap and __main__ import db, ui, resources",
        offending(inner, "db", "ui", "resources"),
    )


def test_nothing_imports_main() -> None:
    broken("nothing imports ledger_app.__main__", offending(modules(*PRODUCT), "ledger_app.__main__"))


def test_bootstrap_is_imported_by_the_command_line_alone() -> None:
    inner = tuple(
        module
        for module in modules(*PRODUCT)
        if not is_under(module.name, "ledger_app.__main__", "ledger_app.cli", "ledger_app.bootstrap")
    )
    broken("only __main__ and cli import ledger_app.bootstrap", offending(inner, "ledger_app.bootstrap"))


def test_resources_import_the_standard_library_only() -> None:
    broken("resources know nobody", offending(modules("resources"), "ledger_app", "ui", "db"))


@pytest.mark.parametrize("library", LIBRARY_HOMES)
def test_each_library_is_known_in_its_home_alone(library: str) -> None:
    homes = LIBRARY_HOMES[library]
    strangers = tuple(module for module in modules(*PRODUCT) if not module.name.startswith(homes))
    broken(f"only {', '.join(homes)} may import {library}", offending(strangers, library))


def test_what_a_report_says_does_not_know_how_it_is_printed() -> None:
    models = tuple(
        module
        for module in modules("ledger_app/reports")
        if re.search(r"model|narrative|xlsx", module.name.split(".")[-1])
    )
    broken("the model of a report and its workbook form do not know reportlab", offending(models, "reportlab"))


def test_sql_is_written_in_db_alone() -> None:
    offences = [
        f"{module.where(node.lineno)} says {found.group()[:40]!r}"
        for module in modules("ledger_app", "ui", "resources")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if (found := SQL.search(node.value))
    ]
    broken("all SQL is in db", offences)


def test_the_parts_of_the_application_import_each_other_in_one_direction() -> None:
    arrows: dict[str, set[str]] = {}
    for module in modules("ledger_app"):
        if is_under(module.name, *COMPOSITION_ROOTS) or module.name == "ledger_app":
            continue
        here = module.name.split(".")[1]
        targets = {entry.name.split(".")[1] for entry in module.imports if entry.name.startswith("ledger_app.")}
        arrows.setdefault(here, set()).update(targets - {here})
    broken("no two parts of ledger_app import each other, not even by way of a third", _cycles(arrows))


def _cycles(arrows: dict[str, set[str]]) -> list[str]:
    """Return each cycle found as "a -> b -> a"."""
    found: list[str] = []
    done: set[str] = set()

    def follow(part: str, path: tuple[str, ...]) -> None:
        if part in path:
            found.append(" -> ".join([*path[path.index(part) :], part]))
            return
        if part in done:
            return
        for target in sorted(arrows.get(part, ())):
            follow(target, (*path, part))
        done.add(part)

    for part in sorted(arrows):
        follow(part, ())
    return found


def test_a_cycle_would_be_found() -> None:
    assert _cycles({"a": {"b"}, "b": {"c"}, "c": {"a"}}) == ["a -> b -> c -> a"]
    assert _cycles({"a": {"b", "c"}, "b": {"c"}, "c": set()}) == []


def test_the_package_itself_is_empty() -> None:
    assert (ROOT / "ledger_app" / "__init__.py").read_text(encoding="utf-8") == "", "ledger_app/__init__.py stays empty"


def test_modules_are_named_for_what_they_hold() -> None:
    vague = [
        module.path for module in modules(*PRODUCT, "tests", "build_spec") if module.name.split(".")[-1] in VAGUE_NAMES
    ]
    broken("no module is called utils, helpers, manager or the like", vague)


def test_files_stay_readable() -> None:
    long = [
        f"{module.path}: {count} lines"
        for module in modules(*PRODUCT, "tests", "build_spec", "run.py")
        if (count := len(module.text.splitlines())) > MOST_LINES_IN_FILE
    ]
    broken(f"no file is longer than {MOST_LINES_IN_FILE} lines", long)


def test_functions_stay_readable() -> None:
    long = [
        f"{module.where(node.lineno)} {node.name}: {count} lines"
        for module in modules(*PRODUCT, "tests", "build_spec", "run.py")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if (count := _lines_of(node)) > MOST_LINES_IN_FUNCTION
    ]
    broken(f"no function is longer than {MOST_LINES_IN_FUNCTION} lines, its docstring not counted", long)


def _lines_of(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    first = node.body[0]
    is_docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    docstring = (first.end_lineno or 0) - first.lineno + 1 if is_docstring else 0
    return (node.end_lineno or 0) - node.lineno + 1 - docstring


@pytest.mark.skipif(not (ROOT / "ledger_app" / "__main__.py").exists(), reason="the console command is not there")
def test_the_console_command_starts_without_heavy_libraries() -> None:
    program = f"import sys, ledger_app.__main__; print(sorted(set(sys.modules) & {set(HEAVY)!r}))"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "[]", f"heavy libraries load only when needed: {done.stdout}{done.stderr}"


def test_the_project_names_no_machine_and_no_package_host() -> None:
    sign = re.compile(
        r"(?<![\w.])/(root|work|home|opt)/|--(extra-)?index[-]url|--find[-]links|\bpyp[i]\b", re.IGNORECASE
    )
    offences = [
        f"{module.where(number)} says {found.group()!r}"
        for module in modules(*PRODUCT, "build_spec", "run.py", "tests")
        for number, line in enumerate(module.text.splitlines(), start=1)
        if (found := sign.search(line))
    ]
    broken("no absolute path of a machine, no package host", offences)
