"""Try the built Windows program under Wine: `python3 run.py try-windows`.

Installs silently into a fresh prefix, works with the installed program from the command line and in its window,
upgrades, runs the portable zip, uninstalls; then runs the suite against the Windows wheels.  What passes here was
tried under Wine, not on Windows: docs/windows-checklist.md holds what is left for a person.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

from build_spec.build_tools import OUT, PACKAGE, PROGRAM, ROOT, WORK, BuildError, fresh_folder, require_commands
from build_spec.windows.bare_window import TITLE as BARE_TITLE
from build_spec.windows.build import INSTALLER, PORTABLE
from build_spec.windows.screen import Screen
from build_spec.windows.suite import make_python, run_suite
from build_spec.windows.wine import COMMANDS, Prefix, windows_path
from ledger_app.installation import PORTABLE_DATA, PORTABLE_MARKER
from ledger_app.version import VERSION

PLACE = WORK / "windows-try"
STARTER = f"{PROGRAM}.exe"
CONSOLE = "ledger-app.exe"
SAMPLE_PLAN = ROOT / "resources" / "samples" / "2024年卫生健康工作要点.docx"
PICTURE = OUT / "windows-try" / "window.png"
STARTS = 3
UNINSTALL_KEY = rf"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\{PACKAGE}"
FILE_KEY = r"HKCU\Software\Classes\.ledger"
RUNNING_CODE = 3
# Among the samples one picture, which cannot be read without the extra: its own line and the count at the end.
READ_PICTURES = 2
LEAST_MANUAL = 200_000
HAND_OVER_SECONDS = 60


class TrialError(Exception):
    """A step did not do what it promises; the text says what was seen."""


def must(is_so: bool, why: str) -> None:  # noqa: FBT001 - reads as an assertion
    """Stop a step where a claim does not hold.

    Raises:
        TrialError: with `why`.
    """
    if not is_so:
        raise TrialError(why)


class Trial:
    """One run through everything a user does with the installed program."""

    def __init__(self, prefix: Prefix, place: Path) -> None:
        """Join the prefix and an empty folder for ledgers."""
        self.prefix = prefix
        self.place = place
        self.program = Path()
        self.ledger = place / "县卫健局 台账"

    def steps(self) -> dict[str, Callable[[], None]]:
        """Return the name of each step and what does it, in order; each raises when it fails."""
        return {
            "便携版：设置留在旁边": self.portable_keeps_to_itself,
            "静默安装": self.install,
            "命令行：版本和演示台账": self.demonstrate,
            "命令行：新建、导入示例计划、通报、检查": self.work,
            "命令行：读取佐证文字的进程、按内容查找": self.read_evidence,
            "命令行：Word 版通报、手册 PDF": self.write_papers,
            "窗口：双击“打开台账.ledger”打开并关闭": self.open_window,
            "再次启动：台账交给开着的窗口": self.hand_over,
            "运行中不能升级，程序不变": self.refuse_while_running,
            "升级：旧程序文件删除，其他文件不动": self.upgrade,
            "启动时间与空窗口相比": self.compare_starts,
            "卸载：只删程序": self.uninstall,
        }

    def portable_keeps_to_itself(self) -> None:
        """Start the portable copy's window and find its settings beside it and nowhere else."""
        with zipfile.ZipFile(PORTABLE) as archive:
            archive.extractall(self.place / "U盘")
        folder = self.place / "U盘" / PROGRAM
        must((folder / PORTABLE_MARKER).is_file(), "压缩包里没有便携版的标记")
        with Screen() as screen:
            self._show_and_close(screen, folder / STARTER, [])
        must((folder / PORTABLE_DATA / "window.ini").is_file(), "旁边没有设置")
        must(not (self.prefix.local_data / PACKAGE).exists(), "在用户文件夹里留下了东西")
        shutil.rmtree(folder)

    def install(self) -> None:
        """Install silently and find the program, its menu entry and its place in the registry."""
        code, text = self.prefix.run(INSTALLER, ["/S"])
        must(code == 0, f"安装程序返回 {code}：{text}")
        self.program = self.prefix.local_data / "Programs" / PACKAGE
        must((self.program / STARTER).is_file(), "没有装上程序")
        must(self._registry(UNINSTALL_KEY, "DisplayVersion") == VERSION, "登记的版本不对")
        must(self._registry(FILE_KEY) == "RenwuTaizhang.Ledger", "没有文件关联")
        menu = self.prefix.drive / "users"
        must(bool(list(menu.rglob(f"Start Menu/Programs/{PROGRAM}.lnk"))), "没有开始菜单")

    def demonstrate(self) -> None:
        """Ask for the version and make the demonstration ledger."""
        must(VERSION in self._do("--version"), "版本不对")
        self._do("demo", windows_path(self.place / "演示"))
        must(bool(list((self.place / "演示").glob("*.pdf"))), "没有生成通报")

    def work(self) -> None:
        """Make a ledger, import the sample plan, print the circular, check."""
        ledger = windows_path(self.ledger)
        self._do("init", ledger)
        self._do("import", windows_path(SAMPLE_PLAN), "--ledger", ledger)
        out = self.place / "通报.pdf"
        words = ["--ledger", ledger, "--kind", "monthly", "--period", "2024-06", "--out", windows_path(out)]
        self._do("report", *words)
        must(out.read_bytes().startswith(b"%PDF"), "通报不是 PDF")
        self._do("check", "--ledger", ledger)

    def read_evidence(self) -> None:
        """Let the worker of the installed program read a Word file of the practice ledger; find it by its words."""
        ledger = windows_path(self.place / "演示" / "演示台账")
        self._do("attach", windows_path(SAMPLE_PLAN), "--ledger", ledger, "--task", "2-07")
        told = self._do("index", "--ledger", ledger)
        must(told.count("没有读出文字") == READ_PICTURES, f"有材料没有读出：{told.strip()[-300:]}")
        found = self._do("find", "做实家庭医生签约服务", "--ledger", ledger)
        must(SAMPLE_PLAN.stem in found, f"按内容没有找到：{found.strip()[-300:]}")

    def write_papers(self) -> None:
        """Write the circular as a Word file, which lxml has to make, and the manual as a PDF."""
        ledger, word, manual = windows_path(self.ledger), self.place / "通报.docx", self.place / "手册.pdf"
        words = ["--ledger", ledger, "--kind", "monthly", "--period", "2024-06", "--out", windows_path(word)]
        self._do("report", *words)
        with zipfile.ZipFile(word) as archive:
            must("word/document.xml" in archive.namelist(), "Word 版通报不完整")
        self._do("manual", "--pdf", windows_path(manual))
        must(manual.stat().st_size > LEAST_MANUAL, f"手册只有 {manual.stat().st_size} 字节")

    def open_window(self) -> None:
        """Open the ledger in the window by its marker, as a double click does, and close it."""
        with Screen() as screen:
            self._show_and_close(
                screen, self.program / STARTER, [windows_path(self.ledger / "打开台账.ledger")], PICTURE
            )
        self._do("check", "--ledger", windows_path(self.ledger))

    def hand_over(self) -> None:
        """Start the program twice: the second hands its ledger over and ends by itself, the first stays."""
        marker = windows_path(self.ledger / "打开台账.ledger")
        with Screen() as screen:
            first = self.prefix.start(self.program / STARTER, [], screen.environment)
            screen.wait_for(PROGRAM)
            second = self.prefix.start(self.program / STARTER, [marker], screen.environment)
            must(second.wait(HAND_OVER_SECONDS) == 0, f"第二次启动返回 {second.returncode}")
            must(first.poll() is None, "开着的窗口不见了")
            screen.wait_for(self.ledger.name)
            screen.close_windows(PROGRAM)
            must(first.wait(60) == 0, f"窗口关闭后返回 {first.returncode}")

    def refuse_while_running(self) -> None:
        """Run the installer beside an open window: it must change nothing."""
        before = sorted(self.program.rglob("*"))
        with Screen() as screen:
            process = self.prefix.start(self.program / STARTER, [], screen.environment)
            screen.wait_for(PROGRAM)
            code, _ = self.prefix.run(INSTALLER, ["/S"])
            screen.close_windows(PROGRAM)
            process.wait(60)
        must(code == RUNNING_CODE, f"安装程序返回 {code}")
        must(sorted(self.program.rglob("*")) == before, "程序文件变了")

    def upgrade(self) -> None:
        """Install over an older program: its modules go, what the user keeps there stays."""
        old, mine = self.program / "site" / "old_module.py", self.program / "我的.txt"
        old.write_text("")
        mine.write_text("留着")
        before = (self.ledger / "ledger.sqlite3").read_bytes()
        code, text = self.prefix.run(INSTALLER, ["/S"])
        must(code == 0, f"安装程序返回 {code}：{text}")
        must(not old.exists(), "旧程序文件还在")
        must(mine.exists(), "用户自己的文件不见了")
        must((self.ledger / "ledger.sqlite3").read_bytes() == before, "台账文件变了")
        self._do("check", "--ledger", windows_path(self.ledger))

    def compare_starts(self) -> None:
        """Measure the time to the window against an empty window of the same Python and Qt."""
        python = self.program / "python" / "python.exe"
        shutil.copy2(make_python(), python)
        script = windows_path(ROOT / "build_spec" / "windows" / "bare_window.py")
        bare, ours = [], []
        with Screen() as screen:
            for _ in range(STARTS):
                bare.append(self._show_and_close(screen, python, [script], title=BARE_TITLE))
                ours.append(self._show_and_close(screen, self.program / STARTER, []))
        python.unlink()
        least, taken = statistics.median(bare), statistics.median(ours)
        print(f"  启动到窗口出现：{taken:.1f} 秒，空窗口 {least:.1f} 秒，比值 {taken / least:.2f}")

    def uninstall(self) -> None:
        """Uninstall silently: the program goes, ledgers, settings and the user's own file stay."""
        # Without _?= the uninstaller would go on in a copy of itself after this call returned.
        words = ["/S", f"_?={self._windows_program()}"]
        code, text = self.prefix.run(self.program / "卸载.exe", words)
        must(code == 0, f"卸载程序返回 {code}：{text}")
        left = {entry.name for entry in self.program.iterdir()} - {"卸载.exe"}
        must(left == {"我的.txt"}, f"剩下 {left}")
        must((self.ledger / "ledger.sqlite3").is_file(), "台账不见了")
        must(self._registry(UNINSTALL_KEY, "DisplayVersion") is None, "登记项还在")
        must(self._registry(FILE_KEY) is None, "登记项还在")

    def _windows_program(self) -> str:
        return "C:\\" + str(self.program.relative_to(self.prefix.drive)).replace("/", "\\")

    def _do(self, *words: str) -> str:
        code, text = self.prefix.run(self.program / CONSOLE, words)
        must(code == 0, f"{words[0]} 返回 {code}：{text.strip()[-500:]}")
        return text

    def _show_and_close(
        self, screen: Screen, program: Path, words: Sequence[str], picture: Path | None = None, title: str = PROGRAM
    ) -> float:
        started = time.monotonic()
        process = self.prefix.start(program, words, screen.environment)
        screen.wait_for(title)
        taken = time.monotonic() - started
        if picture is not None:
            screen.wait_until_still(picture)
        screen.close_windows(title)
        must(process.wait(60) == 0, f"窗口关闭后返回 {process.returncode}")
        return taken

    def _registry(self, key: str, name: str = "") -> str | None:
        words = ["query", key, *(["/v", name] if name else ["/ve"])]
        code, text = self.prefix.run(self.prefix.drive / "windows" / "system32" / "reg.exe", words)
        found = [line.partition("REG_SZ")[2].strip() for line in text.splitlines() if "REG_SZ" in line]
        return found[0] if code == 0 and found else None


def main() -> int:
    """Run every step, also after one has failed, say what passed; return 0 when all did."""
    parser = argparse.ArgumentParser(description="在 Wine 下试用做好的 Windows 程序")
    parser.add_argument("--no-suite", action="store_true", help="不运行测试")
    parser.add_argument("--suite-only", action="store_true", help="只运行测试")
    parser.add_argument("tests", nargs="*", default=["tests"], help="要运行的测试，默认全部")
    arguments = parser.parse_args()
    try:
        require_commands(COMMANDS)
        if not (INSTALLER.is_file() and PORTABLE.is_file()) and not arguments.suite_only:
            raise BuildError("还没有做好的安装程序，请先运行 python3 run.py build-windows。")
        prefix = Prefix(PLACE / "prefix")
        print("正在建立 Wine 环境…", flush=True)
        prefix.make()
        try:
            failed = 0 if arguments.suite_only else _try_all(Trial(prefix, fresh_folder(PLACE / "files")))
            failed += 0 if arguments.no_suite else _try_suite(prefix, arguments.tests)
        finally:
            prefix.stop()
    except BuildError as error:
        print(error, file=sys.stderr)
        return 2
    return 1 if failed else 0


def _try_all(trial: Trial) -> int:
    steps, failed = trial.steps(), 0
    for name, act in steps.items():
        try:
            act()
        except (TrialError, OSError, TimeoutError, subprocess.TimeoutExpired) as error:
            failed += 1
            print(f"失败  {name}：{error}", flush=True)
        else:
            print(f"通过  {name}", flush=True)
    print(f"Wine 下试用：{len(steps) - failed} 步通过，{failed} 步失败。", flush=True)
    return failed


def _try_suite(prefix: Prefix, tests: Sequence[str]) -> int:
    counts, text = run_suite(prefix, make_python(), tests)
    kept = OUT / "windows-try" / "suite.txt"
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_text(text, encoding="utf-8")
    told = "，".join(f"{kind} {count}" for kind, count in sorted(counts.items()))
    print(f"Wine 下测试：{told}；全文在 {kept.relative_to(ROOT)}。", flush=True)
    return counts.get("failed", 0) + counts.get("error", 0)


if __name__ == "__main__":
    sys.exit(main())
