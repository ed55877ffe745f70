"""Builds the program's two .exe files from `launcher.c` with mingw-w64: the window and the command line."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from build_spec.build_tools import ROOT, run_tool

SOURCES = ROOT / "build_spec" / "windows"
COMPILER = "x86_64-w64-mingw32-gcc"
RESOURCE_COMPILER = "x86_64-w64-mingw32-windres"
FLAGS = ("-municode", "-O2", "-s", "-Wall", "-Wextra", "-Werror", "-Wl,--dynamicbase,--nxcompat,--high-entropy-va")


@dataclass(frozen=True, slots=True)
class Starter:
    """One .exe of the program."""

    name: str
    description: str
    flags: tuple[str, ...]


STARTERS = (
    Starter("任务台账.exe", "任务台账", ("-mwindows",)),
    Starter("ledger-app.exe", "任务台账（命令行）", ("-mconsole", "-DCONSOLE")),
)


def version_words(version: str) -> str:
    """Return a version as the four numbers that Windows wants: "0.1.0" -> "0,1,0,0".

    Letters of a preliminary version ("1.2.0rc1") do not count.
    """
    numbers = ["".join(takewhile_digits(part)) or "0" for part in version.split(".")]
    return ",".join([*numbers, "0", "0", "0"][:4])


def takewhile_digits(text: str) -> str:
    """Return the digits that a text begins with."""
    return text[: len(text) - len(text.lstrip("0123456789"))]


def build_starters(program: Path, work: Path, icon: Path, version: str) -> None:
    """Write both .exe files.

    Args:
        program: the folder that gets them.
        work: an empty folder of the build.
        icon: the .ico file.
        version: of the application.

    Raises:
        BuildError: a compiler fails.
    """
    for name in ("launcher.c", "launcher.rc", "launcher.manifest"):
        shutil.copy2(SOURCES / name, work)
    shutil.copy2(icon, work / "app.ico")
    for starter in STARTERS:
        defines = (
            f"#define VERSION_WORDS {version_words(version)}\n"
            f'#define VERSION_TEXT "{version}"\n'
            f'#define FILE_NAME "{starter.name}"\n'
            f'#define FILE_DESCRIPTION "{starter.description}"\n'
        )
        text = (SOURCES / "launcher.rc").read_text(encoding="utf-8")
        marked = text.replace("#include <winver.h>\n", f"#include <winver.h>\n{defines}")
        (work / "starter.rc").write_text(marked, encoding="utf-8")
        run_tool([RESOURCE_COMPILER, "--codepage=65001", "starter.rc", "starter.o"], work)
        # Named in letters while it is built: the tools' own handling of other names differs between systems.
        run_tool([COMPILER, *FLAGS, *starter.flags, "-o", "starter.exe", "launcher.c", "starter.o", "-lshell32"], work)
        shutil.move(work / "starter.exe", program / starter.name)
