"""Make the Linux program: `python3 run.py build-linux`.

PyInstaller gathers the Python of this machine and what the application uses into one folder; from it come a .deb
and a .tar.gz that needs no administrator.  The folder runs where the C library is at least as new as here.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import shutil
import sys
import sysconfig
import tarfile
import time
from importlib import metadata
from pathlib import Path

from build_spec.build_tools import (
    OUT,
    PACKAGE,
    PROGRAM,
    ROOT,
    WORK,
    BuildError,
    fresh_folder,
    megabytes,
    require_commands,
    run_tool,
    size_of,
    write_checksums,
)
from build_spec.icon import draw_png
from build_spec.licences import Licensed, is_licence_file, own_texts, read_metadata, write_licences
from ledger_app.version import VERSION

FOLDER = OUT / "linux"
SOURCES = ROOT / "build_spec" / "linux"
TOOLS = WORK / "linux-tools"
REQUIREMENTS = ROOT / "build_spec" / "requirements-linux-build.txt"
RUNTIME = ROOT / "build_spec" / "requirements.txt"
COMMANDS = {"dpkg-deb": "dpkg", "objdump": "binutils"}
# Loaded by name at run time, so nobody sees an import of them.
GATHERED = ("ledger_app", "ui", "db", "reportlab.pdfbase", "reportlab.rl_settings")
EXCLUDED = ("tkinter", "numpy", "pip", "setuptools", "pytest", "_pytest", "hypothesis", "mypy", "docx", "IPython")
KEPT_TRANSLATION = "qtbase_zh_CN.qm"
# Qt parts that the hooks gather and no window of ours uses.
QT_LEFT_OUT = ("libQt6Quick", "libQt6Qml", "libQt6VirtualKeyboard", "libQt6OpenGL", "libQt6WlShell")
DEPENDS = (
    "libegl1, libgl1, libdbus-1-3, libfontconfig1, libfreetype6, libxkbcommon-x11-0, libxcb-cursor0, libxcb-icccm4, "
    "libxcb-image0, libxcb-keysyms1, libxcb-randr0, libxcb-render-util0, libxcb-shape0, libxcb-xkb1"
)
ICON_SIZE = 256


def main() -> int:
    """Build and say what was made; return the exit code."""
    argparse.ArgumentParser(description="制作 Linux 程序文件夹、.deb 和 .tar.gz").parse_args()
    started = time.monotonic()
    try:
        require_commands(COMMANDS)
        program = make_program()
        glibc = newest_glibc(program)
        made = [make_archive(program), make_deb(program, glibc)]
        write_checksums(FOLDER)
    except BuildError as error:
        print(error, file=sys.stderr)
        return 2
    print(f"{program.relative_to(ROOT)}：{megabytes(size_of(program))}，需要 glibc {glibc} 或更新")
    for file in made:
        print(f"{file.relative_to(ROOT)}：{megabytes(file.stat().st_size)}")
    print(f"用时 {time.monotonic() - started:.0f} 秒。")
    return 0


def make_program() -> Path:
    """Make the program folder anew and return it.

    Raises:
        BuildError: PyInstaller cannot be had or fails, or the program does not start.
    """
    work = fresh_folder(WORK / "linux-work")
    fresh_folder(FOLDER)
    _install_tools()
    environment = {**os.environ, "PYTHONPATH": f"{TOOLS}{os.pathsep}{ROOT}"}
    run_tool(pyinstaller_words(work), work, environment)
    program = FOLDER / PACKAGE
    prune(program / "_internal")
    write_licences(program / "licences", _inside(), own_texts(ROOT))
    for name in ("ledger.desktop", "mime.xml"):
        shutil.copy2(SOURCES / name, program)
    shutil.copy2(SOURCES / "install.sh", program / "加入菜单.sh")
    (program / "加入菜单.sh").chmod(0o755)
    (program / f"{PACKAGE}.png").write_bytes(draw_png(ICON_SIZE))
    (program / "ledger-app").symlink_to(PACKAGE)
    told = run_tool([str(program / "ledger-app"), "--version"], work)
    if VERSION not in told:
        raise BuildError(f"做好的程序不能启动：{told.strip()}")
    return program


def pyinstaller_words(work: Path) -> list[str]:
    """Return the command that gathers the program into one folder."""
    words = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level=ERROR", "--onedir", "--name", PACKAGE]
    words += ["--distpath", str(FOLDER), "--workpath", str(work), "--specpath", str(work), "--paths", str(ROOT)]
    for package in GATHERED:
        words += ["--collect-submodules", package]
    for name in EXCLUDED:
        words += ["--exclude-module", name]
    words += ["--add-data", f"{ROOT / 'resources'}{os.pathsep}resources", str(ROOT / "build_spec" / "start_program.py")]
    return words


def is_left_out(path: str) -> bool:
    """Say whether a file that PyInstaller gathered is not needed.

    Args:
        path: inside `_internal`, parts joined by "/".
    """
    name = path.rpartition("/")[2]
    if path.startswith("PySide6/Qt/translations/"):
        return name != KEPT_TRANSLATION
    return name.startswith(QT_LEFT_OUT) or "/qml/" in path or name == "__pycache__"


def prune(internal: Path) -> None:
    """Delete what the program does not need."""
    for file in internal.rglob("*"):
        if (file.is_file() or file.is_symlink()) and is_left_out(file.relative_to(internal).as_posix()):
            file.unlink()


def newest_glibc(program: Path) -> str:
    """Return the newest version of the C library that a binary in the folder asks for, as "2.34"."""
    binaries = [str(file) for file in program.rglob("*") if ".so" in file.name and not file.is_symlink()]
    listing = run_tool(["objdump", "-T", str(program / PACKAGE), *binaries], program)
    found = {tuple(map(int, version.split("."))) for version in re.findall(r"GLIBC_(\d+\.\d+)", listing)}
    return ".".join(map(str, max(found)))


def make_archive(program: Path) -> Path:
    """Write the archive that runs from where it is unpacked, and return its path."""
    target = FOLDER / f"{PACKAGE}-{VERSION}-linux-{platform.machine()}.tar.gz"
    with tarfile.open(target, "w:gz", compresslevel=6) as archive:
        archive.add(program, f"{PACKAGE}-{VERSION}", filter=_owned_by_nobody)
    return target


def make_deb(program: Path, glibc: str) -> Path:
    """Write the Debian package, and return its path.

    Raises:
        BuildError: dpkg-deb fails.
    """
    tree = fresh_folder(WORK / "linux-deb")
    place, share = Path("opt") / PACKAGE, tree / "usr" / "share"
    shutil.copytree(program, tree / place, symlinks=True)
    for folder in (
        tree / "usr/bin",
        share / "applications",
        share / "mime/packages",
        share / "pixmaps",
        tree / "DEBIAN",
    ):
        folder.mkdir(parents=True)
    for name in (PACKAGE, "ledger-app"):
        (tree / "usr/bin" / name).symlink_to(f"/{place}/{name}")
    shutil.move(tree / place / "mime.xml", share / "mime/packages" / f"{PACKAGE}.xml")
    shutil.copy2(program / f"{PACKAGE}.png", share / "pixmaps")
    (tree / place / "加入菜单.sh").unlink()
    entry = (tree / place / "ledger.desktop").read_text(encoding="utf-8")
    entry = entry.replace("Exec=PROGRAM", f"Exec=/{place}/{PACKAGE}").replace("Icon=ICON", f"Icon={PACKAGE}")
    (share / "applications" / f"{PACKAGE}.desktop").write_text(entry, encoding="utf-8")
    (tree / place / "ledger.desktop").unlink()
    (tree / "DEBIAN" / "control").write_text(control_text(size_of(tree), glibc), encoding="utf-8")
    target = FOLDER / f"{PACKAGE}_{VERSION}_{_debian_machine()}.deb"
    run_tool(["dpkg-deb", "--root-owner-group", "-Zxz", "-z6", "--build", str(tree), str(target)], ROOT)
    return target


def control_text(size: int, glibc: str) -> str:
    """Return the package's description.

    Args:
        size: bytes installed.
        glibc: the oldest C library that will do.
    """
    return (
        f"Package: {PACKAGE}\nVersion: {VERSION}\nArchitecture: {_debian_machine()}\n"
        f"Maintainer: {PROGRAM} <nobody@localhost>\nInstalled-Size: {size // 1024}\n"
        f"Depends: libc6 (>= {glibc}), {DEPENDS}\nSection: misc\nPriority: optional\n"
        f"Description: {PROGRAM}：离线的任务台账\n 从计划文件生成台账，逐月跟踪，留存佐证，打印通报。\n"
    )


def _debian_machine() -> str:
    names = {"x86_64": "amd64", "aarch64": "arm64"}
    return names.get(platform.machine(), platform.machine())


def _install_tools() -> None:
    stamp, wanted = TOOLS / "pins.txt", REQUIREMENTS.read_text(encoding="utf-8")
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted:
        return
    fresh_folder(TOOLS)
    options = ["--disable-pip-version-check", "--no-input", "--no-deps", "--require-hashes", "--target", str(TOOLS)]
    run_tool([sys.executable, "-m", "pip", "install", *options, "-r", str(REQUIREMENTS)], ROOT)
    stamp.write_text(wanted, encoding="utf-8")


def _inside() -> list[Licensed]:
    """Return the distributions of the application's environment and Python itself, with their licences."""
    names = re.findall(r"^([\w.-]+)==", RUNTIME.read_text(encoding="utf-8"), re.MULTILINE)
    found = []
    for name in names:
        try:
            part = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue  # of the other system
        found.append(_licensed(part))
    # Its bootloader is the program's own starter.
    tools = [_licensed(part) for part in metadata.distributions(path=[str(TOOLS)]) if part.name == "pyinstaller"]
    licence = Path(sysconfig.get_path("stdlib")) / "LICENSE.txt"
    texts = {licence.name: licence.read_bytes()} if licence.is_file() else {}
    return [*found, *tools, Licensed("CPython", platform.python_version(), "PSF-2.0", texts)]


def _licensed(part: metadata.Distribution) -> Licensed:
    texts = {
        file.as_posix().partition(".dist-info/")[2].removeprefix("licenses/"): Path(str(file.locate())).read_bytes()
        for file in part.files or ()
        if is_licence_file(file.as_posix())
    }
    return read_metadata(part.read_text("METADATA") or "", texts)


def _owned_by_nobody(info: tarfile.TarInfo) -> tarfile.TarInfo:
    info.uid = info.gid = 0
    info.uname = info.gname = ""
    return info


if __name__ == "__main__":
    sys.exit(main())
