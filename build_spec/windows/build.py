"""Make the Windows program on Linux: `python3 run.py build-windows`.

Pinned inputs in, one folder out; from the folder an installer, a portable zip and their checksums.  Nothing of
Windows is run for it.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
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
from build_spec.icon import write_ico
from build_spec.licences import Licensed, own_texts, write_licences
from build_spec.windows.contents import (
    compile_site,
    copy_product,
    missing_libraries,
    read_imports,
    unpack_python,
    unpack_wheels,
)
from build_spec.windows.inputs import PYTHON_VERSION, fetch_python, fetch_wheels, open_zip
from build_spec.windows.installer import make_installer, make_portable
from build_spec.windows.launcher import COMPILER, RESOURCE_COMPILER, build_starters
from ledger_app.version import VERSION

OBJDUMP = "x86_64-w64-mingw32-objdump"
COMMANDS = {
    COMPILER: "gcc-mingw-w64-x86-64-win32",
    RESOURCE_COMPILER: "binutils-mingw-w64-x86-64",
    OBJDUMP: "binutils-mingw-w64-x86-64",
    "makensis": "nsis",
}
FOLDER = OUT / "windows"
INSTALLER = FOLDER / f"{PACKAGE}-{VERSION}-windows-x64-install.exe"
PORTABLE = FOLDER / f"{PACKAGE}-{VERSION}-windows-x64-portable.zip"


def main() -> int:
    """Build and say what was made; return the exit code."""
    parser = argparse.ArgumentParser(description="在 Linux 上制作 Windows 程序、安装程序和便携版")
    parser.add_argument("--folder-only", action="store_true", help="只做程序文件夹，不打包")
    arguments = parser.parse_args()
    started = time.monotonic()
    try:
        require_commands(COMMANDS)
        program, icon, left_out = make_program()
        if not arguments.folder_only:
            make_installer(program, icon, INSTALLER, VERSION)
            make_portable(program, PORTABLE)
            write_checksums(FOLDER)
    except BuildError as error:
        print(error, file=sys.stderr)
        return 2
    _tell(program, left_out)
    print(f"用时 {time.monotonic() - started:.0f} 秒。只在 Wine 下试过，没有在真正的 Windows 上试过。")
    return 0


def make_program() -> tuple[Path, Path, Counter[str]]:
    """Make the program folder anew.

    Returns:
        The folder, the icon, and reason -> bytes left out.

    Raises:
        BuildError: an input is not what was pinned, or a tool fails.
    """
    wheels, python = fetch_wheels(), fetch_python()
    program = fresh_folder(FOLDER / PROGRAM)
    work = fresh_folder(WORK / "windows-work")
    site = program / "site"
    inside, left_out = unpack_wheels(wheels, site)
    with open_zip(python) as archive:
        licence = unpack_python(archive, program / "python")
    copy_product(site)
    compile_site(site)
    icon = work / "icon.ico"
    write_ico(icon)
    build_starters(program, work, icon, VERSION)
    _require_libraries(program)
    everything = [*inside, Licensed("CPython", PYTHON_VERSION, "PSF-2.0", {"LICENSE.txt": licence})]
    write_licences(program / "licences", everything, own_texts(ROOT))
    (program / "版本.txt").write_text(f"任务台账 {VERSION}\r\n", encoding="utf-8-sig", newline="")
    return program, icon, left_out


def _require_libraries(program: Path) -> None:
    binaries = [file for file in program.rglob("*") if file.suffix in {".dll", ".pyd", ".exe"}]
    imports = read_imports(run_tool([OBJDUMP, "-p", *map(str, binaries)], program))
    if missing := missing_libraries(imports, {file.name for file in binaries}):
        raise BuildError(f"程序缺少 {'、'.join(sorted(missing))}：请核对 build_spec/windows/contents.py 的清单。")


def _tell(program: Path, left_out: Counter[str]) -> None:
    print(f"{program.relative_to(ROOT)}：{megabytes(size_of(program))}，其中")
    parts = [entry for place in (program, program / "site") for entry in place.iterdir() if entry.name != "site"]
    for entry in sorted(parts, key=size_of, reverse=True)[:12]:
        print(f"  {megabytes(size_of(entry)):>9}  {entry.relative_to(program)}")
    print("没有放进去的：")
    for why, count in left_out.most_common():
        print(f"  {megabytes(count):>9}  {why}")
    for file in (INSTALLER, PORTABLE):
        if file.is_file():
            print(f"{file.relative_to(ROOT)}：{megabytes(file.stat().st_size)}")


if __name__ == "__main__":
    sys.exit(main())
