"""Compose what lies on top of a pack of evidence: cover, catalogue, list of what is missing, archive list.

Source: docs/domain.md section 6 (columns of the catalogue; columns and retention of the archive list).
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ledger_app.domain.archive_number import RETENTIONS, ArchiveNumber
from ledger_app.reports.model import (
    Block,
    Column,
    PageSetting,
    Paragraph,
    Properties,
    ReportModel,
    ReportTable,
    Row,
    Words,
)
from ledger_app.reports.sheet import Sheet, SheetColumn, SheetRow

CATALOGUE_COLUMNS = (
    Column("seq", "序号", "center", whole=True),
    Column("title", "材料名称", min_mm=50),
    Column("number", "文号", "center", max_mm=34),
    Column("author", "责任者", "center", max_mm=26),
    Column("date", "日期", "center", whole=True),
    Column("pages", "页码", "center", whole=True),
    Column("note", "备注", max_mm=30),
)
MISSING_COLUMNS = (
    Column("seq", "序号", "center", whole=True),
    Column("owner", "任务或指标", min_mm=50),
    Column("name", "缺少的材料", min_mm=45),
    Column("source", "依据", max_mm=50),
)


@dataclass(frozen=True, slots=True)
class CatalogueLine:
    """One piece of evidence in its place of the pack.

    Attributes:
        group: heading of the task or indicator it stands under.
        seq: running number from 1.
        date: as printed; pages: "3-7" in the overall count, "—" where they cannot be counted.
        path: of its file within the pack, "" where it is left out.
        page_count: None where it cannot be counted.
    """

    group: str
    seq: int
    title: str
    number: str
    author: str
    date: dt.date | None
    pages: str
    note: str
    path: str
    page_count: int | None


@dataclass(frozen=True, slots=True)
class MissingLine:
    """Something that should be there; owner: the task or indicator, source: who asks for it."""

    owner: str
    name: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class ArchiveLine:
    """One 件 of the archive list."""

    title: str
    author: str
    number: str
    date: dt.date | None
    page_count: int | None
    note: str


@dataclass(frozen=True, slots=True)
class PackFacts:
    """What cover and lists say besides their rows.

    Attributes:
        title: of the pack; scope: in words ("18 项任务").
        made_on: local day; created: the moment, UTC ISO.
        page_count: of all pieces that can be counted, one that lies in several places counted once; uncounted_count:
            pieces that cannot.
        personal_count: pieces left out because they hold personal information.
        damaged: sentences about pieces whose file is missing or damaged in the ledger.
    """

    bureau: str
    title: str
    scope: str
    made_on: dt.date
    created: str
    piece_count: int
    page_count: int
    uncounted_count: int
    personal_count: int
    has_personal: bool
    damaged: tuple[str, ...] = ()


def compose_cover(missing: Sequence[MissingLine], facts: PackFacts) -> ReportModel:
    """Return the cover: what the pack holds, what it lacks, how it can be verified."""
    day = facts.made_on
    lines = [f"范围：{facts.scope}", f"材料：{counts_said(facts)}"]
    if facts.has_personal:
        lines.append("提示：包内有含个人信息的材料，只限本次检查使用，请勿转发。")
    if missing:
        lines.append(f"缺少：应有而没有的材料 {len(missing)} 项，见“缺少材料清单”。")
    lines += facts.damaged
    lines.append("核验：每个文件的校验值记在 manifest-sha256.txt 里，可以用任何 BagIt 程序核验（RFC 8493）。")
    body = (
        *(Paragraph((Words(line),)) for line in lines),
        Paragraph((Words(facts.bureau),), indent=0, align="right"),
        Paragraph((Words(f"{day.year}年{day.month}月{day.day}日"),), indent=0, align="right"),
    )
    return _sheet("cover", f"{facts.title}佐证材料", "", body, facts)


def compose_catalogue(lines: Sequence[CatalogueLine], facts: PackFacts) -> ReportModel:
    """Return the catalogue, a group a task or indicator."""
    counts = Counter(line.group for line in lines)
    rows: list[Row] = []
    for line, is_first in _with_groups(lines):
        if is_first:
            rows.append(Row((f"{line.group}（{counts[line.group]}件）",), "group"))
        date = line.date.isoformat() if line.date is not None else ""
        rows.append(Row((str(line.seq), line.title, line.number, line.author, date, line.pages, line.note)))
    note = "注：页码为全包连续编号，同一份材料只编一次；“—”为表格、视频等不能计页的材料。"
    table = ReportTable("catalogue", CATALOGUE_COLUMNS, tuple(rows), notes=(note,), size_pt=9.0)
    return _sheet("catalogue", "材料目录", f"{facts.title}　{counts_said(facts).rstrip('。')}", (table,), facts)


def compose_missing(missing: Sequence[MissingLine], facts: PackFacts) -> ReportModel:
    """Return the list of what is missing."""
    rows = tuple(Row((str(number), one.owner, one.name, one.source)) for number, one in enumerate(missing, start=1))
    table = ReportTable("missing", MISSING_COLUMNS, rows, size_pt=9.0)
    return _sheet("missing", "缺少材料清单", f"{facts.title}　共 {len(missing)} 项", (table,), facts)


def catalogue_sheet(lines: Sequence[CatalogueLine], facts: PackFacts) -> Sheet:
    """Return the catalogue as a table for a spreadsheet."""
    columns = (
        SheetColumn("序号", "number", 46),
        SheetColumn("材料名称", width_px=280, wraps=True),
        SheetColumn("文号", width_px=130, wraps=True),
        SheetColumn("责任者", width_px=110, wraps=True),
        SheetColumn("日期", "date", 86),
        SheetColumn("页码", width_px=70),
        SheetColumn("备注", width_px=150, wraps=True),
        SheetColumn("文件", width_px=360, wraps=True),
    )
    rows: list[SheetRow] = []
    for line, is_first in _with_groups(lines):
        if is_first:
            rows.append(SheetRow((line.group,), is_group=True))
        values = (line.seq, line.title, line.number, line.author, line.date, line.pages, line.note, line.path)
        rows.append(SheetRow(values))
    return Sheet("目录", f"{facts.title}材料目录", columns, rows, len(rows), (counts_said(facts),))


def missing_sheet(missing: Sequence[MissingLine], facts: PackFacts) -> Sheet:
    """Return the list of what is missing as a table for a spreadsheet."""
    columns = (
        SheetColumn("序号", "number", 46),
        SheetColumn("任务或指标", width_px=360, wraps=True),
        SheetColumn("缺少的材料", width_px=300, wraps=True),
        SheetColumn("依据", width_px=300, wraps=True),
    )
    rows = [SheetRow((number, one.owner, one.name, one.source)) for number, one in enumerate(missing, start=1)]
    return Sheet("缺少材料", f"{facts.title}缺少材料清单", columns, rows, len(rows), (f"共 {len(rows)} 项。",))


def archive_sheet(lines: Sequence[ArchiveLine], facts: PackFacts, archive: ArchiveNumber | None = None) -> Sheet:
    """Return the archive list; 密级 is left to the archivist, so are 档号 and 保管期限 where no pattern is given."""
    retention = RETENTIONS[archive.retention] if archive is not None else None
    columns = (
        SheetColumn("件号", width_px=60),
        SheetColumn("档号", width_px=150),
        SheetColumn("责任者", width_px=130, wraps=True),
        SheetColumn("文号", width_px=140, wraps=True),
        SheetColumn("题名", width_px=300, wraps=True),
        SheetColumn("日期", width_px=80),
        SheetColumn("页数", "number", 50),
        SheetColumn("密级", width_px=60),
        SheetColumn("保管期限", width_px=76),
        SheetColumn("备注", width_px=220, wraps=True),
    )
    rows = [
        SheetRow(
            (
                f"{number:04d}",
                archive.of(number) if archive is not None else None,
                line.author,
                line.number,
                line.title,
                f"{line.date:%Y%m%d}" if line.date is not None else None,
                line.page_count,
                None,
                retention,
                line.note,
            )
        )
        for number, line in enumerate(lines, start=1)
    ]
    blank = "密级" if archive is not None else "档号、密级、保管期限"
    said = f"{blank}由档案人员填写；一件为正文连同附件。"
    return Sheet("归档清单", f"{facts.title}归档清单", columns, rows, len(rows), (said,))


def counts_said(facts: PackFacts) -> str:
    """Return the counts of a pack in a sentence."""
    said = f"共 {facts.piece_count} 件，{facts.page_count} 页"
    if facts.uncounted_count:
        said += f"（另有 {facts.uncounted_count} 件不能计页）"
    if facts.personal_count:
        said += f"；含个人信息的 {facts.personal_count} 件未列入"
    return f"{said}。"


def _sheet(kind: str, title: str, subtitle: str, body: tuple[Block, ...], facts: PackFacts) -> ReportModel:
    return ReportModel(
        kind=kind,
        title=title,
        subtitle=subtitle,
        body=body,
        page=PageSetting(orientation="portrait"),
        properties=Properties(facts.bureau, "佐证材料", "", facts.made_on.isoformat(), facts.created),
        foot=facts.title if kind != "cover" else "",
    )


def _with_groups(lines: Iterable[CatalogueLine]) -> Iterator[tuple[CatalogueLine, bool]]:
    """Yield the lines, each with whether it is the first of its group."""
    group = None
    for line in lines:
        yield line, line.group != group
        group = line.group
