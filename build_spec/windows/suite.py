"""Runs the project's own tests under Wine with a Windows Python and the pinned Windows wheels.

The test tools are pure Python and are taken from the project's own environment, in the versions pinned there.
"""

from __future__ import annotations

import re
import shutil
import sysconfig
from collections.abc import Sequence
from pathlib import Path

from build_spec.build_tools import ROOT, WORK, BuildError, fresh_folder
from build_spec.windows.contents import PYTHON_PATHS, unpack_python, unpack_wheels
from build_spec.windows.inputs import TEST_REQUIREMENTS, fetch_python, fetch_wheels, open_zip
from build_spec.windows.wine import Prefix, windows_path

FOLDER = WORK / "windows-tests"
TEST_TOOLS = (
    "_pytest",
    "bagit",
    "fontTools",
    "iniconfig",
    "packaging",
    "py",
    "pygments",
    "pytest",
    "pytestqt",
    "sortedcontainers",
)
ENTRY_POINTS = ("pytest_qt", "pytest", "bagit", "packaging")
SUITE_SECONDS = 3600
COUNT = re.compile(r"(\d+) (passed|failed|skipped|errors?|deselected|xfailed)")


def make_python() -> Path:
    """Make a Windows Python that has everything the suite needs, and return its python.exe.

    Raises:
        BuildError: an input is not what was pinned, or a test tool is missing here.
    """
    site = fresh_folder(FOLDER) / "site"
    unpack_wheels([*fetch_wheels(), *fetch_wheels(TEST_REQUIREMENTS)], site, for_tests=True)
    python = FOLDER / "python"
    with open_zip(fetch_python()) as archive:
        unpack_python(archive, python)
        starter = next(name for name in archive.namelist() if name.endswith("/python.exe"))
        (python / "python.exe").write_bytes(archive.read(starter))
    # The tests start `python -m ledger_app` too, so the source must be on the path of every process.
    (python / "python311._pth").write_text(f"{PYTHON_PATHS}{windows_path(ROOT)}\n", encoding="utf-8")
    _copy_tools(Path(sysconfig.get_path("purelib")), site)
    return python / "python.exe"


def _copy_tools(installed: Path, site: Path) -> None:
    ignored = shutil.ignore_patterns("__pycache__", "*.so")
    for name in TEST_TOOLS:
        package, module = installed / name, installed / f"{name}.py"
        if package.is_dir():
            shutil.copytree(package, site / name, ignore=ignored)
        elif module.is_file():
            shutil.copy2(module, site)
        else:
            raise BuildError(f"测试工具 {name} 没有装在这个环境里；请先运行 python3 run.py test --version。")
    for name in ENTRY_POINTS:
        for folder in installed.glob(f"{name}-*.dist-info"):
            shutil.copytree(folder, site / folder.name)


def run_suite(prefix: Prefix, python: Path, words: Sequence[str]) -> tuple[dict[str, int], str]:
    """Run pytest in a prefix.

    Args:
        prefix: made and ready.
        python: what `make_python` returned.
        words: for pytest: files, folders, -k and so on.

    Returns:
        Counts by "passed", "failed", "skipped", "error", and all that was printed.
    """
    options = ["-X", "utf8", "-m", "pytest", "-q", "-p", "no:cacheprovider", "--tb=short", *words]
    code, text = prefix.run(python, options, seconds=SUITE_SECONDS, folder=ROOT)
    counts = read_counts(text)
    if not counts or code not in {0, 1}:
        counts["error"] = counts.get("error", 0) + 1
    return counts, text


def read_counts(text: str) -> dict[str, int]:
    """Return the counts of pytest's last line, "error" for errors; empty if there is no such line."""
    for line in reversed(text.splitlines()):
        found = COUNT.findall(line)
        if found and " in " in line:
            return {kind.rstrip("s") if kind.startswith("error") else kind: int(count) for count, kind in found}
    return {}
