"""What every build step needs: its error, the tools of the system it calls, sizes and checksums.

Here belongs nothing that knows Windows or Linux.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "dist"
WORK = ROOT / "build"
PROGRAM = "任务台账"
"""Name of the program as the user sees it."""
PACKAGE = "renwu-taizhang"
"""The same in letters, for file and folder names that travel."""


class BuildError(Exception):
    """Something that stops a build and that a person can put right; the text is shown as it is."""


def require_commands(commands: Mapping[str, str]) -> None:
    """Make sure that commands of the system are there.

    Args:
        commands: command -> Debian package that holds it.

    Raises:
        BuildError: some are missing; the text holds the line that installs them all.
    """
    missing = sorted({package for command, package in commands.items() if shutil.which(command) is None})
    if missing:
        line = f"apt-get install --no-install-recommends {' '.join(missing)}"
        raise BuildError(f"缺少构建工具，请用管理员身份安装后再运行：{line}")


def run_tool(command: Sequence[str], folder: Path, environment: Mapping[str, str] | None = None) -> str:
    """Run a build tool and return what it printed.

    Args:
        command: the tool and its arguments.
        folder: its working folder.
        environment: None for this process's own.

    Raises:
        BuildError: it failed; the text holds its last lines.
    """
    done = subprocess.run(
        command,
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode != 0:
        tail = "\n".join(done.stdout.strip().splitlines()[-15:])
        raise BuildError(f"{Path(command[0]).name} 失败（{done.returncode}）：\n{tail}")
    return done.stdout


def sha256_of(file: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def checksum_list(files: Iterable[Path]) -> str:
    """Return the list that `sha256sum -c` reads, one line a file, by name.

    Args:
        files: files of one folder.
    """
    return "".join(f"{sha256_of(file)} *{file.name}\n" for file in sorted(files))


def write_checksums(folder: Path) -> Path:
    """Write the list of everything in a folder that can be handed on, and return its path."""
    target = folder / "SHA256SUMS.txt"
    parts = [file for file in folder.iterdir() if file.is_file() and file != target and not file.name.startswith(".")]
    target.write_text(checksum_list(parts), encoding="utf-8", newline="\n")
    return target


def size_of(place: Path) -> int:
    """Return the bytes of a file or of everything in a folder."""
    if place.is_file():
        return place.stat().st_size
    return sum(file.lstat().st_size for file in place.rglob("*") if not file.is_dir())


def megabytes(count: int) -> str:
    """Return a size as people read it: "12.3 MB"."""
    return f"{count / 1e6:.1f} MB"


def fresh_folder(folder: Path) -> Path:
    """Empty a folder of the build, make it where it is missing, and return it."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder
