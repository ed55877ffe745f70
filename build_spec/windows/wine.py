"""A Wine prefix in which the built program can be tried on Linux: made anew, with what Wine 8 lacks.

The stub DLLs stand in the prefix's system folder, never beside the program; see `wine_stubs.c`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from build_spec.build_tools import ROOT, BuildError, fresh_folder, run_tool
from build_spec.windows.launcher import COMPILER

COMMANDS = {
    "wine": "wine wine64",
    COMPILER: "gcc-mingw-w64-x86-64-win32",
    "Xvfb": "xvfb",
    "xdotool": "xdotool",
}
STUBS = {"icuuc": (), "mscms": (), "bcryptprimitives": ("-ladvapi32",)}
STUB_SOURCE = ROOT / "build_spec" / "windows" / "wine_stubs.c"
BOOT_SECONDS = 180
# The program's own commands are quick; Wine's first start of anything is not.
COMMAND_SECONDS = 300


def windows_path(path: Path) -> str:
    r"""Return how Windows programs inside Wine name a file of this system: /a/b -> Z:\a\b."""
    return "Z:" + str(path).replace("/", "\\")


class Prefix:
    """One Wine prefix: its own drive C, registry and user."""

    def __init__(self, folder: Path) -> None:
        """Name its folder; nothing is made."""
        self.folder = folder
        self.drive = folder / "drive_c"

    @property
    def environment(self) -> dict[str, str]:
        """Return the environment of everything that runs in it."""
        return {
            **os.environ,
            "WINEPREFIX": str(self.folder),
            "WINEARCH": "win64",
            "WINEDEBUG": "-all",
            # Else Chinese names on the Linux side would be lost.
            "LC_ALL": "C.UTF-8",
            "WINEDLLOVERRIDES": "mscms=n;mshtml=;mscoree=",
        }

    @property
    def local_data(self) -> Path:
        """Return the user's folder for local application data."""
        return next((self.drive / "users").glob("*/AppData/Local"))

    def make(self) -> None:
        """Make the prefix anew.

        Raises:
            BuildError: Wine does not get ready, or a stub cannot be compiled.
        """
        fresh_folder(self.folder)
        done = subprocess.run(
            ["wineboot", "-i"], env=self.environment, capture_output=True, check=False, timeout=BOOT_SECONDS
        )
        if done.returncode != 0 or not self.drive.is_dir():
            raise BuildError("Wine 不能建立新的环境；请单独运行一次 wineboot -i 看原因。")
        system = self.drive / "windows" / "system32"
        for name, libraries in STUBS.items():
            macro = f"-DSTUB_{name.upper()}"
            target = str(system / f"{name}.dll")
            run_tool([COMPILER, "-shared", "-O2", "-s", macro, "-o", target, str(STUB_SOURCE), *libraries], ROOT)

    def run(
        self, program: Path, words: Sequence[str] = (), *, seconds: int = COMMAND_SECONDS, folder: Path | None = None
    ) -> tuple[int, str]:
        """Run a Windows program to its end.

        Args:
            program: its .exe.
            words: its arguments.
            seconds: after which it is ended.
            folder: its working folder, None for this process's own.

        Returns:
            Its exit code (-1 when it was ended) and what it printed, both streams.
        """
        try:
            # A pipe, not a file: Python under Wine cannot write to a plain file as its standard output.
            done = subprocess.run(
                ["wine", str(program), *words],
                env=self.environment,
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                encoding="utf-8",
                errors="replace",
                timeout=seconds,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            heard = error.stdout.decode("utf-8", "replace") if isinstance(error.stdout, bytes) else ""
            return -1, heard
        return done.returncode, done.stdout

    def start(self, program: Path, words: Sequence[str], extra: Mapping[str, str]) -> subprocess.Popen[bytes]:
        """Start a Windows program that shows a window and return at once; `extra` is added to its environment."""
        return subprocess.Popen(
            ["wine", str(program), *words],
            env={**self.environment, **extra},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def stop(self) -> None:
        """End everything that runs in this prefix, and only there."""
        server = shutil.which("wineserver") or "/usr/lib/wine/wineserver64"
        if Path(server).exists():
            subprocess.run([server, "-k"], env=self.environment, capture_output=True, check=False)
