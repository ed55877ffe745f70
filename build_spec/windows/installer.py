"""Makes what is handed to users from the built program folder: the installer and the portable zip."""

from __future__ import annotations

import zipfile
from pathlib import Path

from build_spec.build_tools import PACKAGE, PROGRAM, ROOT, run_tool, size_of
from build_spec.windows.launcher import version_words
from ledger_app.installation import PORTABLE_MARKER

SCRIPT = ROOT / "build_spec" / "windows" / "installer.nsi"
PORTABLE_TEXT = """\
有这个文件，任务台账就把窗口设置和练习台账放在旁边的“数据”文件夹里，不写入电脑。
删除它，设置改放在当前用户的文件夹里。台账始终在您选的文件夹里。
"""


def installer_words(program: Path, icon: Path, out: Path, version: str) -> list[str]:
    """Return the command that makes the installer.

    Args:
        program: the built folder.
        icon: the .ico file.
        out: the installer to write.
        version: of the application.
    """
    values = {
        "PACKAGE": PACKAGE,
        "VERSION": version,
        "VERSION_DOTS": version_words(version).replace(",", "."),
        "PROGRAM": str(program),
        "ICON": str(icon),
        "OUT_FILE": str(out),
        "KILOBYTES": str(size_of(program) // 1024),
    }
    return [
        "makensis",
        "-V2",
        "-INPUTCHARSET",
        "UTF8",
        *(f"-D{key}={text}" for key, text in values.items()),
        str(SCRIPT),
    ]


def make_installer(program: Path, icon: Path, out: Path, version: str) -> None:
    """Write the installer; see `installer_words`.

    Raises:
        BuildError: makensis fails.
    """
    run_tool(installer_words(program, icon, out, version), SCRIPT.parent)


def make_portable(program: Path, out: Path) -> None:
    """Write the zip that runs from where it is unpacked and keeps its settings beside itself."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for file in sorted(program.rglob("*")):
            if file.is_file():
                archive.write(file, f"{PROGRAM}/{file.relative_to(program).as_posix()}")
        # Notepad of every Windows reads this form.
        archive.writestr(f"{PROGRAM}/{PORTABLE_MARKER}", PORTABLE_TEXT.replace("\n", "\r\n").encode("utf-8-sig"))
