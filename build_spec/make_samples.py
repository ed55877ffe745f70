"""Make the sample data of the invented county from its sources: the same bytes every time.

Run `python -m build_spec.make_samples [FOLDER]`; without a folder it writes to `resources/samples`.  The county,
its units and its people are made up; the sentences stand in `build_spec/sample_sources` and are our own.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import sys
from dataclasses import dataclass
from pathlib import Path

from build_spec.sample_evidence import EVIDENCE, write_evidence
from build_spec.sample_files import Line, docx
from build_spec.sample_table import task_table

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ROOT / "build_spec" / "sample_sources"
OUTPUT = ROOT / "resources" / "samples"
YEAR = 2024
REPORT_DAY = 25

# Name used in the sources -> file that ships.
PLAN_FILES = {
    "plan": "2024年卫生健康工作要点.docx",
    "scheme": "乡镇卫生院服务能力提升实施方案.txt",
    "table": "2024年医改重点任务分解表.xlsx",
}
UNIT_COLUMNS = ("name", "short_name", "kind", "aliases", "groups", "sort")
TASK_COLUMNS = ("plan_file", "path", "no", "title")
PROGRESS_COLUMNS = (
    *TASK_COLUMNS,
    "period",
    "percent",
    "text",
    "problems",
    "next_step",
    "unit",
    "reporter",
    "received",
)
EVIDENCE_COLUMNS = (*TASK_COLUMNS, "file", "caption")

_NUMBER = re.compile(r"[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+\.?")
_LINE_STYLES = {
    "=": Line("", align="center", face="方正小标宋简体", size_pt=36, red=True),
    "t": Line("", align="center", face="方正小标宋简体", size_pt=22),
    "c": Line("", align="center"),
    "l": Line("", align="left"),
    "r": Line("", align="right"),
    "p": Line(""),
}


@dataclass(frozen=True, slots=True)
class TaskKey:
    """Which task of which plan a row of sample data belongs to.

    Attributes:
        plan_file: name of the file that ships.
        path: numbers of the headings above, as printed, outermost first.
        no: number of the item, as printed.
    """

    plan_file: str
    path: tuple[str, ...]
    no: str
    title: str

    def cells(self) -> dict[str, str]:
        """Return the columns that every keyed file begins with; the path is joined by "/"."""
        return dict(zip(TASK_COLUMNS, (self.plan_file, "/".join(self.path), self.no, self.title), strict=True))


def main(words: list[str]) -> int:
    """Write all sample files into the folder named, or into the project."""
    folder = Path(words[0]) if words else OUTPUT
    (folder / "evidence").mkdir(parents=True, exist_ok=True)
    (folder / PLAN_FILES["plan"]).write_bytes(docx(plan_lines(_source("plan.txt"))))
    scheme = _source("scheme.txt").replace("\n", "\r\n")
    (folder / PLAN_FILES["scheme"]).write_bytes(scheme.encode("gb18030"))
    (folder / PLAN_FILES["table"]).write_bytes(task_table(_source("tasks.txt")))
    _write_csv(folder / "units.csv", UNIT_COLUMNS, units(_source("units.txt")))
    _write_csv(folder / "progress.csv", PROGRESS_COLUMNS, progress(_source("progress.txt")))
    rows = [{**task_key(entry.task).cells(), "file": entry.file, "caption": entry.caption} for entry in EVIDENCE]
    _write_csv(folder / "evidence.csv", EVIDENCE_COLUMNS, rows)
    write_evidence(folder / "evidence", ROOT / "resources" / "fonts")
    print(f"示例数据已写入 {folder}")
    return 0


def plan_lines(source: str) -> list[Line]:
    """Return the paragraphs of the first plan: "1", "2", "3" at the start of a source line are heading levels."""
    lines = []
    for mark, text in (line.split(" ", maxsplit=1) for line in source.splitlines()):
        if mark.isdigit():
            level = int(mark) - 1
            face = "黑体" if level == 0 else "仿宋_GB2312"
            lines.append(Line(text, level=level, face=face, lead=text.find("。") + 1 if level else 0))
        else:
            style = _LINE_STYLES[mark]
            lines.append(Line(text, align=style.align, face=style.face, size_pt=style.size_pt, red=style.red))
    return lines


def units(source: str) -> list[dict[str, str]]:
    """Return the roster, one row a unit in printing order; several aliases or groups are joined by "、"."""
    rows = [_cells(line, 5) for line in _content(source)]
    return [dict(zip(UNIT_COLUMNS, (*row, str(10 * place)), strict=True)) for place, row in enumerate(rows, start=1)]


def progress(source: str) -> list[dict[str, str]]:
    """Return what was reported, by month, then in the order of the source."""
    rows: list[dict[str, str]] = []
    head: dict[str, str] = {}
    for line in _content(source):
        if line.startswith("@"):
            name, numbers, title, unit, reporter = line.removeprefix("@").split("|")
            head = {**task_key((name, numbers, title)).cells(), "unit": unit, "reporter": reporter}
            continue
        month, percent, text, problems, next_step, received = _cells(line, 6)
        day = received or dt.date(YEAR, int(month), REPORT_DAY).isoformat()
        said = {"percent": percent, "text": text, "problems": problems, "next_step": next_step, "received": day}
        rows.append({**head, "period": f"{YEAR}-{int(month):02d}", **said})
    return sorted(rows, key=lambda row: row["period"])


def task_key(task: tuple[str, str, str]) -> TaskKey:
    """Return the key of a task named in the sources as (plan, numbers of its path and its own, title)."""
    name, numbers, title = task
    *path, no = _NUMBER.findall(numbers)
    return TaskKey(PLAN_FILES[name], tuple(path), no, title)


def _source(name: str) -> str:
    return (SOURCES / name).read_text(encoding="utf-8")


def _content(source: str) -> list[str]:
    return [line for line in source.splitlines() if line and not line.startswith("#")]


def _cells(line: str, count: int) -> list[str]:
    cells = [cell.strip() for cell in line.split("|")]
    return [*cells, *[""] * (count - len(cells))]


def _write_csv(path: Path, columns: tuple[str, ...], rows: list[dict[str, str]]) -> None:
    """Write rows as office programs of these users read them: UTF-8 with a byte-order mark."""
    target = io.StringIO(newline="")
    writer = csv.DictWriter(target, columns, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_bytes(target.getvalue().encode("utf-8-sig"))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
