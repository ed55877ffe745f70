"""The Windows build's pure parts: proved inputs, what goes in, the installer's promises, what a portable copy is."""

from __future__ import annotations

import hashlib
import re
import struct
import zipfile
from pathlib import Path

import pytest
from packaging.utils import canonicalize_name

from build_spec.build_tools import BuildError, checksum_list
from build_spec.windows.contents import (
    QT_KEPT,
    missing_libraries,
    read_imports,
    reason_left_out,
    site_path,
    unpack_wheels,
)
from build_spec.windows.inputs import (
    PYTHON_DATA_SHA256,
    PYTHON_SDIST_SHA256,
    REQUIREMENTS,
    TEST_REQUIREMENTS,
    proved_files,
    read_pins,
)
from build_spec.windows.installer import SCRIPT, installer_words, make_portable
from build_spec.windows.launcher import STARTERS, version_words
from build_spec.windows.suite import read_counts
from build_spec.windows.wine import windows_path
from ledger_app.installation import PORTABLE_MARKER
from tests.source_code import PRODUCT, ROOT, modules

DIGEST = "0" * 64
OURS = {"任务台账.exe", "ledger-app.exe", "版本.txt", "python", "site", "licences"}


@pytest.fixture(scope="module")
def script() -> str:
    return SCRIPT.read_text(encoding="utf-8")


def pinned_versions(name: str) -> dict[str, str]:
    text = (ROOT / "build_spec" / name).read_text(encoding="utf-8")
    return {canonicalize_name(key): version for key, version in re.findall(r"^([\w.-]+)==([\w.]+)", text, re.MULTILINE)}


def test_the_windows_wheels_are_those_of_the_application() -> None:
    pins = {
        canonicalize_name(name): version for name, (version, _) in read_pins(REQUIREMENTS.read_text("utf-8")).items()
    }
    assert pins == pinned_versions("requirements.txt")


def test_the_test_tools_are_those_of_the_environment() -> None:
    known = pinned_versions("requirements-dev.txt")
    for name, (version, _) in read_pins(TEST_REQUIREMENTS.read_text("utf-8")).items():
        assert known[canonicalize_name(name)] == version


@pytest.mark.parametrize(
    "line",
    [
        "a==1.0",
        f"a>=1 --hash=sha256:{DIGEST}",
        "--no-binary x",
        "-c other.txt",
        "-r other.txt",
        "a @ file --hash=sha256:" + DIGEST,
    ],
)
def test_a_line_that_is_no_pin_with_a_checksum_stops_the_build(line: str) -> None:
    with pytest.raises(BuildError, match="不是"):
        read_pins(f"# said\n\nb==1 --hash=sha256:{DIGEST}\n{line}\n")


def test_checksums_of_python_are_whole() -> None:
    assert all(re.fullmatch(r"[0-9a-f]{64}", digest) for digest in (PYTHON_SDIST_SHA256, PYTHON_DATA_SHA256))


def test_a_file_with_another_checksum_is_thrown_away(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.whl", tmp_path / "bad.whl"
    good.write_bytes(b"good")
    bad.write_bytes(b"bad")
    assert proved_files(tmp_path, "*.whl", {hashlib.sha256(b"good").hexdigest()}) == [good]
    assert not bad.exists()


def test_every_qt_module_of_the_window_is_kept() -> None:
    imported = {
        entry.name.split(".")[1]
        for module in modules(*PRODUCT)
        for entry in module.imports
        if entry.name.startswith("PySide6.")
    }
    assert imported
    assert {f"{name}.pyd" for name in imported} <= set(QT_KEPT)


@pytest.mark.parametrize(
    "path",
    [
        "PySide6/opengl32sw.dll",
        "PySide6/Qt6Quick.dll",
        "PySide6/translations/qtbase_de.qm",
        "PySide6/qml/QtQuick/qmldir",
        "PySide6/designer.exe",
        "PySide6/QtGui.pyi",
        "PySide6/plugins/tls/qopensslbackend.dll",
        "PySide6/some_new_part.dll",
        "colorama/tests/ansi_test.py",
        "lxml/etree.pyx",
        "lxml/etree.h",
        "x-1.0.dist-info/RECORD",
    ],
)
def test_what_no_window_needs_stays_out(path: str) -> None:
    assert reason_left_out(path)


@pytest.mark.parametrize(
    "path",
    [
        "PySide6/Qt6Core.dll",
        "PySide6/translations/qtbase_zh_CN.qm",
        "PySide6/plugins/platforms/qwindows.dll",
        "PySide6/plugins/imageformats/qsvg.dll",
        "lxml/etree.cp311-win_amd64.pyd",
        "reportlab/fonts/Vera.ttf",
        "shiboken6/msvcp140.dll",
        "x-1.0.dist-info/METADATA",
    ],
)
def test_what_it_needs_goes_in(path: str) -> None:
    assert reason_left_out(path) is None


def test_the_suite_gets_qttest_and_the_program_does_not() -> None:
    assert reason_left_out("PySide6/QtTest.pyd")
    assert reason_left_out("PySide6/QtTest.pyd", for_tests=True) is None


def test_scripts_and_data_of_a_wheel_stay_out_of_the_site_folder() -> None:
    assert site_path("a-1.data/scripts/run.py") is None
    assert site_path("a-1.data/purelib/a/b.py") == "a/b.py"
    assert site_path("a/b.py") == "a/b.py"


def test_a_wheel_is_unpacked_with_its_licence_and_what_is_left_out_is_counted(tmp_path: Path) -> None:
    wheel = tmp_path / "a-1.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("a/__init__.py", "x = 1\n")
        archive.writestr("a/tests/test_a.py", "12345")
        archive.writestr("a-1.0.dist-info/METADATA", "Name: a\nVersion: 1.0\nLicense-Expression: MIT\n\nsaid")
        archive.writestr("a-1.0.dist-info/licenses/LICENSE", "words")
    site = tmp_path / "site"
    inside, left_out = unpack_wheels([wheel], site)
    assert [(part.name, part.version, part.licence, part.texts) for part in inside] == [
        ("a", "1.0", "MIT", {"LICENSE": b"words"})
    ]
    assert sorted(path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()) == [
        "a-1.0.dist-info/METADATA",
        "a/__init__.py",
    ]
    assert left_out["各库自带的测试"] == 5


def test_a_library_that_nobody_brought_is_found() -> None:
    listing = "a.pyd:     file format pei-x86-64\n\tDLL Name: Qt6Core.dll\n\tDLL Name: KERNEL32.dll\n"
    imports = read_imports(listing)
    assert imports == {"a.pyd": {"Qt6Core.dll", "KERNEL32.dll"}}
    assert missing_libraries(imports, {"a.pyd"}) == {"qt6core.dll"}
    assert missing_libraries(imports, {"a.pyd", "Qt6Core.dll"}) == set()


def test_a_version_becomes_four_numbers() -> None:
    assert version_words("0.1.0") == "0,1,0,0"
    assert version_words("1.2.0rc1") == "1,2,0,0"


def test_the_installer_asks_for_no_administrator_and_is_chinese(script: str) -> None:
    assert "RequestExecutionLevel user" in script
    assert script.index("Target amd64-unicode") < script.index("Unicode true")
    assert '!insertmacro MUI_LANGUAGE "SimpChinese"' in script
    assert "HKLM" not in script
    assert "HKCR" not in script
    # A box without an answer for the silent mode would hang it.
    assert all("/SD" in line for line in script.splitlines() if line.strip().startswith("MessageBox"))


def test_nothing_but_the_programs_own_things_is_deleted(script: str) -> None:
    swept = re.findall(r'RMDir /r "(.+?)"', script)
    assert swept
    assert set(swept) == {rf"$INSTDIR\{name}" for name in ("python", "site", "licences", "ocr")}
    assert all("*" not in line for line in script.splitlines() if line.strip().startswith(("Delete", "RMDir")))
    assert ".ledger.sqlite3" not in script


def test_everything_that_is_installed_is_deleted_again(script: str) -> None:
    assert all(name in script or any(name == each.name for each in STARTERS) for name in OURS)
    body = script.split("!macro DELETE_PROGRAM")[1].split("!macroend", maxsplit=1)[0]
    for name in OURS - {"任务台账.exe"}:
        assert rf'"$INSTDIR\{name}"' in body
    assert r'Delete "$INSTDIR\${STARTER}"' in body
    assert script.index("!insertmacro STOP_IF_RUNNING") < script.index("!insertmacro DELETE_PROGRAM")
    assert script.split('Section "任务台账（必需）"')[1].index("DELETE_PROGRAM") < script.index("File /r")


def test_the_installer_is_told_what_it_needs(tmp_path: Path, script: str) -> None:
    (tmp_path / "a.txt").write_bytes(b"x" * 4096)
    words = installer_words(tmp_path, tmp_path / "i.ico", tmp_path / "o.exe", "0.1.0")
    told = {word[2:].partition("=")[0] for word in words if word.startswith("-D")}
    asked = set(re.findall(r"\$\{([A-Z_]+)\}", script)) - set(re.findall(r"!define (\w+)", script)) - {"FILE"}
    assert asked <= told
    assert "-DKILOBYTES=4" in words
    assert "-DVERSION_DOTS=0.1.0.0" in words


def test_the_portable_zip_holds_the_program_and_its_marker(tmp_path: Path) -> None:
    program = tmp_path / "program"
    (program / "site").mkdir(parents=True)
    (program / "site" / "a.pyc").write_bytes(b"a")
    make_portable(program, tmp_path / "out.zip")
    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        assert sorted(archive.namelist()) == ["任务台账/site/a.pyc", f"任务台账/{PORTABLE_MARKER}"]


def test_no_stub_of_wine_goes_into_the_program() -> None:
    for name in ("build.py", "contents.py", "launcher.py", "installer.py"):
        assert "wine" not in (SCRIPT.parent / name).read_text(encoding="utf-8").lower().replace("只在 wine 下试过", "")


def test_the_counts_of_a_suite_are_read() -> None:
    assert read_counts("...\n1 failed, 346 passed, 2 skipped in 110.57s\n") == {
        "failed": 1,
        "passed": 346,
        "skipped": 2,
    }
    assert read_counts("2 errors in 1.0s") == {"error": 2}
    assert read_counts("Traceback: passed") == {}


def test_a_path_of_this_system_has_a_name_under_wine() -> None:
    assert windows_path(Path("/a/b c")) == r"Z:\a\b c"


def test_checksums_are_in_the_form_that_sha256sum_reads(tmp_path: Path) -> None:
    (tmp_path / "b").write_bytes(b"")
    (tmp_path / "a").write_bytes(b"a")
    lines = checksum_list([tmp_path / "b", tmp_path / "a"]).splitlines()
    assert lines == [f"{hashlib.sha256(b'a').hexdigest()} *a", f"{hashlib.sha256(b'').hexdigest()} *b"]


def test_an_icon_file_lists_its_pictures() -> None:
    from build_spec.icon import ico_of

    data = ico_of({256: b"big", 16: b"small"})
    assert struct.unpack("<HHH", data[:6]) == (0, 1, 2)
    entries = [struct.unpack("<BBBBHHII", data[6 + 16 * n : 22 + 16 * n]) for n in range(2)]
    assert [entry[0] for entry in entries] == [16, 0]
    assert [data[entry[7] : entry[7] + entry[6]] for entry in entries] == [b"small", b"big"]
