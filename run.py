#!/usr/bin/env python3
"""Set up the environment of this folder and start what is asked for: application, tests, checks.

Only the standard library is used, so that a bare Python 3.11 on Linux or Windows is enough.  Here belong the
environment in `.venv` and the words of the command line; what the application itself can do is in `ledger_app`.
The second start must cost nothing: the stamp in `.venv` tells by a hash of the pinned versions that all is ready.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "ledger-stamp.json"
UNFINISHED = VENV / "ledger-unfinished"
LOCK = ROOT / ".venv.lock"
IS_WINDOWS = sys.platform == "win32"
IS_LINUX = sys.platform.startswith("linux")
PYTHON = VENV / ("Scripts/python.exe" if IS_WINDOWS else "bin/python")
# Apart from the application's own packages: numpy among them would be loaded by others and slow every start.
OCR_FOLDER = VENV / "ocr"

PIP_INSTALL = (str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--no-deps")

# Name of a set of packages -> its file of exact versions.
PACKAGE_SETS = {
    "runtime": ROOT / "build_spec" / "requirements.txt",
    "dev": ROOT / "build_spec" / "requirements-dev.txt",
    "ocr": ROOT / "build_spec" / "requirements-ocr.txt",
}

# Shared libraries that Qt loads from the system -> the Debian package that holds each.
QT_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11.so.6": "libx11-6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libxkbcommon.so.0": "libxkbcommon0",
}
SCREEN_LIBRARIES = {
    **QT_LIBRARIES,
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}

# What pip prints when it cannot reach its source of packages.
NO_NETWORK_SIGNS = (
    "NewConnectionError",
    "ConnectTimeout",
    "ReadTimeout",
    "ProxyError",
    "Temporary failure in name resolution",
    "Network is unreachable",
)

WHOLE_SUITE = ("-n", "2", "--dist", "loadfile")
"""Two processes, a file's tests together: half the time on the two cores that any PC has."""

USAGE = """\
用法：python3 run.py [命令] [参数…]

  （不带命令）            准备环境并打开程序；没有图形界面时生成演示台账
  test [pytest 参数]      运行全部测试
  check                   代码检查：ruff、mypy --strict、结构检查
  bench [名称…]           性能对比
  kills [--count 200]     反复强行结束程序，检查台账是否完好
  adding [--kills 100]    添加大量文件时反复强行结束、写满磁盘，检查台账
  hostile [--count 2500]  读取大量损坏和恶意的文件，检查是否都能读出或说明原因
  screenshots             重新生成文档里的窗口截图
  manual-pictures         重新生成使用手册里的图片
  manual-tables           重新生成使用手册里的操作表和设置表
  build-windows           在 Linux 上制作 Windows 安装程序和便携版
  try-windows [测试…]     在 Wine 下试用做好的 Windows 程序并运行测试
  build-linux             制作 Linux 程序文件夹、.deb 和 .tar.gz
  ocr                     安装扫描件文字识别
  其余的词                原样交给 ledger-app，见下
"""


class SetupError(Exception):
    """Something that stops the set-up and that a person can put right; the text is shown as it is."""


def main(words: Sequence[str]) -> int:
    """Run one command line.

    Args:
        words: the words after `run.py`.

    Returns:
        The exit code: that of the command, 2 when the environment cannot be made, 130 when interrupted.
    """
    if sys.version_info < (3, 11):  # noqa: UP036 - this is the sentence that older versions are shown
        found = ".".join(map(str, sys.version_info[:3]))
        say(f"需要 Python 3.11 或更新的版本，现在是 {found}。Python 3.11 or newer is needed, this is {found}.")
        return 2
    try:
        return _dispatch(list(words))
    except SetupError as error:
        say(str(error))
        return 2
    except KeyboardInterrupt:
        say("已中断；下次运行会从头补好没有装完的环境。")
        return 130


def say(text: str) -> None:
    """Print one message for a person on standard error."""
    print(text, file=sys.stderr, flush=True)


def _dispatch(words: list[str]) -> int:
    command, rest = (words[0], words[1:]) if words else ("", [])
    if not command:
        return _open_application()
    if command in {"-h", "--help", "help"}:
        print(USAGE, flush=True)
        ensure("runtime")
        return run_application(["--help"])
    if command == "check" and rest:
        # "check --ledger DIR" is the application's own command; ours takes no words.
        ensure("runtime")
        return run_application(words)
    ours = {
        "test": lambda: run_module("pytest", rest or WHOLE_SUITE, qt=True),
        "check": check,
        "bench": lambda: run_module("tests.bench", rest, qt=True),
        "kills": lambda: run_module("tests.kills", rest),
        "adding": lambda: run_module("tests.adding_runs", rest),
        "hostile": lambda: run_module("tests.hostile", rest),
        "screenshots": lambda: run_module("build_spec.screenshots", rest, qt=True),
        "manual-pictures": lambda: run_module("build_spec.manual_pictures", rest, qt=True),
        "manual-tables": lambda: run_module("build_spec.manual_tables", rest, qt=True),
        "build-windows": lambda: run_module("build_spec.windows.build", rest, qt=True),
        "try-windows": lambda: run_module("build_spec.windows.try_program", rest, qt=True),
        "build-linux": lambda: run_module("build_spec.linux.build", rest, qt=True),
        "ocr": _install_ocr,
    }
    if command in ours:
        return ours[command]()
    ensure("runtime")
    return run_application(words)


def _open_application() -> int:
    ensure("runtime")
    if has_screen():
        if IS_LINUX:
            ensure_libraries(SCREEN_LIBRARIES, "screen")
        return run_application([])
    folder = _fresh_folder(Path.cwd() / "demo-ledger")
    say(f"没有图形界面，改为在 {folder} 生成演示台账。")
    code = subprocess.call(_application(["demo", str(folder)]))
    printed = sorted(folder.rglob("*.pdf")) if code == 0 else []
    for path in printed:
        if "evidence" not in path.relative_to(folder).parts:
            say(f"PDF：{path}")
    return code


def _install_ocr() -> int:
    """Install the recognition of scans into its own folder, whole or not at all."""
    ensure("runtime")
    python = f"{sys.version_info[0]}.{sys.version_info[1]}"
    digest = hashlib.sha256(python.encode() + PACKAGE_SETS["ocr"].read_bytes()).hexdigest()
    with _alone():
        if _stamp().get("ocr") != digest or not OCR_FOLDER.is_dir():
            try:
                _fill_ocr_folder(digest)
            except OSError as error:
                message = f"无法写入 {OCR_FOLDER}：{error.strerror or error}。请检查磁盘空间和文件夹权限后重试。"
                raise SetupError(message) from error
    say("扫描件文字识别已装好。")
    return 0


def _fill_ocr_folder(digest: str) -> None:
    say("正在安装扫描件文字识别（约 390 MB），请保持联网…")
    fresh = OCR_FOLDER.with_suffix(".new")
    for folder in (fresh, OCR_FOLDER):
        if folder.exists():
            shutil.rmtree(folder)
    # The file's first line names the application's packages, which are there already.
    lines = PACKAGE_SETS["ocr"].read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith(("#", "-r "))]
    code, tail = _run_pip([*PIP_INSTALL, "--target", str(fresh), *pins])
    if code != 0:
        shutil.rmtree(fresh, ignore_errors=True)
        raise SetupError(_why_pip_failed(code, tail))
    fresh.rename(OCR_FOLDER)
    _write_stamp(ocr=digest)


def check() -> int:
    """Run every check of the code, also after one has failed.

    Returns:
        0 when all passed, else 1.
    """
    ensure("dev")
    ensure_libraries(QT_LIBRARIES, "qt")
    steps = {
        "ruff check": ["ruff", "check", "."],
        "ruff format": ["ruff", "format", "--check", "."],
        "mypy --strict": ["mypy", "--strict"],
        "结构检查": ["pytest", "-q", "tests/test_architecture.py"],
    }
    failed = []
    for name, words in steps.items():
        say(f"== {name}")
        if subprocess.call([str(PYTHON), "-m", *words], cwd=ROOT) != 0:
            failed.append(name)
    say(f"未通过：{'、'.join(failed)}" if failed else "检查全部通过。")
    return 1 if failed else 0


def run_module(module: str, words: Sequence[str], *, qt: bool = False) -> int:
    """Run a module of the repository or of the development tools in the repository's root.

    Args:
        module: its name for `python -m`.
        words: its arguments.
        qt: whether it needs the libraries that Qt takes from the system.

    Returns:
        Its exit code.
    """
    ensure("dev")
    if qt:
        ensure_libraries(QT_LIBRARIES, "qt")
    os.chdir(ROOT)
    return _replace_by([str(PYTHON), "-m", module, *words])


def run_application(words: Sequence[str]) -> int:
    """Run the application in the user's working folder, so that relative paths mean what the user wrote."""
    return _replace_by(_application(words))


def _application(words: Sequence[str]) -> list[str]:
    # -P: a folder named db or ui in the user's working folder must not be taken for ours.
    return [str(PYTHON), "-P", "-m", "ledger_app", *words]


def _replace_by(command: list[str]) -> int:
    if not IS_WINDOWS:  # there execv would return to the prompt at once, before the program has ended
        sys.stdout.flush()
        os.execv(command[0], command)  # noqa: S606 - no shell is wanted
    return subprocess.call(command)


def has_screen() -> bool:
    """Tell whether a window can be shown, or the user chose a Qt platform that needs no screen."""
    if not IS_LINUX:
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def _fresh_folder(wanted: Path) -> Path:
    folder, number = wanted, 1
    while folder.exists():
        number += 1
        folder = wanted.with_name(f"{wanted.name}-{number}")
    return folder


def ensure(name: str) -> None:
    """Make sure that `.venv` holds a set of packages in its exact versions; return at once when it does.

    Args:
        name: key of `PACKAGE_SETS`.

    Raises:
        SetupError: the environment cannot be made; the text says why and what to do.
    """
    digest = wanted_digest(name)
    if _is_ready(name, digest):
        return
    with _alone():
        if _is_ready(name, digest):  # another run made it while this one waited
            return
        try:
            _make_environment()
            _install(name, digest)
        except OSError as error:
            message = f"无法准备运行环境 {VENV}：{error.strerror or error}。请检查磁盘空间和文件夹权限后重试。"
            raise SetupError(message) from error


def wanted_digest(name: str) -> str:
    """Return the hash of everything that decides what a set of packages must be.

    Args:
        name: key of `PACKAGE_SETS`.
    """
    python = f"{sys.version_info[0]}.{sys.version_info[1]}"
    # Of the project's own file only what pip reads counts; a changed lint rule installs nothing.
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8").split("\n[tool.ruff", maxsplit=1)[0]
    pins = PACKAGE_SETS["runtime"].read_bytes() + PACKAGE_SETS[name].read_bytes()
    return hashlib.sha256(b"\0".join([python.encode(), str(ROOT).encode(), project.encode(), pins])).hexdigest()


def _is_ready(name: str, digest: str) -> bool:
    return _stamp().get(name) == digest and PYTHON.exists() and not UNFINISHED.exists()


def _stamp() -> dict[str, str]:
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def _write_stamp(**entries: str) -> None:
    temporary = STAMP.with_suffix(".new")
    temporary.write_text(json.dumps({**_stamp(), **entries}, indent=1), encoding="utf-8")
    temporary.replace(STAMP)


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """Let one run at a time work on the environment; the others wait."""
    try:
        handle = LOCK.open("a+b")
    except OSError as error:
        reason = f"{error.strerror or error}"
        message = f"程序文件夹 {ROOT} 不能写入（{reason}），无法准备运行环境。请把它复制到可以写的位置再运行。"
        raise SetupError(message) from error
    with handle:
        if sys.platform == "win32":
            import msvcrt

            while True:
                with contextlib.suppress(OSError):  # gives up after ten seconds; an installation takes longer
                    handle.seek(0)
                    msvcrt.locking(handle.fileno(), msvcrt.LK_LOCK, 1)
                    break
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _make_environment() -> None:
    """Make `.venv` where it is missing, belongs to another Python version or was left unfinished."""
    if not UNFINISHED.exists() and PYTHON.exists() and _works():
        return
    _require_venv_module()
    say(f"正在 {VENV} 创建 Python 环境…")
    base = getattr(sys, "_base_executable", None) or sys.executable
    made = subprocess.run([base, "-m", "venv", "--clear", str(VENV)], capture_output=True, text=True, check=False)
    if made.returncode != 0:
        reason = (made.stderr or made.stdout).strip().splitlines()
        message = f"无法创建 Python 环境 {VENV}：{reason[-1] if reason else made.returncode}"
        raise SetupError(message)


def _works() -> bool:
    """Tell whether the interpreter in `.venv` starts, has pip, and is of the same version as this one."""
    question = "import pip, sys; print('%d.%d' % sys.version_info[:2])"
    try:
        asked = subprocess.run([PYTHON, "-c", question], capture_output=True, text=True, check=False)
    except OSError:
        return False
    return asked.stdout.strip() == f"{sys.version_info[0]}.{sys.version_info[1]}"


def _require_venv_module() -> None:
    question = "import ensurepip, venv"
    base = getattr(sys, "_base_executable", None) or sys.executable
    if subprocess.call([base, "-c", question], stderr=subprocess.DEVNULL) == 0:
        return
    is_debian_python = sys.base_prefix == "/usr"
    if is_debian_python and _can_install() and _apt_install(["python3-venv"]):
        return
    message = (
        "这台电脑的 Python 缺少 venv 组件，无法创建环境。"
        "Debian、Ubuntu 请先运行 sudo apt-get install python3-venv，其他系统请安装完整的 Python。"
    )
    raise SetupError(message)


def _install(name: str, digest: str) -> None:
    """Install a set of packages and the project itself, exactly the pinned versions and nothing else."""
    say("正在安装依赖包（首次约需几分钟），请保持联网…")
    UNFINISHED.touch()
    command = [*PIP_INSTALL, "-r", str(PACKAGE_SETS[name])]
    # The plain form of an editable install adds one line to the search path; the other costs time at every start.
    command += ["--editable", str(ROOT), "--config-settings", "editable_mode=compat"]
    code, tail = _run_pip(command)
    if code == 0:
        entries = {"runtime": wanted_digest("runtime"), name: digest}
        _write_stamp(**entries)
        UNFINISHED.unlink()
        say("环境已就绪。")
        return
    if _has_no_network(tail):
        UNFINISHED.unlink()  # pip fetches everything before it changes anything
    raise SetupError(_why_pip_failed(code, tail))


def _has_no_network(tail: Sequence[str]) -> bool:
    return any(sign in line for line in tail for sign in NO_NETWORK_SIGNS)


def _why_pip_failed(code: int, tail: Sequence[str]) -> str:
    if _has_no_network(tail):
        return "下载依赖包失败：连不上软件包源。请联网后再运行一次；已装好的电脑不需要网络。"
    reason = next((line for line in reversed(tail) if "ERROR" in line), tail[-1] if tail else str(code))
    return f"安装依赖包失败：{reason.strip()}。再运行一次会从头补好。"


def _run_pip(command: list[str]) -> tuple[int, list[str]]:
    """Run pip, show the name of what it is at, and return its exit code and last lines."""
    tail: list[str] = []
    is_terminal = sys.stderr.isatty()
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", errors="replace", cwd=ROOT
    ) as pip:
        for line in pip.stdout or ():
            tail = [*tail[-39:], line.rstrip()]
            if is_terminal and line.startswith("Collecting "):
                print(f"\r  {line.split()[1]:<60.60}", end="", file=sys.stderr, flush=True)
    if is_terminal:
        print(f"\r{'':<62}\r", end="", file=sys.stderr, flush=True)
    return pip.returncode, tail


def ensure_libraries(libraries: dict[str, str], name: str) -> None:
    """See to the system's libraries that Qt needs: install them on Debian as root, else name them in one line.

    Looked at once for each environment: finding them costs more than the rest of a start.

    Args:
        libraries: file name of each library -> Debian package that holds it.
        name: under which the stamp remembers that all were found.
    """
    key = f"libraries-{name}"
    if not IS_LINUX or _stamp().get(key) == "found":
        return
    missing = missing_packages(libraries)
    if missing and _can_install():
        _apt_install(missing)
        missing = missing_packages(libraries)
    if missing:
        say(f"系统缺少图形界面要用的库，请用管理员身份安装：apt-get install {' '.join(missing)}")
    else:
        _write_stamp(**{key: "found"})


def missing_packages(libraries: dict[str, str]) -> list[str]:
    """Return the Debian packages of those libraries that cannot be loaded here, by name."""
    import ctypes

    missing = set()
    for library, package in libraries.items():
        try:
            ctypes.CDLL(library)
        except OSError:
            missing.add(package)
    return sorted(missing)


def _can_install() -> bool:
    is_root = sys.platform != "win32" and os.geteuid() == 0
    return is_root and Path("/usr/bin/apt-get").exists()


def _apt_install(packages: list[str]) -> bool:
    """Install Debian packages and tell whether it worked; the package lists are fetched only if need be."""
    say(f"正在安装系统库：{' '.join(packages)}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    for command in (install, ["apt-get", "update"], install):
        done = subprocess.run(command, env=environment, capture_output=True, check=False)
        if command is install and done.returncode == 0:
            return True
    return False


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
