"""The set-up: exact pins that are complete, one version number, and a start script that mends what it finds."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from ledger_app.version import VERSION
from tests.source_code import PRODUCT, ROOT, modules

REQUIREMENTS = ROOT / "build_spec"
SETS = ("requirements.txt", "requirements-dev.txt", "requirements-ocr.txt")
PLATFORMS = [("win32", "3.11"), ("win32", "3.13"), ("linux", "3.11"), ("linux", "3.13")]
posix_only = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in interpreter is a shell script")


def pinned(name: str) -> dict[str, Requirement]:
    """Return the requirements of a file and of the file it builds on, by canonical name."""
    found: dict[str, Requirement] = {}
    for line in (REQUIREMENTS / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("-r "):
            found |= pinned(line.removeprefix("-r "))
        elif line and not line.startswith("#"):
            requirement = Requirement(line)
            found[canonicalize_name(requirement.name)] = requirement
    return found


@pytest.mark.parametrize("name", SETS)
def test_every_pin_is_exact_and_names_no_source(name: str) -> None:
    for line in (REQUIREMENTS / name).read_text(encoding="utf-8").splitlines():
        plain = line and not line.startswith(("#", "-r "))
        assert not plain or re.fullmatch(r"[\w.-]+==[\w.]+(; .+)?", line), line


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize(("platform", "python"), PLATFORMS)
def test_pins_are_complete_on_every_platform(name: str, platform: str, python: str) -> None:
    where = {"sys_platform": platform, "python_version": python, "python_full_version": f"{python}.0", "extra": ""}
    where["os_name"] = "nt" if platform == "win32" else "posix"
    where["platform_system"] = "Windows" if platform == "win32" else "Linux"
    pins = pinned(name)
    missing = set()
    for package in pins:
        try:
            needs = importlib.metadata.requires(package) or []
        except importlib.metadata.PackageNotFoundError:
            continue  # an extra, or a package of the other platform
        for need in map(Requirement, needs):
            known = canonicalize_name(need.name)
            if known == "pip" or (need.marker and not need.marker.evaluate(where)):
                continue
            pin = pins.get(known)
            if pin is None or (pin.marker and not pin.marker.evaluate(where)):
                missing.add(f"{package} needs {need}")
    assert not missing


def test_what_is_installed_is_what_is_pinned() -> None:
    wrong = {
        name: importlib.metadata.version(name)
        for name, requirement in pinned("requirements-dev.txt").items()
        if requirement.marker is None or requirement.marker.evaluate()
        if not requirement.specifier.contains(importlib.metadata.version(name))
    }
    assert not wrong


def test_every_library_imported_is_named_by_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = project["dependencies"] + project["optional-dependencies"]["ocr"]
    # What a named package promises its users to bring along: an installer of ours would break without it.
    named = {canonicalize_name(Requirement(line).name) for line in lines} | {"pillow", "shiboken6"}
    provides = importlib.metadata.packages_distributions()
    unnamed = set()
    for module in modules(*PRODUCT):
        for entry in module.imports:
            top = entry.name.split(".")[0]
            if top in sys.stdlib_module_names or top in PRODUCT:
                continue
            if not {canonicalize_name(package) for package in provides.get(top, [top])} & named:
                unnamed.add(f"{module.where(entry.line)} imports {top}")
    assert not unnamed


def test_the_version_stands_in_one_place() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert re.fullmatch(r"\d+\.\d+\.\d+", VERSION)
    assert "version" in project["project"]["dynamic"]
    assert project["tool"]["setuptools"]["dynamic"]["version"]["attr"] == "ledger_app.version.VERSION"


# The start script, seen from outside: a copy of it with a stand-in for the interpreter of its environment.

STAND_IN = """#!/bin/sh
if [ "$1" = -c ]; then echo {version}; exit 0; fi
echo "$PWD|$*" >> '{log}'
case "$*" in
  *"pip install"*) {pip} ;;
  *demo*) mkdir -p "$5" && : > "$5/circular.pdf" ;;
esac
exit {code}
"""


class Copy:
    """A copy of the start script in a folder of its own, its environment ready unless a test spoils it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.work = root / "elsewhere"
        self.venv = root / ".venv"
        self.log = root / "calls.log"
        for folder in (self.work, self.venv / "bin", root / "build_spec"):
            folder.mkdir(parents=True)
        for name in ("run.py", "pyproject.toml", *(f"build_spec/{name}" for name in SETS)):
            shutil.copy(ROOT / name, root / name)
        self.stand_in()
        self.stamp()

    def stand_in(self, *, code: int = 0, pip: str = ":") -> None:
        """Set what the interpreter of the environment answers."""
        version = f"{sys.version_info[0]}.{sys.version_info[1]}"
        program = self.venv / "bin" / "python"
        program.write_text(STAND_IN.format(version=version, log=self.log, pip=pip, code=code), encoding="utf-8")
        program.chmod(0o755)

    def stamp(self) -> None:
        """Mark the environment as complete, the libraries of the system included."""
        script = load(self.root / "run.py")
        stamp = {name: script.wanted_digest(name) for name in ("runtime", "dev")}
        stamp |= {"libraries-qt": "found", "libraries-screen": "found"}
        (self.venv / "ledger-stamp.json").write_text(json.dumps(stamp), encoding="utf-8")

    def run(self, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run the script from another folder, without a screen unless `environment` gives one."""
        hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_", "PIP_")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(hidden)}
        return subprocess.run(
            [sys.executable, str(self.root / "run.py"), *words],
            cwd=self.work,
            env={**kept, **environment},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    def calls(self) -> list[str]:
        """Return what the interpreter of the environment was asked, each as "folder|words"."""
        return self.log.read_text(encoding="utf-8").splitlines() if self.log.exists() else []


def load(path: Path) -> ModuleType:
    """Import a script from its file."""
    spec = importlib.util.spec_from_file_location("run_script", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    return Copy(tmp_path.resolve() / "程序 目录")


@posix_only
def test_any_other_word_goes_to_the_application_with_its_exit_code(copy: Copy) -> None:
    copy.stand_in(code=7)
    done = copy.run("list", "--ledger", "甲 乙")
    assert (done.returncode, done.stderr) == (7, "")
    assert copy.calls() == [f"{copy.work}|-P -m ledger_app list --ledger 甲 乙"]


@posix_only
@pytest.mark.parametrize(
    ("words", "call"),
    [
        (["test", "-k", "x"], "-m pytest -k x"),
        (["bench", "start"], "-m tests.bench start"),
        (["kills", "--count", "3"], "-m tests.kills --count 3"),
        (["hostile", "--seed", "2"], "-m tests.hostile --seed 2"),
        (["screenshots"], "-m build_spec.screenshots"),
    ],
)
def test_the_repositorys_own_words_run_in_its_root(copy: Copy, words: list[str], call: str) -> None:
    assert copy.run(*words).returncode == 0
    assert copy.calls() == [f"{copy.root}|{call}"]


@posix_only
def test_check_without_words_checks_the_code_and_with_words_a_ledger(copy: Copy) -> None:
    copy.run("check", "--ledger", "x")
    assert copy.calls() == [f"{copy.work}|-P -m ledger_app check --ledger x"]
    copy.stand_in(code=1)
    done = copy.run("check")
    assert done.returncode == 1
    assert [call.split("|")[1].split()[1] for call in copy.calls()[1:]] == ["ruff", "ruff", "mypy", "pytest"]
    assert "未通过" in done.stderr


@posix_only
def test_without_a_screen_a_fresh_demo_is_made_and_its_reports_are_named(copy: Copy) -> None:
    (copy.work / "demo-ledger").mkdir()
    done = copy.run()
    assert done.returncode == 0
    assert copy.calls() == [f"{copy.work}|-P -m ledger_app demo {copy.work}/demo-ledger-2"]
    assert f"PDF：{copy.work}/demo-ledger-2/circular.pdf" in done.stderr


@posix_only
def test_with_a_screen_the_window_opens(copy: Copy) -> None:
    copy.run(DISPLAY=":7")
    assert copy.calls() == [f"{copy.work}|-P -m ledger_app"]


@posix_only
def test_changed_pins_are_installed_once(copy: Copy) -> None:
    with (copy.root / "build_spec" / "requirements.txt").open("a", encoding="utf-8") as file:
        file.write("another==1.0\n")
    assert copy.run("list").returncode == 0
    assert copy.run("list").returncode == 0
    assert [("pip install" in call) for call in copy.calls()] == [True, False, False]


@posix_only
def test_without_network_one_sentence_says_so(copy: Copy) -> None:
    (copy.venv / "ledger-stamp.json").unlink()
    copy.stand_in(pip="echo 'WARNING: Retrying: NewConnectionError'; exit 1")
    done = copy.run("list")
    assert done.returncode == 2
    assert "连不上软件包源" in done.stderr
    assert "Traceback" not in done.stderr
    copy.stand_in()
    assert copy.run("list").returncode == 0


@posix_only
def test_the_recognition_of_scans_is_installed_once_and_apart(copy: Copy) -> None:
    copy.stand_in(pip="""for last in "$@"; do [ "$before" = --target ] && mkdir "$last"; before="$last"; done""")
    assert copy.run("ocr").returncode == 0
    assert copy.run("ocr").returncode == 0
    assert (copy.venv / "ocr").is_dir()
    installs = [call for call in copy.calls() if "pip install" in call]
    assert len(installs) == 1
    assert "rapidocr==" in installs[0]
    assert "PySide6" not in installs[0]
    assert "-r " not in installs[0]


@posix_only
def test_a_failed_installation_of_the_recognition_leaves_the_program_as_it_was(copy: Copy) -> None:
    copy.stand_in(pip="echo 'ERROR: no space left'; exit 1")
    done = copy.run("ocr")
    assert done.returncode == 2
    assert "no space left" in done.stderr
    assert "Traceback" not in done.stderr
    assert sorted(path.name for path in copy.venv.glob("ocr*")) == []
    copy.stand_in()
    assert copy.run("list").returncode == 0
    assert "pip install" not in copy.calls()[-1]


@posix_only
def test_an_unfinished_environment_is_made_again(copy: Copy) -> None:
    (copy.venv / "ledger-unfinished").touch()
    (copy.venv / "half-installed").touch()
    done = copy.run("list", PIP_NO_INDEX="1")  # pip can find nothing: the second half must fail, and say so
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert not (copy.venv / "half-installed").exists()
    assert (copy.venv / "pyvenv.cfg").exists()
    assert (copy.venv / "ledger-unfinished").exists()


@posix_only
def test_a_folder_that_cannot_be_written_is_one_sentence(copy: Copy) -> None:
    (copy.venv / "ledger-stamp.json").unlink()
    (copy.root / ".venv.lock").mkdir()
    done = copy.run("list")
    assert done.returncode == 2
    assert "不能写入" in done.stderr
    assert "Traceback" not in done.stderr


@posix_only
def test_missing_libraries_of_the_system_are_named_by_package(copy: Copy) -> None:
    script = load(copy.root / "run.py")
    assert script.missing_packages({"libnowhere.so.9": "libnowhere9", "libc.so.6": "libc6"}) == ["libnowhere9"]
