"""What of the wheels goes into the program's folder and what is left out, with the reason; and the copying itself.

Of Qt a list says what stays, of everything else a list says what goes: a new Qt brings new parts that nobody asked
for, a new version of another library brings parts that it needs.
"""

from __future__ import annotations

import compileall
import py_compile
import re
import shutil
import sys
import zipfile
from collections import Counter
from collections.abc import Iterable
from fnmatch import fnmatchcase
from pathlib import Path

from build_spec.build_tools import ROOT, BuildError
from build_spec.licences import Licensed, is_licence_file, read_metadata

PRODUCT = ("ledger_app", "ui", "db", "resources")
BUILD_PYTHON = (3, 11)

# Of PySide6/: what the application imports, what those load, and what Qt looks for by itself.
QT_KEPT = (
    "__init__.py",
    "_config.py",
    "_git_pyside_version.py",
    "support/*.py",
    "pyside6.abi3.dll",
    "msvcp140*.dll",
    "vcruntime140*.dll",
    "Qt6Core.dll",
    "Qt6Gui.dll",
    "Qt6Network.dll",  # Qt6Pdf.dll is linked to it; nothing of ours is
    "Qt6Pdf.dll",
    "Qt6PdfWidgets.dll",
    "Qt6PrintSupport.dll",
    "Qt6Svg.dll",
    "Qt6Widgets.dll",
    "QtCore.pyd",
    "QtGui.pyd",
    "QtPdf.pyd",
    "QtPdfWidgets.pyd",
    "QtPrintSupport.pyd",
    "QtWidgets.pyd",
    "plugins/iconengines/qsvgicon.dll",
    "plugins/imageformats/qgif.dll",
    "plugins/imageformats/qico.dll",
    "plugins/imageformats/qjpeg.dll",
    "plugins/imageformats/qsvg.dll",
    "plugins/imageformats/qtiff.dll",
    "plugins/imageformats/qwebp.dll",
    "plugins/platforms/qoffscreen.dll",
    "plugins/platforms/qwindows.dll",
    "translations/qtbase_zh_CN.qm",
)
# What only the suite needs on Windows.
QT_FOR_TESTS = ("QtTest.pyd", "Qt6Test.dll")

# The reason why a file of PySide6/ is left out: the first pattern that fits.
QT_REASONS = (
    ("opengl32sw.dll：软件 OpenGL，窗口部件不用", ("opengl32sw.dll",)),
    ("简体中文以外的 Qt 译文", ("translations/*",)),
    ("Qt 的开发工具、头文件和类型说明", ("*.exe", "*.pyi", "*.lib", "include/*", "metatypes/*", "typesystems/*")),
    ("Qt 的开发工具、头文件和类型说明", ("scripts/*", "resources/*", "doc/*", "glue/*", "lib/*", "*.json", "*.py")),
    ("没有用到的 Qt 插件", ("plugins/*",)),
    ("没有用到的 Qt 模块（QML、设计器、数据库等）", ("*",)),
)

# Of everything else: reason and what it takes out.
OTHER_REASONS = (
    ("各库自带的测试", ("*/tests/*", "*/test/*")),
    ("类型说明、C 源码和头文件", ("*.pyi", "*.pyx", "*.pxi", "*.pxd", "*.h", "*.c", "*.cpp", "*.lib", "*/py.typed")),
    ("类型说明、C 源码和头文件", ("shiboken6/include/*", "lxml/includes/*")),
    ("olefile 的 Python 2 版本", ("olefile/olefile2.py",)),
    ("Pillow 的 AVIF 编解码", ("PIL/_avif.*.pyd",)),
    ("lxml 的 Schematron", ("lxml/isoschematron/*",)),
    ("shiboken6 多带的 C++ 运行库", ("shiboken6/vc[ac]*.dll", "shiboken6/vcomp140.dll", "shiboken6/concrt140.dll")),
    ("安装记录", ("*.dist-info/RECORD", "*.dist-info/WHEEL", "*.dist-info/top_level.txt", "*.dist-info/*")),
)
METADATA_KEPT = re.compile(r"[^/]+\.dist-info/(METADATA|entry_points\.txt)")

# Of the embeddable Python: the two starters, since ours takes their place, and what describes their signatures.
PYTHON_LEFT_OUT = {"python.exe", "pythonw.exe", "python.cat", "winsound.pyd", "_msi.pyd", "python311._pth"}
PYTHON_PATHS = "python311.zip\n.\n../site\n"


def reason_left_out(path: str, *, for_tests: bool = False) -> str | None:
    """Return why a file of a wheel does not go into the program, None if it goes in.

    Args:
        path: inside the site folder, parts joined by "/".
        for_tests: keep also what the suite needs.
    """
    if path.startswith("PySide6/"):
        inner = path.removeprefix("PySide6/")
        if any(fnmatchcase(inner, kept) for kept in QT_KEPT + (QT_FOR_TESTS if for_tests else ())):
            return None
        return next(why for why, patterns in QT_REASONS if any(fnmatchcase(inner, each) for each in patterns))
    if METADATA_KEPT.fullmatch(path):
        return None
    for why, patterns in OTHER_REASONS:
        if any(fnmatchcase(path, pattern) for pattern in patterns):
            return why
    return None


def site_path(member: str) -> str | None:
    """Return where a wheel's member stands in the site folder, None for scripts and data beside it."""
    match = re.match(r"[^/]+\.data/(?P<kind>[^/]+)/(?P<rest>.+)", member)
    if match is None:
        return member
    return match["rest"] if match["kind"] in {"purelib", "platlib"} else None


def unpack_wheels(
    wheels: Iterable[Path], site: Path, *, for_tests: bool = False
) -> tuple[list[Licensed], Counter[str]]:
    """Unpack what is wanted of the wheels.

    Args:
        wheels: proved files.
        site: the folder that gets the packages.
        for_tests: keep also what the suite needs.

    Returns:
        What is inside with its licence, and reason -> bytes left out.
    """
    inside: list[Licensed] = []
    left_out: Counter[str] = Counter()
    for wheel in wheels:
        metadata, texts = "", {}
        with zipfile.ZipFile(wheel) as archive:
            for info in archive.infolist():
                path = site_path(info.filename)
                if path is None or info.is_dir():
                    continue
                if path.endswith(".dist-info/METADATA"):
                    metadata = archive.read(info).decode("utf-8")
                elif is_licence_file(path):
                    texts[path.rpartition(".dist-info/")[2].removeprefix("licenses/")] = archive.read(info)
                why = reason_left_out(path, for_tests=for_tests)
                if why is None:
                    _write(site, path, archive.read(info))
                else:
                    left_out[why] += info.file_size
        inside.append(read_metadata(metadata, texts))
    return inside, left_out


def unpack_python(archive: zipfile.ZipFile, folder: Path) -> bytes:
    """Unpack the embeddable Python and set its search path; return its licence text."""
    for info in archive.infolist():
        name = info.filename.rpartition("/")[2]
        if name and name not in PYTHON_LEFT_OUT:
            _write(folder, name, archive.read(info))
    # Without "import site": nothing of the user's other Pythons is looked at, and the start is shorter.
    (folder / "python311._pth").write_text(PYTHON_PATHS, encoding="ascii", newline="\r\n")
    return (folder / "LICENSE.txt").read_bytes()


def copy_product(site: Path) -> None:
    """Copy the application's own packages and the module that starts them."""
    ignored = shutil.ignore_patterns("__pycache__", "*.pyc")
    for package in PRODUCT:
        shutil.copytree(ROOT / package, site / package, ignore=ignored)
    shutil.copy2(ROOT / "build_spec" / "start_program.py", site)


def compile_site(site: Path) -> None:
    """Compile every module, so that the first start is as quick as the later ones and nothing is written then.

    The libraries go without their sources; ours keep them, so that a crash report shows the line.

    Raises:
        BuildError: this Python writes another bytecode than that of the program, or a module does not compile.
    """
    if sys.version_info[:2] != BUILD_PYTHON:
        raise BuildError("build-windows 要用 Python 3.11 运行：程序里的 Python 是 3.11，字节码版本必须相同。")
    # Never compared with the source: copying and unpacking change the times of files.
    mode = py_compile.PycInvalidationMode.UNCHECKED_HASH
    for entry in sorted(site.iterdir()):
        is_ours = entry.name in PRODUCT or entry.name == "start_program.py"
        options = {"quiet": 1, "legacy": not is_ours, "invalidation_mode": mode, "stripdir": str(site), "force": True}
        if entry.is_dir():
            done = compileall.compile_dir(entry, maxlevels=20, **options)  # type: ignore[arg-type]
        else:
            done = entry.suffix != ".py" or compileall.compile_file(entry, **options)  # type: ignore[arg-type]
        if not done:
            raise BuildError(f"{entry.name} 里有模块不能编译。")
        if not is_ours:
            _drop_sources(entry)


def _drop_sources(entry: Path) -> None:
    sources = [entry] if entry.suffix == ".py" else entry.rglob("*.py") if entry.is_dir() else []
    for source in sources:
        if source.with_suffix(".pyc").is_file():
            source.unlink()


def missing_libraries(imports: dict[str, set[str]], present: set[str]) -> set[str]:
    """Return the DLLs of ours that something in the program needs and nobody brought.

    Args:
        imports: file name -> names of the DLLs it is linked to.
        present: names of all files in the program.
    """
    ours = re.compile(
        r"(qt6|pyside6|shiboken6|python3|msvcp140|vcruntime140|concrt140|libffi|libcrypto|libssl|sqlite3)"
    )
    have = {name.lower() for name in present}
    needed = {name.lower() for names in imports.values() for name in names}
    return {name for name in needed if ours.match(name) and name not in have}


def read_imports(listing: str) -> dict[str, set[str]]:
    """Return file name -> DLLs it is linked to, from what `objdump -p` prints for many files."""
    found: dict[str, set[str]] = {}
    current = ""
    for line in listing.splitlines():
        if match := re.match(r"(.+):\s+file format pei", line):
            current = match[1].replace("\\", "/").rpartition("/")[2]
            found[current] = set()
        elif match := re.match(r"\s+DLL Name: (\S+)", line):
            found[current].add(match[1])
    return found


def _write(folder: Path, path: str, data: bytes) -> None:
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)
